//! What may be missing, null, or both.

use mego::Patch;

use super::Samples;
use super::numbers::Huge;

/// Options in all their forms.
#[mego::data]
pub(super) struct Options {
    plain: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<u64>,
    #[serde(default)]
    defaulted: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    both: Option<String>,
    nested: Option<Option<u32>>,
    of_struct: Option<Huge>,
    of_list: Option<Vec<Option<u64>>>,
    in_list: Vec<Option<Option<i64>>>,
    of_unit: Option<()>,
    boxed: Option<Box<Options>>,
}

impl Samples for Options {
    fn samples() -> Vec<(&'static str, Options)> {
        let none = || Options {
            plain: None,
            absent: None,
            defaulted: None,
            both: None,
            nested: None,
            of_struct: None,
            of_list: None,
            in_list: vec![],
            of_unit: None,
            boxed: None,
        };
        let some = || Options {
            plain: Some(u64::MAX),
            absent: Some(0),
            defaulted: Some(false),
            both: Some(String::new()),
            nested: Some(Some(0)),
            of_struct: Huge::samples().pop().map(|(_, huge)| huge),
            of_list: Some(vec![None, Some(1), None]),
            in_list: vec![None, Some(Some(i64::MIN))],
            of_unit: None,
            boxed: Some(Box::new(none())),
        };
        vec![
            ("none", none()),
            ("some", some()),
            (
                "some within some",
                Options {
                    boxed: Some(Box::new(some())),
                    ..some()
                },
            ),
            (
                "one null for both",
                Options {
                    nested: Some(None),
                    in_list: vec![Some(None)],
                    of_list: Some(vec![]),
                    ..none()
                },
            ),
        ]
    }
}

/// What is to change.
#[mego::data]
pub(super) struct Update {
    name: Patch<String>,
    size: Patch<u64>,
}

impl Samples for Update {
    fn samples() -> Vec<(&'static str, Update)> {
        let of = |name, size| Update { name, size };
        vec![
            ("nothing", of(Patch::Absent, Patch::Absent)),
            ("cleared", of(Patch::Null, Patch::Null)),
            ("set", of(Patch::Value(String::new()), Patch::Value(u64::MAX))),
            ("one of two", of(Patch::Absent, Patch::Null)),
        ]
    }
}
