//! How a client begins: make one, call a method, tell its errors apart.

use serde_json::Value;

use crate::model::Side;

use super::blocks::Block;
use super::call;
use super::inline::Inline;
use super::read::Reader;
use super::tree::{Section, SectionKind};

/// The anchor of the section.
pub(super) const ANCHOR: &str = "getting-started";

/// An address, which nobody but the reader knows.
const ADDRESS: &str = "\"wss://api.example.com/mego\"";

impl Reader<'_> {
    /// The section about it. Bare lists have none.
    pub(super) fn started(&self) -> Option<Section> {
        let sentences = &self.labels.sentences;
        let text = |text: &str| Block::Paragraph(Inline::plain(text));
        let code = |lines: Vec<String>| Block::Code("ts".to_owned(), lines.join("\n"));
        let mut body = vec![text(&sentences.started), code(self.first_lines())];
        if let Some(call) = call::first_that_fails(self.model, self.style) {
            body.extend([text(&sentences.narrowing), code(call.lines)]);
        }
        self.medium.has_anchors().then(|| Section {
            anchor: ANCHOR.to_owned(),
            title: self.labels.words.started.clone(),
            kind: SectionKind::Started,
            body,
            parts: Vec::new(),
            entries: Vec::new(),
        })
    }

    /// The lines of a program that makes one call, or hears of one event.
    fn first_lines(&self) -> Vec<String> {
        let path = Value::from(format!("./{}/index.js", self.model.name));
        let mut lines = vec![format!("import {{ createClient }} from {path};"), String::new()];
        let asked = self
            .initial_data()
            .filter(|data| !self.model.is_nullable(Side::Input, data));
        let with_data = asked.and_then(|data| call::connection(self.model, self.style, ADDRESS, data));
        lines.extend(with_data.unwrap_or_else(|| vec![format!("const mego = createClient({ADDRESS});")]));
        let first = match call::first(self.model, self.style) {
            Some((_, call)) => Some(call.lines),
            None => {
                let event = self.model.events.first();
                event.map(|event| call::subscription(self.model, event, self.style.line))
            }
        };
        if let Some(first) = first {
            lines.push(String::new());
            lines.extend(first);
        }
        lines
    }
}
