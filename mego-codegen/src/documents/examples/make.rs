//! Makes an example from the examples and defaults of what is inside a type.

use serde_json::{Map, Value};

use crate::model::{Field, Kind, Model, Side, Tagging, Type, Union, Variant};

use super::super::check;
use super::given;

/// How many values an example has at most. Types that hold each other would make one that nobody reads.
const MOST: usize = 200;

/// How many named types may stand inside each other. Where that makes an example too large, less is tried.
const DEPTHS: [usize; 4] = [16, 3, 2, 1];

/// An example of a type, if there is enough to make it from.
pub(in crate::documents) fn make(model: &Model, side: Side, ty: &Type) -> Option<Value> {
    worth(made(model, side, |maker| maker.value(ty)))
}

/// An example of some fields together.
pub(super) fn make_fields(model: &Model, side: Side, fields: &[&Field]) -> Option<Value> {
    worth(made(model, side, |maker| maker.fields(fields)))
}

/// The deepest example that is not too large.
fn made<'a>(model: &'a Model, side: Side, make: impl Fn(&mut Maker<'a>) -> Option<Made>) -> Option<Made> {
    for depth in DEPTHS {
        let mut maker = Maker {
            model,
            side,
            inside: Vec::new(),
            depth,
            left: MOST,
        };
        let made = make(&mut maker);
        if maker.left > 0 {
            return made;
        }
    }
    None
}

/// An object that was put together from nothing tells nothing.
fn worth(made: Option<Made>) -> Option<Value> {
    made.filter(|made| made.given || made.value.as_object().is_none_or(|map| !map.is_empty()))
        .map(|made| made.value)
        .filter(|value| !value.is_null())
}

/// An example, and whether an author had a part in it.
struct Made {
    value: Value,
    given: bool,
}

struct Maker<'a> {
    model: &'a Model,
    side: Side,
    /// The named types that are being made, which hold themselves.
    inside: Vec<&'a str>,
    /// How many of them there may be.
    depth: usize,
    /// How many values may still be made.
    left: usize,
}

impl<'a> Maker<'a> {
    fn value(&mut self, ty: &'a Type) -> Option<Made> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return None;
        }
        let by_author = given(&ty.notes).or_else(|| self.default(ty));
        if let Some(value) = by_author {
            return Some(Made { value, given: true });
        }
        match &ty.kind {
            Kind::Named(name) => {
                let named = self.model.named(self.side, name)?;
                if self.inside.contains(&name.as_str()) || self.inside.len() >= self.depth {
                    return None;
                }
                self.inside.push(name);
                let made = self.value(named);
                self.inside.pop();
                made
            }
            Kind::Object(object) => {
                let model = self.model;
                self.fields(&check::all_fields(model, self.side, object))
            }
            Kind::Array(item, None) | Kind::Set(item) => {
                // A list that cannot be shown for its size is best empty.
                let is_cut = self.depth < DEPTHS[0] && self.inside.len() >= self.depth;
                let Some(made) = self.value(item) else {
                    return is_cut.then(|| Made {
                        value: Value::Array(Vec::new()),
                        given: false,
                    });
                };
                Some(Made {
                    value: Value::Array(vec![made.value]),
                    given: made.given,
                })
            }
            Kind::Tuple(items) => {
                let items: Option<Vec<Made>> = items.iter().map(|item| self.value(item)).collect();
                let items = items?;
                let given = items.iter().any(|made| made.given);
                Some(Made {
                    value: items.into_iter().map(|made| made.value).collect(),
                    given,
                })
            }
            Kind::Literals(literals) if literals.len() == 1 => Some(Made {
                value: literals[0].value.clone(),
                given: false,
            }),
            Kind::Union(Union::Tagged { tagging, variants }) => self.variant(tagging, variants),
            Kind::Null | Kind::Unit => Some(Made {
                value: Value::Null,
                given: false,
            }),
            _ => None,
        }
    }

    /// One variant of an enum: the first to which an author gave an example, or else the first that can be made. One that
    /// should not be used any more is no example.
    fn variant(&mut self, tagging: &Tagging, variants: &'a [Variant]) -> Option<Made> {
        let mut first = None;
        for variant in variants.iter().filter(|variant| !variant.deprecated) {
            match self.tagged(tagging, variant) {
                Some(made) if made.given => return Some(made),
                made => first = first.or(made),
            }
        }
        first
    }

    fn tagged(&mut self, tagging: &Tagging, variant: &'a Variant) -> Option<Made> {
        let name = Value::from(variant.name.as_str());
        let content = match &variant.content {
            Some(content) => Some(self.value(content)?),
            None => None,
        };
        let given = content.as_ref().is_some_and(|made| made.given);
        let content = content.map(|made| made.value);
        let value = match (tagging, content) {
            // As of an enum without data: which one of them says nothing.
            (Tagging::External, None) => return None,
            (Tagging::External, Some(content)) => Map::from_iter([(variant.name.clone(), content)]).into(),
            (Tagging::Internal { tag }, content) => {
                let mut map = Map::from_iter([(tag.clone(), name)]);
                if let Some(Value::Object(content)) = content {
                    map.extend(content);
                }
                map.into()
            }
            (Tagging::Adjacent { tag, .. }, None) => Map::from_iter([(tag.clone(), name)]).into(),
            (Tagging::Adjacent { tag, content: place }, Some(content)) => {
                Map::from_iter([(tag.clone(), name), (place.clone(), content)]).into()
            }
        };
        Some(Made { value, given })
    }

    fn fields(&mut self, fields: &[&'a Field]) -> Option<Made> {
        let mut map = Map::new();
        let mut given = false;
        for field in fields {
            match self.value(&field.ty) {
                Some(made) if field.required || made.given => {
                    given |= made.given;
                    map.insert(field.name.clone(), made.value);
                }
                None if field.required => return None,
                _ => {}
            }
        }
        Some(Made {
            value: Value::Object(map),
            given,
        })
    }

    /// The default, where it says something. That of a type which is written in another way than it is read does not
    /// fit, and is no example.
    fn default(&self, ty: &Type) -> Option<Value> {
        let default = ty.notes.default.as_ref().filter(|default| !default.is_null())?;
        check::check(self.model, self.side, ty, default)
            .is_empty()
            .then(|| default.clone())
    }
}
