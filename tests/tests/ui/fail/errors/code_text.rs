use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = "101")]
    Closed,
}

fn main() {}
