use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    #[mego(status = NoChanges)]
    Same,
}

fn main() {}
