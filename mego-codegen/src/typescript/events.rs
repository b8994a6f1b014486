//! `events`: the interface of all events, and the table for the runtime.

use super::convert::Converter;
use super::jsdoc::Doc;
use super::module::Item;
use super::names;
use super::plan::{Home, Plan, Planner};
use super::scope::{EVENTS, Scope};
use super::syntax::{Expr, TypeExpr};
use super::tree::Tree;
use crate::model::{Event, Model, Side};
use crate::problem::Problems;

/// What the table goes through: only a client that has events carries the code.
pub(super) const SUPPORT: &str = "eventSupport";

/// The plan of one event.
#[derive(Debug)]
pub(super) struct EventPlan<'m> {
    event: &'m Event,
    has_data: bool,
    data: Option<Plan>,
}

impl<'m> EventPlan<'m> {
    pub(super) fn new(
        model: &Model,
        event: &'m Event,
        planner: &Planner<'_>,
        problems: &mut Problems,
    ) -> EventPlan<'m> {
        EventPlan {
            event,
            has_data: model.has_data(event),
            data: planner.plan(Side::Output, &event.data, &event.rust, problems),
        }
    }

    /// Whether the entry refers to a named plan.
    pub(super) fn mentions_names(&self) -> bool {
        self.has_data && self.data.as_ref().is_some_and(Plan::mentions_names)
    }

    /// The entry in the table.
    fn entry(&self) -> Expr {
        let data = match &self.data {
            _ if !self.has_data => Some(Expr::word("null")),
            Some(plan) => Some(plan.print(Home::Table)),
            None => None,
        };
        Expr::object(data.map(|data| ("data", data)))
    }
}

/// The declarations of the module.
pub(super) fn items(scope: &Scope<'_>, plans: &[EventPlan<'_>]) -> Vec<Item> {
    let mut tree = Tree::new();
    for event in &scope.model.events {
        tree.insert(&event.name, event_doc(event), event_type(scope, event));
    }
    let table = Expr::object(plans.iter().map(|plan| (plan.event.name.as_str(), plan.entry())));
    vec![
        Item::Interface {
            doc: Doc::new(&format!("Every event of the {} API.", scope.model.name)),
            name: EVENTS.to_owned(),
            members: tree.members(),
            airy: true,
        },
        Item::Const {
            doc: Doc::new("What the runtime has to know of each event."),
            name: "events".to_owned(),
            ty: "Mego.EventSupport",
            value: Expr::Call(SUPPORT, Box::new(table)),
            broken: true,
        },
    ]
}

fn event_doc(event: &Event) -> Doc {
    let mut doc = Doc::new(&event.doc);
    if let Some(note) = &event.deprecated {
        doc.tag("deprecated", note);
    }
    doc
}

/// `Mego.EventSource<Data, Channel>`
fn event_type(scope: &Scope<'_>, event: &Event) -> TypeExpr {
    let data = if scope.model.has_data(event) {
        Converter {
            scope,
            side: Side::Output,
        }
        .convert(&event.data)
    } else {
        TypeExpr::word("void")
    };
    let channel = event
        .channel
        .as_ref()
        .map(|form| TypeExpr::word(names::channel(form)));
    TypeExpr::Generic(
        "Mego.EventSource".to_owned(),
        [data].into_iter().chain(channel).collect(),
    )
}
