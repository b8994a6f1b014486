use mego::prelude::*;

#[derive(MethodError)]
#[mego(crate = ::ogem)]
enum SignUpError {
    Exists,
}

fn main() {}
