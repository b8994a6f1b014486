//! What a client says of itself when it connects.

use crate::model::{Side, Type};

use super::blocks::lines;
use super::doc::Doc;
use super::document::Document;
use super::fields::own;
use super::page::{LEVEL, Page};
use super::{Code, call, examples, notation};

/// The anchor of the section.
pub(super) const ANCHOR: &str = "connecting";

impl Document<'_> {
    /// The data that the server asks for, if it asks for some.
    pub(super) fn initial_data(&self) -> Option<&Type> {
        let data = self.model.data.as_ref()?;
        (!self.is_nothing(Side::Input, data)).then_some(data)
    }

    /// The section about it. It stands first, as connecting does.
    pub(super) fn connecting(&self, page: &mut Page) {
        let Some(data) = self.initial_data() else { return };
        let words = &self.labels.words;
        self.anchor(page, ANCHOR);
        page.block(0, &[format!("# {}", words.connecting)]);
        let doc = &own(self.model, Side::Input, data).notes.doc;
        page.block(0, &lines(&Doc::read(doc, &self.names).blocks));
        page.block(0, &[&self.labels.sentences.connecting]);
        page.item(0, &words.data);
        if self.model.is_nullable(Side::Input, data) {
            let notation = notation::marked(&self.names, self.model, Side::Input, data, false);
            self.value(page, LEVEL, Side::Input, data, &notation);
        } else {
            self.own_payload(page, LEVEL, Side::Input, data);
        }
        let example = examples::make(self.model, Side::Input, data);
        self.content(page, LEVEL, example.as_ref());
        if self.code == Code::Fenced
            && let Some(example) = &example
        {
            page.item(0, &words.example);
            page.fence(LEVEL, "ts", &call::connection(self.model, data, example));
        }
    }
}
