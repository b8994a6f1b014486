#[derive(MethodError)]
enum SignUpError<'a> {
    Exists { name: &'a str },
}
