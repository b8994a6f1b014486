use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego]
    NameTaken,
}

fn main() {}
