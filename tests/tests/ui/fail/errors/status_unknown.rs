use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(status = Exist)]
    NameTaken,
}

fn main() {}
