//! What a server promises of a method, or asks for, beyond its fields.

use crate::model::{Input, Kind, Method, Side, Type};

use super::labels::fill;
use super::quantity;
use super::read::Reader;

impl Reader<'_> {
    /// One sentence each.
    pub(super) fn facts(&self, method: &Method) -> Vec<String> {
        let sentences = &self.labels.sentences;
        let units = &self.labels.units;
        let mut facts = Vec::new();
        match &method.input {
            Input::Bind(ty) if self.is_bare(ty) => facts.push(sentences.bare_value.clone()),
            _ => {}
        }
        if method.lenient && !method.takes_nothing() {
            facts.push(sentences.lenient.clone());
        }
        if method.idempotent {
            facts.push(sentences.idempotent.clone());
        }
        facts.extend(method.timeout_ms.map(|timeout| {
            fill(
                &sentences.timeout,
                &[("value", &quantity::duration(units, timeout))],
            )
        }));
        facts.extend(
            method
                .max_size
                .map(|size| fill(&sentences.max_size, &[("value", &quantity::size(units, size))])),
        );
        facts
    }

    /// Whether a payload has no names in it, so that a reader has to be told that none goes around it.
    fn is_bare(&self, ty: &Type) -> bool {
        !self.is_nothing(Side::Input, ty)
            && !self
                .resolved(Side::Input, ty)
                .is_some_and(|ty| matches!(ty.kind, Kind::Object(_) | Kind::Union(_)))
    }
}
