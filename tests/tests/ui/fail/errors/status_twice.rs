use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(status = Exists)]
    NameTaken,
    #[mego(status = Exists)]
    MailTaken,
}

fn main() {}
