use mego::prelude::*;

#[derive(MethodError)]
#[mego(codes = 101)]
enum SignUpError {
    Exists,
}

fn main() {}
