//! The status codes, in tables.

use crate::documents::{Code, Labels, Part};

use super::html::Html;
use super::prose;

/// The tables and what stands between them.
pub(super) fn tables(html: &mut Html, parts: &[Part], labels: &Labels) {
    for part in parts {
        match part {
            Part::Codes(codes) => table(html, codes, labels),
            Part::Text(text) => {
                html.start("p", &[]);
                prose::inline(html, text);
                html.end("p");
            }
            _ => {}
        }
    }
}

fn table(html: &mut Html, codes: &[Code], labels: &Labels) {
    let words = &labels.site;
    html.line();
    html.start("div", &[("class", "scroll")]);
    html.start("table", &[]);
    html.start("thead", &[]);
    html.start("tr", &[]);
    for head in [&words.code, &words.status, &words.meaning] {
        html.element("th", &[("scope", "col")], head);
    }
    html.end("tr");
    html.end("thead");
    html.start("tbody", &[]);
    for code in codes {
        html.line();
        html.start("tr", &[]);
        html.element("td", &[("class", "number")], &code.code.to_string());
        html.start("th", &[("scope", "row")]);
        html.element("code", &[], &format!("Status{}", code.name));
        html.end("th");
        html.start("td", &[]);
        prose::inline(html, &code.meaning);
        if let Some(uses) = &code.uses {
            html.start("p", &[("class", "uses")]);
            prose::inline(html, uses);
            html.end("p");
        }
        html.end("td");
        html.end("tr");
    }
    html.end("tbody");
    html.end("table");
    html.end("div");
}
