//! `methods`: the interface of all methods, with the types of their parameters, and the table for the runtime.

use std::collections::BTreeMap;

use super::Int64;
use super::convert::Converter;
use super::jsdoc::Doc;
use super::module::Item;
use super::names;
use super::plan::{Home, Plan, Planner};
use super::scope::Scope;
use super::syntax::{Expr, Member, MemberName, TypeExpr};
use crate::model::{Input, Kind, Method, Output, Side, Type};
use crate::problem::Problems;

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
                let fields: Vec<(String, Plan)> = params
                    .iter()
                    .filter_map(|param| {
                        let place = format!("{rust}({})", param.name);
                        Some((
                            param.name.clone(),
                            planner.plan(Side::Input, &param.ty, &place, problems)?,
                        ))
                    })
                    .collect();
                let name = params_name(method);
                let named = (!fields.is_empty()).then(|| (name.clone(), Plan::Fields { fields, rest: None }));
                let input = named.is_some().then_some(Plan::Named(name));
                (named, input)
            }
        };
        let Output::Value(output) = &method.output;
        let output = planner.plan(Side::Output, output, &format!("{rust} ->"), problems);
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
pub(super) fn items(scope: &Scope<'_>, int64: Int64, plans: &[MethodPlans<'_>]) -> Vec<Item> {
    let converter = Converter {
        scope,
        side: Side::Input,
        int64,
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
    let mut tree = Tree::default();
    for method in scope.model.methods() {
        tree.insert(&method.name, method);
    }
    items.push(Item::Interface {
        doc: Doc::new(&format!("Every method of the {} API.", scope.model.name)),
        name: "Methods".to_owned(),
        members: tree.members(scope, int64),
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

/// Methods by the parts of their names, in the order of the first of each.
#[derive(Debug, Default)]
struct Tree<'m> {
    nodes: Vec<(&'m str, Node<'m>)>,
}

#[derive(Debug)]
enum Node<'m> {
    Method(&'m Method),
    Space(Tree<'m>),
}

impl<'m> Tree<'m> {
    fn insert(&mut self, path: &'m str, method: &'m Method) {
        let Some((first, rest)) = path.split_once('.') else {
            self.nodes.push((path, Node::Method(method)));
            return;
        };
        let position = self
            .nodes
            .iter()
            .position(|(name, node)| *name == first && matches!(node, Node::Space(_)));
        let index = position.unwrap_or_else(|| {
            self.nodes.push((first, Node::Space(Tree::default())));
            self.nodes.len() - 1
        });
        if let Node::Space(space) = &mut self.nodes[index].1 {
            space.insert(rest, method);
        }
    }

    fn members(&self, scope: &Scope<'_>, int64: Int64) -> Vec<Member> {
        self.nodes
            .iter()
            .map(|(name, node)| {
                let (doc, ty) = match node {
                    Node::Method(method) => (method_doc(method), method_type(scope, int64, method)),
                    Node::Space(tree) => (Doc::default(), TypeExpr::Block(tree.members(scope, int64))),
                };
                Member {
                    doc,
                    name: MemberName::Property((*name).to_owned()),
                    optional: false,
                    ty,
                }
            })
            .collect()
    }
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
fn method_type(scope: &Scope<'_>, int64: Int64, method: &Method) -> TypeExpr {
    let Output::Value(output) = &method.output;
    let output = if returns_nothing(method) {
        TypeExpr::word("void")
    } else {
        Converter {
            scope,
            side: Side::Output,
            int64,
        }
        .convert(output)
    };
    let error = TypeExpr::word(super::errors::name(method));
    let (kind, input) = match &method.input {
        Input::Params(params) if params.is_empty() => ("Mego.BareMethod", None),
        Input::Params(params) => (
            kind(params.iter().any(|param| param.required)),
            Some(TypeExpr::word(params_name(method))),
        ),
        Input::Bind(ty) => {
            let input = Converter {
                scope,
                side: Side::Input,
                int64,
            }
            .convert(ty);
            (kind(demands(scope, ty)), Some(input))
        }
    };
    TypeExpr::Generic(
        kind.to_owned(),
        input.into_iter().chain([output, error]).collect(),
    )
}

fn kind(demanding: bool) -> &'static str {
    if demanding {
        "Mego.Method"
    } else {
        "Mego.OptionalMethod"
    }
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
    let Output::Value(output) = &method.output;
    output.kind == Kind::Null
}

fn params_name(method: &Method) -> String {
    format!("{}Params", names::pascal(&method.name))
}
