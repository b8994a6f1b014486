//! What changed from one contract to the next, and what that means to clients that were made from the older one.
//!
//! The direction decides: a new required field breaks whoever sends the type, and nobody who receives it.

mod api;
mod constraints;
mod kinds;
mod normal;
mod types;

use std::fmt;

use mego::contract::Contract;

use crate::model::Model;
use crate::problem::Problems;
use api::Comparison;

/// What a change does to clients of the older contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Calls fail, or give something else than the client's types say.
    Breaking,
    /// It depends on the client: a `switch` that has to cover all variants, a caller that sends parameters by position.
    MayBreak,
    /// Clients go on as before.
    Compatible,
}

impl Severity {
    /// Each, the worst first.
    pub const ALL: [Severity; 3] = [Severity::Breaking, Severity::MayBreak, Severity::Compatible];
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Breaking => "breaking",
            Severity::MayBreak => "may break",
            Severity::Compatible => "compatible",
        })
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it does to clients of the older contract.
    pub severity: Severity,
    /// Where it is: `createUser(name)`, `User.email`.
    pub place: String,
    /// What is different now, as a statement without a full stop.
    pub message: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:10}  {}: {}", self.severity, self.place, self.message)
    }
}

/// Compares two contracts: what is different in the newer one, the worst first. Documentation does not count.
///
/// ```
/// use mego::contract::Contract;
/// use mego_codegen::diff::{Severity, diff};
///
/// let contract = |methods: &str| Contract::from_json(&format!(
///     r#"{{"mego": 1, "package": "shop", "groups": [{{"methods": [{methods}]}}], "types": {{"input": {{}}, "output": {{}}}}}}"#
/// ));
/// let old = contract(r#"{"name": "ping", "rust": "shop::ping", "input": {"params": []}, "output": {"value": {"type": "null"}}}"#)?;
/// let new = contract("")?;
/// let changes = diff(&old, &new)?;
/// assert_eq!(changes[0].severity, Severity::Breaking);
/// assert_eq!(changes[0].to_string(), "breaking    ping: the method is gone");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What is wrong with one of the contracts.
pub fn diff(old: &Contract, new: &Contract) -> Result<Vec<Change>, Problems> {
    let mut problems = Problems::default();
    let [old, new] = [old, new].map(|contract| {
        let mut model = Model::read(contract, &contract.package, &mut problems);
        normal::normalise(&mut model);
        model
    });
    problems.into_result(())?;
    let mut changes = Comparison::new(&old, &new).changes();
    // The order within one severity is that of the newer contract.
    changes.sort_by_key(|change| change.severity);
    Ok(changes)
}
