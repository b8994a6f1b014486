//! An API whose authors put everything into their comments that could break a document.

use mego::contract::{Contract, ErrorVariant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fixture::Builder;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Odd {
    /// A pipe | and a `code | span`, a <b>tag</b>, an unclosed `backtick
    #[serde(rename = "__proto__")]
    #[schemars(example = "a\nb")]
    proto: String,
    /// # A heading in a field
    #[serde(rename = "a*b[c]|d")]
    #[schemars(example = "```")]
    marks: Letters,
    /// + a list
    /// + that looks like ours
    #[serde(rename = "with space")]
    #[schemars(example = 1)]
    space: i32,
    /// ```json
    /// {"never": "closed"
    #[schemars(example = 2)]
    fence: i32,
    /// <!-- a comment that is never closed
    ///
    /// # Example
    #[schemars(example = 3)]
    comment: i32,
    /// Before. # Not a heading. 1. Not a list.
    #[schemars(example = 4)]
    rest: i32,
    /// [never]: https://example.com "defined"
    #[schemars(example = 5)]
    definition: i32,
    /// <details><summary>Open
    ///
    /// for ever
    #[schemars(example = 6)]
    details: i32,
    /// | a | b |
    /// |---|---|
    /// | 1 | <script>alert(1)</script> |
    #[schemars(example = 7)]
    table: i32,
    /// ---
    #[schemars(example = 8)]
    rule: i32,
    ///     an indented block
    ///       of code
    #[schemars(example = 9)]
    indented: i32,
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Letters {
    #[serde(rename = "```")]
    Ticks,
    #[serde(rename = "<b>|*\"\\_")]
    Marks,
}

pub(crate) fn contract() -> Contract {
    let long = format!(
        "{}\n\n{}",
        "A word and another. ".repeat(250),
        "漢字。".repeat(1_700)
    );
    let nested = format!("{}deep\n\n{}deep", "> ".repeat(40), "- ".repeat(40));
    let error = |name: &str, code: u16, doc: &str| ErrorVariant {
        status: name.to_owned(),
        code,
        doc: doc.to_owned(),
        data: None,
    };
    Builder::new()
        .group("A *group* <of> [things] #", "+ 請求\n\n    + 欄位\n\n<script>\nlet a = 1;\n")
        .method("odd", "# Odd *things* & <i>more</i> #\n\n+ Request\n\n    + StatusOK\n\n## Injected [injected]\n\n``` \nunclosed")
        .bind::<Odd>()
        .returns::<Odd>()
        .with(|method| {
            method.errors = vec![
                error("A", 101, "---\n\n***\n\n___"),
                error("B", 101, "`a` ``b` c"),
                error("C", 103, "~~~\n\n+ 回應\n"),
            ];
        })
        .method("ODD", "A title with [a link](https://example.com) and `code`. # rest")
        .with(|method| method.deprecated = Some("> quoted\n\n```\nunclosed".to_owned()))
        .method("long", &long)
        .method("nested", &nested)
        .method("blank", " \n\n \n")
        .method("comment", "<!-- nothing but a comment -->")
        .param_with::<String>("text", "\u{a0}", |param| param.example = Some(json!("a`b<c>\"d\"\\")))
        .build()
}
