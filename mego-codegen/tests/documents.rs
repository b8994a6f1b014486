//! The documents of whole APIs, compared to the byte.
//!
//! `MEGO_BLESS=1 cargo test -p mego-codegen --test documents` writes the golden files anew; read the difference
//! as a reader of the documents would.

#[path = "codegen/fixture.rs"]
#[allow(dead_code, reason = "shared with another test, which uses the rest")]
mod fixture;
#[path = "documents/library.rs"]
mod library;
#[path = "documents/shop.rs"]
mod shop;

use std::path::{Path, PathBuf};

use mego::contract::Contract;
use mego_codegen::markdown::{self, Code, Labels, Options};
use mego_codegen::{Model, Problems};

fn options(lang: &str, code: Code) -> Options {
    Options { labels: Labels::built_in(lang).unwrap(), code }
}

fn render(contract: &Contract, name: &str, options: &Options) -> Result<String, Problems> {
    markdown::render(&Model::new(contract, name)?, options)
}

/// Compares with a file, or writes it where that was asked for.
fn assert_same(path: &Path, text: &str) {
    if std::env::var_os("MEGO_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if text == expected {
        return;
    }
    let at = expected.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    panic!(
        "{} differs from line {}:\n  expected: {}\n  found:    {}\nset MEGO_BLESS=1 to accept what was found",
        path.display(),
        at + 1,
        line(&expected),
        line(text)
    );
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/documents").join(name)
}

fn assert_golden(contract: &Contract, name: &str) {
    for lang in ["zh-TW", "en"] {
        for (code, suffix) in [(Code::Indented, ".indented"), (Code::Fenced, "")] {
            let text = render(contract, name, &options(lang, code)).unwrap();
            assert_same(&golden(&format!("{name}.{lang}{suffix}.md")), &text);
        }
    }
}

#[test]
fn the_library_is_documented_to_the_byte() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/library.json");
    let contract = library::contract();
    assert_same(&fixture, &contract.to_json());
    assert_golden(&contract, "library");
}

#[test]
fn the_shop_uses_every_rule() {
    assert_golden(&shop::contract(), "shop");
}
