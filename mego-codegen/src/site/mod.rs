//! The API documents as a static site: a folder that can be opened as it is, or put on any server of files.
//!
//! It is printed from the same tree as the Markdown. Nothing in it asks the network for anything, and a strict
//! `Content-Security-Policy` may go with it: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'`.
//!
//! ```
//! use mego::contract::Contract;
//! use mego_codegen::markdown::Labels;
//! use mego_codegen::{Model, site, typescript};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"{"mego": 1, "package": "shop", "groups": [], "types": {"input": {}, "output": {}}}"#;
//! let model = Model::new(&Contract::from_json(text)?, "shop")?;
//! let languages = [Labels::built_in("en")?, Labels::built_in("zh-TW")?];
//! let files = site::render(&model, &languages, typescript::Options::default())?;
//! assert!(files["site/index.html"].contains("<html lang=\"en\""));
//! assert!(files["site/zh-TW.html"].contains("<html lang=\"zh-TW\""));
//! # Ok(())
//! # }
//! ```

mod entry;
mod fields;
mod highlight;
mod html;
mod page;
mod place;
mod prose;
mod statuses;

use crate::documents::{self, Labels, Medium};
use crate::model::Model;
use crate::output::Files;
use crate::problem::Problems;
use crate::typescript;

/// What is the same on every page.
const ASSETS: &[(&str, &str)] = &[
    ("icon.svg", include_str!("../../site/icon.svg")),
    ("site.js", include_str!("../../site/site.js")),
    ("style.css", include_str!("../../site/style.css")),
];

/// Writes the site, into the folder `site`. `index.html` is in the first language; where there are several, each has a page of
/// its own besides, so that a link to one holds when their order changes. `client` is the one that calls are shown for.
///
/// # Errors
/// Every example that does not fit its type, with the method, the field and what was expected.
pub fn render(model: &Model, languages: &[Labels], client: typescript::Options) -> Result<Files, Problems> {
    let mut known: Vec<&Labels> = Vec::new();
    for labels in languages {
        if !known.iter().any(|other| other.lang() == labels.lang()) {
            known.push(labels);
        }
    }
    let mut files = Files::new();
    for labels in &known {
        let page = page::render(
            &documents::read(model, labels, client, Medium::Site)?,
            &known,
            &model.hash,
        );
        if files.is_empty() {
            files.insert("site/index.html".to_owned(), page.clone());
        }
        if known.len() > 1 {
            files.insert(format!("site/{}.html", labels.lang()), page);
        }
    }
    if !files.is_empty() {
        let assets = ASSETS.iter();
        files.extend(assets.map(|(name, text)| (format!("site/{name}"), (*text).to_owned())));
    }
    Ok(files)
}
