//! Fields as lists, with what is inside them.

use crate::documents::{Field, Labels, Part, Presence};

use super::html::Html;
use super::place::Place;
use super::prose;

/// A part that is made of fields. Anything else has its place in [`entry`](super::entry).
pub(super) fn part(html: &mut Html, part: &Part, labels: &Labels, place: &Place<'_>) {
    let words = &labels.words;
    match part {
        Part::Fields(fields) => list(html, "fields", None, fields, labels, place),
        Part::Files(files) => list(html, "fields files", Some(&words.files), files, labels, place),
        Part::Values(values) => list(html, "fields values", Some(&words.value), values, labels, place),
        Part::Value(value) => {
            html.start("ul", &[("class", "fields value")]);
            field(html, Some(&words.value), value, labels, place);
            html.end("ul");
        }
        Part::OneOf(parts) => {
            html.start("div", &[("class", "forms")]);
            html.element("p", &[("class", "label")], &words.one_of);
            for part in parts {
                self::part(html, part, labels, place);
            }
            html.end("div");
        }
        Part::Form(form) => {
            html.start("div", &[("class", "form")]);
            html.start("p", &[("class", "form-name")]);
            html.start("code", &[]);
            prose::inline(html, &form.name);
            html.end("code");
            html.end("p");
            described(html, form, labels, &place.inside(&form.name));
            html.end("div");
        }
        _ => {}
    }
}

fn list(
    html: &mut Html,
    class: &str,
    label: Option<&str>,
    fields: &[Field],
    labels: &Labels,
    place: &Place<'_>,
) {
    if let Some(label) = label {
        html.element("p", &[("class", "label")], label);
    }
    html.line();
    html.start("ul", &[("class", class)]);
    for field in fields {
        self::field(html, None, field, labels, place);
    }
    html.end("ul");
}

/// One field; `label` stands in place of a name.
fn field(html: &mut Html, label: Option<&str>, field: &Field, labels: &Labels, place: &Place<'_>) {
    html.line();
    let inside = match label {
        // A value has no name that one could look for.
        Some(_) => {
            html.start("li", &[]);
            place.clone()
        }
        None => {
            let (inside, id) = place.field(&field.name);
            html.start("li", &[("id", &id)]);
            inside
        }
    };
    html.start("p", &[("class", "head")]);
    match label {
        Some(label) => html.element("span", &[("class", "label")], label),
        None => {
            html.start("code", &[("class", "name")]);
            prose::inline(html, &field.name);
            html.end("code");
        }
    }
    if let Some(notation) = &field.notation {
        html.text(" ");
        html.start("span", &[("class", "type")]);
        // What the outermost mark means is said in words.
        let mark = field.presence.map_or("", Presence::mark);
        prose::inline(html, notation.strip_suffix(mark).unwrap_or(notation));
        html.end("span");
    }
    let presence = match field.presence {
        Some(Presence::Optional) => Some(&labels.site.optional),
        Some(Presence::Nullable) => Some(&labels.site.nullable),
        _ => None,
    };
    if let Some(presence) = presence {
        html.text(" ");
        html.element("span", &[("class", "presence")], presence);
    }
    html.end("p");
    described(html, field, labels, &inside);
    html.end("li");
}

/// What is said about a field, and what is inside it.
fn described(html: &mut Html, field: &Field, labels: &Labels, place: &Place<'_>) {
    if field.deprecated {
        html.start("p", &[("class", "deprecated")]);
        prose::inline(html, &labels.sentences.deprecated);
        html.end("p");
    }
    if !field.doc.blocks.is_empty() {
        html.start("div", &[("class", "prose")]);
        prose::blocks(html, &field.doc.blocks);
        html.end("div");
    }
    if !field.limits.is_empty() {
        html.start("ul", &[("class", "limits")]);
        for limit in &field.limits {
            html.start("li", &[]);
            prose::inline(html, limit);
            html.end("li");
        }
        html.end("ul");
    }
    if !field.fields.is_empty() {
        list(html, "fields", None, &field.fields, labels, place);
    }
    for part in &field.parts {
        self::part(html, part, labels, place);
    }
}
