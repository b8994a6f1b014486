//! Which named types are the same on both sides.

use std::collections::BTreeSet;

use super::{Type, Types};

impl Types {
    /// The names of the types that mean the same on both sides, down to the last type that they mention.
    ///
    /// `differs` says which types mean something else on each side although their schema is the same.
    #[must_use]
    pub fn shared(&self, differs: impl Fn(&Type) -> bool) -> BTreeSet<&str> {
        let mut shared: BTreeSet<&str> = self
            .input
            .iter()
            .filter(|(name, ty)| self.output.get(*name) == Some(ty) && !any(ty, &differs))
            .map(|(name, _)| name.as_str())
            .collect();
        // A type that mentions one that is not shared is not shared either, and so on.
        loop {
            let lost: Vec<&str> = shared
                .iter()
                .copied()
                .filter(|name| self.mentions_other(name, &shared))
                .collect();
            if lost.is_empty() {
                return shared;
            }
            for name in lost {
                shared.remove(name);
            }
        }
    }

    fn mentions_other(&self, name: &str, shared: &BTreeSet<&str>) -> bool {
        let mut other = false;
        if let Some(ty) = self.input.get(name) {
            ty.visit_names(&mut |mentioned| other |= !shared.contains(mentioned));
        }
        other
    }
}

fn any(ty: &Type, differs: &impl Fn(&Type) -> bool) -> bool {
    differs(ty) || ty.children().into_iter().any(|child| any(child, differs))
}
