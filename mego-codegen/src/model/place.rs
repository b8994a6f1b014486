//! Where in a contract something is, as a person would say it: `shop::buy(order).items[].price`.

use std::fmt;

/// A way from a function or a named type down to a part of it.
#[derive(Clone, Debug)]
pub(super) struct Place(String);

impl Place {
    /// A function or a named type.
    pub(super) fn root(name: &str) -> Place {
        Place(name.to_owned())
    }

    /// Any step, written as it is.
    pub(super) fn step(&self, step: &str) -> Place {
        Place(format!("{}{step}", self.0))
    }

    /// A field of an object.
    pub(super) fn field(&self, name: &str) -> Place {
        Place(format!("{}.{name}", self.0))
    }

    /// The elements of an array.
    pub(super) fn items(&self) -> Place {
        self.step("[]")
    }

    /// The values of a map.
    pub(super) fn values(&self) -> Place {
        self.step("{}")
    }

    /// A variant of an enum.
    pub(super) fn variant(&self, name: &str) -> Place {
        Place(format!("{}::{name}", self.0))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}
