//! What the model makes of what schemars emits.

use std::collections::{BTreeMap, BTreeSet};

use mego_codegen::Model;
use mego_codegen::model::{Field, Format, Key, Kind, Side, Tagging, Type, Union, Variant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fixture::Builder;

/// The model of an API whose one method takes and returns a `T`.
fn model_of<T: JsonSchema>() -> Model {
    let contract = Builder::new()
        .method("echo", "")
        .bind::<T>()
        .returns::<T>()
        .build();
    Model::new(&contract, "shop").unwrap_or_else(|problems| panic!("{problems}"))
}

fn kind_of<T: JsonSchema>() -> Kind {
    let model = model_of::<T>();
    let mego_codegen::model::Output::Value(ty) = &model.methods().next().unwrap().output else {
        panic!()
    };
    match &ty.kind {
        Kind::Named(name) => model.named(Side::Output, name).unwrap().kind.clone(),
        other => other.clone(),
    }
}

fn fields_of<T: JsonSchema>() -> BTreeMap<String, Field> {
    let Kind::Object(object) = kind_of::<T>() else {
        panic!("not an object")
    };
    object
        .fields
        .into_iter()
        .map(|field| (field.name.clone(), field))
        .collect()
}

fn variants_of<T: JsonSchema>() -> (Tagging, Vec<Variant>) {
    match kind_of::<T>() {
        Kind::Union(Union::Tagged { tagging, variants }) => (tagging, variants),
        other => panic!("{other:?} is not a tagged union"),
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Point {
    x: f64,
}

#[test]
fn scalars() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Scalars {
        small: u8,
        int: i32,
        i64: i64,
        u64: u64,
        size: usize,
        i128: i128,
        u128: u128,
        float: f32,
        text: String,
        flag: bool,
        ip: std::net::IpAddr,
        anything: serde_json::Value,
        nothing: (),
    }
    let kinds: Vec<(String, Kind)> = fields_of::<Scalars>()
        .into_iter()
        .map(|(name, field)| (name, field.ty.kind))
        .collect();
    let expected = [
        ("anything", Kind::Any),
        ("flag", Kind::Bool),
        ("float", Kind::Float),
        ("i128", Kind::Int128),
        ("i64", Kind::Int64),
        ("int", Kind::Int),
        ("ip", Kind::String(Format::Other("ip".to_owned()))),
        ("nothing", Kind::Null),
        ("size", Kind::Uint64),
        ("small", Kind::Int),
        ("text", Kind::String(Format::Plain)),
        ("u128", Kind::Uint128),
        ("u64", Kind::Uint64),
    ]
    .map(|(name, kind)| (name.to_owned(), kind));
    assert_eq!(kinds, expected);
}

#[test]
fn bounds_of_the_rust_type_are_not_constraints() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Bounds {
        small: i16,
        count: u64,
        #[schemars(range(min = 1, max = 9))]
        digit: u8,
        odd: std::num::NonZeroI64,
        #[schemars(length(min = 1, max = 32), regex(pattern = "^[a-z]+$"))]
        name: String,
        #[schemars(length(max = 3))]
        few: Option<Vec<u8>>,
    }
    let fields = fields_of::<Bounds>();
    let of = |name: &str| &fields[name].ty.notes.constraints;
    assert!(of("small").is_empty() && of("count").is_empty());
    assert_eq!(
        (of("digit").minimum.clone(), of("digit").maximum.clone()),
        (Some(1.into()), Some(9.into()))
    );
    assert_eq!(of("odd").not, Some(json!(0)));
    assert_eq!(
        (of("name").min_length, of("name").max_length),
        (Some(1), Some(32))
    );
    assert_eq!(of("name").pattern.as_deref(), Some("^[a-z]+$"));
    assert_eq!(of("few").max_items, Some(3));
    assert!(fields["few"].ty.nullable);
}

#[test]
fn fields_keep_their_order_and_what_is_said_about_them() {
    /// A thing.
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Thing {
        /// The last letter comes first.
        z: u8,
        #[serde(default)]
        #[schemars(example = 7)]
        a: u32,
        #[deprecated]
        old: Option<Point>,
    }
    let model = model_of::<Thing>();
    let thing = model.named(Side::Input, "Thing").unwrap();
    assert_eq!(thing.notes.doc, "A thing.");
    let Kind::Object(object) = &thing.kind else {
        panic!()
    };
    let names: Vec<(&str, bool)> = object
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.required))
        .collect();
    assert_eq!(names, [("z", true), ("a", false), ("old", false)]);
    assert_eq!(object.fields[0].ty.notes.doc, "The last letter comes first.");
    assert_eq!(object.fields[1].ty.notes.default, Some(json!(0)));
    assert_eq!(object.fields[1].ty.notes.examples, [json!(7)]);
    assert!(object.fields[2].ty.notes.deprecated && object.fields[2].ty.nullable);
    assert_eq!(object.fields[2].ty.kind, Kind::Named("Point".to_owned()));
}

#[test]
fn containers() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Containers {
        list: Vec<Option<bool>>,
        three: [bool; 3],
        set: BTreeSet<bool>,
        pair: (bool, String),
        text_keys: BTreeMap<String, bool>,
        uint_keys: BTreeMap<u32, bool>,
        int_keys: BTreeMap<i8, bool>,
    }
    let fields = fields_of::<Containers>();
    let bool = || Box::new(Type::of(Kind::Bool));
    let Kind::Array(item, None) = &fields["list"].ty.kind else {
        panic!()
    };
    assert!(item.nullable);
    assert_eq!(fields["three"].ty.kind, Kind::Array(bool(), Some(3)));
    assert_eq!(fields["set"].ty.kind, Kind::Set(bool()));
    assert_eq!(
        fields["pair"].ty.kind,
        Kind::Tuple(vec![*bool(), Type::of(Kind::String(Format::Plain))])
    );
    assert_eq!(fields["text_keys"].ty.kind, Kind::Map(Key::String, bool()));
    assert_eq!(fields["uint_keys"].ty.kind, Kind::Map(Key::Uint, bool()));
    assert_eq!(fields["int_keys"].ty.kind, Kind::Map(Key::Int, bool()));
}

#[test]
fn unit_structs_are_not_null() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Marker;
    assert_eq!(kind_of::<Marker>(), Kind::Unit);
    assert_eq!(kind_of::<()>(), Kind::Null);
}

#[test]
fn enums_without_data() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    enum Role {
        Guest,
        /// May do everything.
        Admin,
    }
    let Kind::Literals(literals) = kind_of::<Role>() else {
        panic!()
    };
    let literals: Vec<_> = literals
        .iter()
        .map(|literal| (literal.value.as_str().unwrap(), literal.doc.as_str()))
        .collect();
    assert_eq!(literals, [("Guest", ""), ("Admin", "May do everything.")]);
}

#[test]
fn externally_tagged() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    enum Shape {
        Empty,
        /// Round.
        Circle(f64),
        Box {
            side: u8,
        },
        At(Point),
    }
    let (tagging, variants) = variants_of::<Shape>();
    assert_eq!(tagging, Tagging::External);
    let names: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
    assert_eq!(names, ["Empty", "Circle", "Box", "At"]);
    assert_eq!(variants[0].content, None);
    assert_eq!(variants[1].doc, "Round.");
    assert_eq!(variants[1].content, Some(Type::of(Kind::Float)));
    assert_eq!(
        variants[3].content,
        Some(Type::of(Kind::Named("Point".to_owned())))
    );
}

#[test]
fn internally_tagged() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(tag = "type")]
    enum Shape {
        Empty,
        At(Point),
        Box { side: u8, depth: u8 },
    }
    let (tagging, variants) = variants_of::<Shape>();
    assert_eq!(
        tagging,
        Tagging::Internal {
            tag: "type".to_owned()
        }
    );
    assert_eq!(variants[0].content, None);
    let Some(Type {
        kind: Kind::Object(at),
        ..
    }) = &variants[1].content
    else {
        panic!()
    };
    assert_eq!((at.base.as_deref(), at.fields.len()), (Some("Point"), 0));
    let Some(Type {
        kind: Kind::Object(side),
        ..
    }) = &variants[2].content
    else {
        panic!()
    };
    assert_eq!(
        side.fields
            .iter()
            .map(|field| field.name.as_str())
            .collect::<Vec<_>>(),
        ["side", "depth"]
    );
}

#[test]
fn adjacently_tagged() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(tag = "kind", content = "value")]
    enum Shape {
        Empty,
        At(Point),
        Pair(u8, u64),
    }
    let (tagging, variants) = variants_of::<Shape>();
    assert_eq!(
        tagging,
        Tagging::Adjacent {
            tag: "kind".to_owned(),
            content: "value".to_owned()
        }
    );
    assert_eq!(variants[0].content, None);
    assert_eq!(
        variants[1].content,
        Some(Type::of(Kind::Named("Point".to_owned())))
    );
    assert!(matches!(&variants[2].content, Some(Type { kind: Kind::Tuple(items), .. }) if items.len() == 2));
}

#[test]
fn untagged() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(untagged)]
    enum Either {
        Number(u8),
        Text(String),
        Nothing,
    }
    let model = model_of::<Either>();
    let ty = model.named(Side::Output, "Either").unwrap();
    assert!(ty.nullable);
    let Kind::Union(Union::Untagged(members)) = &ty.kind else {
        panic!("{ty:?}");
    };
    let kinds: Vec<&Kind> = members.iter().map(|ty| &ty.kind).collect();
    assert_eq!(kinds, [&Kind::Int, &Kind::String(Format::Plain)]);
    assert_eq!(
        (members[0].implied.minimum, members[0].implied.maximum),
        (Some(0), Some(255))
    );
}

#[test]
fn flattened_enums_carry_the_fields_of_their_struct() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(tag = "type")]
    enum What {
        Nothing,
        At(Point),
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Event {
        id: u32,
        #[serde(flatten)]
        what: What,
    }
    let (_, variants) = variants_of::<Event>();
    let names = |variant: &Variant| match &variant.content {
        Some(Type {
            kind: Kind::Object(object),
            ..
        }) => (
            object.base.clone(),
            object
                .fields
                .iter()
                .map(|field| field.name.clone())
                .collect::<Vec<_>>(),
        ),
        other => panic!("{other:?}"),
    };
    assert_eq!(names(&variants[0]), (None, vec!["id".to_owned()]));
    assert_eq!(
        names(&variants[1]),
        (Some("Point".to_owned()), vec!["id".to_owned()])
    );
}

#[test]
fn flattened_maps_are_the_rest() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Bag {
        id: u32,
        #[serde(flatten)]
        more: BTreeMap<String, bool>,
    }
    let Kind::Object(object) = kind_of::<Bag>() else {
        panic!()
    };
    assert_eq!(object.rest, Some(Box::new(Type::of(Kind::Bool))));
}

#[test]
fn types_that_differ_between_the_sides_are_found_through_others() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Inner {
        #[serde(default)]
        count: u8,
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Outer {
        inner: Vec<Inner>,
        point: Point,
    }
    let model = model_of::<Outer>();
    assert_eq!(
        model.types.shared(|_| false).into_iter().collect::<Vec<_>>(),
        ["Point"]
    );
    assert!(model.types.shared(|ty| ty.kind == Kind::Float).is_empty());
}

#[test]
fn recursive_types_end() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Tree {
        children: Vec<Tree>,
    }
    let model = model_of::<Tree>();
    assert_eq!(model.types.shared(|_| false).len(), 1);
}
