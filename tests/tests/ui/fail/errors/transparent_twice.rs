use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(transparent)]
    Other(mego::Error),
    #[mego(transparent)]
    Another(mego::Error),
}

fn main() {}
