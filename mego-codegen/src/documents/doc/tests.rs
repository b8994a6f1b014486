use super::*;
use crate::documents::blocks::lines;
use crate::documents::links::{Link, Nowhere};

fn text(doc: &str) -> String {
    lines(&Doc::read(doc, &Nowhere).blocks).join("\n")
}

struct Api;

impl Links for Api {
    fn find(&self, path: &str) -> Option<Link> {
        match path.rsplit("::").next()? {
            "create_user" => Some(Link {
                name: "createUser".into(),
                href: Some("#createuser".into()),
            }),
            "User" => Some(Link {
                name: "User".into(),
                href: Some("#type-user".into()),
            }),
            "Plain" => Some(Link {
                name: "Plain".into(),
                href: None,
            }),
            _ => None,
        }
    }
}

fn linked(doc: &str) -> String {
    lines(&Doc::read(doc, &Api).blocks).join("\n")
}

#[test]
fn lines_of_a_paragraph_become_one() {
    assert_eq!(text("One\ntwo\n\nThree"), "One two\n\nThree");
    assert_eq!(text("書架以編號\n表示。"), "書架以編號表示。");
    assert_eq!(text("使用 API\n的人"), "使用 API的人");
    assert_eq!(text("hard  \nbreak\\\nhere"), "hard break here");
    assert_eq!(
        text("**bold\ntext** and `code\nspan`"),
        "**bold text** and `code span`"
    );
    assert_eq!(text("a\r\nb"), "a b");
}

#[test]
fn escapes_and_entities_stay_as_they_are() {
    assert_eq!(
        text("\\*no emphasis\\* &lt;b&gt;\n\\# no heading"),
        "\\*no emphasis\\* &lt;b&gt; \\# no heading"
    );
}

#[test]
fn headings_become_bold_paragraphs() {
    assert_eq!(
        text("# Limits\nText\n\nSetext\n---\n"),
        "**Limits**\n\nText\n\n**Setext**"
    );
}

#[test]
fn lists_survive_with_marks_of_their_own() {
    assert_eq!(
        text("Text:\n+ one\n  goes on\n+ two\n    - deep"),
        "Text:\n\n- one goes on\n- two\n  - deep"
    );
    assert_eq!(
        text("3. three\n4. four\n\n   more"),
        "3. three\n\n4. four\n\n   more"
    );
    assert_eq!(text("* [ ] a"), "- [ ] a");
}

#[test]
fn code_survives() {
    assert_eq!(
        text("```rust,no_run\nlet a = 1;\n\nb()\n```"),
        "```rust\nlet a = 1;\n\nb()\n```"
    );
    assert_eq!(text("```json\n{ \"open\": 1"), "```json\n{ \"open\": 1\n```");
    assert_eq!(text("A\n\n    code\n      more"), "A\n\n```\ncode\n  more\n```");
    assert_eq!(text("~~~\n# not a heading\n~~~"), "```\n# not a heading\n```");
}

#[test]
fn quotes_and_tables_survive() {
    assert_eq!(text("> one\n> two\n>\n> three"), "> one two\n>\n> three");
    assert_eq!(
        text("| a | b |\n|:--|--:|\n| 1 | `x\\|y` |"),
        "| a | b |\n| :-- | --: |\n| 1 | `x\\|y` |"
    );
    assert_eq!(text("a | b\n- | -\n1 | 2"), "| a | b |\n| --- | --- |\n| 1 | 2 |");
    assert_eq!(text("a | b, no table"), "a | b, no table");
}

#[test]
fn html_is_shown_and_comments_are_not() {
    assert_eq!(text("A Vec<String> of it<br>"), "A Vec\\<String> of it\\<br>");
    assert_eq!(text("<details>\nopen\n\nText"), "\\<details> open\n\nText");
    assert_eq!(text("<script>\nlet a;\n\nlet b;"), "\\<script> let a; let b;");
    assert_eq!(text("<!-- hidden -->\n\nText <!-- too -->here"), "Text here");
    assert_eq!(text("<!-- never closed\n\n# Title\n\nText"), "");
    assert_eq!(text("a < b and `<b>`"), "a < b and `<b>`");
    assert_eq!(
        text("See <https://example.com/a>."),
        "See <https://example.com/a>."
    );
}

#[test]
fn links_lead_to_anchors_or_become_code() {
    assert_eq!(linked("See [`create_user`]."), "See [`createUser`](#createuser).");
    assert_eq!(linked("See [User]."), "See [User](#type-user).");
    assert_eq!(linked("See [`crate::users::User`]."), "See [`User`](#type-user).");
    assert_eq!(
        linked("See [the user](crate::User)."),
        "See [the user](#type-user)."
    );
    assert_eq!(linked("See [the user][User]."), "See [the user](#type-user).");
    assert_eq!(
        linked("See [`User`].\n\n[`User`]: crate::User"),
        "See [`User`](#type-user)."
    );
    assert_eq!(linked("See [Plain]."), "See `Plain`.");
    assert_eq!(
        linked("See [`Unknown`] and [it](crate::Unknown)."),
        "See `Unknown` and it."
    );
    assert_eq!(linked("In [0, 10] or [unknown]."), "In [0, 10] or [unknown].");
}

#[test]
fn links_to_the_web_stay() {
    assert_eq!(
        linked("[a](https://a.b \"t\") [b]\n\n[b]: https://b.c"),
        "[a](https://a.b \"t\") [b](https://b.c)"
    );
    assert_eq!(linked("![i](i.png)"), "![i](i.png)");
}

#[test]
fn the_title_is_the_first_sentence() {
    let titled = |doc: &str| {
        let (title, rest) = Doc::read(doc, &Nowhere).into_title();
        (title, lines(&rest).join("\n"))
    };
    let some = |title: &str, rest: &str| (Some(title.to_owned()), rest.to_owned());
    assert_eq!(
        titled("Create an account.\n\nMore."),
        some("Create an account", "More.")
    );
    assert_eq!(
        titled("借書。把書借走。\n還有。"),
        some("借書", "把書借走。還有。")
    );
    assert_eq!(titled("# Create\n\nText"), some("Create", "Text"));
    assert_eq!(titled("Do it. + more"), some("Do it", "\\+ more"));
    assert_eq!(titled("- a list"), (None, "- a list".to_owned()));
    assert_eq!(titled(""), (None, String::new()));
    assert_eq!(titled("Use `a. B`. And `c`."), some("Use `a. B`", "And `c`."));
}

#[test]
fn one_sentence_is_one_paragraph_with_one_end() {
    let one = |doc: &str| Doc::read(doc, &Nowhere).one_sentence().map(str::to_owned);
    assert_eq!(one("國際標準\n書號。").as_deref(), Some("國際標準書號。"));
    assert_eq!(one("One. Two."), None);
    assert_eq!(one("One\n\ntwo"), None);
    assert_eq!(one("- one"), None);
    assert_eq!(one(" \n"), None);
}

#[test]
fn examples_are_taken_out() {
    let doc = Doc::read("T\n\n# Example\n\n```json\n{}\n```\n\n# Errors\n\nText", &Nowhere);
    assert_eq!(doc.examples, ["{}\n"].map(str::trim));
    assert_eq!(lines(&doc.blocks).join("\n"), "T\n\n**Errors**\n\nText");

    let doc = Doc::read("# Examples\nSend:\n```json\n1\n```\n```ts\nx\n```", &Nowhere);
    assert_eq!(doc.examples, ["1"]);
    assert_eq!(
        lines(&doc.blocks).join("\n"),
        "**Examples**\n\nSend:\n\n```ts\nx\n```"
    );

    let doc = Doc::read("# Other\n```json\n1\n```", &Nowhere);
    assert!(
        doc.examples.is_empty(),
        "only what stands under `# Example` is one"
    );
}

#[test]
fn hostile_nesting_is_cut_off() {
    let lists = "- ".repeat(5_000);
    assert!(text(&lists).len() < 20_000);
    let quotes = format!("{}x", "> ".repeat(5_000));
    assert!(text(&quotes).ends_with('x'));
    let long = "word ".repeat(2_000);
    assert_eq!(text(&long), long.trim());
}
