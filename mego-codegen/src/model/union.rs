//! Enums: `oneOf` and `anyOf`, recognised by what serde makes of them.

use serde_json::{Map, Value, json};

use super::keywords::Keywords;
use super::place::Place;
use super::prose::prose;
use super::read::Reader;
use super::types::{Kind, Literal, Object, Tagging, Type, Union, Variant};

/// An enum, an `Option`, or a struct with a flattened enum.
pub(super) fn read(reader: &mut Reader<'_>, keywords: &mut Keywords<'_>, place: &Place) -> Type {
    let schemas = members(keywords);
    let schemas = if keywords.has("properties") || keywords.has("$ref") {
        let base = base(keywords);
        alternatives(&schemas)
            .iter()
            .map(|schema| merge(&base, schema))
            .collect()
    } else {
        keywords.take("type");
        schemas
    };
    let count = schemas.len();
    let schemas: Vec<Value> = schemas
        .into_iter()
        .filter(|schema| *schema != json!({"type": "null"}))
        .collect();
    let nullable = schemas.len() < count;
    let mut ty = match schemas.as_slice() {
        [] => Type::of(Kind::Null),
        // `Option<Named>`: the one that is left is the type.
        [one] if nullable => reader.read(one, place),
        several => Type::of(several_of(reader, several, place)),
    };
    ty.nullable |= nullable;
    ty
}

fn several_of(reader: &mut Reader<'_>, schemas: &[Value], place: &Place) -> Kind {
    if let Some(literals) = literals(schemas) {
        return Kind::Literals(literals);
    }
    if let Some(tag) = internal_tag(schemas) {
        let content = adjacent_content(schemas, &tag);
        let variants = schemas
            .iter()
            .map(|schema| variant(reader, schema, &tag, content.as_deref(), place))
            .collect();
        let tagging = match content {
            Some(content) => Tagging::Adjacent { tag, content },
            None => Tagging::Internal { tag },
        };
        return Kind::Union(Union::Tagged { tagging, variants });
    }
    if schemas
        .iter()
        .all(|schema| literal_values(schema).is_some() || single_key(schema).is_some())
    {
        let variants = schemas
            .iter()
            .flat_map(|schema| external(reader, schema, place))
            .collect();
        return Kind::Union(Union::Tagged {
            tagging: Tagging::External,
            variants,
        });
    }
    let members = schemas
        .iter()
        .enumerate()
        .map(|(index, schema)| reader.read(schema, &place.step(&format!("|{}", index + 1))))
        .collect();
    Kind::Union(Union::Untagged(members))
}

/// The members of `oneOf` and `anyOf`.
fn members(keywords: &mut Keywords<'_>) -> Vec<Value> {
    let one = keywords.list("oneOf").into_iter().flatten();
    let any = keywords.list("anyOf").into_iter().flatten();
    one.chain(any).cloned().collect()
}

/// What stands beside `oneOf` in a struct with a flattened enum.
fn base(keywords: &mut Keywords<'_>) -> Map<String, Value> {
    let mut base = Map::new();
    for keyword in [
        "$ref",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "unevaluatedProperties",
    ] {
        if let Some(value) = keywords.take(keyword) {
            base.insert(keyword.to_owned(), value.clone());
        }
    }
    base
}

/// A flattened `Option<Enum>` is a choice within a choice; here it is one.
fn alternatives(schemas: &[Value]) -> Vec<Value> {
    schemas
        .iter()
        .flat_map(|schema| match schema.as_object() {
            Some(map) if map.len() == 1 => match map.values().next() {
                Some(Value::Array(inner)) if map.contains_key("oneOf") || map.contains_key("anyOf") => {
                    alternatives(inner)
                }
                _ => vec![schema.clone()],
            },
            _ => vec![schema.clone()],
        })
        .collect()
}

/// A variant together with the fields of the struct into which it was flattened.
fn merge(base: &Map<String, Value>, variant: &Value) -> Value {
    let Some(variant) = variant.as_object() else {
        return variant.clone();
    };
    let mut merged = base.clone();
    for (keyword, value) in variant {
        match (keyword.as_str(), merged.get_mut(keyword), value) {
            ("properties", Some(Value::Object(all)), Value::Object(more)) => {
                all.extend(more.iter().map(|(name, schema)| (name.clone(), schema.clone())));
            }
            ("required", Some(Value::Array(all)), Value::Array(more)) => all.extend(more.iter().cloned()),
            // Whether unknown fields are refused is for the struct to say.
            ("additionalProperties" | "unevaluatedProperties", _, _) => {}
            _ => {
                merged.insert(keyword.clone(), value.clone());
            }
        }
    }
    Value::Object(merged)
}

/// The values of an enum without data, each with what is said about it.
fn literals(schemas: &[Value]) -> Option<Vec<Literal>> {
    let mut literals = Vec::new();
    for schema in schemas {
        for value in literal_values(schema)? {
            literals.push(Literal {
                value: value.clone(),
                doc: text(schema, "description"),
                deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
            });
        }
    }
    Some(literals)
}

/// The values of `{"type": …, "enum": […]}` or `{"const": …}`; `None` for anything else.
fn literal_values(schema: &Value) -> Option<Vec<&Value>> {
    const UNDERSTOOD: &[&str] = &[
        "type",
        "format",
        "enum",
        "const",
        "title",
        "description",
        "deprecated",
    ];
    let map = schema.as_object()?;
    let is_understood =
        |keyword: &String| UNDERSTOOD.contains(&keyword.as_str()) || keyword.starts_with("x-");
    if !map.keys().all(is_understood) {
        return None;
    }
    match (map.get("enum"), map.get("const")) {
        (Some(Value::Array(values)), None) => Some(values.iter().collect()),
        (None, Some(value)) => Some(vec![value]),
        _ => None,
    }
}

/// The one key of a variant with an external tag, and its schema.
fn single_key(schema: &Value) -> Option<(&String, &Value)> {
    let properties = schema.get("properties")?.as_object()?;
    let required = schema.get("required")?.as_array()?;
    let (name, inner) = properties.iter().next()?;
    let alone = properties.len() == 1 && required.len() == 1 && required[0] == name.as_str();
    (alone && schema.get("$ref").is_none()).then_some((name, inner))
}

/// The field that has another fixed value in each variant.
fn internal_tag(schemas: &[Value]) -> Option<String> {
    let first = schemas.first()?.get("properties")?.as_object()?;
    first
        .keys()
        .find(|key| {
            let tags: Vec<&str> = schemas.iter().filter_map(|schema| tag_of(schema, key)).collect();
            let distinct = tags
                .iter()
                .enumerate()
                .all(|(index, tag)| !tags[..index].contains(tag));
            tags.len() == schemas.len() && distinct
        })
        .cloned()
}

/// The fixed value of a required field.
fn tag_of<'s>(schema: &'s Value, key: &str) -> Option<&'s str> {
    let required = schema.get("required")?.as_array()?;
    let tag = schema.get("properties")?.get(key)?.get("const")?.as_str()?;
    required.iter().any(|name| name == key).then_some(tag)
}

/// The one field beside the tag, if all variants that have a field have that one.
fn adjacent_content(schemas: &[Value], tag: &str) -> Option<String> {
    let mut content: Option<&String> = None;
    for schema in schemas {
        let others: Vec<&String> = schema
            .get("properties")?
            .as_object()?
            .keys()
            .filter(|key| *key != tag)
            .collect();
        match others.as_slice() {
            _ if schema.get("$ref").is_some()
                || schema
                    .get("additionalProperties")
                    .is_some_and(|v| *v != json!(false)) =>
            {
                return None;
            }
            [] => {}
            [one] if content.is_none_or(|name| name == *one) => content = Some(one),
            _ => return None,
        }
    }
    content.cloned()
}

/// A variant with a tag inside. If the tag is adjacent, `content` is the field beside it.
fn variant(
    reader: &mut Reader<'_>,
    schema: &Value,
    tag: &str,
    content: Option<&str>,
    place: &Place,
) -> Variant {
    let name = tag_of(schema, tag).unwrap_or_default().to_owned();
    let mut ty = reader.read(schema, &place.variant(&name));
    let doc = std::mem::take(&mut ty.notes.doc);
    let deprecated = std::mem::take(&mut ty.notes.deprecated);
    let content = match (ty.kind, content) {
        (Kind::Object(object), Some(content)) => object
            .fields
            .into_iter()
            .find(|field| field.name == content)
            .map(|field| field.ty),
        (Kind::Object(mut object), None) => {
            object.fields.retain(|field| field.name != tag);
            (object != Object::default()).then(|| Type {
                kind: Kind::Object(object),
                ..Type::default()
            })
        }
        // `read` has noted a problem.
        _ => None,
    };
    Variant {
        name,
        doc,
        deprecated,
        content,
    }
}

/// The variants of one member of an externally tagged enum: several unit variants, or one with content.
fn external(reader: &mut Reader<'_>, schema: &Value, place: &Place) -> Vec<Variant> {
    let doc = text(schema, "description");
    let deprecated = schema.get("deprecated") == Some(&Value::Bool(true));
    if let Some((name, _)) = single_key(schema) {
        let ty = reader.read(schema, &place.variant(name));
        let content = match ty.kind {
            Kind::Object(mut object) if object.fields.len() == 1 => object.fields.pop().map(|field| field.ty),
            _ => None,
        };
        return vec![Variant {
            name: name.clone(),
            doc,
            deprecated,
            content,
        }];
    }
    literal_values(schema)
        .into_iter()
        .flatten()
        .map(|value| Variant {
            name: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            doc: doc.clone(),
            deprecated,
            content: None,
        })
        .collect()
}

fn text(schema: &Value, keyword: &str) -> String {
    prose(schema.get(keyword).and_then(Value::as_str).unwrap_or_default())
}
