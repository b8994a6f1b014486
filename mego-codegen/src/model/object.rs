//! Structs, maps, lists and tuples.

use serde_json::Value;

use super::keywords::{Keywords, short};
use super::place::Place;
use super::read::Reader;
use super::types::{Field, Key, Kind, Object, Type};

/// A struct or a map.
pub(super) fn read(reader: &mut Reader<'_>, keywords: &mut Keywords<'_>, place: &Place) -> Kind {
    let required: Vec<&str> = keywords
        .list("required")
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let fields: Vec<Field> = keywords
        .object("properties")
        .into_iter()
        .flatten()
        .map(|(name, schema)| {
            reader.check_name(name, place);
            Field {
                name: name.clone(),
                ty: reader.read(schema, &place.field(name)),
                required: required.contains(&name.as_str()),
            }
        })
        .collect();
    // schemars writes the second where a struct with a flattened enum refuses unknown fields.
    let rest = rest(reader, keywords, "additionalProperties", place)
        .or_else(|| rest(reader, keywords, "unevaluatedProperties", place));
    let patterns = patterns(reader, keywords, place);
    match (patterns, rest) {
        (Some((key, value)), None) if fields.is_empty() => Kind::Map(key, Box::new(value)),
        (None, Some(value)) if fields.is_empty() => Kind::Map(Key::String, Box::new(value)),
        (None, rest) => Kind::Object(Object {
            base: None,
            fields,
            rest: rest.map(Box::new),
        }),
        (Some(_), _) => {
            reader.problem(
                place,
                "a map whose keys are not text stands among other fields".to_owned(),
                "give the map a field of its own instead of `#[serde(flatten)]`, or give it `String` keys",
            );
            Kind::Any
        }
    }
}

/// The type of unnamed fields. `false` means that there are none, which is what a reader assumes anyway.
fn rest(
    reader: &mut Reader<'_>,
    keywords: &mut Keywords<'_>,
    keyword: &'static str,
    place: &Place,
) -> Option<Type> {
    match keywords.take(keyword)? {
        Value::Bool(false) => None,
        schema => Some(reader.read(schema, &place.values())),
    }
}

/// `patternProperties`: the keys of a map that are not just any text.
fn patterns(reader: &mut Reader<'_>, keywords: &mut Keywords<'_>, place: &Place) -> Option<(Key, Type)> {
    let patterns = keywords.object("patternProperties")?;
    let (pattern, schema) = patterns.iter().next()?;
    if patterns.len() > 1 {
        reader.problem(
            place,
            "the keys of this map are of several types".to_owned(),
            "use one type for all keys: `String` or an integer",
        );
    }
    let key = match pattern.as_str() {
        r"^\d+$" => Key::Uint,
        r"^-?\d+$" => Key::Int,
        _ => Key::String,
    };
    Some((key, reader.read(schema, &place.values())))
}

/// A list, a set or a tuple.
pub(super) fn read_array(reader: &mut Reader<'_>, keywords: &mut Keywords<'_>, place: &Place) -> Kind {
    let bounds = (
        keywords.peek("minItems").and_then(Value::as_u64),
        keywords.peek("maxItems").and_then(Value::as_u64),
    );
    if let Some(items) = keywords.list("prefixItems") {
        let length = items.len() as u64;
        if bounds == (Some(length), Some(length)) {
            keywords.take("minItems");
            keywords.take("maxItems");
        }
        if keywords.peek("items") == Some(&Value::Bool(false)) {
            keywords.take("items");
        }
        return Kind::Tuple(
            items
                .iter()
                .enumerate()
                .map(|(index, schema)| reader.read(schema, &place.field(&index.to_string())))
                .collect(),
        );
    }
    let item = keywords.take("items");
    if item.is_none() && bounds.1 == Some(0) {
        // `[T; 0]` and a tuple variant without fields.
        keywords.take("minItems");
        keywords.take("maxItems");
        return Kind::Tuple(Vec::new());
    }
    let item = Box::new(item.map_or_else(
        || Type::of(Kind::Any),
        |schema| reader.read(schema, &place.items()),
    ));
    match keywords.take("uniqueItems") {
        Some(Value::Bool(true)) => return Kind::Set(item),
        Some(Value::Bool(false)) | None => {}
        Some(other) => reader.problem(
            place,
            format!("`uniqueItems` is {}", short(other)),
            "export the contract again; this one was changed or broken on its way",
        ),
    }
    match bounds {
        (Some(min), Some(max)) if min == max => {
            keywords.take("minItems");
            keywords.take("maxItems");
            Kind::Array(item, Some(min))
        }
        _ => Kind::Array(item, None),
    }
}
