//! Intra-doc links: what ``[`User`]`` in a doc comment leads to.

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// What the reader knows it by: the name on the wire of a method, the name of a type.
    pub(super) name: String,
    /// Its anchor with `#`, in documents that have anchors.
    pub(super) href: Option<String>,
}

/// Knows what the paths of a crate are called in the document.
pub(super) trait Links {
    /// What a Rust path such as `crate::users::create_user` leads to, if the document has it.
    fn find(&self, path: &str) -> Option<Link>;
}

/// A document in which nothing can be found.
#[cfg(test)]
pub(super) struct Nowhere;

#[cfg(test)]
impl Links for Nowhere {
    fn find(&self, _: &str) -> Option<Link> {
        None
    }
}

/// The Rust path in the target of a link, without what rustdoc uses to tell namespaces apart. `None` for anything else,
/// such as a URL.
pub(super) fn path_of(target: &str) -> Option<String> {
    let target = target.trim().trim_matches('`');
    let target = match target.split_once('@') {
        Some((namespace, path)) if namespace.chars().all(char::is_alphabetic) => path,
        Some(_) => return None,
        None => target,
    };
    let target = target.trim_end_matches(['!', '(', ')']);
    let target = target.split('<').next().unwrap_or(target).trim_end_matches("::");
    let is_path = !target.is_empty()
        && target
            .split("::")
            .enumerate()
            .all(|(index, part)| (index == 0 && part.is_empty()) || is_identifier(part));
    is_path.then(|| target.to_owned())
}

fn is_identifier(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_urls() {
        for (target, path) in [
            ("User", Some("User")),
            ("`crate::users::User`", Some("crate::users::User")),
            ("struct@User", Some("User")),
            ("create_user()", Some("create_user")),
            ("Vec<User>", Some("Vec")),
            ("::mego::File", Some("::mego::File")),
            ("https://example.com", None),
            ("./page.md", None),
            ("#here", None),
            ("mailto:a@b.c", None),
            ("0, 10", None),
            ("", None),
        ] {
            assert_eq!(path_of(target).as_deref(), path, "{target}");
        }
    }
}
