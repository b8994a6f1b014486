//! What has no form on the wire or in a client is refused, with the place and a remedy.

use std::collections::{BTreeMap, HashMap};

use mego::prelude::*;
use mego_codegen::{Model, typescript};

#[mego::method]
async fn board(squares: HashMap<(u8, u8), String>) -> Vec<BTreeMap<bool, u8>> {
    drop(squares);
    vec![]
}

#[test]
fn keys_that_are_neither_text_nor_integers() {
    let problem = Engine::new()
        .register(methods![board])
        .contract()
        .unwrap_err()
        .to_string();
    for words in [
        "`squares` of `types::refused::board`",
        "keys of type `(u8, u8)`",
        "what `types::refused::board` returns",
        "keys of type `bool`",
        "a `Vec` of a struct that holds key and value",
    ] {
        assert!(problem.contains(words), "{problem}");
    }
}

#[mego::data]
#[serde(untagged)]
enum Either {
    Small(String),
    Wide(u64),
}

#[mego::data]
struct Holder {
    either: Vec<Either>,
}

#[mego::method]
async fn untagged() -> Holder {
    Holder {
        either: vec![Either::Small(String::new()), Either::Wide(0)],
    }
}

#[test]
fn untagged_enums_whose_variants_have_to_be_known() {
    let contract = Engine::new().register(methods![untagged]).contract().unwrap();
    let model = Model::new(&contract, "shop").unwrap();
    let problems = typescript::generate(&model, typescript::Options::default())
        .unwrap_err()
        .to_string();
    assert!(
        problems.starts_with("Either: a client cannot see which variant"),
        "{problems}"
    );
    assert!(problems.contains("a 64-bit integer"), "{problems}");
    assert!(problems.contains("#[serde(tag = \"type\")]"), "{problems}");
}

#[mego::data]
struct Marker;

#[mego::data]
struct Marked {
    marker: Option<Marker>,
}

#[mego::method]
async fn mark(marked: Marked) -> bool {
    marked.marker.is_some()
}

#[test]
fn options_of_a_unit_struct() {
    let contract = Engine::new().register(methods![mark]).contract().unwrap();
    let model = Model::new(&contract, "shop").unwrap();
    let problems = typescript::generate(&model, typescript::Options::default())
        .unwrap_err()
        .to_string();
    assert!(
        problems.starts_with("Marked.marker: an `Option` of a unit struct"),
        "{problems}"
    );
    assert!(problems.contains("use a `bool`"), "{problems}");
}

#[mego::data]
#[serde(tag = "type")]
enum Tagged {
    Plain { wide: u64 },
    Deep { holder: Vec<Wide> },
}

#[mego::data]
struct Wide {
    value: u128,
}

#[mego::method]
async fn take_tagged(tagged: Tagged) -> bool {
    matches!(tagged, Tagged::Plain { wide: 0 })
}

#[mego::method]
async fn give_tagged() -> Tagged {
    Tagged::Deep {
        holder: vec![Wide { value: 0 }],
    }
}

#[test]
fn integers_of_128_bits_where_serde_cannot_read_them() {
    let tagged = Tagged::Deep {
        holder: vec![Wide { value: 1 }],
    };
    let bytes = mego::wire::encode(&tagged).unwrap();
    assert!(
        mego::wire::decode::<Tagged>(&bytes).is_err(),
        "serde has learnt it: let it through"
    );

    let generate = |methods| {
        let contract = Engine::new().register(methods).contract().unwrap();
        let model = Model::new(&contract, "shop").unwrap();
        typescript::generate(&model, typescript::Options::default())
    };
    let problems = generate(methods![take_tagged]).unwrap_err().to_string();
    assert!(
        problems.starts_with("Tagged::deep: serde cannot read a 128-bit integer"),
        "{problems}"
    );
    generate(methods![give_tagged]).unwrap();
}
