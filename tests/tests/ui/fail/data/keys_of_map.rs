use std::collections::{BTreeMap, HashMap};

#[mego::data]
struct Board {
    squares: Vec<HashMap<(u8, u8), String>>,
    #[serde(skip)]
    cache: BTreeMap<bool, u8>,
}

fn main() {}
