//! What is legal, can be generated, and is surely not meant.

mod walk;

use std::fmt;

use serde::Deserialize;

use crate::model::{Kind, Model, Object, Side, Type};
use crate::problem::Problem;

/// A kind of warning. Its name, in `allow = ["byte-arrays"]`, silences it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Lint {
    /// `Vec<u8>` and `[u8; N]`, which are arrays of numbers on the wire and in TypeScript.
    ByteArrays,
    /// Structs without fields, which are null in TypeScript.
    UnitStructs,
    /// `usize` and `isize`, which are 64-bit integers and so `bigint`, also where they only count.
    PointerSizes,
    /// Fields in snake_case, where everything else is in lowerCamelCase.
    SnakeCase,
    /// `Option<Option<T>>`, of which the wire has one null.
    NestedOptions,
    /// `std::time::Duration` and `SystemTime`, which are objects with two fields.
    StdTimes,
}

impl Lint {
    /// All of them.
    pub const ALL: &[Lint] = &[
        Lint::ByteArrays,
        Lint::UnitStructs,
        Lint::PointerSizes,
        Lint::SnakeCase,
        Lint::NestedOptions,
        Lint::StdTimes,
    ];

    /// The name that silences it.
    ///
    /// ```
    /// use mego_codegen::Lint;
    ///
    /// assert_eq!(Lint::ByteArrays.name(), "byte-arrays");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Lint::ByteArrays => "byte-arrays",
            Lint::UnitStructs => "unit-structs",
            Lint::PointerSizes => "pointer-sizes",
            Lint::SnakeCase => "snake-case",
            Lint::NestedOptions => "nested-options",
            Lint::StdTimes => "std-times",
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that is surely not meant: where, what, and how to put it right or keep it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What kind it is.
    pub lint: Lint,
    /// Where it is, what it is, and what to do about it.
    pub problem: Problem,
}

/// With two lines of help: how to put it right, and how to silence it.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "warning: {}\n  help: or allow it: allow = [\"{}\"]",
            self.problem, self.lint
        )
    }
}

/// Warns of what is legal and surely not meant. `allow` silences kinds of warnings.
///
/// ```
/// use mego::contract::Contract;
/// use mego_codegen::{Lint, Model};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = r#"{"mego": 1, "package": "shop", "groups": [], "types": {"input": {}, "output": {
///     "Photo": {"type": "object", "properties": {
///         "pixels": {"type": "array", "items": {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255}}
///     }, "required": ["pixels"]}
/// }}}"#;
/// let model = Model::new(&Contract::from_json(text)?, "shop")?;
/// let warnings = mego_codegen::lint(&model, &[]);
/// assert_eq!(warnings[0].problem.place, "Photo.pixels");
/// assert!(mego_codegen::lint(&model, &[Lint::ByteArrays]).is_empty());
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn lint(model: &Model, allow: &[Lint]) -> Vec<Warning> {
    let mut warnings = Warnings {
        allow,
        list: Vec::new(),
    };
    walk::all(model, &mut |side, place, ty| {
        warnings.look(model, side, place, ty);
    });
    warnings.list
}

struct Warnings<'a> {
    allow: &'a [Lint],
    list: Vec<Warning>,
}

impl Warnings<'_> {
    fn look(&mut self, model: &Model, side: Side, place: &str, ty: &Type) {
        match &ty.kind {
            Kind::Array(item, _) if is_byte(item) => self.add(
                Lint::ByteArrays,
                place,
                "bytes that are sent one by one, as an array of numbers",
                "use `mego::Bytes`, which is binary on the wire and a `Uint8Array` in TypeScript",
            ),
            Kind::Unit => self.add(
                Lint::UnitStructs,
                place,
                "a unit struct tells a client nothing: it is always null there",
                "use `()`, or take it away",
            ),
            Kind::Int64 | Kind::Uint64 if ty.implied.is_pointer_sized && ty.int64.is_none() => self.add(
                Lint::PointerSizes,
                place,
                "a `usize` or an `isize` is an integer of 64 bits to clients, as large as it may ever become",
                "use `u32` for what is counted, `u64` for what is larger, or say what it is in TypeScript: \
                 `#[mego(int64 = \"number\")]`",
            ),
            Kind::Object(object) => self.snake_case(place, object),
            Kind::Named(name) => self.std_time(place, name, model.named(side, name)),
            _ => {}
        }
        if ty.nested_option {
            self.add(
                Lint::NestedOptions,
                place,
                "an `Option` in an `Option` has one null for both, so that one of them is never seen",
                "use one `Option`, or `mego::Patch<T>` to tell what is left out from what is null",
            );
        }
    }

    /// Once for a type, at its first field.
    fn snake_case(&mut self, place: &str, object: &Object) {
        let names: Vec<&str> = object
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .filter(|name| is_snake_case(name))
            .collect();
        let [first, others @ ..] = names.as_slice() else {
            return;
        };
        let others = match others.len() {
            0 => String::new(),
            1 => " and another field".to_owned(),
            count => format!(" and {count} other fields"),
        };
        self.add(
            Lint::SnakeCase,
            &format!("{place}.{first}"),
            &format!("`{first}`{others} in snake_case, while methods and parameters are in lowerCamelCase"),
            "put `#[mego::data]` on the type, or `#[serde(rename_all = \"camelCase\")]`",
        );
    }

    fn std_time(&mut self, place: &str, name: &str, ty: Option<&Type>) {
        match ty.and_then(|ty| std_time(name, ty)) {
            Some(StdTime::Duration) => self.add(
                Lint::StdTimes,
                place,
                "a `std::time::Duration` is an object of seconds and nanoseconds to clients",
                "use `mego::Millis`, a number of milliseconds",
            ),
            Some(StdTime::SystemTime) => self.add(
                Lint::StdTimes,
                place,
                "a `SystemTime` is an object of seconds and nanoseconds to clients",
                "use `jiff::Timestamp` or `chrono::DateTime<Utc>`, with the feature of mego of that name",
            ),
            None => {}
        }
    }

    fn add(&mut self, lint: Lint, place: &str, message: &str, remedy: &str) {
        let warning = Warning {
            lint,
            problem: Problem::new(place, message, remedy),
        };
        // What is the same on both sides is told once.
        if !self.allow.contains(&lint) && !self.list.contains(&warning) {
            self.list.push(warning);
        }
    }
}

fn is_byte(ty: &Type) -> bool {
    let bounds = (ty.implied.minimum, ty.implied.maximum);
    ty.kind == Kind::Int && !ty.nullable && bounds == (Some(0), Some(255))
}

/// `user_name`, and neither `_id` nor `MAX_SIZE`, which somebody wanted so.
fn is_snake_case(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|letter| letter.is_lowercase() || letter.is_ascii_digit())
    };
    name.contains('_') && name.split('_').all(is_word)
}

enum StdTime {
    Duration,
    SystemTime,
}

/// What schemars makes of the types of `std::time`.
fn std_time(name: &str, ty: &Type) -> Option<StdTime> {
    let Kind::Object(object) = &ty.kind else {
        return None;
    };
    let fields: Vec<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
    match (name, fields.as_slice()) {
        ("Duration", ["secs", "nanos"]) => Some(StdTime::Duration),
        ("SystemTime", ["secs_since_epoch", "nanos_since_epoch"]) => Some(StdTime::SystemTime),
        _ => None,
    }
}
