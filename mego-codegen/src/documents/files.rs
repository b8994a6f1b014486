//! The files that go with a call.

use crate::model::FileField;

use super::doc::Doc;
use super::inline::{code_span, escape};
use super::quantity;
use super::read::Reader;
use super::tree::{Field, Part, Presence};

impl Reader<'_> {
    /// The files under their label; nothing where there are none.
    pub(super) fn files(&self, files: &[FileField]) -> Option<Part> {
        let fields = files.iter().map(|file| self.file(file));
        (!files.is_empty()).then(|| Part::Files(fields.collect()))
    }

    fn file(&self, file: &FileField) -> Field {
        let presence = Presence::of(file.required, false);
        let kind = if file.many { "[]file" } else { "file" };
        Field {
            name: escape(&file.name),
            notation: Some(format!("{kind}{}", presence.mark())),
            presence: Some(presence),
            doc: Doc::read(&file.doc, &self.names),
            limits: self.file_limits(file),
            ..Field::default()
        }
    }

    fn file_limits(&self, file: &FileField) -> Vec<String> {
        let words = &self.labels.constraints;
        let mut limits = Vec::new();
        limits.extend(
            file.max_files
                .map(|files| words.files_max.with(&[("max", &files.to_string())])),
        );
        limits.extend(file.max_size.map(|size| {
            let size = quantity::size(&self.labels.units, size);
            let phrase = if file.many {
                &words.file_size_each
            } else {
                &words.max
            };
            phrase.with(&[("max", &size)])
        }));
        if !file.types.is_empty() {
            let types: Vec<String> = file.types.iter().map(|kind| media_type(kind)).collect();
            limits.push(types.join(&self.labels.sentences.list_separator));
        }
        limits
    }
}

/// A media type as it is; one with a star is code, for a star marks something.
fn media_type(kind: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '+');
    if kind.chars().all(is_plain) {
        kind.to_owned()
    } else {
        code_span(kind)
    }
}
