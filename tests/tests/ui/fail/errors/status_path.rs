use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(status = Status::Exists)]
    NameTaken,
}

fn main() {}
