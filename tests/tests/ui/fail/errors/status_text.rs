use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(status = "Exists")]
    NameTaken,
}

fn main() {}
