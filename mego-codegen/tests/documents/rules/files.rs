//! Files.

use mego::contract::{FileField, Input, Method, Output};
use mego_codegen::markdown::Code;
use serde_json::json;

use super::{api, document, param};
use crate::{options, render};

fn file(name: &str) -> FileField {
    FileField {
        name: name.to_owned(),
        required: true,
        ..FileField::default()
    }
}

fn upload(method: &mut Method) {
    method.input = Input::Params(vec![param(
        "album",
        json!({"type": "integer", "format": "uint32"}),
    )]);
    method.files = vec![
        FileField {
            doc: "The photo.".to_owned(),
            max_size: Some(5 << 20),
            types: vec!["image/png".to_owned(), "image/jpeg".to_owned()],
            ..file("photo")
        },
        FileField {
            doc: "More of them.\n\nIn any order.".to_owned(),
            required: false,
            many: true,
            max_size: Some(1_500),
            max_files: Some(3),
            types: vec!["image/*".to_owned()],
            ..file("extra")
        },
        file("plain"),
    ];
}

#[test]
fn they_stand_behind_the_fields_with_their_limits() {
    assert_eq!(
        document(Code::Indented, upload),
        "## Do it [doIt]

+ Request

    + Fields
        + album (int!)

    + Files
        + photo (file!) - The photo. (at most 5 MiB; image/png, image/jpeg)
        + extra ([]file)

            More of them.

            In any order. (at most 3 files; each at most 1500 bytes; `image/*`)

        + plain (file!)

+ Response

    + StatusOK
"
    );
}

#[test]
fn their_limits_are_translated() {
    let text = render(&api(&json!({}), upload), "api", &options("zh-TW", Code::Indented)).unwrap();
    assert!(text.contains("    + 檔案\n"), "{text}");
    assert!(text.contains("（至多 5 MiB；image/png、image/jpeg）"), "{text}");
}

#[test]
fn they_stand_in_the_call() {
    let text = document(Code::Fenced, upload);
    assert!(
        text.contains("await mego.doIt({ album: 0 /* int */, photo: file, plain: file });"),
        "{text}"
    );
    let text = document(Code::Fenced, |method| {
        method.files = vec![FileField {
            required: false,
            many: true,
            ..file("a-b")
        }];
    });
    assert!(text.contains("await mego.doIt({ \"a-b\": files });"), "{text}");
    assert!(
        text.contains("+ Request\n\n    + Files\n        + a-b ([]file)\n\n+ Response"),
        "{text}"
    );
}

/// An example shows what is JSON; where only files are sent, that is the answer.
#[test]
fn they_are_no_part_of_an_example() {
    let text = document(Code::Indented, |method| {
        method.doc = "Do it\n\n# Example\n\n```json\n\"done\"\n```".to_owned();
        method.files = vec![file("photo")];
        method.output = Output::Value(json!({"type": "string"}));
    });
    assert!(
        text.ends_with("+ Value (string!)\n\n        + Content\n\n                \"done\"\n"),
        "{text}"
    );
}
