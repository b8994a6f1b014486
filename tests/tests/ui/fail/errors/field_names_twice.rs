use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    Exists {
        name: String,
        #[mego(name = "name")]
        login: String,
    },
}

fn main() {}
