//! The documents as a site.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mego::contract::Contract;
use mego_codegen::markdown::{Code, Labels};
use mego_codegen::output::Files;
use mego_codegen::{Model, site, typescript};
use pulldown_cmark::{Event, Parser};

use crate::fixture::Builder;
use crate::{cafe, hostile, library, options, render, shop};

fn site(contract: &Contract, name: &str, languages: &[&str]) -> Files {
    let languages: Vec<Labels> = languages
        .iter()
        .map(|lang| Labels::built_in(lang).unwrap())
        .collect();
    let client = typescript::Options::default();
    site::render(&Model::new(contract, name).unwrap(), &languages, client).unwrap()
}

fn page(contract: &Contract, name: &str, lang: &str) -> String {
    site(contract, name, &[lang])["site/index.html"].clone()
}

fn apis() -> Vec<(Contract, &'static str)> {
    vec![
        (library::contract(), "library"),
        (cafe::contract(), "cafe"),
        (shop::contract(), "shop"),
        (hostile::contract(), "hostile"),
    ]
}

/// A tag of a page: its name, with `/` if it closes, and its attributes.
struct TagOf<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, &'p str)>,
}

/// The tags of a page and the text between them. Every `<` of our pages begins a tag, and every value is quoted.
fn read(page: &str) -> (Vec<TagOf<'_>>, String) {
    let mut tags = Vec::new();
    let mut text = String::new();
    let mut pieces = page.split('<');
    text.push_str(pieces.next().unwrap());
    for piece in pieces {
        // A value may hold `&gt;` but never the character.
        let (tag, behind) = piece.split_once('>').unwrap();
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while !rest.trim().is_empty() && rest.trim() != "/" {
            let name_end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let name = &rest[..name_end];
            rest = &rest[name_end..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (inner, behind) = quoted.split_once('"').unwrap();
                value = inner;
                rest = behind;
            }
            rest = rest.trim_start();
            attributes.push((name.trim(), value));
        }
        tags.push(TagOf { name, attributes });
        // Blocks stand apart; what is inside a line does not.
        let name = name.trim_start_matches('/');
        if !matches!(name, "span" | "a" | "em" | "strong" | "s" | "code") {
            text.push(' ');
        }
        text.push_str(behind);
    }
    (tags, unescaped(&text))
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

/// The words of a text: letters and digits in a row; in Chinese, single characters.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            if word.is_ascii() {
                vec![word.to_owned()]
            } else {
                word.chars().map(String::from).collect()
            }
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Everything that the Markdown says, the site says too.
#[test]
fn it_says_what_the_markdown_says() {
    for (contract, name) in apis() {
        for lang in ["zh-TW", "en"] {
            let markdown = render(&contract, name, &options(lang, Code::Fenced)).unwrap();
            let page = page(&contract, name, lang);
            let (_, text) = read(&page);
            let said = words(&text);
            let mut missing = BTreeSet::new();
            // The legend and the contents are in other words there, and so are the labels of lists.
            let (_, body) = markdown.split_once("\n<a id=").unwrap();

            for event in Parser::new(&format!("\n<a id={body}")) {
                if let Event::Text(text) | Event::Code(text) = event {
                    missing.extend(words(&text));
                }
            }
            let labels = if lang == "en" {
                words("Fields Value Content Example Channel Stream")
            } else {
                words("欄位內容範例")
            };
            let missing: Vec<_> = missing
                .difference(&said)
                .filter(|word| !labels.contains(*word))
                .collect();
            assert!(missing.is_empty(), "{name}.{lang}: {missing:?}");
        }
    }
}

#[test]
fn a_strict_policy_has_nothing_to_refuse() {
    for (contract, name) in apis() {
        let page = page(&contract, name, "en");
        let (tags, _) = read(&page);
        let mut scripts = 0;
        for tag in &tags {
            assert!(
                !matches!(
                    tag.name,
                    "style" | "iframe" | "object" | "embed" | "img" | "form" | "base"
                ),
                "{name}: <{}>",
                tag.name
            );
            for (attribute, value) in &tag.attributes {
                assert!(
                    *attribute != "style" && !attribute.starts_with("on"),
                    "{name}: <{} {attribute}>",
                    tag.name
                );
                match (tag.name, *attribute) {
                    ("script", "src") => assert_eq!(*value, "site.js"),
                    ("link", "href") => assert!(["style.css", "icon.svg"].contains(value)),
                    ("a", "href") => assert!(
                        value.starts_with('#')
                            || value.starts_with("https://")
                            || value.starts_with("http://")
                            || value.starts_with("mailto:"),
                        "{name}: {value}"
                    ),
                    (_, "src" | "srcset" | "action" | "data") => panic!("{name}: <{} {attribute}>", tag.name),
                    _ => {}
                }
            }
            scripts += usize::from(tag.name == "script");
        }
        assert_eq!(scripts, 1, "{name}");
    }
}

#[test]
fn elements_are_closed_where_they_were_opened() {
    for (contract, name) in apis() {
        let page = page(&contract, name, "zh-TW");
        let mut open: Vec<&str> = Vec::new();
        for tag in read(&page).0 {
            match tag.name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
                None if matches!(
                    tag.name,
                    "!doctype" | "meta" | "link" | "input" | "br" | "hr" | "path" | "circle"
                ) => {}
                None => open.push(tag.name),
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    }
}

#[test]
fn links_have_targets_and_ids_are_unique() {
    for (contract, name) in apis() {
        let page = page(&contract, name, "en");
        let (tags, _) = read(&page);
        let values = |attribute: &str| -> Vec<&str> {
            let attributes = tags.iter().flat_map(|tag| &tag.attributes);
            attributes
                .filter(|(name, _)| *name == attribute)
                .map(|(_, value)| *value)
                .collect()
        };
        let ids = values("id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: an id occurs twice");
        for href in values("href") {
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(unique.contains(&anchor), "{name}: nothing has the id {anchor}");
            }
        }
        for label in values("aria-labelledby") {
            assert!(unique.contains(&label), "{name}: nothing has the id {label}");
        }
        // The anchors of the Markdown are the same.
        let markdown = render(&contract, name, &options("en", Code::Fenced)).unwrap();
        for anchor in markdown.split("<a id=\"").skip(1) {
            let anchor = anchor.split('"').next().unwrap();
            assert!(unique.contains(&anchor), "{name}: the site has no {anchor}");
        }
    }
}

#[test]
fn hostile_comments_are_shown_and_do_nothing() {
    let doc = "Title <script>alert('title')</script>\n\n\
        </style></script><img src=x onerror=alert(1)> [a](javascript:alert(2)) ![b](https://evil.example/pixel.png)\n\n\
        <script>\nalert(3)\n</script>\n\n[c]: data:text/html,x\n\n[c] `</code><script>` &lt;script&gt;\n\n\
        ```html\n</pre><script>alert(4)</script>\n```\n\n```js\"><script>alert(5)</script>\nx\n```";
    let contract = Builder::new()
        .group("</h2><script>alert(6)</script>", doc)
        .method("odd", doc)
        .param::<String>("</code>", doc)
        .error("Odd", 101, doc)
        .build();
    let page = page(&contract, "\"><script>", "en");
    let (tags, text) = read(&page);
    assert_eq!(tags.iter().filter(|tag| tag.name == "script").count(), 1);
    assert!(
        !page.contains("javascript:"),
        "a link may not do that, and its target is not read"
    );
    // What was meant to be read can be.
    for shown in [
        "<script>alert('title')</script>",
        "</pre><script>alert(4)</script>",
        "<img src=x onerror=alert(1)>",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    // A picture is a link: nothing is fetched until somebody asks.
    assert!(page.contains("<a href=\"https://evil.example/pixel.png\" rel=\"noopener noreferrer\">b</a>"));
}

#[test]
fn each_language_has_a_page_if_there_are_several() {
    let contract = library::contract();
    let names = |files: &Files| -> Vec<String> { files.keys().cloned().collect() };
    let one = site(&contract, "library", &["en"]);
    assert_eq!(
        names(&one),
        [
            "site/icon.svg",
            "site/index.html",
            "site/site.js",
            "site/style.css"
        ]
    );
    assert!(!one["site/index.html"].contains("class=\"languages\""));

    let two = site(&contract, "library", &["zh-TW", "en", "zh-TW"]);
    assert_eq!(
        names(&two),
        [
            "site/en.html",
            "site/icon.svg",
            "site/index.html",
            "site/site.js",
            "site/style.css",
            "site/zh-TW.html"
        ]
    );
    assert_eq!(two["site/index.html"], two["site/zh-TW.html"]);
    assert!(two["site/en.html"].contains(
        "<a href=\"zh-TW.html\" lang=\"zh-TW\" hreflang=\"zh-TW\">繁體中文</a>\n<a href=\"en.html\" lang=\"en\" hreflang=\"en\" aria-current=\"true\">English</a>"
    ));
    assert!(site(&contract, "library", &[]).is_empty());
}

#[test]
fn it_is_written_where_it_is_asked_for() {
    let mut wanted = mego_codegen::Options::default();
    wanted.documents = vec![options("en", Code::Fenced), options("zh-TW", Code::Indented)];
    let generate = |wanted: &mego_codegen::Options| {
        mego_codegen::generate(&library::contract(), "library", wanted).unwrap()
    };
    assert!(!generate(&wanted).keys().any(|name| name.starts_with("site/")));
    wanted.html = true;
    let files = generate(&wanted);
    // However code stands in the Markdown.
    assert!(files["site/index.html"].contains("<html lang=\"en\""));
    assert!(files["site/zh-TW.html"].contains("<h2 id=\"group-圖書館--title\">圖書館</h2>"));
}

#[test]
fn what_may_be_left_out_is_said_in_words() {
    let contract = Builder::new()
        .method("do", "")
        .param_with::<Option<Vec<Option<String>>>>("names", "", |param| param.required = false)
        .returns::<Option<u8>>()
        .build();
    let page = page(&contract, "api", "en");
    assert!(
        page.contains("<code class=\"name\">names</code> <span class=\"type\">[](string?)</span> <span class=\"presence\">optional</span>"),
        "{page}"
    );
    assert!(
        page.contains("<span class=\"type\">int</span> <span class=\"presence\">may be null</span>"),
        "{page}"
    );
}

#[test]
fn a_large_api_is_one_page_of_a_reasonable_size() {
    let mut builder = Builder::new();
    for group in 0..10 {
        builder = builder.group(&format!("第 {group} 組"), "");
        for method in 0..50 {
            let mut doc = format!("方法 {method}\n\n");
            for _ in 0..4 {
                let _ = writeln!(doc, "What it does is said at some length, as people do.");
            }
            builder = builder
                .method(&format!("group{group}.method{method}"), &doc)
                .param::<String>("name", "A name.")
                .param::<u32>("count", "How many.")
                .returns::<Vec<String>>()
                .error("NotFound", 55, "There is none.");
        }
    }
    let page = page(&builder.build(), "large", "zh-TW");
    assert_eq!(page.matches("<article ").count(), 500);
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
}

#[test]
fn a_long_description_is_whole() {
    let long = "字".repeat(10_000);
    let contract = Builder::new()
        .method("say", &format!("Say\n\n{long}"))
        .param::<String>("x", &long)
        .build();
    assert_eq!(page(&contract, "api", "zh-TW").matches(&long).count(), 2);
}
