use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    Exists {
        #[mego(rename = "login")]
        name: String,
    },
}

fn main() {}
