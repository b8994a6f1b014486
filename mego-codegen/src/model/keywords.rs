//! The keywords of one schema, of which every one has to be understood.

use serde_json::{Map, Number, Value};

use super::place::Place;
use crate::problem::Problems;

/// Hands out keywords and remembers which ones nobody asked for.
#[derive(Debug)]
pub(super) struct Keywords<'s> {
    map: &'s Map<String, Value>,
    taken: Vec<&'static str>,
}

impl<'s> Keywords<'s> {
    pub(super) fn new(map: &'s Map<String, Value>) -> Keywords<'s> {
        Keywords {
            map,
            taken: Vec::new(),
        }
    }

    /// The value of a keyword that is understood from now on, if it stands here.
    pub(super) fn take(&mut self, keyword: &'static str) -> Option<&'s Value> {
        self.taken.push(keyword);
        self.map.get(keyword)
    }

    /// The value of a keyword that is perhaps not understood.
    pub(super) fn peek(&self, keyword: &str) -> Option<&'s Value> {
        self.map.get(keyword)
    }

    pub(super) fn has(&self, keyword: &str) -> bool {
        self.map.contains_key(keyword)
    }

    pub(super) fn text(&mut self, keyword: &'static str) -> Option<String> {
        let text = self.map.get(keyword)?.as_str()?.to_owned();
        self.taken.push(keyword);
        Some(text)
    }

    pub(super) fn flag(&mut self, keyword: &'static str) -> Option<bool> {
        let flag = self.map.get(keyword)?.as_bool()?;
        self.taken.push(keyword);
        Some(flag)
    }

    pub(super) fn number(&mut self, keyword: &'static str) -> Option<Number> {
        let Value::Number(number) = self.map.get(keyword)? else {
            return None;
        };
        self.taken.push(keyword);
        Some(number.clone())
    }

    pub(super) fn count(&mut self, keyword: &'static str) -> Option<u64> {
        let count = self.map.get(keyword)?.as_u64()?;
        self.taken.push(keyword);
        Some(count)
    }

    pub(super) fn list(&mut self, keyword: &'static str) -> Option<&'s Vec<Value>> {
        let list = self.map.get(keyword)?.as_array()?;
        self.taken.push(keyword);
        Some(list)
    }

    pub(super) fn object(&mut self, keyword: &'static str) -> Option<&'s Map<String, Value>> {
        let object = self.map.get(keyword)?.as_object()?;
        self.taken.push(keyword);
        Some(object)
    }

    /// Notes a problem for each keyword that nobody took. Keywords of other tools (`x-…`) may stand where they like.
    pub(super) fn finish(self, place: &Place, problems: &mut Problems) {
        for (keyword, value) in self.map {
            if self.taken.contains(&keyword.as_str()) || keyword.starts_with("x-") {
                continue;
            }
            problems.add(
                place.to_string(),
                format!(
                    "the schema keyword `{keyword}` means nothing to mego-codegen here: {}",
                    short(value)
                ),
                remedy(keyword),
            );
        }
    }
}

fn remedy(keyword: &str) -> &'static str {
    match keyword {
        "allOf" => "flatten one enum into a struct at most",
        _ => {
            "take away the attribute that puts it there, or give the field a type that can be said: \
             `#[schemars(with = \"String\")]`"
        }
    }
}

/// A value as it stands in a message: in one line, not too long.
pub(super) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
