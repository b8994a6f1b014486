use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = 65536)]
    Closed,
}

fn main() {}
