//! Streams in TypeScript.

use std::collections::BTreeMap;

use mego_codegen::Model;
use mego_codegen::typescript::{self, Options, Target};

use crate::fixture::Builder;

fn files(builder: Builder, target: Target) -> BTreeMap<String, String> {
    let mut options = Options::default();
    options.target = target;
    typescript::generate(&Model::new(&builder.build(), "clock").unwrap(), options).unwrap()
}

fn clock() -> Builder {
    Builder::new()
        .method("countdown", "Counts down.")
        .param_with::<u32>("from", "", |param| param.example = Some(serde_json::json!(3)))
        .streams::<u32>()
        .error("Busy", 61, "Too many clocks.")
        .method("ticks", "")
        .param_with::<u32>("every", "", |param| param.required = false)
        .streams::<u64>()
        .method("chimes", "")
        .streams::<()>()
}

#[test]
fn a_stream_is_a_kind_of_method() {
    let files = files(clock(), Target::Ts);
    let methods = &files["methods.ts"];
    for line in [
        "import { openStream } from \"./runtime/index.js\";\nimport type * as Mego from \"./runtime/index.js\";\n",
        "   * @throws `Busy` (61): Too many clocks.\n",
        "  readonly countdown: Mego.StreamMethod<CountdownParams, number, CountdownError>;\n",
        "  readonly ticks: Mego.OptionalStreamMethod<TicksParams, bigint, TicksError>;\n",
        "  readonly chimes: Mego.BareStreamMethod<void, ChimesError>;\n",
        "  countdown: { stream: openStream, errors: { 61: { status: \"Busy\" } } },\n",
        "  ticks: { stream: openStream, output: \"u64\" },\n",
        "  chimes: { stream: openStream, input: null, output: null },\n",
    ] {
        assert!(methods.contains(line), "{line}{methods}");
    }
}

#[test]
fn declarations_do_not_import_the_code_of_streams() {
    let files = files(clock(), Target::Js);
    assert!(files["methods.js"].contains("import { openStream } from"));
    assert!(!files["methods.d.ts"].contains("openStream"));
}

#[test]
fn a_client_without_streams_does_not_carry_their_code() {
    let files = files(Builder::new().method("ping", ""), Target::Ts);
    assert!(!files["methods.ts"].contains("openStream"));
}

#[test]
fn the_readme_shows_how_a_stream_is_read() {
    let countdown = Builder::new()
        .method("countdown", "Counts down.")
        .param_with::<u32>("from", "", |param| param.example = Some(serde_json::json!(3)))
        .streams::<u32>();
    let readme = &files(countdown, Target::Ts)["README.md"];
    assert!(
        readme.contains(
            "\nfor await (const item of mego.countdown({ from: 3 })) {\n    console.log(item);\n}\n```\n"
        ),
        "{readme}"
    );
    let chimes = &files(Builder::new().method("chimes", "").streams::<()>(), Target::Ts)["README.md"];
    assert!(
        chimes.contains("\nfor await (const _ of mego.chimes()) {\n    console.log(\"chimes\");\n}\n"),
        "{chimes}"
    );
    // A call is easier to begin with.
    let both = &files(clock().method("find", "").returns::<u32>(), Target::Ts)["README.md"];
    assert!(both.contains("const result = await mego.find();"), "{both}");
}
