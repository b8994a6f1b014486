//! The built-in statuses that an error may have. A test of the crate `mego` compares them with `mego::Status`.

/// Name and code.
pub(super) const STATUSES: &[(&str, u16)] = &[
    ("Error", 51),
    ("Full", 52),
    ("Exists", 53),
    ("Invalid", 54),
    ("NotFound", 55),
    ("NotAuthorized", 56),
    ("NoPermission", 57),
    ("Unimplemented", 58),
    ("TooManyRequests", 59),
    ("ResourceExhausted", 60),
    ("Busy", 61),
    ("Timeout", 62),
    ("Cancelled", 63),
    ("Unavailable", 64),
    ("FileRetry", 70),
    ("FileEmpty", 71),
    ("FileTooLarge", 72),
];

pub(super) fn code(name: &str) -> Option<u16> {
    STATUSES
        .iter()
        .find(|(status, _)| *status == name)
        .map(|(_, code)| *code)
}

pub(super) fn names() -> String {
    STATUSES
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The first code that a method's own error may have.
pub(super) const FIRST_CUSTOM: u16 = 101;
