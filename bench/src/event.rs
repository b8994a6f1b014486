//! The event that the scenario `fanout` sends.

/// Somebody wrote in a room; 100 bytes of MessagePack.
#[mego::event]
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Who wrote it.
    pub author: String,
    /// What was written.
    pub text: String,
}

impl Note {
    /// The one event that is sent.
    #[must_use]
    pub fn sample() -> Note {
        Note {
            author: "ada".to_owned(),
            text: "Whoever has the key to the workshop: bring it back before noon, the oak has come."
                .to_owned(),
        }
    }
}

/// The channel on which all of them listen.
pub const ROOM: &str = "room";

#[cfg(test)]
mod tests {
    use super::Note;

    #[test]
    fn size_is_what_the_figures_say() {
        assert_eq!(mego::wire::encode(&Note::sample()).unwrap().len(), 100);
    }
}
