//! The TypeScript client: contract in, a folder of modules out.
//!
//! Each module is built once, as a `Module`, and printed as `.ts`, or as `.js` with a `.d.ts` beside it.

mod convert;
mod errors;
mod events;
mod jsdoc;
mod methods;
mod module;
mod names;
mod package;
mod plan;
mod query;
mod react;
mod runtime;
mod scope;
mod syntax;
mod tree;
mod types;

pub(crate) use self::names::is_reserved_type;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

pub use crate::model::Int64;
use crate::model::{Model, Side};
use crate::problem::Problems;
use convert::Converter;
use events::EventPlan;
use jsdoc::Doc;
use methods::MethodPlans;
use module::{Export, Flavor, Import, Item, Module, Param};
use plan::{Home, Planner};
use scope::Scope;
use syntax::{Expr, TypeExpr};

/// What is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// TypeScript, for a project that compiles it.
    #[default]
    Ts,
    /// JavaScript with declarations, which a page or Node imports as it is.
    Js,
}

/// What a moment in time is in TypeScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// A `string` in ISO 8601, as it stands on the wire: nothing is lost, nanoseconds and zones included.
    #[default]
    String,
    /// A `Date`, which knows milliseconds and no zone.
    Date,
}

/// How the client is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// TypeScript, or JavaScript with declarations.
    pub target: Target,
    /// What a 64-bit integer becomes.
    pub int64: Int64,
    /// What a moment in time becomes.
    pub dates: Dates,
    /// Whether `query` is written: options for TanStack Query.
    pub query: bool,
    /// Whether `react` is written: hooks for the state of the connection and for events.
    pub react: bool,
}

/// Generates the client, as a map from file names to texts.
///
/// # Errors
/// Everything in the API that has no name or no codec in TypeScript.
pub fn generate(model: &Model, options: Options) -> Result<BTreeMap<String, String>, Problems> {
    let mut problems = Problems::default();
    for method in model.methods().filter(|method| !method.files.is_empty()) {
        problems.add(
            &method.rust,
            "it takes files, which the TypeScript client cannot send yet",
            "take the files as `mego::Bytes` in the parameters, if they are small",
        );
    }
    let scope = Scope::new(model, options, &mut problems);
    let planner = Planner::new(&scope);
    let named = named_plans(&scope, &planner, &mut problems);
    let methods: Vec<MethodPlans<'_>> = model
        .methods()
        .map(|method| MethodPlans::new(method, &planner, &mut problems))
        .collect();
    let events: Vec<EventPlan<'_>> = model
        .events
        .iter()
        .map(|event| EventPlan::new(model, event, &planner, &mut problems))
        .collect();
    let data = model
        .data
        .as_ref()
        .and_then(|ty| planner.plan(Side::Input, ty, "on_connect(data)", &mut problems));
    if !problems.is_empty() {
        return Err(problems);
    }

    let mut modules = vec![
        ("index", index(&scope)),
        ("types", types_module(&scope)),
        ("errors", errors_module(&scope)),
        ("meta", meta(model, data.as_ref())),
    ];
    let plans: Vec<Item> = named.into_iter().chain(params_plans(&methods)).collect();
    modules.push(("methods", methods_module(&scope, &methods, !plans.is_empty())));
    if !events.is_empty() {
        modules.push(("events", events_module(&scope, &events, !plans.is_empty())));
    }
    if !plans.is_empty() {
        modules.push((
            "plans",
            Module {
                imports: vec![Import::Runtime],
                ..empty(model, plans)
            },
        ));
    }
    if options.query {
        modules.push(("query", query::module(model, banner(model))));
    }
    if options.react {
        modules.push(("react", react::module(model, banner(model))));
    }
    let mut files = BTreeMap::new();
    for (name, module) in modules {
        match options.target {
            Target::Ts => {
                files.insert(format!("{name}.ts"), module.print(Flavor::Ts));
            }
            Target::Js => {
                if module.has_values() {
                    files.insert(format!("{name}.js"), module.print(Flavor::Js));
                }
                files.insert(format!("{name}.d.ts"), module.print(Flavor::Dts));
            }
        }
    }
    for (name, text) in runtime::files(options) {
        files.insert(format!("runtime/{name}"), text.to_owned());
    }
    files.extend(package::files(model, options));
    Ok(files)
}

/// The first line of every module.
fn banner(model: &Model) -> String {
    format!(
        "// Generated by mego-codegen from the contract of \"{}\". Do not edit; run mego-codegen again.\n",
        model.name
    )
}

fn empty(model: &Model, items: Vec<Item>) -> Module {
    Module {
        banner: banner(model),
        imports: Vec::new(),
        items,
        exports: Vec::new(),
    }
}

fn index(scope: &Scope<'_>) -> Module {
    let model = scope.model;
    let api = &model.name;
    let has_events = !model.events.is_empty();
    let mut create = Doc::new(&format!(
        "Connects to the {api} API and keeps the connection alive until `close()`."
    ));
    create.tag(
        "param",
        "url - Where the server listens, for example `wss://api.example.com/mego`.",
    );
    create.tag(
        "param",
        "options - What the server is told at each connect, and how the client behaves.",
    );
    let (members, base, generics, arguments) = if has_events {
        (
            "its methods and events",
            "Mego.ClientBase<Events>",
            "Methods, Events",
            "url, options, table, meta, events",
        )
    } else {
        (
            "its methods",
            "Mego.ClientBase",
            "Methods",
            "url, options, table, meta",
        )
    };
    let items = vec![
        Item::Alias {
            doc: Doc::new(&format!(
                "A client of the {api} API: {members}, and the connection they share."
            )),
            name: "Client".to_owned(),
            ty: TypeExpr::Intersection(vec![TypeExpr::word("Methods"), TypeExpr::word(base)]),
        },
        Item::Function {
            doc: create,
            name: "createClient",
            params: vec![
                Param {
                    name: "url",
                    ty: TypeExpr::union(["string", "URL"].map(TypeExpr::word)),
                    default: None,
                },
                client_options(scope),
            ],
            returns: "Client",
            callee: "connect",
            generics,
            arguments,
        },
    ];
    let mut imports = vec![Import::Values("connect", "./runtime/index.js"), Import::Runtime];
    if has_events {
        imports.push(Import::Values("events", "./events.js"));
        imports.push(Import::Types(
            BTreeSet::from([scope::EVENTS.to_owned()]),
            "./events.js",
        ));
    }
    imports.extend([
        Import::Values("meta", "./meta.js"),
        Import::Values("table", "./methods.js"),
        Import::Types(BTreeSet::from(["Methods".to_owned()]), "./methods.js"),
        Import::Types(mentioned(&items, scope), "./types.js"),
    ]);
    let mut exports = vec![
        Export::Value("isMegoError", "./runtime/index.js"),
        Export::Namespace("Mego", "./runtime/index.js"),
        Export::Types("./types.js"),
        Export::Types("./errors.js"),
        Export::Types("./methods.js"),
    ];
    if has_events {
        exports.push(Export::Types("./events.js"));
    }
    Module {
        imports,
        exports,
        ..empty(model, items)
    }
}

/// The options of a client. They can be left out unless the server wants to be told something at each connect.
fn client_options(scope: &Scope<'_>) -> Param {
    let converter = Converter {
        scope,
        side: Side::Input,
    };
    let data = scope.model.data.as_ref();
    let is_needed = data.is_some_and(|ty| !scope.model.is_nullable(Side::Input, ty));
    let ty = match data {
        Some(data) => TypeExpr::Generic("Mego.ClientOptions".to_owned(), vec![converter.convert(data)]),
        None => TypeExpr::word("Mego.ClientOptions"),
    };
    Param {
        name: "options",
        ty,
        default: (!is_needed).then_some("{}"),
    }
}

fn meta(model: &Model, data: Option<&plan::Plan>) -> Module {
    let mut members = vec![
        ("api", Expr::text(&model.name)),
        ("contract", Expr::text(&model.hash)),
    ];
    let mut imports = vec![Import::Runtime];
    if let Some(data) = data {
        members.push(("data", data.print(Home::Table)));
        if data.mentions_names() {
            imports.push(Import::Namespace("plans", "./plans.js"));
        }
    }
    let item = Item::Const {
        doc: Doc::new("Which API this client speaks, and which contract it was made from."),
        name: "meta".to_owned(),
        ty: "Mego.Meta",
        value: Expr::object(members),
        broken: true,
    };
    Module {
        imports,
        ..empty(model, vec![item])
    }
}

fn types_module(scope: &Scope<'_>) -> Module {
    empty(scope.model, types::items(scope))
}

fn errors_module(scope: &Scope<'_>) -> Module {
    let items = errors::items(scope);
    let types = mentioned(&items, scope);
    Module {
        imports: vec![Import::Runtime, Import::Types(types, "./types.js")],
        ..empty(scope.model, items)
    }
}

fn methods_module(scope: &Scope<'_>, methods: &[MethodPlans<'_>], plans: bool) -> Module {
    let items = methods::items(scope, methods);
    let errors = scope.model.methods().map(errors::name).collect();
    let mut imports = Vec::new();
    if scope.model.methods().any(|method| method.output.is_stream()) {
        imports.push(Import::Values(methods::OPEN_STREAM, "./runtime/index.js"));
    }
    imports.push(Import::Runtime);
    imports.push(Import::Types(errors, "./errors.js"));
    if plans {
        imports.push(Import::Namespace("plans", "./plans.js"));
    }
    imports.push(Import::Types(mentioned(&items, scope), "./types.js"));
    Module {
        imports,
        ..empty(scope.model, items)
    }
}

fn events_module(scope: &Scope<'_>, events: &[EventPlan<'_>], plans: bool) -> Module {
    let items = events::items(scope, events);
    let mut imports = vec![
        Import::Values(events::SUPPORT, "./runtime/index.js"),
        Import::Runtime,
    ];
    if plans && events.iter().any(EventPlan::mentions_names) {
        imports.push(Import::Namespace("plans", "./plans.js"));
    }
    imports.push(Import::Types(mentioned(&items, scope), "./types.js"));
    Module {
        imports,
        ..empty(scope.model, items)
    }
}

/// The types of `types` that some declarations mention.
fn mentioned(items: &[Item], scope: &Scope<'_>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = scope
        .declared()
        .iter()
        .map(|declared| declared.name.clone())
        .collect();
    if scope.uses_json_value() {
        names.insert(scope::JSON_VALUE.to_owned());
    }
    let mut mentioned = BTreeSet::new();
    for item in items {
        item.visit_words(&mut |word| {
            if names.contains(word) {
                mentioned.insert(word.to_owned());
            }
        });
    }
    mentioned
}

fn named_plans(scope: &Scope<'_>, planner: &Planner<'_>, problems: &mut Problems) -> Vec<Item> {
    let plans = scope.declared().iter().filter_map(|declared| {
        let plan = planner.plan(declared.side, declared.ty, declared.rust, problems)?;
        (!planner.is_twin(declared.side, declared.rust)).then(|| plan_item(&declared.name, &plan))
    });
    plans.collect()
}

fn params_plans(methods: &[MethodPlans<'_>]) -> impl Iterator<Item = Item> {
    methods
        .iter()
        .filter_map(|plans| plans.params.as_ref())
        .map(|(name, plan)| plan_item(name, plan))
}

fn plan_item(name: &str, plan: &plan::Plan) -> Item {
    Item::Const {
        doc: Doc::default(),
        name: name.to_owned(),
        ty: "Mego.Plan",
        value: plan.print(Home::Plans),
        broken: false,
    }
}
