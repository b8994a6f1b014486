use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego("the name is taken")]
    Exists,
}

fn main() {}
