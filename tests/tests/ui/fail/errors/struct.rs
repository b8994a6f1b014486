use mego::prelude::*;

#[derive(MethodError)]
struct SignUpError {
    name: String,
}

fn main() {}
