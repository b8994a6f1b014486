//! The clients of the API, as mego-codegen writes them. `npm run check` compiles them.

use std::collections::BTreeMap;
use std::fs;

use mego_codegen::Model;
use mego_codegen::typescript::{self, Dates, Int64, Options, Target};

fn client(options: Options) -> BTreeMap<String, String> {
    let contract = tests::types::engine().contract().unwrap();
    let model = Model::new(&contract, "types").unwrap_or_else(|problems| panic!("{problems}"));
    let mut files = typescript::generate(&model, options).unwrap_or_else(|problems| panic!("{problems}"));
    // The runtime is the same for every API, and compared with its source elsewhere.
    files.retain(|name, _| !name.starts_with("runtime/"));
    files
}

fn compare(folder: &str, options: Options) {
    let folder = super::golden().join(folder);
    let files = client(options);
    if super::blesses() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &files {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let found: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files.len(), found.len(), "{found:?}");
    for (name, text) in &files {
        let golden = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(
            *text,
            golden,
            "{} differs; MEGO_BLESS=1 writes it anew",
            folder.join(name).display()
        );
    }
}

#[test]
fn by_default() {
    let mut options = Options::default();
    options.target = Target::Js;
    compare("types", options);
}

#[test]
fn with_dates_and_numbers() {
    let mut options = Options::default();
    options.target = Target::Js;
    options.int64 = Int64::Number;
    options.dates = Dates::Date;
    compare("types-numbers", options);
}

#[test]
fn with_integers_as_text() {
    let mut options = Options::default();
    options.int64 = Int64::String;
    compare("types-text", options);
}
