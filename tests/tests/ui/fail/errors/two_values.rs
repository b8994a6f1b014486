use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    Exists(String, String),
}

fn main() {}
