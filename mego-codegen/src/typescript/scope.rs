//! What each named type is called in TypeScript.

use std::collections::{BTreeMap, BTreeSet};

use super::{Dates, Int64, Options, names};
use crate::model::{Format, Kind, Method, Model, Object, Side, Type};
use crate::problem::Problems;
use crate::reserved;

/// The names of one API, all of them different.
#[derive(Debug)]
pub(super) struct Scope<'m> {
    pub(super) model: &'m Model,
    options: Options,
    declared: Vec<Declared<'m>>,
    names: BTreeMap<Side, BTreeMap<&'m str, String>>,
}

/// A type of the contract and its name in TypeScript.
#[derive(Clone, Debug)]
pub(super) struct Declared<'m> {
    pub(super) name: String,
    pub(super) rust: &'m str,
    pub(super) side: Side,
    pub(super) ty: &'m Type,
}

/// Any JSON value: declared in `types` where it is used.
pub(super) const JSON_VALUE: &str = "JsonValue";

/// The interface of all events: declared where there are some.
pub(super) const EVENTS: &str = "Events";

impl<'m> Scope<'m> {
    /// Names every type. One that is the same in both directions has one name; of one that is not, the shape that clients
    /// send has `Input` behind its name.
    pub(super) fn new(model: &'m Model, options: Options, problems: &mut Problems) -> Scope<'m> {
        let shared = model.types.shared(|ty| differs(ty, options.int64));
        let mut declared = Vec::new();
        let mut names: BTreeMap<Side, BTreeMap<&str, String>> = BTreeMap::new();
        let all: BTreeSet<&str> = model
            .types
            .input
            .keys()
            .chain(model.types.output.keys())
            .map(String::as_str)
            .collect();
        for rust in all {
            let output = model.named(Side::Output, rust);
            let input = model.named(Side::Input, rust);
            let mut declare = |side: Side, ty: &'m Type, name: String| {
                names.entry(side).or_default().insert(rust, name.clone());
                declared.push(Declared { name, rust, side, ty });
            };
            match (output, input) {
                (Some(output), Some(_)) if shared.contains(rust) => {
                    declare(Side::Output, output, rust.to_owned());
                    names
                        .entry(Side::Input)
                        .or_default()
                        .insert(rust, rust.to_owned());
                }
                (Some(output), Some(input)) => {
                    declare(Side::Output, output, rust.to_owned());
                    declare(Side::Input, input, format!("{rust}Input"));
                }
                (Some(output), None) => declare(Side::Output, output, rust.to_owned()),
                (None, Some(input)) => declare(Side::Input, input, rust.to_owned()),
                (None, None) => {}
            }
        }
        let scope = Scope {
            model,
            options,
            declared,
            names,
        };
        scope.check_types(problems);
        scope.check_methods(problems);
        scope.check_made(problems);
        scope
    }

    /// The types that are declared, by name.
    pub(super) fn declared(&self) -> &[Declared<'m>] {
        &self.declared
    }

    /// What a 64-bit integer of this type is.
    pub(super) fn int64(&self, ty: &Type) -> Int64 {
        ty.int64.unwrap_or(self.options.int64)
    }

    /// Whether a value of this type is a `Date`.
    pub(super) fn is_date(&self, kind: &Kind) -> bool {
        self.options.dates == Dates::Date && *kind == Kind::String(Format::DateTime)
    }

    /// What a named type is called.
    pub(super) fn name(&self, side: Side, rust: &str) -> &str {
        // The model refuses a name that is not in its tables.
        self.names
            .get(&side)
            .and_then(|names| names.get(rust))
            .map_or("never", String::as_str)
    }

    /// The structs whose fields an object has as well, by name, and the name of what is no struct, if it comes to that.
    pub(super) fn bases<'o>(
        &self,
        side: Side,
        object: &'o Object,
    ) -> (Vec<(&'o str, &'o Object)>, Option<&'o str>)
    where
        'm: 'o,
    {
        let mut bases: Vec<(&str, &Object)> = Vec::new();
        let mut object = object;
        while let Some(base) = object.base.as_deref() {
            match self.model.named(side, base).map(|ty| &ty.kind) {
                // No struct is within itself, but a broken contract might say so.
                Some(Kind::Object(inner)) if bases.iter().all(|(name, _)| *name != base) => {
                    bases.push((base, inner));
                    object = inner;
                }
                _ => return (bases, Some(base)),
            }
        }
        (bases, None)
    }

    /// Whether any type of the API is `serde_json::Value`.
    pub(super) fn uses_json_value(&self) -> bool {
        let method = |method: &Method| {
            let input = match &method.input {
                crate::model::Input::Params(params) => params.iter().any(|param| holds_any(&param.ty)),
                crate::model::Input::Bind(ty) => holds_any(ty),
            };
            input
                || holds_any(method.output.ty())
                || method
                    .errors
                    .iter()
                    .filter_map(|e| e.data.as_ref())
                    .any(holds_any)
        };
        self.declared.iter().any(|declared| holds_any(declared.ty))
            || self.model.methods().any(method)
            || self.model.events.iter().any(|event| holds_any(&event.data))
            || self.model.data.as_ref().is_some_and(holds_any)
    }

    fn check_types(&self, problems: &mut Problems) {
        let mut seen: BTreeMap<&str, &Declared<'_>> = BTreeMap::new();
        let json_value = self.uses_json_value();
        for declared in &self.declared {
            let Declared { name, rust, .. } = declared;
            let rename = format!("give it another name: `#[schemars(rename = \"My{rust}\")]`");
            if !names::is_identifier(rust) {
                let remedy = "give it a name of letters and digits: `#[schemars(rename = \"…\")]`";
                problems.add(
                    *rust,
                    format!("`{rust}` cannot be the name of a type in TypeScript"),
                    remedy,
                );
            } else if names::is_reserved_type(name)
                || (json_value && name == JSON_VALUE)
                || (!self.model.events.is_empty() && name == EVENTS)
            {
                problems.add(
                    *rust,
                    format!("`{name}` has a meaning of its own in the generated TypeScript"),
                    &rename,
                );
            }
            if let Some(other) = seen.insert(name, declared) {
                let message = format!(
                    "`{}` has one shape for input and one for output, and the former is called `{name}`, as another type",
                    other.rust.trim_end_matches("Input"),
                );
                problems.add(*rust, message, &rename);
            }
        }
    }

    fn check_methods(&self, problems: &mut Problems) {
        let methods = self.model.methods().map(|method| Named {
            name: &method.name,
            rust: &method.rust,
        });
        check_names(&METHODS, methods, problems);
        let events = self.model.events.iter().map(|event| Named {
            name: &event.name,
            rust: &event.rust,
        });
        check_names(&EVENT_NAMES, events, problems);
        for method in self.model.methods() {
            let mut codes = BTreeMap::new();
            for error in &method.errors {
                if let Some(other) = codes.insert(error.code, &error.status) {
                    problems.add(
                        &method.rust,
                        format!(
                            "`{}` and `{other}` have the same code, {}",
                            error.status, error.code
                        ),
                        "give one of them a code of its own: `#[mego(code = 101)]` and up",
                    );
                }
            }
        }
    }

    /// Checks the types that are made for methods: `CreateUserParams`, `CreateUserError`.
    fn check_made(&self, problems: &mut Problems) {
        let mut made: BTreeMap<String, &Method> = BTreeMap::new();
        for method in self.model.methods() {
            for (suffix, what) in [
                ("Params", "the type of its parameters"),
                ("Error", "the type of its errors"),
            ] {
                let name = format!("{}{suffix}", names::pascal(&method.name));
                if self.declared.iter().any(|declared| declared.name == name) {
                    problems.add(
                        &method.rust,
                        format!("{what} is called `{name}` in TypeScript, and so is a type of the API"),
                        "give the type another name: `#[schemars(rename = \"…\")]`, or the method: \
                         `#[mego::method(name = \"…\")]`",
                    );
                }
                match made.insert(name.clone(), method) {
                    // Two methods of one name have their problem already.
                    Some(other) if other.name != method.name => problems.add(
                        &method.rust,
                        format!(
                            "{what} is called `{name}` in TypeScript, and so is that of {}",
                            other.rust
                        ),
                        "give one of the methods another name: `#[mego::method(name = \"…\")]`",
                    ),
                    _ => {}
                }
            }
        }
    }
}

/// A method or an event.
#[derive(Clone, Copy, Debug)]
struct Named<'m> {
    name: &'m str,
    rust: &'m str,
}

/// What is named, in words, and what may not stand first in its name.
struct Words {
    one: &'static str,
    the: &'static str,
    itself: &'static str,
    attribute: &'static str,
    item: &'static str,
    reserved: &'static [&'static str],
}

const METHODS: Words = Words {
    one: "a method",
    the: "the method",
    itself: "a method itself",
    attribute: "method",
    item: "function",
    reserved: reserved::OF_CLIENTS,
};

const EVENT_NAMES: Words = Words {
    one: "an event",
    the: "the event",
    itself: "an event itself",
    attribute: "event",
    item: "type",
    reserved: &[],
};

/// Checks that the names can be members, and that no two are at one place.
fn check_names<'m>(words: &Words, named: impl Iterator<Item = Named<'m>>, problems: &mut Problems) {
    let attribute = words.attribute;
    let mut wire: BTreeMap<&str, Named<'_>> = BTreeMap::new();
    for named in named {
        check_segments(words, named, problems);
        if let Some(other) = wire.insert(named.name, named) {
            problems.add(
                named.rust,
                format!("`{}` is already the name of {}", named.name, other.rust),
                format!("give one of them another name: `#[mego::{attribute}(name = \"…\")]`"),
            );
        }
    }
    for (name, named) in &wire {
        for (end, _) in name.match_indices('.') {
            if let Some(outer) = wire.get(&name[..end]) {
                problems.add(
                    named.rust,
                    format!(
                        "`{name}` would stand inside `{}`, which is {}: {}",
                        outer.name, words.itself, outer.rust
                    ),
                    format!("give one of them another name, such as `{}.get`", outer.name),
                );
            }
        }
    }
}

fn check_segments(words: &Words, named: Named<'_>, problems: &mut Problems) {
    let Words {
        one,
        the,
        attribute,
        item,
        ..
    } = words;
    let name = named.name;
    let remedy =
        format!("rename the {item}, or give {the} another name: `#[mego::{attribute}(name = \"…\")]`");
    for (index, segment) in name.split('.').enumerate() {
        let message = if !names::is_identifier(segment) {
            format!("`{name}` cannot be the name of {one}: `{segment}` is no identifier")
        } else if reserved::ANYWHERE.contains(&segment) {
            format!("`{name}` cannot be the name of {one}: `{segment}` means something to JavaScript")
        } else if index == 0 && words.reserved.contains(&segment) {
            format!("`{name}` cannot be the name of {one}: a client has a use of its own for `{segment}`")
        } else {
            continue;
        };
        problems.add(named.rust, message, &remedy);
    }
}

/// What clients may send in more than one form is another type than what they get.
fn differs(ty: &Type, int64: Int64) -> bool {
    match ty.kind {
        Kind::Int64 | Kind::Uint64 => ty.int64.unwrap_or(int64) == Int64::Bigint,
        Kind::Int128 | Kind::Uint128 | Kind::Bytes => true,
        _ => false,
    }
}

fn holds_any(ty: &Type) -> bool {
    ty.kind == Kind::Any || ty.children().into_iter().any(holds_any)
}
