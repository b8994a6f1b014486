use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError<'a> {
    Exists { name: &'a str },
}

fn main() {}
