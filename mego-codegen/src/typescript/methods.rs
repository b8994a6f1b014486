//! `methods`: the interface of all methods, with the types of their parameters, and the table for the runtime.

use std::collections::BTreeMap;

use super::convert::Converter;
use super::jsdoc::Doc;
use super::module::Item;
use super::names;
use super::plan::{Home, Plan, Planner};
use super::scope::Scope;
use super::syntax::{Expr, TypeExpr};
use super::tree::Tree;
use crate::model::{Input, Kind, Method, Side, Type};
use crate::problem::Problems;

/// What the runtime opens a stream with: only a client that has one carries the code.
pub(super) const OPEN_STREAM: &str = "openStream";

/// The plans of one method.
#[derive(Debug)]
pub(super) struct MethodPlans<'m> {
    method: &'m Method,
    /// The plan of the parameters, which gets a name of its own.
    pub(super) params: Option<(String, Plan)>,
    input: Option<Plan>,
    output: Option<Plan>,
    errors: BTreeMap<u16, Plan>,
}

impl<'m> MethodPlans<'m> {
    pub(super) fn new(method: &'m Method, planner: &Planner<'_>, problems: &mut Problems) -> MethodPlans<'m> {
        let rust = &method.rust;
        let (params, input) = match &method.input {
            Input::Bind(ty) => (
                None,
                planner.plan(Side::Input, ty, &format!("{rust}(Bind)"), problems),
            ),
            Input::Params(params) => {
                let fields = params
                    .iter()
                    .map(|param| {
                        let place = format!("{rust}({})", param.name);
                        let plan = planner.plan(Side::Input, &param.ty, &place, problems);
                        (param.name.clone(), plan)
                    })
                    .collect();
                let name = params_name(method);
                let named = Plan::fields(fields, None).map(|plan| (name.clone(), plan));
                let input = named.is_some().then_some(Plan::Named(name));
                (named, input)
            }
        };
        let output = planner.plan(Side::Output, method.output.ty(), &format!("{rust} ->"), problems);
        let errors = method
            .errors
            .iter()
            .filter_map(|error| {
                let place = format!("{rust} -> Err({})", error.status);
                Some((
                    error.code,
                    planner.plan(Side::Output, error.data.as_ref()?, &place, problems)?,
                ))
            })
            .collect();
        MethodPlans {
            method,
            params,
            input,
            output,
            errors,
        }
    }

    /// The entry in the table.
    fn entry(&self) -> Expr {
        let method = self.method;
        let mut members: Vec<(String, Expr)> = Vec::new();
        let mut member = |name: &str, value: Expr| members.push((name.to_owned(), value));
        if method.output.is_stream() {
            member("stream", Expr::word(OPEN_STREAM));
        }
        match &self.input {
            _ if method.takes_nothing() => member("input", Expr::word("null")),
            Some(plan) => member("input", plan.print(Home::Table)),
            None => {}
        }
        match &self.output {
            _ if returns_nothing(method) => member("output", Expr::word("null")),
            Some(plan) => member("output", plan.print(Home::Table)),
            None => {}
        }
        if !method.errors.is_empty() {
            let errors: BTreeMap<u16, Expr> = method
                .errors
                .iter()
                .map(|error| {
                    let mut entry = vec![("status", Expr::text(&error.status))];
                    entry.extend(
                        self.errors
                            .get(&error.code)
                            .map(|plan| ("data", plan.print(Home::Table))),
                    );
                    (error.code, Expr::object(entry))
                })
                .collect();
            member(
                "errors",
                Expr::object(errors.into_iter().map(|(code, entry)| (code.to_string(), entry))),
            );
        }
        if method.idempotent {
            member("idempotent", Expr::word("true"));
        }
        if let Some(timeout) = method.timeout_ms {
            member("timeout", Expr::word(timeout.to_string()));
        }
        Expr::Object(members)
    }
}

/// The declarations of the module.
pub(super) fn items(scope: &Scope<'_>, plans: &[MethodPlans<'_>]) -> Vec<Item> {
    let converter = Converter {
        scope,
        side: Side::Input,
    };
    let mut items = Vec::new();
    for method in scope.model.methods() {
        let Input::Params(params) = &method.input else {
            continue;
        };
        if params.is_empty() {
            continue;
        }
        items.push(Item::Interface {
            doc: Doc::new(&format!("The parameters of `{}`.", method.name)),
            name: params_name(method),
            members: params.iter().map(|param| converter.member(param)).collect(),
            airy: false,
        });
    }
    let mut tree = Tree::new();
    for method in scope.model.methods() {
        tree.insert(&method.name, method_doc(method), method_type(scope, method));
    }
    items.push(Item::Interface {
        doc: Doc::new(&format!("Every method of the {} API.", scope.model.name)),
        name: "Methods".to_owned(),
        members: tree.members(),
        airy: true,
    });
    items.push(Item::Const {
        doc: Doc::new("What the runtime has to know of each method."),
        name: "table".to_owned(),
        ty: "Mego.MethodTable",
        value: Expr::object(
            plans
                .iter()
                .map(|plans| (plans.method.name.as_str(), plans.entry())),
        ),
        broken: !plans.is_empty(),
    });
    items
}

fn method_doc(method: &Method) -> Doc {
    let mut doc = Doc::new(&method.doc);
    for error in &method.errors {
        let text = error
            .doc
            .split("\n\n")
            .next()
            .unwrap_or_default()
            .lines()
            .map(str::trim)
            .collect::<Vec<_>>();
        let text = text.join(" ");
        let colon = if text.is_empty() { "" } else { ": " };
        doc.tag(
            "throws",
            &format!("`{}` ({}){colon}{text}", error.status, error.code),
        );
    }
    if let Some(note) = &method.deprecated {
        doc.tag("deprecated", note);
    }
    doc
}

/// `Mego.Method<Input, Output, Error>` and its kin.
fn method_type(scope: &Scope<'_>, method: &Method) -> TypeExpr {
    let output = if returns_nothing(method) {
        TypeExpr::word("void")
    } else {
        Converter {
            scope,
            side: Side::Output,
        }
        .convert(method.output.ty())
    };
    let error = TypeExpr::word(super::errors::name(method));
    let (kind, input) = match &method.input {
        Input::Params(params) if params.is_empty() => ("Bare", None),
        Input::Params(params) => (
            kind(params.iter().any(|param| param.required)),
            Some(TypeExpr::word(params_name(method))),
        ),
        Input::Bind(ty) => {
            let input = Converter {
                scope,
                side: Side::Input,
            }
            .convert(ty);
            (kind(demands(scope, ty)), Some(input))
        }
    };
    let what = if method.output.is_stream() {
        "StreamMethod"
    } else {
        "Method"
    };
    TypeExpr::Generic(
        format!("Mego.{kind}{what}"),
        input.into_iter().chain([output, error]).collect(),
    )
}

fn kind(demanding: bool) -> &'static str {
    if demanding { "" } else { "Optional" }
}

/// Whether a bound value has to be given: all but a struct whose fields may all be left out.
fn demands(scope: &Scope<'_>, ty: &Type) -> bool {
    match &ty.kind {
        Kind::Named(name) => scope
            .model
            .named(Side::Input, name)
            .is_none_or(|ty| demands(scope, ty)),
        Kind::Object(object) => object.base.is_some() || object.fields.iter().any(|field| field.required),
        _ => true,
    }
}

fn returns_nothing(method: &Method) -> bool {
    method.output.ty().kind == Kind::Null
}

fn params_name(method: &Method) -> String {
    format!("{}Params", names::pascal(&method.name))
}
