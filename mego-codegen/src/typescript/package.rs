//! What goes around the modules: `package.json` and `README.md`.

use std::collections::BTreeMap;

use askama::Template;

use super::{Options, Target};
use crate::documents;
use crate::model::{Model, Side};

#[derive(Template)]
#[template(path = "package.json", escape = "none")]
struct PackageJson<'m> {
    api: &'m str,
    /// npm wants lower case.
    package: String,
    js: bool,
    query: bool,
    react: bool,
}

#[derive(Template)]
#[template(path = "README.md", escape = "none")]
struct Readme<'m> {
    api: &'m str,
    js: bool,
    /// A method with which the queries are shown, if the client has queries.
    query: Option<&'m str>,
    react: bool,
    /// What stands behind the address: what the server wants to be told.
    options: String,
    /// A call that a reader may copy.
    example: Option<String>,
    /// A subscription that a reader may copy.
    subscription: Option<String>,
    methods: Vec<Row<'m>>,
    events: Vec<Row<'m>>,
}

/// A line in the table of methods, or in that of events.
struct Row<'m> {
    name: &'m str,
    title: String,
}

/// The files by name.
pub(super) fn files(model: &Model, options: Options) -> BTreeMap<String, String> {
    let js = options.target == Target::Js;
    let package = PackageJson {
        api: &model.name,
        package: model.name.to_lowercase(),
        js,
        query: options.query,
        react: options.react,
    };
    let readme = Readme {
        api: &model.name,
        js,
        query: query(model).filter(|_| options.query),
        react: options.react,
        options: initial_options(model, options),
        example: documents::example_call(model, options).map(|lines| lines.join("\n")),
        subscription: subscription(model),
        methods: model
            .methods()
            .map(|method| Row {
                name: &method.name,
                title: title(&method.doc, method.deprecated.is_some()),
            })
            .collect(),
        events: model
            .events
            .iter()
            .map(|event| Row {
                name: &event.name,
                title: title(&event.doc, event.deprecated.is_some()),
            })
            .collect(),
    };
    BTreeMap::from([
        ("package.json".to_owned(), rendered(&package)),
        ("README.md".to_owned(), rendered(&readme)),
    ])
}

fn rendered(template: &impl Template) -> String {
    // The templates call nothing that could fail, and a `String` takes everything.
    let text = template
        .render()
        .expect("a template without fallible expressions renders");
    format!("{}\n", text.trim_end())
}

/// The first paragraph of the doc comment, fit for a cell of a table.
fn title(doc: &str, is_deprecated: bool) -> String {
    let lines: Vec<&str> = doc
        .trim()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    let title = lines.join(" ").trim_start_matches(['#', ' ']).replace('|', "\\|");
    match (is_deprecated, title.is_empty()) {
        (true, true) => "Deprecated.".to_owned(),
        (true, false) => format!("~~{title}~~ Deprecated."),
        (false, _) => title,
    }
}

/// `, { data: { version: "1.0" } }`, where the server wants to be told something, else nothing.
fn initial_options(model: &Model, client: Options) -> String {
    match &model.data {
        Some(data) if !model.is_nullable(Side::Input, data) => documents::example_value(model, client, data)
            .map_or_else(String::new, |data| format!(", {{ data: {data} }}")),
        _ => String::new(),
    }
}

/// The first method that only looks, else the first one; none that is a stream.
fn query(model: &Model) -> Option<&str> {
    let methods = model.methods().filter(|method| !method.output.is_stream());
    let best =
        methods.min_by_key(|method| (method.deprecated.is_some(), !documents::is_reading(&method.name)));
    best.map(|method| method.name.as_str())
}

/// A subscription to the first event that is not deprecated.
fn subscription(model: &Model) -> Option<String> {
    let event = model
        .events
        .iter()
        .min_by_key(|event| event.deprecated.is_some())?;
    Some(documents::example_subscription(model, event).join("\n"))
}
