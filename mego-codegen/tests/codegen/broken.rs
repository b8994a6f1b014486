//! Contracts that somebody broke by hand: whatever they hold, the answer is a client or a list of what is wrong.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use mego::contract::{Contract, FileField};
use mego_codegen::markdown::{self, Code, Labels};
use mego_codegen::typescript::{Dates, Int64, Target};
use mego_codegen::{Options, Problems};
use serde_json::{Map, Value, json};

use crate::shapes;

/// Numbers by chance, the same in every run (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(bits).unwrap() % bound
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What may stand anywhere in a file that was edited by hand.
fn nonsense() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!([[]]),
        json!({"type": "null"}),
        json!({"type": ["string", "null"]}),
        json!({"type": "integer", "format": "uint64"}),
        json!({"type": "string", "format": "date-time", "x-mego": "bytes"}),
        json!({"$ref": "#/types/output/User"}),
        json!({"$ref": "#/types/input/NewUser"}),
        json!({"$ref": "#/types/output/Nobody"}),
        json!({"$ref": ""}),
        json!({"oneOf": []}),
        json!({"anyOf": [{"type": "integer", "format": "uint64"}, {"type": "string"}]}),
        json!({"enum": ["a", "a", null, 1]}),
        json!({"prefixItems": [{"type": "string"}], "type": "array"}),
        json!({"type": "object", "properties": {"__proto__": {"type": "integer", "format": "int64"}}}),
        json!({"type": "object", "patternProperties": {"^\\d+$": true}}),
        json!({"type": "object", "properties": {"constructor": true, "class": false, "a-b": {}, "\u{2028}": {}, "": {}}}),
    ];
    let texts = [
        "",
        " ",
        "*/ throw 1 /*",
        "`${process.exit()}`",
        "\\",
        "\"",
        "'",
        "\n\r\u{2028}\u{2029}\u{0}",
        "__proto__",
        "constructor",
        "then",
        "default",
        "await",
        "名前",
        "👩‍👩‍👧",
        "a.b.c",
        ".",
        "..",
        "../../etc",
        "1st",
        "a b",
        "a-b",
        "string",
        "Promise",
        "Methods",
        "Mego",
        "{room}",
        "room:{",
        "#/types/input/NewUser",
        "int64",
        "{@link x}",
        "</script><script>",
        "]]>",
        "-->",
        "# Example\n```json\n{\n```",
    ];
    values.extend(texts.map(Value::from));
    values.push(Value::from("長".repeat(10_000)));
    values
}

/// How many values there are, one inside of the other.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum::<usize>(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Breaks the value with this number.
fn break_at(value: &mut Value, number: &mut usize, chance: &mut Chance, nonsense: &[Value]) {
    if *number == 0 {
        *number = usize::MAX;
        return break_here(value, chance, nonsense);
    }
    *number -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        if *number == usize::MAX {
            return;
        }
        break_at(child, number, chance, nonsense);
    }
}

fn break_here(value: &mut Value, chance: &mut Chance, nonsense: &[Value]) {
    match (value, chance.below(4)) {
        (Value::Object(map), 0) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            map.remove(chance.one(&keys));
        }
        (Value::Object(map), 1) if !map.is_empty() => {
            let keys: Vec<String> = map.keys().cloned().collect();
            let old = chance.one(&keys).clone();
            let new = chance.one(nonsense).as_str().unwrap_or("another").to_owned();
            let moved = map.remove(&old).unwrap_or_default();
            map.insert(new, moved);
        }
        (Value::Array(items), 0) if !items.is_empty() => {
            let index = chance.below(items.len());
            items.remove(index);
        }
        (Value::Array(items), 1) if !items.is_empty() => {
            let again = chance.one(items).clone();
            items.push(again);
        }
        (value, _) => *value = chance.one(nonsense).clone(),
    }
}

/// Every kind of output.
fn options(target: Target, int64: Int64, dates: Dates) -> Options {
    let mut options = Options::default();
    options.typescript.target = target;
    options.typescript.int64 = int64;
    options.typescript.dates = dates;
    options.typescript.query = true;
    options.typescript.react = true;
    for (lang, code) in [("en", Code::Fenced), ("zh-TW", Code::Indented)] {
        let labels = Labels::built_in(lang).unwrap();
        options.documents.push(markdown::Options { labels, code });
    }
    options.html = true;
    options.asyncapi = true;
    options
}

fn contracts() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |name: &str| fs::read_to_string(root.join("generated").join(name).join("mego.json")).unwrap();
    let mut contracts: Vec<Value> = ["accounts", "chat"]
        .iter()
        .map(|name| serde_json::from_str(&read(name)).unwrap())
        .collect();
    contracts.push(serde_json::from_str(&shapes::contract().to_json()).unwrap());
    contracts
}

/// Eight hundred contracts, each with a few faults. With `MEGO_DUMP`, every client that came of it is written to that
/// folder, for the compiler to look at.
#[test]
fn nothing_that_is_broken_makes_it_panic() {
    let dump = std::env::var_os("MEGO_DUMP");
    let nonsense = nonsense();
    let contracts = contracts();
    let mut chance = Chance(0x6d65_676f);
    let (mut unread, mut refused, mut written) = (0, BTreeSet::new(), 0);
    for round in 0..800 {
        let mut broken = contracts[round % contracts.len()].clone();
        for _ in 0..=chance.below(2) {
            let mut number = chance.below(count(&broken));
            break_at(&mut broken, &mut number, &mut chance, &nonsense);
        }
        let Ok(contract) = Contract::from_json(&broken.to_string()) else {
            unread += 1;
            continue;
        };
        let target = *chance.one(&[Target::Ts, Target::Js]);
        let int64 = *chance.one(&[Int64::Bigint, Int64::Number, Int64::String]);
        let dates = *chance.one(&[Dates::String, Dates::Date]);
        match mego_codegen::generate(&contract, "broken", &options(target, int64, dates)) {
            Err(problems) => {
                assert!(!problems.is_empty(), "a refusal without a reason: {broken}");
                for problem in &problems {
                    assert!(
                        !problem.place.is_empty() && !problem.remedy.is_empty(),
                        "{problem}"
                    );
                    refused.insert(problem.message.clone());
                }
            }
            Ok(files) => {
                written += 1;
                for (name, text) in &files {
                    let odd = text.split('\n').find(|line| line.contains('\r'));
                    assert!(
                        text.ends_with('\n') && odd.is_none(),
                        "{name} of round {round}: {odd:?}"
                    );
                }
                let Some(folder) = &dump else { continue };
                for (name, text) in files.iter().filter(|(name, _)| !name.starts_with("runtime/")) {
                    let path = Path::new(folder).join(round.to_string()).join(name);
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, text).unwrap();
                }
            }
        }
    }
    // Each of the three ends has been seen often, or nothing was tried.
    assert!(
        unread > 100 && refused.len() > 100 && written > 80,
        "{unread} {} {written}",
        refused.len()
    );
}

fn contract(change: impl FnOnce(&mut Map<String, Value>)) -> Result<mego_codegen::output::Files, Problems> {
    let mut contract = json!({
        "mego": 1, "package": "shop",
        "groups": [{"methods": [{"name": "buy", "rust": "shop::buy", "input": {"params": []}, "output": {"value": {"type": "null"}}}]}],
        "types": {"input": {}, "output": {}},
    });
    change(contract.as_object_mut().unwrap());
    let contract = Contract::from_json(&contract.to_string()).unwrap();
    mego_codegen::generate(
        &contract,
        "shop",
        &options(Target::Ts, Int64::Bigint, Dates::String),
    )
}

fn refused(change: impl FnOnce(&mut Map<String, Value>)) -> String {
    contract(change).unwrap_err().to_string()
}

#[test]
fn a_cycle_without_a_name() {
    let problems = refused(|contract| {
        contract["types"]["output"] =
            json!({"A": {"$ref": "#/types/output/B"}, "B": {"$ref": "#/types/output/A"}});
    });
    assert!(
        problems.contains("A") && problems.contains("\n  help: "),
        "{problems}"
    );
    let problems = refused(|contract| {
        contract["types"]["output"] = json!({"Me": {"$ref": "#/types/output/Me"}});
    });
    assert!(problems.starts_with("Me: "), "{problems}");
}

#[test]
fn a_schema_that_goes_on_and_on() {
    let mut deep = json!({"type": "string"});
    for _ in 0..20 {
        deep = json!({"type": "array", "items": deep});
    }
    contract(|contract| contract["groups"][0]["methods"][0]["output"]["value"] = deep.clone()).unwrap();
    // serde_json gives up at 128 levels, and so does a contract.
    for _ in 0..200 {
        deep = json!({"type": "array", "items": deep});
    }
    let text =
        json!({"mego": 1, "package": "shop", "groups": [], "types": {"input": {}, "output": {"Deep": deep}}});
    let error = Contract::from_json(&text.to_string()).unwrap_err();
    assert!(error.to_string().contains("recursion limit"), "{error}");
}

#[test]
fn files_cannot_be_sent_yet() {
    let file = FileField {
        name: "photo".to_owned(),
        required: true,
        ..FileField::default()
    };
    let problems = refused(|contract| {
        contract["groups"][0]["methods"][0]["files"] = serde_json::to_value([file]).unwrap();
    });
    assert!(problems.starts_with("shop::buy: it takes files"), "{problems}");
}

#[test]
fn words_that_mean_something_to_javascript_are_fields_like_any_other() {
    let fields = [
        "__proto__",
        "constructor",
        "class",
        "default",
        "await",
        "名前",
        "with space",
        "1",
        "toString",
    ];
    let properties: Map<String, Value> = fields
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                json!({"type": "integer", "format": "uint64", "description": "Ends */ here."}),
            )
        })
        .collect();
    let files = contract(|contract| {
        let odd = json!({"type": "object", "properties": properties, "required": fields});
        contract["types"]["input"] = json!({"Odd": odd});
        contract["groups"][0]["methods"][0]["input"] = json!({"bind": {"$ref": "#/types/input/Odd"}});
    })
    .unwrap();
    let types = &files["types.ts"];
    assert!(
        types.contains("class: ") && types.contains("\"with space\": "),
        "{types}"
    );
    assert_eq!(
        types.matches("*/").count(),
        types.matches("/**").count(),
        "{types}"
    );
    // `{ __proto__: … }` in an object of JavaScript would set its prototype.
    let plans = &files["plans.ts"];
    assert!(plans.contains("[\"__proto__\"]"), "{plans}");
}
