use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(message = taken)]
    Exists,
}

fn main() {}
