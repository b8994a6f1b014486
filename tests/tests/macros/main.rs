//! What the macros accept, and what it means.

mod aliases;
mod attributes;
mod crate_path;
mod events;
mod hygiene;
mod messages;
mod names;
mod statuses;
mod streams;

use mego::contract::{Contract, Method};

/// The method of this name.
fn method<'a>(contract: &'a Contract, name: &str) -> &'a Method {
    let mut methods = contract.groups.iter().flat_map(|group| &group.methods);
    methods
        .find(|method| method.name == name)
        .unwrap_or_else(|| panic!("the contract has no `{name}`"))
}
