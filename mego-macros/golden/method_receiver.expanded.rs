async fn sum(&self, a: i32) -> i32 {
    a
}
::core::compile_error! {
    "a Mego method is a free function: take what it needs as `State<T>`"
}
