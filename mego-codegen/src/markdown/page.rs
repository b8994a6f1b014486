//! Writes blocks: what is indented how far, and where blank lines stand.

use super::Code;

/// Columns per level.
pub(super) const LEVEL: usize = 4;

/// A document while it is being written.
#[derive(Debug, PartialEq)]
pub(super) struct Page {
    text: String,
    code: Code,
    /// Whether a field that follows needs a blank line before it: something with a body came last.
    loose: bool,
}

impl Page {
    pub(super) fn new(code: Code) -> Page {
        Page {
            text: String::new(),
            code,
            loose: true,
        }
    }

    /// The document, with exactly one newline at its end.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Writes a block after a blank line: a heading, a paragraph, lines that belong together.
    pub(super) fn block<S: AsRef<str>>(&mut self, indent: usize, lines: &[S]) {
        if lines.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in lines {
            self.line(indent, line.as_ref());
        }
        self.loose = true;
    }

    /// Writes an item of a list after a blank line. Fields may follow it without one.
    pub(super) fn item(&mut self, indent: usize, text: &str) {
        self.block(indent, &[format!("+ {text}")]);
        self.loose = false;
    }

    /// Writes a field: without a blank line before it, unless what came last has a body.
    pub(super) fn field(&mut self, indent: usize, text: &str) {
        if self.loose {
            return self.item(indent, text);
        }
        self.line(indent, &format!("+ {text}"));
    }

    /// Makes the next field stand after a blank line, as the first of its list or as one that has a body.
    pub(super) fn break_before(&mut self) {
        self.loose = true;
    }

    /// Writes JSON that belongs to the item whose `+` stands at `indent`.
    pub(super) fn json(&mut self, indent: usize, lines: &[String]) {
        match self.code {
            Code::Fenced => self.fence(indent + LEVEL, "json", lines),
            Code::Indented => self.block(indent + 2 * LEVEL, lines),
        }
    }

    /// Writes a fence.
    pub(super) fn fence(&mut self, indent: usize, language: &str, lines: &[String]) {
        self.block(indent, &crate::documents::fenced(language, &lines.join("\n")));
    }

    fn line(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&" ".repeat(indent));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_separated_and_fields_are_not() {
        let mut page = Page::new(Code::Indented);
        page.block(0, &["# Title"]);
        page.item(0, "Fields");
        page.field(4, "a");
        page.field(4, "b");
        page.block(8, &["About b."]);
        page.field(4, "c");
        page.field(4, "d");
        page.item(0, "Content");
        page.json(0, &["{".into(), "}".into()]);
        let expected = "# Title\n\n+ Fields\n    + a\n    + b\n\n        About b.\n\n    + c\n    + d\n\n+ Content\n\n        {\n        }\n";
        assert_eq!(page.into_text(), expected);
    }

    #[test]
    fn an_item_without_a_body_is_a_block_too() {
        let mut page = Page::new(Code::Fenced);
        page.item(0, "Response");
        page.item(4, "StatusOK");
        page.item(4, "StatusFull");
        assert_eq!(
            page.into_text(),
            "+ Response\n\n    + StatusOK\n\n    + StatusFull\n"
        );
    }

    #[test]
    fn fences_stand_four_columns_right_and_indented_code_eight() {
        let mut page = Page::new(Code::Fenced);
        page.item(4, "Content");
        page.json(4, &["1".into()]);
        assert_eq!(
            page.into_text(),
            "    + Content\n\n        ```json\n        1\n        ```\n"
        );
    }

    #[test]
    fn blank_lines_hold_no_spaces() {
        let mut page = Page::new(Code::Fenced);
        page.block(4, &["a", "", "b"]);
        assert_eq!(page.into_text(), "    a\n\n    b\n");
    }
}
