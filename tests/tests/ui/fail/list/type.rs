use mego::prelude::*;

struct Sum;

fn main() {
    let _ = methods![Sum];
}
