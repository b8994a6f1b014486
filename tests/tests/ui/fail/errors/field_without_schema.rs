use mego::prelude::*;

#[derive(serde::Serialize)]
struct Name(String);

#[derive(MethodError)]
enum SignUpError {
    Exists { name: Name },
}

fn main() {}
