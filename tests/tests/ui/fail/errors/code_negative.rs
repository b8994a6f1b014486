use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = -1)]
    Closed,
}

fn main() {}
