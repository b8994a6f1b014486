//! Codec plans: what the runtime has to know about a value beyond what MessagePack says.

use std::collections::{BTreeMap, BTreeSet};

use super::Int64;
use super::scope::Scope;
use super::syntax::Expr;
use crate::model::{Key, Kind, Object, Side, Tagging, Type, Union, Variant};
use crate::problem::Problems;

/// A plan. A type that needs nothing has none.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plan {
    Leaf(&'static str),
    Array(Box<Plan>),
    Tuple(Vec<Option<Plan>>),
    Fields {
        fields: Vec<(String, Plan)>,
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
                let items = items.iter().map(|item| {
                    item.as_ref()
                        .map_or_else(|| Expr::word("null"), |p| p.print(home))
                });
                Expr::object([("tuple", Expr::Array(items.collect()))])
            }
            Plan::Fields { fields, rest } => {
                let mut members = Vec::new();
                if !fields.is_empty() {
                    members.push(("fields", print_all(fields, home)));
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
                members.push(("variants", print_all(variants, home)));
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
                fields.iter().any(|(_, plan)| plan.mentions_names())
                    || rest.as_ref().is_some_and(|rest| rest.mentions_names())
            }
            Plan::Keys(values) => values.as_ref().is_some_and(|values| values.mentions_names()),
            Plan::Variants { variants, .. } => variants.iter().any(|(_, plan)| plan.mentions_names()),
        }
    }

    fn fields(fields: Vec<(String, Plan)>, rest: Option<Plan>) -> Option<Plan> {
        let rest = rest.map(Box::new);
        (!fields.is_empty() || rest.is_some()).then_some(Plan::Fields { fields, rest })
    }
}

fn print_all(plans: &[(String, Plan)], home: Home) -> Expr {
    Expr::object(plans.iter().map(|(name, plan)| (name.as_str(), plan.print(home))))
}

/// Makes the plans of one API.
#[derive(Debug)]
pub(super) struct Planner<'a> {
    scope: &'a Scope<'a>,
    int64: Int64,
    /// The named types that need a plan, themselves or through others.
    needy: BTreeMap<Side, BTreeSet<&'a str>>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, int64: Int64) -> Planner<'a> {
        let mut planner = Planner {
            scope,
            int64,
            needy: BTreeMap::new(),
        };
        // A type that mentions a needy one is needy; once nothing is added, all are known.
        loop {
            let mut more = Vec::new();
            for side in [Side::Input, Side::Output] {
                for (name, ty) in scope.model.types.on(side) {
                    if !planner.is_needy_name(side, name) && planner.is_needy(side, ty) {
                        more.push((side, name.as_str()));
                    }
                }
            }
            if more.is_empty() {
                return planner;
            }
            for (side, name) in more {
                planner.needy.entry(side).or_default().insert(name);
            }
        }
    }

    /// The plan of a type. `place` is where it stands, for a union that cannot be followed.
    pub(super) fn plan(&self, side: Side, ty: &Type, place: &str, problems: &mut Problems) -> Option<Plan> {
        let mut plan = |ty: &Type, step: &str| self.plan(side, ty, &format!("{place}{step}"), problems);
        match &ty.kind {
            Kind::Array(item, _) | Kind::Set(item) => Some(Plan::Array(Box::new(plan(item, "[]")?))),
            Kind::Tuple(items) => {
                let items: Vec<Option<Plan>> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| plan(item, &format!(".{index}")))
                    .collect();
                items.iter().any(Option::is_some).then_some(Plan::Tuple(items))
            }
            Kind::Map(Key::String, value) => Plan::fields(Vec::new(), Some(plan(value, "{}")?)),
            Kind::Map(Key::Uint | Key::Int, value) => Some(Plan::Keys(plan(value, "{}").map(Box::new))),
            Kind::Object(object) => self.object(side, object, place, problems),
            Kind::Union(Union::Tagged { tagging, variants }) => {
                let plans: Vec<(String, Plan)> = variants
                    .iter()
                    .filter_map(|variant| {
                        let plan = self.variant(side, tagging, variant, place, problems)?;
                        Some((variant.name.clone(), plan))
                    })
                    .collect();
                let tag = match tagging {
                    Tagging::External => None,
                    Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => Some(tag.clone()),
                };
                (!plans.is_empty()).then_some(Plan::Variants { tag, variants: plans })
            }
            Kind::Union(Union::Untagged(types)) => {
                if let Some(needy) = types.iter().find(|ty| self.is_needy(side, ty)) {
                    problems.add(
                        place,
                        format!(
                            "a client cannot see which variant of this untagged enum it has before it, and one of them \
                             holds {}",
                            self.need(side, needy),
                        ),
                        "tag the enum, as with `#[serde(tag = \"type\")]`, or use another type in that variant",
                    );
                }
                None
            }
            Kind::Named(name) => self
                .is_needy_name(side, name)
                .then(|| Plan::Named(self.scope.name(side, name).to_owned())),
            kind => self.leaf(kind).map(Plan::Leaf),
        }
    }

    fn object(&self, side: Side, object: &Object, place: &str, problems: &mut Problems) -> Option<Plan> {
        let mut fields: Vec<(String, Plan)> = object
            .fields
            .iter()
            .filter_map(|field| {
                let plan = self.plan(side, &field.ty, &format!("{place}.{}", field.name), problems)?;
                Some((field.name.clone(), plan))
            })
            .collect();
        let mut rest = object
            .rest
            .as_ref()
            .and_then(|rest| self.plan(side, rest, &format!("{place}{{}}"), problems));
        if rest.is_some() && fields.len() < object.fields.len() {
            // The runtime takes the plan of the rest for every field that has none of its own.
            problems.add(
                place,
                "a flattened map whose values need care in a client stands among fields that need none",
                "give the map a field of its own instead of `#[serde(flatten)]`, or use another type for its values",
            );
        }
        if let Some(base) = object
            .base
            .as_deref()
            .filter(|base| self.is_needy_name(side, base))
        {
            if fields.is_empty() && rest.is_none() {
                return Some(Plan::Named(self.scope.name(side, base).to_owned()));
            }
            let plan = match self.scope.model.named(side, base).map(|ty| &ty.kind) {
                Some(Kind::Object(inner)) => self.object(side, inner, base, problems),
                _ => None,
            };
            if let Some(Plan::Fields {
                fields: more,
                rest: more_rest,
            }) = plan
            {
                fields.extend(more);
                rest = rest.or(more_rest.map(|rest| *rest));
            } else {
                problems.add(
                    place,
                    format!("the fields of `{base}` are mixed with others, and it is not a plain struct"),
                    format!("give `{base}` a field of its own"),
                );
            }
        }
        Plan::fields(fields, rest)
    }

    /// The plan of a variant: of the whole object, or of what stands under its name if the tag is external.
    fn variant(
        &self,
        side: Side,
        tagging: &Tagging,
        variant: &Variant,
        place: &str,
        problems: &mut Problems,
    ) -> Option<Plan> {
        let plan = self.plan(
            side,
            variant.content.as_ref()?,
            &format!("{place}::{}", variant.name),
            problems,
        )?;
        match tagging {
            Tagging::External | Tagging::Internal { .. } => Some(plan),
            Tagging::Adjacent { content, .. } => Plan::fields(vec![(content.clone(), plan)], None),
        }
    }

    fn leaf(&self, kind: &Kind) -> Option<&'static str> {
        Some(match (kind, self.int64) {
            (Kind::Int64, Int64::Bigint) => "i64",
            (Kind::Uint64, Int64::Bigint) => "u64",
            (Kind::Int64, Int64::Number) => "i53",
            (Kind::Uint64, Int64::Number) => "u53",
            (Kind::Int64, Int64::String) => "i64s",
            (Kind::Uint64, Int64::String) => "u64s",
            (Kind::Int128, _) => "i128",
            (Kind::Uint128, _) => "u128",
            (Kind::Bytes, _) => "bytes",
            (Kind::Unit, _) => "unit",
            _ => return None,
        })
    }

    fn is_needy_name(&self, side: Side, name: &str) -> bool {
        self.needy.get(&side).is_some_and(|names| names.contains(name))
    }

    fn is_needy(&self, side: Side, ty: &Type) -> bool {
        match &ty.kind {
            Kind::Named(name) => self.is_needy_name(side, name),
            Kind::Map(Key::Uint | Key::Int, _) => true,
            Kind::Object(Object { base: Some(base), .. }) if self.is_needy_name(side, base) => true,
            kind if self.leaf(kind).is_some() => true,
            _ => ty.children().into_iter().any(|child| self.is_needy(side, child)),
        }
    }

    /// What makes a type needy, in words.
    fn need(&self, side: Side, ty: &Type) -> String {
        match &ty.kind {
            Kind::Named(name) => format!("`{name}`, which needs to be known when it is read"),
            Kind::Map(Key::Uint | Key::Int, _) => "a map with integer keys".to_owned(),
            Kind::Int64 | Kind::Uint64 => "a 64-bit integer".to_owned(),
            Kind::Int128 | Kind::Uint128 => "a 128-bit integer".to_owned(),
            Kind::Bytes => "bytes".to_owned(),
            Kind::Unit => "a unit struct".to_owned(),
            _ => ty
                .children()
                .into_iter()
                .find(|child| self.is_needy(side, child))
                .map_or_else(
                    || "something that needs a tag".to_owned(),
                    |child| self.need(side, child),
                ),
        }
    }
}
