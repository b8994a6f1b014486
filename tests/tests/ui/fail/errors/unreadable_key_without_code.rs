use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(msg = "taken")]
    NameTaken,
}

fn main() {}
