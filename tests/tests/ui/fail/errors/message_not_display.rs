use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(message = "{names} are taken")]
    Exists { names: Vec<String> },
}

fn main() {}
