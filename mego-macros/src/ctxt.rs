//! Collects the faults of one expansion.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Error;

/// Faults found so far. [`Ctxt::finish`] has to be called: a collector that is dropped unread would lose errors.
pub(crate) struct Ctxt {
    errors: RefCell<Option<Vec<Error>>>,
}

impl Ctxt {
    pub(crate) fn new() -> Ctxt {
        Ctxt {
            errors: RefCell::new(Some(Vec::new())),
        }
    }

    /// Notes a fault on these tokens.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    pub(crate) fn push(&self, error: Error) {
        if let Some(errors) = &mut *self.errors.borrow_mut() {
            errors.push(error);
        }
    }

    /// Notes the fault of a result.
    pub(crate) fn ok<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// One `compile_error!` for each fault; nothing when there are none.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        let errors = self.errors.take().unwrap_or_default();
        if errors.is_empty() {
            return None;
        }
        let errors = errors.iter().map(Error::to_compile_error);
        Some(quote!(#(#errors)*))
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        if !std::thread::panicking() && self.errors.borrow().is_some() {
            panic!("the faults of an expansion were not read");
        }
    }
}
