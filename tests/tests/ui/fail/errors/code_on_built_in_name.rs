use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(code = 101)]
    Exists,
}

fn main() {}
