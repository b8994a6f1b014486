use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(message = "{nmae} is taken")]
    Exists { name: String },
}

fn main() {}
