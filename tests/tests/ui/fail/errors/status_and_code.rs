use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(status = Exists, code = 101)]
    NameTaken,
}

fn main() {}
