//! The groups of a document.

use std::collections::BTreeSet;

use crate::model::{Method, Model};

/// Methods under one heading.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// The heading: the title of the group, or the name of the package for methods without one.
    pub(super) title: &'a str,
    /// Whether that is the title of a group.
    pub(super) is_named: bool,
    /// The anchor. A group has no name on the wire, but its title comes from the contract and is the same in every
    /// language.
    pub(super) anchor: String,
    /// What introduces the methods.
    pub(super) intros: Vec<&'a str>,
    /// The methods in the order in which they were listed.
    pub(super) methods: Vec<&'a Method>,
}

/// The groups as they were registered. Those of one title are one: a program may list methods in several places, and all
/// of its methods without a group belong together.
pub(super) fn of(model: &Model) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut anchors = BTreeSet::new();
    for group in &model.groups {
        if group.title.is_none() && group.methods.is_empty() {
            continue;
        }
        let title = group.title.as_deref().unwrap_or(&model.package);
        let at = sections
            .iter()
            .position(|section| section.title == title)
            .unwrap_or_else(|| {
                sections.push(Section {
                    title,
                    is_named: false,
                    anchor: anchor(title, &mut anchors),
                    intros: Vec::new(),
                    methods: Vec::new(),
                });
                sections.len() - 1
            });
        let section = &mut sections[at];
        section.is_named |= group.title.is_some();
        if !group.intro.is_empty() && !section.intros.contains(&group.intro.as_str()) {
            section.intros.push(&group.intro);
        }
        section.methods.extend(&group.methods);
    }
    sections
}

/// `group-the-window`. Titles that differ in punctuation only get a number.
fn anchor(title: &str, taken: &mut BTreeSet<String>) -> String {
    let title = title.to_lowercase();
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let base = format!("group-{}", words.join("-"));
    let mut anchor = base.clone();
    let mut number = 1;
    while !taken.insert(anchor.clone()) {
        number += 1;
        anchor = format!("{base}-{number}");
    }
    anchor
}
