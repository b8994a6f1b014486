use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError<T> {
    Exists(T),
}

fn main() {}
