//! What `#[mego::data]` and types of Mego say in a schema, beyond JSON Schema.

use std::collections::BTreeMap;

use mego::{Bytes, Millis, Patch};
use mego_codegen::typescript::{self, Dates, Int64, Options};
use mego_codegen::{Model, Problem};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::fixture::Builder;

/// The types and the plans of an API that returns the type and takes it, too.
fn generate<T: JsonSchema>(set: impl FnOnce(&mut Options)) -> (String, String) {
    let contract = Builder::new()
        .method("echo", "")
        .bind::<T>()
        .returns::<T>()
        .build();
    let model = Model::new(&contract, "marks").unwrap_or_else(|problems| panic!("{problems}"));
    let mut options = Options::default();
    set(&mut options);
    let mut files = typescript::generate(&model, options).unwrap_or_else(|problems| panic!("{problems}"));
    let mut take = |name: &str| files.remove(name).unwrap_or_default();
    (take("types.ts"), take("plans.ts"))
}

/// The declaration of a type, from its name to the end of its block.
fn declaration<'t>(types: &'t str, head: &str) -> &'t str {
    let start = types.find(head).unwrap_or_else(|| panic!("no {head} in {types}"));
    types[start..].split("\n\n").next().unwrap().trim_end()
}

#[mego::data]
struct Counts {
    plain: u64,
    #[mego(int64 = "number")]
    small: Option<Vec<i64>>,
    #[mego(int64 = "string")]
    text: BTreeMap<String, u64>,
    #[mego(int64 = "bigint")]
    big: u64,
}

#[test]
fn a_field_says_itself_what_its_64_bit_integers_are() {
    let (types, plans) = generate::<Counts>(|_| {});
    assert_eq!(
        declaration(&types, "export interface Counts "),
        "export interface Counts {\n  readonly plain: bigint;\n  readonly small: readonly number[] | null;\n  \
         readonly text: { readonly [key: string]: string };\n  readonly big: bigint;\n}"
    );
    assert!(
        plans.contains(r#"{ plain: "u64", small: { array: "i53" }, text: { rest: "u64s" }, big: "u64" }"#)
    );

    let (types, plans) = generate::<Counts>(|options| options.int64 = Int64::Number);
    assert!(types.contains("readonly plain: number;") && types.contains("readonly big: bigint;"));
    assert!(plans.contains(r#"plain: "u53""#) && plans.contains(r#"big: "u64""#));
}

fn problem_with(schema: Value) -> Problem {
    let contract = Builder::new()
        .method("find", "")
        .param_with::<Vec<Id>>("what", "", |param| param.schema = schema)
        .build();
    let problems = Model::new(&contract, "shop").unwrap_err();
    let [problem] = problems.iter().as_slice() else {
        panic!("{problems}");
    };
    problem.clone()
}

#[mego::data]
struct Id(u64);

#[test]
fn int64_stands_where_a_64_bit_integer_is() {
    let problem = problem_with(json!({"type": "string", "x-mego-int64": "number"}));
    assert_eq!(problem.place, "shop::find(what)");
    assert!(problem.message.contains("no 64-bit integer"), "{problem}");

    let problem = problem_with(json!({"$ref": "#/types/input/Id", "x-mego-int64": "number"}));
    assert!(problem.remedy.contains("into `Id`"), "{problem}");

    let problem = problem_with(json!({"type": "integer", "format": "int64", "x-mego-int64": "float"}));
    assert!(
        problem.remedy.contains("\"bigint\", \"number\" or \"string\""),
        "{problem}"
    );
}

#[test]
fn marks_that_are_no_marks_are_told() {
    for (keyword, value) in [
        ("x-mego-absent", json!("yes")),
        ("x-mego-nested-option", json!(1)),
        ("x-mego-patch", json!("yes")),
        ("x-mego-int64", json!(null)),
        ("x-mego", json!(["bytes"])),
    ] {
        let mut schema = json!({"type": "integer", "format": "int64"});
        schema[keyword] = value;
        let problem = problem_with(schema);
        assert_eq!(problem.place, "shop::find(what)");
        assert!(problem.message.contains(&format!("`{keyword}` is")), "{problem}");
    }
}

#[mego::data]
struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    always: Option<String>,
    note: Patch<u64>,
}

#[test]
fn what_is_never_null_is_never_said_to_be() {
    let (types, _) = generate::<Profile>(|_| {});
    assert_eq!(
        declaration(&types, "export interface Profile "),
        "export interface Profile {\n  readonly nickname?: string | undefined;\n  readonly always: string | null;\n  \
         /** `null` clears it; what is left out stays as it is. */\n  readonly note?: bigint | null | undefined;\n}"
    );
    assert_eq!(
        declaration(&types, "export interface ProfileInput "),
        "export interface ProfileInput {\n  readonly nickname?: string | null | undefined;\n  \
         readonly always?: string | null | undefined;\n  \
         /** `null` clears it; what is left out stays as it is. */\n  readonly note?: bigint | number | null | undefined;\n}"
    );
}

#[mego::data]
#[schemars(inline)]
struct Here;

#[mego::data]
struct Held {
    here: Here,
    nothing: (),
}

/// Both are null in JSON, and without a name only the mark tells them apart.
#[test]
fn a_unit_struct_is_told_from_nothing() {
    let (types, plans) = generate::<Held>(|_| {});
    assert!(
        types.contains("readonly here: null;\n  readonly nothing: null;"),
        "{types}"
    );
    assert!(plans.contains(r#"{ here: "unit" }"#), "{plans}");
}

#[mego::data]
enum Rights {
    /// Everything.
    Admin,
    Read,
    #[serde(rename = "readWrite")]
    Write,
    Until {
        day: u32,
    },
    None,
}

#[mego::data]
enum Plain {
    B,
    A,
}

#[test]
fn variants_stand_in_the_order_of_the_source() {
    let (types, _) = generate::<Rights>(|_| {});
    let variants: Vec<&str> = declaration(&types, "export type Rights ")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("| "))
        .collect();
    assert_eq!(
        variants,
        [
            "\"admin\"",
            "\"read\"",
            "\"readWrite\"",
            "{ readonly until: { readonly day: number } }",
            "\"none\";"
        ]
    );
    let (types, _) = generate::<Plain>(|_| {});
    assert!(types.contains("export type Plain = \"b\" | \"a\";"), "{types}");
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Moments {
    #[schemars(extend("format" = "date-time"))]
    at: String,
    #[schemars(extend("format" = "partial-date-time"))]
    civil: String,
    #[schemars(extend("format" = "date"))]
    day: String,
    #[schemars(extend("format" = "date-time"))]
    maybe: Option<String>,
}

#[test]
fn moments_are_dates_where_that_is_wanted() {
    let (types, plans) = generate::<Moments>(|_| {});
    assert!(!types.contains("Date") && plans.is_empty());
    let (types, plans) = generate::<Moments>(|options| options.dates = Dates::Date);
    for line in [
        "readonly at: Date;",
        "readonly civil: string;",
        "readonly day: string;",
        "readonly maybe: Date | null;",
    ] {
        assert!(types.contains(line), "{types}");
    }
    assert!(plans.contains(r#"{ at: "date", maybe: "date" }"#), "{plans}");
}

#[mego::data]
struct Ours {
    bytes: Option<Bytes>,
    wait: Millis,
    /// At most a day.
    longest: Option<Millis>,
}

#[test]
fn types_of_mego() {
    let (types, plans) = generate::<Ours>(|_| {});
    assert_eq!(
        declaration(&types, "export interface OursInput "),
        "export interface OursInput {\n  readonly bytes?: Uint8Array | ArrayBuffer | null | undefined;\n  \
         /** Duration in milliseconds. */\n  readonly wait: number;\n  /** At most a day. */\n  \
         readonly longest?: number | null | undefined;\n}"
    );
    assert!(types.contains("readonly bytes: Uint8Array | null;"), "{types}");
    // A number needs no care.
    assert!(plans.contains(r#"{ bytes: "bytes" }"#), "{plans}");
}

#[derive(JsonSchema)]
#[schemars(tag = "kind")]
#[expect(dead_code, reason = "only its schema is looked at")]
enum Bag {
    Counts {
        name: String,
        #[schemars(flatten)]
        rest: BTreeMap<String, u64>,
    },
    Inner(Inner),
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Inner {
    name: String,
    size: u64,
    #[schemars(flatten)]
    rest: BTreeMap<String, u64>,
}

#[test]
fn a_flattened_map_leaves_the_fields_beside_it_alone() {
    let (types, plans) = generate::<Bag>(|_| {});
    assert!(
        types.contains("readonly [key: string]: bigint | string;"),
        "{types}"
    );
    assert!(
        plans.contains(r#"Counts: { fields: { kind: null, name: null }, rest: "u64" }"#),
        "{plans}"
    );
    assert!(
        plans.contains(r#"Inner: { fields: { kind: null, name: null, size: "u64" }, rest: "u64" }"#),
        "{plans}"
    );
}
