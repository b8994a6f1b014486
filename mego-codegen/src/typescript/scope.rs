//! What each named type is called in TypeScript.

use std::collections::{BTreeMap, BTreeSet};

use super::{Int64, names};
use crate::model::{Kind, Method, Model, Side, Type};
use crate::problem::Problems;

/// The names of one API, all of them different.
#[derive(Debug)]
pub(super) struct Scope<'m> {
    pub(super) model: &'m Model,
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

impl<'m> Scope<'m> {
    /// Names every type. One that is the same in both directions has one name; of one that is not, the shape that clients
    /// send has `Input` behind its name.
    pub(super) fn new(model: &'m Model, int64: Int64, problems: &mut Problems) -> Scope<'m> {
        let shared = model.types.shared(|kind| differs(kind, int64));
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
            declared,
            names,
        };
        scope.check_types(problems);
        scope.check_methods(problems);
        scope
    }

    /// The types that are declared, by name.
    pub(super) fn declared(&self) -> &[Declared<'m>] {
        &self.declared
    }

    /// What a named type is called.
    pub(super) fn name(&self, side: Side, rust: &str) -> &str {
        // The model refuses a name that is not in its tables.
        self.names
            .get(&side)
            .and_then(|names| names.get(rust))
            .map_or("never", String::as_str)
    }

    /// Whether any type of the API is `serde_json::Value`.
    pub(super) fn uses_json_value(&self) -> bool {
        let method = |method: &Method| {
            let input = match &method.input {
                crate::model::Input::Params(params) => params.iter().any(|param| holds_any(&param.ty)),
                crate::model::Input::Bind(ty) => holds_any(ty),
            };
            let crate::model::Output::Value(output) = &method.output;
            input
                || holds_any(output)
                || method
                    .errors
                    .iter()
                    .filter_map(|e| e.data.as_ref())
                    .any(holds_any)
        };
        self.declared.iter().any(|declared| holds_any(declared.ty)) || self.model.methods().any(method)
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
            } else if names::is_reserved_type(name) || (json_value && name == JSON_VALUE) {
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
        let mut wire: BTreeMap<&str, &Method> = BTreeMap::new();
        let mut made: BTreeMap<String, &Method> = BTreeMap::new();
        for method in self.model.methods() {
            check_segments(method, problems);
            if let Some(other) = wire.insert(&method.name, method) {
                problems.add(
                    &method.rust,
                    format!("`{}` is already the name of {}", method.name, other.rust),
                    "give one of them another name: `#[mego::method(name = \"…\")]`",
                );
                continue;
            }
            for suffix in ["Params", "Error"] {
                let name = format!("{}{suffix}", names::pascal(&method.name));
                let what = if suffix == "Params" {
                    "the type of its parameters"
                } else {
                    "the type of its errors"
                };
                if self.declared.iter().any(|declared| declared.name == name) {
                    problems.add(
                        &method.rust,
                        format!("{what} is called `{name}` in TypeScript, and so is a type of the API"),
                        "give the type another name: `#[schemars(rename = \"…\")]`, or the method: \
                         `#[mego::method(name = \"…\")]`",
                    );
                }
                if let Some(other) = made.insert(name.clone(), method) {
                    problems.add(
                        &method.rust,
                        format!(
                            "{what} is called `{name}` in TypeScript, and so is that of {}",
                            other.rust
                        ),
                        "give one of the methods another name: `#[mego::method(name = \"…\")]`",
                    );
                }
            }
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
        for (name, method) in &wire {
            for (end, _) in name.match_indices('.') {
                if let Some(outer) = wire.get(&name[..end]) {
                    problems.add(
                        &method.rust,
                        format!(
                            "`{name}` would stand inside `{}`, which is a method itself: {}",
                            outer.name, outer.rust
                        ),
                        format!("give one of them another name, such as `{}.get`", outer.name),
                    );
                }
            }
        }
    }
}

fn check_segments(method: &Method, problems: &mut Problems) {
    let remedy = "rename the function, or give the method another name: `#[mego::method(name = \"…\")]`";
    for (index, segment) in method.name.split('.').enumerate() {
        if !names::is_identifier(segment) {
            problems.add(
                &method.rust,
                format!(
                    "`{}` cannot be the name of a method: `{segment}` is no identifier",
                    method.name
                ),
                remedy,
            );
        } else if index == 0 && names::RESERVED_METHODS.contains(&segment) {
            problems.add(
                &method.rust,
                format!("`{segment}` cannot be the name of a method: a client has a use of its own for it"),
                remedy,
            );
        } else if index > 0 && names::RESERVED_SEGMENTS.contains(&segment) {
            problems.add(
                &method.rust,
                format!(
                    "`{}` cannot be the name of a method: `{segment}` is taken by JavaScript or by Mego",
                    method.name
                ),
                remedy,
            );
        }
    }
}

/// What clients may send in more than one form is another type than what they get.
fn differs(kind: &Kind, int64: Int64) -> bool {
    match kind {
        Kind::Int64 | Kind::Uint64 => int64 == Int64::Bigint,
        Kind::Int128 | Kind::Uint128 | Kind::Bytes => true,
        _ => false,
    }
}

fn holds_any(ty: &Type) -> bool {
    ty.kind == Kind::Any || ty.children().into_iter().any(holds_any)
}
