//! Where a field stands, so that there can be a link to it.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// A place in an entry: `signup--request`, `signup--request.address.zip`. It is made of names on the wire, never of labels, so that
/// a link holds in every language.
#[derive(Clone, Debug)]
pub(super) struct Place<'t> {
    id: String,
    /// What is taken in this entry. Two forms of an untagged enum may have a field of one name.
    taken: &'t RefCell<BTreeSet<String>>,
}

impl<'t> Place<'t> {
    /// The entry itself.
    pub(super) fn of_entry(anchor: &str, taken: &'t RefCell<BTreeSet<String>>) -> Place<'t> {
        Place {
            id: format!("{anchor}-"),
            taken,
        }
    }

    /// A part of the entry: what is sent, or one of its answers.
    pub(super) fn part(&self, name: &str) -> Place<'t> {
        self.step('-', name)
    }

    /// Within a field, or within one of several forms.
    pub(super) fn inside(&self, name: &str) -> Place<'t> {
        self.step('.', name)
    }

    /// A field, with the id that only this one has.
    pub(super) fn field(&self, name: &str) -> (Place<'t>, String) {
        let place = self.inside(name);
        let numbered = (2..).map(|number| format!("{}-{number}", place.id));
        let mut ids = std::iter::once(place.id.clone()).chain(numbered);
        let mut taken = self.taken.borrow_mut();
        let id = ids.find(|id| taken.insert(id.clone())).unwrap_or_default();
        (place, id)
    }

    fn step(&self, joint: char, name: &str) -> Place<'t> {
        let name = name.to_lowercase();
        let name = name.replace(|c: char| c.is_whitespace() || c == '"' || c == '\\', "");
        Place {
            id: format!("{}{joint}{name}", self.id),
            taken: self.taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_say_where_a_field_is_and_are_its_own() {
        let taken = RefCell::default();
        let entry = Place::of_entry("signup", &taken);
        let request = entry.part("request");
        let (address, id) = request.field("Address");
        assert_eq!(id, "signup--request.address");
        assert_eq!(address.field("zip").1, "signup--request.address.zip");
        assert_eq!(request.field("address").1, "signup--request.address-2");
        assert_eq!(entry.part("ok").field("address").1, "signup--ok.address");
    }
}
