//! What is legal and surely not meant.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use mego::{Bytes, Millis, Patch};
use mego_codegen::{Lint, Model, Warning};
use schemars::JsonSchema;
use serde_json::json;

use crate::fixture::Builder;

fn lint(builder: Builder, allow: &[Lint]) -> Vec<Warning> {
    let model = Model::new(&builder.build(), "shop").unwrap_or_else(|problems| panic!("{problems}"));
    mego_codegen::lint(&model, allow)
}

/// The places of one lint, in an API that takes and gives a type.
fn places<T: JsonSchema>(lint_of: Lint) -> Vec<String> {
    let warnings = lint(Builder::new().method("echo", "").bind::<T>().returns::<T>(), &[]);
    for warning in &warnings {
        assert_eq!(warning.lint, lint_of, "{warning}");
    }
    warnings
        .into_iter()
        .map(|warning| warning.problem.place)
        .collect()
}

#[mego::data]
struct Photo {
    pixels: Vec<u8>,
    key: [u8; 32],
    nested: BTreeMap<String, Option<Vec<u8>>>,
    fine: Bytes,
    scores: Vec<u16>,
    holes: Vec<Option<u8>>,
}

#[test]
fn bytes_one_by_one() {
    assert_eq!(
        places::<Photo>(Lint::ByteArrays),
        ["Photo.pixels", "Photo.key", "Photo.nested{}"]
    );
}

#[mego::data]
struct Marker;

#[mego::data]
struct Marked {
    marker: Marker,
    nothing: (),
}

#[test]
fn structs_without_fields() {
    assert_eq!(places::<Marked>(Lint::UnitStructs), ["Marker"]);
}

#[mego::data]
struct Counted {
    total: usize,
    offset: Option<isize>,
    #[mego(int64 = "number")]
    said: usize,
    wide: u64,
}

#[test]
fn integers_of_the_size_of_a_pointer() {
    assert_eq!(
        places::<Counted>(Lint::PointerSizes),
        ["Counted.total", "Counted.offset"]
    );
}

#[mego::data]
#[serde(rename_all = "snake_case", rename_all_fields = "snake_case")]
enum Shape {
    Circle { radius_mm: u32, line_width: u32, r: u32 },
    LineTo { x: u32, _private: u32 },
}

#[mego::data]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Shouted {
    max_size: u32,
}

#[test]
fn names_in_snake_case() {
    let warnings = lint(
        Builder::new()
            .method("shape", "")
            .returns::<Shape>()
            .returns::<Shouted>(),
        &[],
    );
    let [warning] = warnings.as_slice() else {
        panic!("{warnings:?}");
    };
    assert_eq!(
        warning.to_string(),
        "warning: Shape::circle.radius_mm: `radius_mm` and another field in snake_case, while methods and parameters are in \
         lowerCamelCase\n  help: put `#[mego::data]` on the type, or `#[serde(rename_all = \"camelCase\")]`\n  \
         help: or allow it: allow = [\"snake-case\"]"
    );
}

#[mego::data]
struct Nested {
    both: Option<Option<u32>>,
    one: Option<u32>,
    patch: Patch<u32>,
    many: Vec<Option<u32>>,
}

#[test]
fn options_of_options() {
    assert_eq!(places::<Nested>(Lint::NestedOptions), ["Nested.both"]);
}

#[mego::data]
struct Waits {
    timeout: Duration,
    since: Vec<SystemTime>,
    fine: Millis,
}

#[test]
fn times_of_the_standard_library() {
    assert_eq!(
        places::<Waits>(Lint::StdTimes),
        ["Waits.timeout", "Waits.since[]"]
    );
}

#[test]
fn methods_and_events_are_looked_at_too() {
    let builder = || {
        Builder::new()
            .method("find", "")
            .param::<usize>("limit", "")
            .returns::<Duration>()
            .error_with::<Vec<u8>>("Exists", 53, "")
            .method("watch", "")
            .streams::<usize>()
            .event::<Vec<usize>>("counted", "")
    };
    let found: Vec<_> = lint(builder(), &[])
        .into_iter()
        .map(|warning| (warning.lint, warning.problem.place))
        .collect();
    let wanted = [
        (Lint::PointerSizes, "shop::find(limit)"),
        (Lint::StdTimes, "shop::find ->"),
        (Lint::ByteArrays, "shop::find -> Err(Exists)"),
        (Lint::PointerSizes, "shop::watch -> Item"),
        (Lint::PointerSizes, "shop::events::counted[]"),
    ];
    assert_eq!(found, wanted.map(|(lint, place)| (lint, place.to_owned())));

    let left = lint(builder(), &[Lint::PointerSizes, Lint::StdTimes]);
    assert_eq!(left.len(), 1);
    assert!(lint(builder(), Lint::ALL).is_empty());
}

#[test]
fn a_lint_has_one_name_in_cargo_toml_and_on_the_command_line() {
    for lint in Lint::ALL {
        let name = lint.name();
        assert_eq!(serde_json::from_value::<Lint>(json!(name)).unwrap(), *lint);
        assert_eq!(<Lint as clap::ValueEnum>::from_str(name, false).unwrap(), *lint);
    }
}
