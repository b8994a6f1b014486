#[mego::event]
union Bits {
    whole: u32,
}

fn main() {}
