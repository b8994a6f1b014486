use mego::prelude::*;

#[derive(MethodError)]
enum SignUpError {
    /// Somebody has this name.
    NameTaken,
}

fn main() {}
