//! The title, and how a client begins.

use mego::contract::{Contract, Output};
use mego_codegen::Options;
use mego_codegen::markdown::Code;
use serde_json::{Value, json};

use super::{api, error, method, param};
use crate::{options, render};

/// The page of the site and the document in English.
fn written(contract: &Contract, title: Option<&str>) -> (String, String) {
    let mut wanted = Options::default();
    wanted.title = title.map(str::to_owned);
    wanted.documents = vec![options("en", Code::Fenced)];
    wanted.html = true;
    let mut files = mego_codegen::generate(contract, "my-shop", &wanted).unwrap();
    let mut take = |name: &str| files.remove(name).unwrap();
    (take("site/index.html"), take("my-shop.en.md"))
}

#[test]
fn a_document_has_a_title() {
    let contract = api(&json!({}), |_| {});
    let (page, text) = written(&contract, None);
    assert!(
        text.starts_with("# My shop\n\nMy shop is called over one WebSocket"),
        "{text}"
    );
    assert!(page.contains("<title>My shop</title>"), "{page}");
    assert!(
        page.contains("<meta name=\"description\" content=\"My shop is called"),
        "{page}"
    );

    let (page, text) = written(&contract, Some("Tea & *Co*"));
    assert!(text.starts_with("# Tea \\& \\*Co\\*\n"), "{text}");
    assert!(page.contains("<h1>Tea &#38; *Co*</h1>"), "{page}");
    assert!(page.contains("content=\"Tea &#38; *Co* is called"), "{page}");
}

#[test]
fn methods_without_a_group_are_called_so_on_the_site() {
    let mut contract = api(&json!({}), |_| {});
    let (page, text) = written(&contract, None);
    assert!(
        page.contains("<h2 id=\"group-api--title\">Methods</h2>"),
        "{page}"
    );
    assert!(text.contains("\n# api\n"), "{text}");

    contract.groups[0].title = Some("Tea".to_owned());
    let (page, _) = written(&contract, None);
    assert!(page.contains("<h2 id=\"group-tea--title\">Tea</h2>"), "{page}");
}

fn begin(contract: &Contract) -> String {
    let text = render(contract, "api", &options("en", Code::Fenced)).unwrap();
    let (_, text) = text.split_once("# Getting started\n").unwrap();
    text.split_once("\n<a id").unwrap().0.to_owned()
}

#[test]
fn it_shows_a_client_a_call_and_its_errors() {
    let data = json!({"type": "object", "properties": {"left": {"type": "integer", "format": "int32"}}, "required": ["left"]});
    let mut contract = api(&json!({}), |method| {
        method.output = Output::Value(json!({"type": "boolean"}));
        method.errors = vec![error("Closed", 101, "", None), error("Full", 52, "", Some(data))];
    });
    let text = begin(&contract);
    for part in [
        "import { createClient } from \"./api/index.js\";\n\nconst mego = createClient(\"wss://api.example.com/mego\");\n\nconst result = await mego.doIt();\n",
        "const result = await mego.doIt().result();\nif (result.ok) {\n    console.log(result.value);\n\
         } else if (result.error.kind !== \"declared\") {\n    console.log(result.error.message);\n\
         } else if (result.error.status === \"Full\") {\n    console.log(result.error.data);\n}\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }

    contract.data = Some(
        json!({"type": "object", "properties": {"name": {"type": "string", "examples": ["ada"]}}, "required": ["name"]}),
    );
    let text = begin(&contract);
    assert!(
        text.contains(
            "const mego = createClient(\"wss://api.example.com/mego\", {\n    data: { name: \"ada\" },\n});"
        ),
        "{text}"
    );
}

#[test]
fn a_method_without_errors_of_its_own_can_fail_all_the_same() {
    let text = begin(&api(&json!({}), |_| {}));
    assert!(
        text.contains("} else {\n    console.log(result.error.message);\n}\n"),
        "{text}"
    );
}

#[test]
fn an_api_of_streams_has_no_result_to_look_at() {
    let text = begin(&api(&json!({}), |method| {
        method.output = Output::Stream(json!({"type": "boolean"}));
    }));
    assert!(text.contains("for await (const item of mego.doIt())"), "{text}");
    assert!(!text.contains(".result()"), "{text}");
}

#[test]
fn lists_are_only_lists() {
    assert!(
        !render(&api(&json!({}), |_| {}), "api", &options("en", Code::Indented))
            .unwrap()
            .contains("createClient")
    );
}

#[test]
fn calls_are_narrower_beside_the_text_of_a_site() {
    let mut contract = api(&json!({}), |_| {});
    let text = |name: &str| mego::contract::Param {
        example: Some(Value::from("twelve chars")),
        ..param(name, json!({"type": "string"}))
    };
    contract.groups[0].methods = vec![mego::contract::Method {
        input: mego::contract::Input::Params(vec![text("first"), text("second")]),
        ..method("doIt")
    }];
    let (page, markdown) = written(&contract, None);
    assert!(
        markdown.contains("    await mego.doIt({ first: \"twelve chars\", second: \"twelve chars\" });\n")
    );
    assert!(page.contains("doIt"), "{page}");
    let longest = page
        .split("<pre>")
        .skip(1)
        .flat_map(|code| code.split("</pre>").next().unwrap_or_default().lines())
        .map(|line| plain(line).chars().count())
        .max();
    assert!(
        longest.is_some_and(|longest| (20..=56).contains(&longest)),
        "{longest:?}"
    );
}

/// A line without its tags.
fn plain(line: &str) -> String {
    let mut text = String::new();
    for piece in line.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, behind)| behind));
    }
    text.replace("&quot;", "\"").replace("&gt;", ">")
}
