use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(msg = "taken")]
    Exists,
}

fn main() {}
