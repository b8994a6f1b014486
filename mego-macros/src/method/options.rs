//! What stands in `#[mego::method(…)]`.

use proc_macro2::TokenStream;
use syn::{LitStr, Path, parse_quote};

use crate::ctxt::Ctxt;
use crate::{attributes, units};

const ALLOWED: &[&str] = &[
    "name",
    "timeout",
    "max_size",
    "lenient",
    "hidden",
    "idempotent",
    "spawn",
    "detached",
    "crate",
];

pub(super) struct Options {
    pub(super) name: Option<LitStr>,
    pub(super) timeout_ms: Option<u64>,
    pub(super) max_size: Option<u64>,
    pub(super) lenient: bool,
    pub(super) hidden: bool,
    pub(super) idempotent: bool,
    pub(super) spawn: bool,
    pub(super) detached: bool,
    pub(super) krate: Path,
}

pub(super) fn parse(ctxt: &Ctxt, attribute: TokenStream) -> Options {
    let mut name = None;
    let mut timeout_ms = None;
    let mut max_size = None;
    let mut krate = None;
    let [mut lenient, mut hidden, mut idempotent, mut spawn, mut detached] = [None; 5];
    attributes::read(ctxt, attribute, |meta| {
        let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match key.as_str() {
            "name" => attributes::set(ctxt, &meta, &mut name, attributes::text(&meta)?),
            "timeout" => {
                let text = attributes::text(&meta)?;
                attributes::set(ctxt, &meta, &mut timeout_ms, units::milliseconds(&text)?);
            }
            "max_size" => {
                let text = attributes::text(&meta)?;
                attributes::set(ctxt, &meta, &mut max_size, units::bytes(&text)?);
            }
            "crate" => attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?),
            "lenient" | "hidden" | "idempotent" | "spawn" | "detached" => {
                attributes::flag(&meta)?;
                let flag = match key.as_str() {
                    "lenient" => &mut lenient,
                    "hidden" => &mut hidden,
                    "idempotent" => &mut idempotent,
                    "spawn" => &mut spawn,
                    _ => &mut detached,
                };
                attributes::set(ctxt, &meta, flag, ());
            }
            _ => return Err(attributes::unknown(&meta, ALLOWED)),
        }
        Ok(())
    });
    Options {
        name,
        timeout_ms,
        max_size,
        lenient: lenient.is_some(),
        hidden: hidden.is_some(),
        idempotent: idempotent.is_some(),
        spawn: spawn.is_some(),
        detached: detached.is_some(),
        krate: krate.unwrap_or_else(|| parse_quote!(::mego)),
    }
}
