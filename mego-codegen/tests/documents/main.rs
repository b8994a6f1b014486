//! The documents of whole APIs, compared to the byte.
//!
//! `MEGO_BLESS=1 cargo test -p mego-codegen --test documents` writes the golden files anew; read the difference
//! as a reader of the documents would.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod cafe;

#[path = "../codegen/fixture.rs"]
#[allow(dead_code, reason = "shared with another test, which uses the rest")]
mod fixture;
mod hostile;
mod library;
mod rules;
mod shop;
mod site;

use std::path::{Path, PathBuf};

use mego::contract::Contract;
use mego_codegen::markdown::{self, Code, Labels, Options};
use mego_codegen::{Model, Problems};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag};

fn options(lang: &str, code: Code) -> Options {
    Options {
        labels: Labels::built_in(lang).unwrap(),
        code,
    }
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
    let at = expected
        .lines()
        .zip(text.lines())
        .take_while(|(a, b)| a == b)
        .count();
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
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/documents")
        .join(name)
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

#[test]
fn the_cafe_reads_well_in_chinese() {
    assert_golden(&cafe::contract(), "cafe");
}

#[test]
fn hostile_comments_do_not_break_a_document() {
    assert_golden(&hostile::contract(), "hostile");
}

/// Reads every document as a program that shows it would.
#[test]
fn documents_are_what_they_look_like() {
    let apis = [
        (library::contract(), "library"),
        (cafe::contract(), "cafe"),
        (shop::contract(), "shop"),
        (hostile::contract(), "hostile"),
    ];
    for (contract, name) in &apis {
        for lang in ["zh-TW", "en"] {
            let options = options(lang, Code::Fenced);
            assert_consistent(&render(contract, name, &options).unwrap(), contract, &options);
            let indented = render(contract, name, &self::options(lang, Code::Indented)).unwrap();
            assert!(
                !indented.contains("<a id"),
                "{name}: anchors belong to fenced documents"
            );
            assert_tidy(&indented);
            assert_indented(&indented, &options);
        }
    }
}

fn assert_tidy(text: &str) {
    assert!(
        text.ends_with('\n') && !text.ends_with("\n\n"),
        "one newline at the end"
    );
    assert!(!text.contains('\r'));
    for (number, line) in text.lines().enumerate() {
        assert_eq!(line, line.trim_end(), "line {} ends in spaces", number + 1);
    }
}

/// Every content is a block of code, though nothing but its indentation says so.
fn assert_indented(text: &str, options: &Options) {
    let label = if options.labels.lang() == "en" {
        "+ Content"
    } else {
        "+ 內容"
    };
    let contents = text.lines().filter(|line| line.trim_start() == label).count();
    let mut blocks = 0;
    let mut json = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => json = Some(String::new()),
            Event::Text(piece) => json.iter_mut().for_each(|json| json.push_str(&piece)),
            Event::End(_) => {
                if let Some(json) = json.take() {
                    serde_json::from_str::<serde_json::Value>(&json).expect("a content is JSON");
                    blocks += 1;
                }
            }
            _ => {}
        }
    }
    assert_eq!(blocks, contents);
}

fn assert_consistent(text: &str, contract: &Contract, options: &Options) {
    assert_tidy(text);
    let mut anchors = Vec::new();
    let mut links = Vec::new();
    let mut groups = 0;
    let mut titled = 0;
    let mut json = None;
    for event in Parser::new(text) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let tag = html.trim();
                assert!(
                    tag.starts_with("<a id=\"") || tag == "</a>",
                    "HTML in the document: {tag}"
                );
                anchors.extend(
                    tag.strip_prefix("<a id=\"")
                        .and_then(|tag| tag.split('"').next())
                        .map(str::to_owned),
                );
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                links.extend(dest_url.strip_prefix('#').map(str::to_owned));
            }
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => groups += 1,
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                ..
            }) => titled += 1,
            Event::Start(Tag::Heading { level, .. }) => panic!("a heading of level {level}"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "json" => {
                json = Some(String::new());
            }
            Event::Text(piece) => json.iter_mut().for_each(|json| json.push_str(&piece)),
            Event::End(_) => {
                // One of the comments holds JSON that is broken on purpose.
                if let Some(json) = json.take().filter(|json| !json.contains("never")) {
                    serde_json::from_str::<serde_json::Value>(&json).expect("a content is JSON");
                }
            }
            _ => {}
        }
    }
    for link in &links {
        assert!(anchors.contains(link), "nothing has the anchor {link}");
    }
    assert_eq!(
        links.len(),
        text.matches("](#").count(),
        "a link is not read as one"
    );
    let types = text.matches("<a id=\"type-").count();
    // The title, the contents, how to begin, and the status codes.
    let sections = 4
        + usize::from(types > 0)
        + usize::from(!contract.events.is_empty())
        + usize::from(contract.data.is_some());
    assert_eq!(
        groups,
        contract.groups.len() + sections,
        "{}",
        options.labels.lang()
    );
    assert_eq!(
        titled,
        contract.methods().count() + contract.events.len() + types,
        "{}",
        options.labels.lang()
    );
    assert_eq!(
        anchors.len(),
        groups - 2 + titled,
        "every heading has an anchor, but for the title and the contents"
    );
    anchors.sort();
    anchors.dedup();
    assert_eq!(anchors.len(), groups - 2 + titled, "an anchor occurs twice");
}
