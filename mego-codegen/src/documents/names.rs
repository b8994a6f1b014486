//! What things are called in a document, and where its links lead.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, Side};

use super::inline::{code_span, escape};
use super::links::{Link, Links};

/// The anchors of a document, and the types that it has mentioned so far.
///
/// Anchors are made from names on the wire, never from titles, so that a link holds in every language.
pub(super) struct Names<'a> {
    model: &'a Model,
    /// Whether names are links to anchors.
    has_anchors: bool,
    methods: BTreeMap<&'a str, String>,
    events: BTreeMap<&'a str, String>,
    types: BTreeMap<&'a str, String>,
    mentioned: RefCell<BTreeSet<(&'a str, Side)>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(model: &'a Model, has_anchors: bool) -> Names<'a> {
        let mut taken = BTreeSet::from(
            [
                "contents",
                super::started::ANCHOR,
                super::events::ANCHOR,
                "types",
                "status-codes",
            ]
            .map(str::to_owned),
        );
        if model.data.is_some() {
            taken.insert(super::connecting::ANCHOR.to_owned());
        }
        let mut anchor = |prefix: &str, name: &str| {
            let name = format!(
                "{prefix}{}",
                name.to_lowercase()
                    .replace(|c: char| c.is_whitespace() || c == '"', "-")
            );
            // `getUser` and `getuser` are two methods and need two anchors.
            let numbered = |n: usize| {
                if n == 1 {
                    name.clone()
                } else {
                    format!("{name}-{n}")
                }
            };
            let free = (1..)
                .map(numbered)
                .find(|name| !taken.contains(name))
                .unwrap_or(name.clone());
            taken.insert(free.clone());
            free
        };
        let methods = model
            .methods()
            .map(|method| (method.name.as_str(), anchor("", &method.name)))
            .collect();
        let events = model
            .events
            .iter()
            .map(|event| (event.name.as_str(), anchor("event-", &event.name)))
            .collect();
        let types = [Side::Input, Side::Output]
            .iter()
            .flat_map(|side| model.types.on(*side).keys())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|name| (name.as_str(), anchor("type-", name)))
            .collect();
        Names {
            model,
            has_anchors,
            methods,
            events,
            types,
            mentioned: RefCell::default(),
        }
    }

    /// Whether names are links to anchors.
    pub(super) fn has_anchors(&self) -> bool {
        self.has_anchors
    }

    /// A type where another one or a field mentions it.
    pub(super) fn type_reference(&self, side: Side, name: &str) -> String {
        self.mention(side, name);
        match self.types.get(name) {
            Some(anchor) if self.has_anchors => format!("[{}](#{anchor})", escape(name)),
            _ => escape(name),
        }
    }

    /// A method where a sentence mentions it.
    pub(super) fn method_reference(&self, name: &str) -> String {
        match self.methods.get(name) {
            Some(anchor) if self.has_anchors => format!("[{}](#{anchor})", escape(name)),
            _ => code_span(name),
        }
    }

    /// An event where a sentence mentions it.
    pub(super) fn event_reference(&self, name: &str) -> String {
        match self.events.get(name) {
            Some(anchor) if self.has_anchors => format!("[{}](#{anchor})", escape(name)),
            _ => code_span(name),
        }
    }

    /// A link, in documents that have anchors.
    pub(super) fn link(&self, text: &str, anchor: &str) -> String {
        if self.has_anchors {
            format!("[{text}](#{anchor})")
        } else {
            text.to_owned()
        }
    }

    /// The anchor of a method.
    pub(super) fn of_method(&self, name: &str) -> &str {
        self.methods.get(name).map_or("", String::as_str)
    }

    /// The anchor of an event.
    pub(super) fn of_event(&self, name: &str) -> &str {
        self.events.get(name).map_or("", String::as_str)
    }

    /// The anchor of a type.
    pub(super) fn of_type(&self, name: &str) -> &str {
        self.types.get(name).map_or("", String::as_str)
    }

    /// The types that were mentioned, in alphabetical order, each with the sides on which it was.
    pub(super) fn mentioned(&self) -> BTreeMap<&'a str, Vec<Side>> {
        let mut types: BTreeMap<&str, Vec<Side>> = BTreeMap::new();
        for (name, side) in self.mentioned.borrow().iter() {
            types.entry(name).or_default().push(*side);
        }
        types
    }

    fn mention(&self, side: Side, name: &str) {
        if let Some((name, _)) = self.model.types.on(side).get_key_value(name) {
            self.mentioned.borrow_mut().insert((name, side));
        }
    }

    /// The method behind a Rust path.
    fn method(&self, path: &str) -> Option<&'a str> {
        let methods = self.model.methods();
        behind(
            path,
            methods.map(|method| (method.rust.as_str(), method.name.as_str())),
        )
    }

    /// The event behind a Rust path.
    fn event(&self, path: &str) -> Option<&'a str> {
        let events = self.model.events.iter();
        behind(
            path,
            events.map(|event| (event.rust.as_str(), event.name.as_str())),
        )
    }
}

/// The name on the wire of what a Rust path means, given the path and the name of each candidate: the only one that is
/// called so, or the one whose path ends like it.
fn behind<'a>(path: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let last = |path: &'a str| path.rsplit("::").next().unwrap_or(path);
    let name = path.rsplit("::").next()?;
    let candidates: Vec<_> = all.filter(|(rust, _)| last(rust) == name).collect();
    match candidates.as_slice() {
        [(_, one)] => Some(one),
        several => {
            let tail = format!(
                "::{}",
                path.trim_start_matches("crate::").trim_start_matches("super::")
            );
            let mut exact = several.iter().filter(|(rust, _)| rust.ends_with(&tail));
            let (_, found) = exact.next()?;
            exact.next().is_none().then_some(*found)
        }
    }
}

impl Links for Names<'_> {
    fn find(&self, path: &str) -> Option<Link> {
        let href = |anchor: &str| self.has_anchors.then(|| format!("#{anchor}"));
        if let Some(method) = self.method(path) {
            return Some(Link {
                name: method.to_owned(),
                href: href(self.of_method(method)),
            });
        }
        if let Some(event) = self.event(path) {
            return Some(Link {
                name: event.to_owned(),
                href: href(self.of_event(event)),
            });
        }
        // `User`, or a part of it: `User::name`.
        let mut parts = path.rsplit("::");
        let last = parts.next()?;
        let (owner, name) = match parts.next() {
            Some(owner) if !self.types.contains_key(last) => (owner, format!("{owner}.{last}")),
            _ => (last, last.to_owned()),
        };
        let anchor = self.types.get(owner)?;
        self.mention(Side::Input, owner);
        self.mention(Side::Output, owner);
        Some(Link {
            name,
            href: href(anchor),
        })
    }
}

/// A name on the wire as words, for a method without a doc comment: `users.createAPIKey` is "Users create API key".
pub(crate) fn in_words(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let chars: Vec<char> = name.chars().collect();
    for (index, c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| chars.get(index));
        let after = chars.get(index + 1);
        let starts = c.is_uppercase()
            && (before.is_some_and(|b| !b.is_uppercase())
                || (before.is_some_and(|b| b.is_uppercase()) && after.is_some_and(|a| a.is_lowercase())));
        if starts || words.is_empty() {
            words.push(String::new());
        }
        words.last_mut().into_iter().for_each(|word| word.push(*c));
    }
    words.retain(|word| !word.is_empty());
    for (index, word) in words.iter_mut().enumerate() {
        let acronym = word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
        let mut letters = word.chars();
        *word = match letters.next() {
            Some(first) if index == 0 => first.to_uppercase().chain(letters).collect(),
            Some(_) if !acronym => word.to_lowercase(),
            _ => word.clone(),
        };
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        for (name, words) in [
            ("createUser", "Create user"),
            ("users.list", "Users list"),
            ("users.createAPIKey", "Users create API key"),
            ("sum", "Sum"),
            ("getHTTPStatus", "Get HTTP status"),
            ("a", "A"),
            ("top10List", "Top10 list"),
            ("a.b_c", "A b c"),
        ] {
            assert_eq!(in_words(name), words);
        }
    }
}
