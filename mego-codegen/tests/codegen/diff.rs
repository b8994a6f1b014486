//! `diff`: what breaks clients, by direction.

use mego::contract::{Contract, FileField, WhenSlow};
use mego_codegen::diff::diff;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fixture::Builder;

/// What was found, a line each.
fn lines(old: Builder, new: Builder) -> Vec<String> {
    contracts(&old.build(), &new.build())
}

fn contracts(old: &Contract, new: &Contract) -> Vec<String> {
    diff(old, new).unwrap().iter().map(ToString::to_string).collect()
}

fn method() -> Builder {
    Builder::new().method("buy", "Buys.")
}

/// A value that clients send becomes one of another type, and one that they receive.
fn types<A: JsonSchema, B: JsonSchema>() -> (Vec<String>, Vec<String>) {
    (
        lines(method().param::<A>("x", ""), method().param::<B>("x", "")),
        lines(method().returns::<A>(), method().returns::<B>()),
    )
}

/// The severity of the worst of the changes, sent and received.
fn severities<A: JsonSchema, B: JsonSchema>() -> (String, String) {
    let (sent, received) = types::<A, B>();
    let severity = |lines: Vec<String>| match lines.as_slice() {
        [] => String::new(),
        [worst, ..] => worst.split("  ").next().unwrap().to_owned(),
    };
    (severity(sent), severity(received))
}

#[test]
fn the_same_contract_is_no_change() {
    let contract = || {
        method()
            .bind::<new::Order>()
            .returns::<new::Receipt>()
            .event::<new::Receipt>("sold", "")
            .build()
    };
    assert_eq!(contracts(&contract(), &contract()), [""; 0]);
    let documented = Builder::new().method("buy", "Buys something else.");
    assert_eq!(lines(method(), documented), [""; 0]);
}

#[test]
fn methods_and_events_come_and_go() {
    let old = method().method("sell", "").event::<u8>("sold", "");
    let new = method().method("rent", "").event::<u8>("rented", "");
    assert_eq!(
        lines(old, new),
        [
            "breaking    sell: the method is gone",
            "breaking    sold: the event is gone",
            "compatible  rent: a new method",
            "compatible  rented: a new event",
        ]
    );
}

#[test]
fn parameters_come_and_go() {
    let old = || method().param::<u8>("a", "").param::<u8>("b", "");
    assert_eq!(
        lines(old(), method().param::<u8>("a", "")),
        ["breaking    buy(b): the parameter is gone, and refused where clients still send it"]
    );
    let lenient = method().param::<u8>("a", "").with(|method| method.lenient = true);
    assert_eq!(
        lines(old(), lenient),
        ["may break   buy(b): the parameter is gone, and is ignored where clients still send it"]
    );
    assert_eq!(
        lines(old(), old().param::<u8>("c", "")),
        ["breaking    buy(c): a new required parameter, which clients of the old contract do not send"]
    );
    let optional = old().param_with::<u8>("c", "", |param| param.required = false);
    assert_eq!(
        lines(old(), optional),
        ["compatible  buy(c): a new optional parameter"]
    );
    let swapped = method().param::<u8>("b", "").param::<u8>("a", "");
    assert_eq!(
        lines(old(), swapped),
        ["may break   buy: its parameters have another order: callers that send them by position break"]
    );
    let inserted = method()
        .param::<u8>("a", "")
        .param_with::<u8>("c", "", |param| param.required = false)
        .param::<u8>("b", "");
    assert_eq!(
        lines(old(), inserted),
        [
            "may break   buy: its parameters have another order: callers that send them by position break",
            "compatible  buy(c): a new optional parameter"
        ]
    );
}

#[test]
fn whether_a_parameter_is_required() {
    let required = || method().param::<u8>("a", "");
    let optional = || {
        method().param_with::<u8>("a", "", |param| {
            param.required = false;
            param.default = Some(7.into());
        })
    };
    assert_eq!(
        lines(optional(), required()),
        ["breaking    buy(a): it has to be there now (sent)"]
    );
    assert_eq!(
        lines(required(), optional()),
        ["compatible  buy(a): it may be left out now (sent)"]
    );
    let eight = method().param_with::<u8>("a", "", |param| {
        param.required = false;
        param.default = Some(8.into());
    });
    assert_eq!(
        lines(optional(), eight),
        ["may break   buy(a): its default is 8 now (sent)"]
    );
}

mod old {
    use super::{Deserialize, JsonSchema, Serialize};

    #[derive(JsonSchema, Serialize, Deserialize)]
    pub(super) struct Order {
        item: Item,
        note: String,
    }

    #[derive(JsonSchema, Serialize, Deserialize)]
    pub(super) struct Item {
        id: u32,
        next: Option<Box<Item>>,
    }

    #[derive(JsonSchema, Serialize, Deserialize)]
    pub(super) struct Receipt {
        item: Item,
        note: String,
    }
}

mod new {
    use super::{Deserialize, JsonSchema, Serialize};

    #[derive(JsonSchema, Serialize, Deserialize)]
    pub(super) struct Order {
        item: Item,
        price: f64,
    }

    #[derive(JsonSchema, Serialize, Deserialize)]
    pub(super) struct Item {
        id: u64,
        next: Option<Box<Item>>,
        name: String,
    }

    #[derive(JsonSchema, Serialize, Deserialize)]
    pub(super) struct Receipt {
        item: Item,
        price: f64,
    }
}

#[test]
fn fields_break_the_one_who_lacks_them() {
    assert_eq!(
        lines(
            method().param::<old::Order>("order", ""),
            method().param::<new::Order>("order", "")
        ),
        [
            "breaking    Item.name: a new required field, which clients of the old contract do not send (sent)",
            "breaking    Order.price: a new required field, which clients of the old contract do not send (sent)",
            "may break   Order.note: the field is gone, and is ignored or refused where clients still send it (sent)",
            "compatible  Item.id: it is an integer from 0 to 18446744073709551615 now, and was an integer from 0 to 4294967295 (sent)",
        ]
    );
    assert_eq!(
        lines(
            method().returns::<old::Receipt>(),
            method().returns::<new::Receipt>()
        ),
        [
            "breaking    Receipt.note: the field is gone (received)",
            "may break   Item.id: it is an integer from 0 to 18446744073709551615 now, and was an integer from 0 to 4294967295 (received)",
            "compatible  Item.name: a new field (received)",
            "compatible  Receipt.price: a new field (received)",
        ]
    );
}

#[test]
fn a_type_that_both_sides_use_is_judged_on_both() {
    let old = method().param::<old::Item>("item", "").returns::<old::Item>();
    let new = method().param::<new::Item>("item", "").returns::<new::Item>();
    let lines = lines(old, new);
    assert_eq!(lines.len(), 4, "{lines:#?}");
}

#[derive(JsonSchema)]
#[schemars(rename = "Color")]
#[allow(dead_code)]
enum Two {
    Red,
    Green,
}

#[derive(JsonSchema)]
#[schemars(rename = "Color")]
#[allow(dead_code)]
enum Three {
    Red,
    Green,
    Blue,
}

#[derive(JsonSchema)]
#[schemars(rename = "Shape")]
#[serde(tag = "type")]
#[allow(dead_code)]
enum Shape {
    Dot,
    Circle { radius: f64 },
}

#[derive(JsonSchema)]
#[schemars(rename = "Shape")]
#[serde(tag = "type")]
#[allow(dead_code)]
enum MoreShapes {
    Dot,
    Circle { radius: f64 },
    Square { side: f64 },
}

#[derive(JsonSchema)]
#[schemars(rename = "Shape")]
#[serde(tag = "kind")]
#[allow(dead_code)]
enum OtherShape {
    Dot,
    Circle { radius: f64 },
}

#[test]
fn more_values_break_receivers_and_fewer_break_senders() {
    let more = ("compatible".to_owned(), "may break".to_owned());
    let fewer = ("breaking".to_owned(), "compatible".to_owned());
    assert_eq!(severities::<Two, Three>(), more);
    assert_eq!(severities::<Three, Two>(), fewer);
    assert_eq!(severities::<Shape, MoreShapes>(), more);
    assert_eq!(severities::<MoreShapes, Shape>(), fewer);
    assert_eq!(severities::<Two, Carries>(), more);
    assert_eq!(severities::<Carries, Two>(), fewer);
    assert_eq!(severities::<u8, u32>(), more);
    assert_eq!(severities::<u32, u8>(), fewer);
    assert_eq!(severities::<[u8; 3], Vec<u8>>(), more);
    assert_eq!(severities::<Two, String>(), more);
    assert_eq!(severities::<String, Two>(), fewer);
    assert_eq!(
        severities::<std::collections::BTreeMap<u32, u8>, std::collections::BTreeMap<i32, u8>>(),
        more
    );
}

#[test]
fn null_is_more_than_a_receiver_takes() {
    assert_eq!(
        types::<String, Option<String>>(),
        (
            vec!["compatible  buy(x): it may be null now (sent)".to_owned()],
            vec!["breaking    buy ->: it may be null now (received)".to_owned()]
        )
    );
    assert_eq!(
        severities::<Option<old::Item>, old::Item>(),
        ("breaking".to_owned(), "compatible".to_owned())
    );
}

#[derive(JsonSchema)]
#[schemars(rename = "Color")]
#[allow(dead_code)]
enum Carries {
    Red,
    Green,
    Mixed(u8),
}

#[derive(JsonSchema)]
#[schemars(rename = "Color")]
#[allow(dead_code)]
enum CarriesOther {
    Red,
    Green,
    Mixed,
    Dark(u8),
}

#[test]
fn another_kind_breaks_both() {
    let both = ("breaking".to_owned(), "breaking".to_owned());
    assert_eq!(severities::<String, bool>(), both);
    assert_eq!(severities::<u64, u128>(), both);
    assert_eq!(severities::<i8, u8>(), both);
    assert_eq!(severities::<(u8, u8), (u8, u8, u8)>(), both);
    assert_eq!(severities::<Shape, OtherShape>(), both);
    assert_eq!(severities::<Date, Uuid>(), both);
    assert_eq!(severities::<Two, Shape>(), both);
    assert_eq!(severities::<Carries, CarriesOther>(), both);
    assert_eq!(
        types::<String, bool>().0,
        ["breaking    buy(x): it is a boolean now, and was a string (sent)"]
    );
}

#[derive(JsonSchema)]
#[schemars(rename = "Colour")]
#[allow(dead_code)]
enum Renamed {
    Red,
    Green,
}

#[derive(JsonSchema)]
#[schemars(rename = "Word", extend("format" = "date"))]
#[allow(dead_code)]
struct Date(String);

#[derive(JsonSchema)]
#[schemars(rename = "Word", extend("format" = "uuid"))]
#[allow(dead_code)]
struct Uuid(String);

#[derive(JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Either")]
#[allow(dead_code)]
enum Either {
    Text(String),
    Number(i32),
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Either")]
#[allow(dead_code)]
enum Neither {
    Number(i32),
    Text(String),
}

#[test]
fn the_order_of_variants_without_a_name_is_nothing_to_a_client() {
    assert_eq!(types::<Either, Neither>(), (Vec::new(), Vec::new()));
}

#[test]
fn parameters_that_become_one_type_are_still_compared() {
    let params = || {
        method()
            .param::<old::Item>("item", "")
            .param::<String>("note", "")
    };
    let bound = || method().bind::<old::Order>();
    let rebound =
        "may break   buy: its parameters are one type now, or are one no longer: the names of types change";
    assert_eq!(lines(params(), bound()), [rebound]);
    assert_eq!(lines(bound(), params()), [rebound]);
    let other = lines(method().param::<u32>("id", ""), bound());
    assert!(
        other[0].starts_with("breaking    buy(item): a new required parameter"),
        "{other:#?}"
    );
}

#[test]
fn a_name_is_something_that_code_imports() {
    assert_eq!(
        types::<Two, Renamed>().1,
        [
            "may break   buy ->: its type is called `Colour` now, and was `Color`: code that imports the name has to follow (received)"
        ]
    );
}

#[test]
fn errors() {
    let old = method()
        .error("Full", 52, "")
        .error("Closed", 101, "")
        .error_with::<u8>("Exists", 53, "");
    let new = method()
        .error("Closed", 102, "")
        .error_with::<bool>("Exists", 53, "")
        .error("Invalid", 54, "");
    assert_eq!(
        lines(old, new),
        [
            "breaking    buy -> Err(Closed): its code is 102 now, and was 101",
            "breaking    buy -> Err(Exists): it is a boolean now, and was an integer from 0 to 255 (received)",
            "may break   buy -> Err(Invalid): a new error, which clients of the old contract do not tell from a fault",
            "compatible  buy -> Err(Full): the error does not occur any more",
        ]
    );
}

#[test]
fn streams_and_options() {
    assert_eq!(
        lines(method().returns::<u8>(), method().streams::<u8>()),
        ["breaking    buy: it answers with a stream now"]
    );
    let option = |change: fn(&mut mego::contract::Method)| lines(method(), method().with(change));
    assert_eq!(
        option(|method| method.idempotent = true),
        ["compatible  buy: it is idempotent now"]
    );
    assert_eq!(
        option(|method| method.max_size = Some(9)),
        ["may break   buy: its parameters may take at most 9 bytes now"]
    );
    assert_eq!(
        option(|method| method.timeout_ms = Some(9)),
        ["may break   buy: its deadline is 9 ms now where the caller sets none"]
    );
    assert_eq!(
        option(|method| method.deprecated = Some(String::new())),
        ["compatible  buy: it is deprecated now"]
    );
    let file = FileField {
        name: "photo".to_owned(),
        required: true,
        ..FileField::default()
    };
    assert_eq!(
        lines(
            method(),
            method().with(|method| method.files = vec![file.clone()])
        ),
        ["breaking    buy(photo): a new required file, which clients of the old contract do not send"]
    );
    assert_eq!(
        lines(
            method().with(|method| method.files = vec![file.clone()]),
            method()
        ),
        ["breaking    buy(photo): the file is gone"]
    );
}

#[test]
fn events_and_connecting() {
    let event = |channel: Option<&str>| {
        Builder::new().event_with::<u8>("sold", "", |event| event.channel = channel.map(str::to_owned))
    };
    assert_eq!(
        lines(event(None), event(Some("shop:{id}"))),
        ["breaking    sold: the names of its channels have to look like `shop:{id}` now"]
    );
    assert_eq!(
        lines(event(Some("shop:{id}")), event(Some("shop:{number}"))),
        [""; 0]
    );
    assert_eq!(
        lines(event(Some("shop:{id}")), event(None)),
        ["compatible  sold: its channels may have any name now"]
    );
    let dropping =
        Builder::new().event_with::<u8>("sold", "", |event| event.when_slow = WhenSlow::DropOldest);
    assert_eq!(
        lines(event(None), dropping),
        [
            "may break   sold: of subscribers that read too slowly the oldest events are dropped now; before, they are disconnected"
        ]
    );
    assert_eq!(
        lines(Builder::new(), Builder::new().data::<u8>()),
        [
            "breaking    on_connect(data): the server asks for data when a client connects, which clients of the old contract do not send"
        ]
    );
    assert_eq!(
        lines(Builder::new(), Builder::new().data::<Option<u8>>()),
        ["compatible  on_connect(data): the server takes data when a client connects"]
    );
}

#[derive(JsonSchema)]
#[schemars(rename = "Name")]
#[allow(dead_code)]
struct Long {
    #[schemars(length(max = 64))]
    text: String,
}

#[derive(JsonSchema)]
#[schemars(rename = "Name")]
#[allow(dead_code)]
struct Short {
    #[schemars(length(max = 32))]
    text: String,
}

#[test]
fn constraints_may_break() {
    assert_eq!(
        types::<Long, Short>(),
        (
            vec!["may break   Name.text: it has to be of a length of at most 32 now, and had to be of a length of at most 64 (sent)".to_owned()],
            vec!["compatible  Name.text: it has to be of a length of at most 32 now, and had to be of a length of at most 64 (received)".to_owned()]
        )
    );
    assert_eq!(
        severities::<Short, Long>(),
        ("compatible".to_owned(), "may break".to_owned())
    );
}
