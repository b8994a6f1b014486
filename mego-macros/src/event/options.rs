//! What stands in `#[mego::event(…)]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{LitStr, Path, parse_quote};

use super::pattern;
use crate::attributes;
use crate::ctxt::Ctxt;

const ALLOWED: &[&str] = &["name", "channel", "when_slow", "crate"];

/// How a policy is written here, and what the crate calls it.
const POLICIES: &[(&str, &str)] = &[
    ("disconnect", "Disconnect"),
    ("drop_oldest", "DropOldest"),
    ("keep_latest", "KeepLatest"),
];

pub(super) struct Options {
    pub(super) name: Option<LitStr>,
    pub(super) channel: Option<String>,
    when_slow: Option<&'static str>,
    pub(super) krate: Path,
}

impl Options {
    /// The variant of `WhenSlow`.
    pub(super) fn when_slow(&self) -> Ident {
        Ident::new(self.when_slow.unwrap_or("Disconnect"), Span::call_site())
    }
}

pub(super) fn parse(ctxt: &Ctxt, attribute: TokenStream) -> Options {
    let (mut name, mut channel, mut when_slow, mut krate) = (None, None, None, None);
    attributes::read(ctxt, attribute, |meta| {
        let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match key.as_str() {
            "name" => attributes::set(ctxt, &meta, &mut name, attributes::text(&meta)?),
            "channel" => {
                let text = attributes::text(&meta)?;
                if let Err(message) = pattern::check(&text.value()) {
                    ctxt.error(&text, message);
                }
                attributes::set(ctxt, &meta, &mut channel, text.value());
            }
            "when_slow" => {
                let expected = "expected `disconnect`, `drop_oldest` or `keep_latest`, without quotes";
                let input = attributes::value(&meta)?;
                let written: Ident = input.parse().map_err(|_| input.error(expected))?;
                let policy = POLICIES.iter().find(|(name, _)| written == name);
                let (_, variant) = policy.ok_or_else(|| syn::Error::new(written.span(), expected))?;
                attributes::set(ctxt, &meta, &mut when_slow, *variant);
            }
            "crate" => attributes::set(ctxt, &meta, &mut krate, attributes::path(&meta)?),
            _ => return Err(attributes::unknown(&meta, ALLOWED)),
        }
        Ok(())
    });
    Options {
        name,
        channel,
        when_slow,
        krate: krate.unwrap_or_else(|| parse_quote!(::mego)),
    }
}
