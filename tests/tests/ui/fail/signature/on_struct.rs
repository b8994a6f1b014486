#[mego::method]
struct Sum {
    a: i32,
    b: i32,
}

fn main() {}
