#[mego::event]
struct Changed<T> {
    value: T,
}

fn main() {}
