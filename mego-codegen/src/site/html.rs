//! HTML while it is being written. Only what stands in this program is markup; whatever comes from a contract is text.

/// A piece of a page.
#[derive(Debug, Default)]
pub(super) struct Html {
    text: String,
}

impl Html {
    /// The HTML.
    pub(super) fn into_string(self) -> String {
        self.text
    }

    /// Whether there is nothing yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Opens an element.
    pub(super) fn start(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.text(value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    /// Closes an element.
    pub(super) fn end(&mut self, tag: &'static str) {
        self.text.push_str("</");
        self.text.push_str(tag);
        self.text.push('>');
    }

    /// An element that holds nothing but text.
    pub(super) fn element(&mut self, tag: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.start(tag, attributes);
        self.text(text);
        self.end(tag);
    }

    /// Text as it is: nothing in it means anything.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                '\0' => self.text.push('\u{fffd}'),
                c => self.text.push(c),
            }
        }
    }

    /// A line break in the source, so that a page can be read there, too.
    pub(super) fn line(&mut self) {
        self.text.push('\n');
    }

    /// Puts another piece behind this one.
    pub(super) fn append(&mut self, other: &Html) {
        self.text.push_str(&other.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let mut html = Html::default();
        html.element("a", &[("href", "\"><script>")], "</a><!-- & '\0");
        assert_eq!(
            html.into_string(),
            "<a href=\"&quot;&gt;&lt;script&gt;\">&lt;/a&gt;&lt;!-- &amp; &#39;\u{fffd}</a>"
        );
    }
}
