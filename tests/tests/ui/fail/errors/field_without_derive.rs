use mego::prelude::*;

struct Name(String);

#[derive(MethodError)]
enum SignUpError {
    Exists { names: Vec<Name> },
}

fn main() {}
