//! A contract as text.

use std::fs;
use std::path::Path;

use cargo_metadata::MetadataCommand;
use mego::contract::{Contract, ContractError};

use crate::problem::Problem;

/// Reads a contract from a file.
pub(crate) fn read_file(path: &Path) -> Result<Contract, Problem> {
    let place = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| {
        Problem::new(
            &place,
            format!("it cannot be read: {error}"),
            "name the file of a contract",
        )
    })?;
    contract(&place, &text, || None)
}

/// Reads a contract. `version` finds out which mego wrote it.
pub(super) fn contract(
    place: &str,
    text: &str,
    version: impl FnOnce() -> Option<String>,
) -> Result<Contract, Problem> {
    Contract::from_json(text).map_err(|error| match error {
        ContractError::Version { found } => Problem::new(
            place,
            format!(
                "its contract has format {found}, and this mego-codegen {} reads format {}",
                env!("CARGO_PKG_VERSION"),
                mego::contract::VERSION,
            ),
            match version() {
                Some(version) => format!("install the mego-codegen that belongs to the server's mego: `cargo install mego-codegen --version {version}`"),
                None => "install the mego-codegen of the same version as the server's mego: `cargo install mego-codegen --version …`".to_owned(),
            },
        ),
        error => Problem::new(place, error.to_string(), "export it again; a contract is not edited by hand"),
    })
}

/// The version of mego that the workspace uses.
pub(super) fn mego_version(root: &Path) -> Option<String> {
    let metadata = MetadataCommand::new().current_dir(root).exec().ok()?;
    let mego = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "mego")?;
    Some(mego.version.to_string())
}
