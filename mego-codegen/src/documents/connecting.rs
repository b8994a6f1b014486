//! What a client says of itself when it connects.

use crate::model::{Side, Type};

use super::blocks::Block;
use super::doc::Doc;
use super::fields::own;
use super::inline::Inline;
use super::read::{Reader, content};
use super::tree::{Label, Part, Presence, Section, SectionKind};
use super::{call, examples};

/// The anchor of the section.
pub(super) const ANCHOR: &str = "connecting";

impl Reader<'_> {
    /// The data that the server asks for, if it asks for some.
    pub(super) fn initial_data(&self) -> Option<&Type> {
        let data = self.model.data.as_ref()?;
        (!self.is_nothing(Side::Input, data)).then_some(data)
    }

    /// The section about it. It stands first, as connecting does.
    pub(super) fn connecting(&self) -> Option<Section> {
        let data = self.initial_data()?;
        let doc = &own(self.model, Side::Input, data).notes.doc;
        let mut body = Doc::read(doc, &self.names).blocks;
        let sentence = self.labels.sentences.connecting.clone();
        body.push(Block::Paragraph(Inline::plain(sentence)));
        let mut inner = if self.model.is_nullable(Side::Input, data) {
            vec![self.value(Side::Input, data, Some(Presence::Optional))]
        } else {
            self.own_payload(Side::Input, data)
        };
        inner.extend(content(examples::make(self.model, Side::Input, data).as_ref()));
        let mut parts = vec![Part::Under(Label::Data, inner)];
        parts.extend(call::connection(self.model, self.style, "url", data).map(Part::Call));
        Some(Section {
            anchor: ANCHOR.to_owned(),
            title: self.labels.words.connecting.clone(),
            kind: SectionKind::Connecting,
            body,
            parts,
            entries: Vec::new(),
        })
    }
}
