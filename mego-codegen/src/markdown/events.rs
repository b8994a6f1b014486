//! The events of a document.

use crate::model::{Event, Side, WhenSlow};

use super::blocks::lines;
use super::doc::Doc;
use super::document::Document;
use super::examples;
use super::inline::{code_span, escape};
use super::names::in_words;
use super::page::{LEVEL, Page};
use super::{Code, call};

/// The anchor of the section.
pub(super) const ANCHOR: &str = "events";

impl Document<'_> {
    /// The section of events, if there are some.
    pub(super) fn events(&self, page: &mut Page) {
        let events = &self.model.events;
        if events.is_empty() {
            return;
        }
        self.anchor(page, ANCHOR);
        page.block(0, &[format!("# {}", self.labels.words.events)]);
        for event in events {
            self.event(page, event);
        }
    }

    /// The events in the table of contents.
    pub(super) fn contents_of_events(&self, page: &mut Page) {
        if self.model.events.is_empty() {
            return;
        }
        page.field(0, &format!("[{}](#{ANCHOR})", self.labels.words.events));
        for event in &self.model.events {
            let title = self.bare_title(&event.doc, &event.name, event.deprecated.is_some());
            page.field(
                LEVEL,
                &format!("[{title}](#{})", self.names.of_event(&event.name)),
            );
        }
    }

    fn event(&self, page: &mut Page, event: &Event) {
        let words = &self.labels.words;
        let (title, body) = Doc::read(&event.doc, &self.names).into_title();
        let title = title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| in_words(&event.name));
        self.anchor(page, self.names.of_event(&event.name));
        page.block(0, &[format!("## {title} [{}]", escape(&event.name))]);
        if let Some(note) = &event.deprecated {
            self.deprecated(page, 0, note);
        }
        page.block(0, &lines(&body));
        if let Some(sentence) = self.when_slow(event.when_slow) {
            page.block(0, &[sentence]);
        }
        let channel = match &event.channel {
            Some(form) => code_span(form),
            None => words.any_channel.clone(),
        };
        page.item(0, &format!("{} ({channel})", words.channel));
        self.own_payload(page, 0, Side::Output, &event.data);
        let example = examples::make(self.model, Side::Output, &event.data);
        self.content(page, 0, example.as_ref());
        if self.code == Code::Fenced {
            page.item(0, &words.example);
            page.fence(LEVEL, "ts", &call::subscription(self.model, event));
        }
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
