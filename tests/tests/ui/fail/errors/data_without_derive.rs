use mego::prelude::*;

struct Taken {
    names: Vec<String>,
}

#[derive(MethodError)]
enum SignUpError {
    Exists(Taken),
}

fn main() {}
