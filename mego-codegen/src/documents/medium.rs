//! What a document is made for.

/// Where a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// As it is: Markdown that is its lists and nothing else.
    Lists,
    /// Shown by something that understands Markdown.
    Markdown,
    /// In a browser.
    Site,
}

impl Medium {
    /// Whether there are links, and with them all that is beside the lists: a legend, calls, a way to begin.
    pub(super) fn has_anchors(self) -> bool {
        self != Medium::Lists
    }

    /// The widest line of TypeScript. On a site it stands beside the text.
    pub(super) fn line(self) -> usize {
        match self {
            Medium::Lists | Medium::Markdown => 80,
            Medium::Site => 56,
        }
    }
}
