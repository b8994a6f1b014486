//! Doc comments, from Rust to TypeScript.

use serde_json::Value;

use crate::model::{Constraints, Field, Notes};

/// A comment above a declaration. Nothing said, nothing printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Doc {
    paragraphs: Vec<String>,
    tags: Vec<String>,
}

impl Doc {
    /// The doc comment of a Rust item.
    pub(super) fn new(markdown: &str) -> Doc {
        let mut doc = Doc::default();
        doc.say(markdown);
        doc
    }

    /// What stands above a field.
    pub(super) fn of_field(field: &Field) -> Doc {
        let notes = &field.ty.notes;
        let mut doc = Doc::of_notes(notes);
        if field.ty.patch {
            doc.say("`null` clears it; what is left out stays as it is.");
        }
        if let Some(default) = notes
            .default
            .as_ref()
            .filter(|default| !field.required && !default.is_null())
        {
            doc.tag("default", &default.to_string());
        }
        doc
    }

    /// What stands above a type.
    pub(super) fn of_notes(notes: &Notes) -> Doc {
        let mut doc = Doc::new(&notes.doc);
        doc.say(&in_words(&notes.constraints));
        if notes.deprecated {
            doc.tag("deprecated", "");
        }
        doc
    }

    /// What stands above a variant.
    pub(super) fn of_variant(text: &str, deprecated: bool) -> Doc {
        let mut doc = Doc::new(text);
        if deprecated {
            doc.tag("deprecated", "");
        }
        doc
    }

    pub(super) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.tags.is_empty()
    }

    /// Adds Markdown. The section `# Example` becomes a tag, and other headings become bold lines.
    pub(super) fn say(&mut self, markdown: &str) {
        let mut text = String::new();
        let mut example: Option<String> = None;
        let mut fenced = false;
        for line in markdown.trim().lines() {
            let line = line.trim_end();
            fenced ^= line.trim_start().starts_with("```");
            let heading = line
                .strip_prefix('#')
                .filter(|_| !fenced)
                .map(|rest| rest.trim_start_matches('#'));
            match (heading.and_then(|rest| rest.strip_prefix(' ')), &mut example) {
                (Some("Example" | "Examples"), _) => example = Some(String::new()),
                (Some(title), _) => {
                    if let Some(example) = example.take() {
                        self.tag("example", &example);
                    }
                    text.push_str(&format!("**{}**\n", title.trim()));
                }
                (None, Some(example)) => example.push_str(&format!("{line}\n")),
                (None, None) => text.push_str(&format!("{line}\n")),
            }
        }
        let text = text.trim();
        if !text.is_empty() {
            self.paragraphs.push(without_links(text));
        }
        if let Some(example) = example {
            self.tag("example", &example);
        }
    }

    pub(super) fn tag(&mut self, tag: &str, text: &str) {
        let text = text.trim();
        let separator = match tag {
            _ if text.is_empty() => "",
            "example" => "\n",
            _ => " ",
        };
        self.tags.push(format!("@{tag}{separator}{text}"));
    }

    /// The comment with a line break behind it, or nothing.
    pub(super) fn print(&self, indent: usize) -> String {
        if self.is_empty() {
            return String::new();
        }
        let pad = " ".repeat(indent);
        let mut blocks = self.paragraphs.clone();
        if !self.tags.is_empty() {
            blocks.push(self.tags.join("\n"));
        }
        let text = blocks.join("\n\n").replace("*/", "*\\/");
        if !text.contains('\n') {
            return format!("{pad}/** {text} */\n");
        }
        let lines: String = text
            .lines()
            .map(|line| {
                if line.is_empty() {
                    format!("{pad} *\n")
                } else {
                    format!("{pad} * {line}\n")
                }
            })
            .collect();
        format!("{pad}/**\n{lines}{pad} */\n")
    }
}

/// Turns links that only rustdoc can follow, such as [`String`], into code.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        plain.push_str(before);
        rest = match link.split_once("`]") {
            Some((name, after)) if !name.contains(['`', '\n']) && !after.starts_with(['(', '[']) => {
                plain.push_str(&format!("`{name}`"));
                after
            }
            _ => {
                plain.push_str("[`");
                link
            }
        };
    }
    plain + rest
}

/// What TypeScript cannot say about a value: `1 to 32 characters.`
fn in_words(constraints: &Constraints) -> String {
    let mut words = Vec::new();
    let show = |bound: &Option<serde_json::Number>| bound.as_ref().map(ToString::to_string);
    words.extend(range(show(&constraints.minimum), show(&constraints.maximum), ""));
    words.extend(show(&constraints.above).map(|bound| format!("above {bound}")));
    words.extend(show(&constraints.below).map(|bound| format!("below {bound}")));
    words.extend(show(&constraints.multiple_of).map(|step| format!("a multiple of {step}")));
    words.extend(
        constraints
            .not
            .as_ref()
            .map(|value: &Value| format!("not {value}")),
    );
    let count = |bound: Option<u64>| bound.map(|bound| bound.to_string());
    words.extend(range(
        count(constraints.min_length),
        count(constraints.max_length),
        "character",
    ));
    words.extend(
        constraints
            .pattern
            .as_ref()
            .map(|pattern| format!("matches `{pattern}`")),
    );
    words.extend(range(
        count(constraints.min_items),
        count(constraints.max_items),
        "element",
    ));
    let text = words.join(", ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

fn range(minimum: Option<String>, maximum: Option<String>, unit: &str) -> Option<String> {
    let text = match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum == maximum => {
            return Some(count_of("", &minimum, unit));
        }
        (Some(minimum), Some(maximum)) => count_of(&format!("{minimum} to "), &maximum, unit),
        (Some(minimum), None) => count_of("at least ", &minimum, unit),
        (None, Some(maximum)) => count_of("at most ", &maximum, unit),
        (None, None) => return None,
    };
    Some(text)
}

fn count_of(before: &str, count: &str, unit: &str) -> String {
    match unit {
        "" => format!("{before}{count}"),
        unit if count == "1" => format!("{before}{count} {unit}"),
        unit => format!("{before}{count} {unit}s"),
    }
}
