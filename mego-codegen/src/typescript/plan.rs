//! Codec plans: what the runtime has to know about a value beyond what MessagePack says.

mod planner;

pub(super) use self::planner::Planner;
use super::syntax::Expr;

/// A plan. A type that needs nothing has none.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plan {
    Leaf(&'static str),
    Array(Box<Plan>),
    Tuple(Vec<Option<Plan>>),
    /// A field without a plan is listed only where there is a plan for those that are not.
    Fields {
        fields: Vec<(String, Option<Plan>)>,
        rest: Option<Box<Plan>>,
    },
    /// A map with integer keys, and the plan of its values.
    Keys(Option<Box<Plan>>),
    Variants {
        tag: Option<String>,
        variants: Vec<(String, Plan)>,
    },
    Named(String),
}

/// Where a plan is written, which decides how it refers to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// In `plans`, in any order, so behind a function.
    Plans,
    /// In the table of methods.
    Table,
}

impl Plan {
    pub(super) fn print(&self, home: Home) -> Expr {
        match self {
            Plan::Leaf(leaf) => Expr::text(leaf),
            Plan::Array(item) => Expr::object([("array", item.print(home))]),
            Plan::Tuple(items) => {
                let items = items.iter().map(|item| print_or_null(item.as_ref(), home));
                Expr::object([("tuple", Expr::Array(items.collect()))])
            }
            Plan::Fields { fields, rest } => {
                let mut members = Vec::new();
                if !fields.is_empty() {
                    let fields = fields
                        .iter()
                        .map(|(name, plan)| (name.as_str(), print_or_null(plan.as_ref(), home)));
                    members.push(("fields", Expr::object(fields)));
                }
                members.extend(rest.as_ref().map(|rest| ("rest", rest.print(home))));
                Expr::object(members)
            }
            Plan::Keys(values) => {
                let mut members = vec![("keys", Expr::text("string"))];
                members.extend(values.as_ref().map(|values| ("values", values.print(home))));
                Expr::object(members)
            }
            Plan::Variants { tag, variants } => {
                let mut members = Vec::new();
                members.extend(tag.as_ref().map(|tag| ("tag", Expr::text(tag))));
                let variants = variants
                    .iter()
                    .map(|(name, plan)| (name.as_str(), plan.print(home)));
                members.push(("variants", Expr::object(variants)));
                Expr::object(members)
            }
            Plan::Named(name) => Expr::word(match home {
                Home::Plans => format!("() => {name}"),
                Home::Table => format!("plans.{name}"),
            }),
        }
    }

    /// Whether a named plan is in it, or is it.
    pub(super) fn mentions_names(&self) -> bool {
        match self {
            Plan::Named(_) => true,
            Plan::Leaf(_) => false,
            Plan::Array(item) => item.mentions_names(),
            Plan::Tuple(items) => items.iter().flatten().any(Plan::mentions_names),
            Plan::Fields { fields, rest } => {
                fields
                    .iter()
                    .any(|(_, plan)| plan.as_ref().is_some_and(Plan::mentions_names))
                    || rest.as_ref().is_some_and(|rest| rest.mentions_names())
            }
            Plan::Keys(values) => values.as_ref().is_some_and(|values| values.mentions_names()),
            Plan::Variants { variants, .. } => variants.iter().any(|(_, plan)| plan.mentions_names()),
        }
    }

    /// That of an object, whose fields without a plan are left out if that makes no difference.
    pub(super) fn fields(mut fields: Vec<(String, Option<Plan>)>, rest: Option<Plan>) -> Option<Plan> {
        if rest.is_none() {
            fields.retain(|(_, plan)| plan.is_some());
        }
        let rest = rest.map(Box::new);
        (!fields.is_empty() || rest.is_some()).then_some(Plan::Fields { fields, rest })
    }
}

fn print_or_null(plan: Option<&Plan>, home: Home) -> Expr {
    plan.map_or_else(|| Expr::word("null"), |plan| plan.print(home))
}
