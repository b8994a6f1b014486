//! The events of a document.

use crate::model::{Event, Side, WhenSlow};

use super::blocks::Block;
use super::inline::{Inline, code_span};
use super::read::{Reader, content};
use super::tree::{Entry, Part, Section, SectionKind};
use super::{call, examples};

/// The anchor of the section.
pub(super) const ANCHOR: &str = "events";

impl Reader<'_> {
    /// The section of events, if there are some.
    pub(super) fn events(&self) -> Option<Section> {
        let events = &self.model.events;
        (!events.is_empty()).then(|| Section {
            anchor: ANCHOR.to_owned(),
            title: self.labels.words.events.clone(),
            kind: SectionKind::Events,
            body: Vec::new(),
            parts: Vec::new(),
            entries: events.iter().map(|event| self.event(event)).collect(),
        })
    }

    fn event(&self, event: &Event) -> Entry {
        let mut entry = self.titled(&event.doc, &event.name, event.deprecated.as_deref());
        entry.anchor = self.names.of_event(&event.name).to_owned();
        if let Some(sentence) = self.when_slow(event.when_slow) {
            entry.body.push(Block::Paragraph(Inline::plain(sentence)));
        }
        let channel = match &event.channel {
            Some(form) => code_span(form),
            None => self.labels.words.any_channel.clone(),
        };
        entry.parts.push(Part::Channel(channel));
        entry.parts.extend(self.own_payload(Side::Output, &event.data));
        let example = examples::make(self.model, Side::Output, &event.data);
        entry.parts.extend(content(example.as_ref()));
        entry
            .parts
            .push(Part::Call(call::subscription(self.model, event, self.style.line)));
        entry
    }

    /// What becomes of a slow subscriber, where it is not disconnected.
    fn when_slow(&self, when_slow: WhenSlow) -> Option<&str> {
        let sentences = &self.labels.sentences;
        match when_slow {
            WhenSlow::DropOldest => Some(&sentences.drop_oldest),
            WhenSlow::KeepLatest => Some(&sentences.keep_latest),
            _ => None,
        }
    }
}
