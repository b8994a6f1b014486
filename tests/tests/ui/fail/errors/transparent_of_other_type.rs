use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(transparent)]
    Other(String),
}

fn main() {}
