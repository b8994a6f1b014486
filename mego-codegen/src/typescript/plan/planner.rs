//! Which plan a type needs.

use std::collections::{BTreeMap, BTreeSet};

use super::Plan;
use crate::model::{Key, Kind, Object, Side, Tagging, Type, Union, Variant};
use crate::problem::Problems;
use crate::typescript::Int64;
use crate::typescript::scope::Scope;

/// Makes the plans of one API.
#[derive(Debug)]
pub(in super::super) struct Planner<'a> {
    scope: &'a Scope<'a>,
    /// The named types that need a plan, themselves or through others.
    needy: BTreeMap<Side, BTreeSet<&'a str>>,
    /// The named types whose two shapes have one plan, which is that of the output.
    twins: BTreeSet<&'a str>,
}

impl<'a> Planner<'a> {
    pub(in super::super) fn new(scope: &'a Scope<'a>) -> Planner<'a> {
        let mut planner = Planner {
            scope,
            needy: BTreeMap::new(),
            twins: BTreeSet::new(),
        };
        planner.find_needy();
        planner.find_twins();
        planner
    }

    fn find_needy(&mut self) {
        // A type that mentions a needy one is needy; once nothing is added, all are known.
        loop {
            let mut more = Vec::new();
            for side in [Side::Input, Side::Output] {
                for (name, ty) in self.scope.model.types.on(side) {
                    if !self.is_needy_name(side, name) && self.is_needy(side, ty) {
                        more.push((side, name.as_str()));
                    }
                }
            }
            if more.is_empty() {
                return;
            }
            for (side, name) in more {
                self.needy.entry(side).or_default().insert(name);
            }
        }
    }

    fn find_twins(&mut self) {
        let types = &self.scope.model.types;
        // All are taken for twins, until one is found whose plans differ; then those that mention it, and so on.
        self.twins = types
            .output
            .keys()
            .filter(|name| types.input.contains_key(*name))
            .map(String::as_str)
            .collect();
        loop {
            // What is wrong is told when the plans are made that are written.
            let plan = |side: Side, name: &str| {
                let ty = self.scope.model.named(side, name)?;
                self.plan(side, ty, name, &mut Problems::default())
            };
            let lost: Vec<&str> = self
                .twins
                .iter()
                .copied()
                .filter(|name| plan(Side::Input, name) != plan(Side::Output, name))
                .collect();
            if lost.is_empty() {
                return;
            }
            for name in lost {
                self.twins.remove(name);
            }
        }
    }

    /// Whether a type has no plan of its own on this side, for that of the other side will do.
    pub(in super::super) fn is_twin(&self, side: Side, name: &str) -> bool {
        side == Side::Input && self.twins.contains(name)
    }

    fn named(&self, side: Side, name: &str) -> Plan {
        let side = if self.is_twin(side, name) {
            Side::Output
        } else {
            side
        };
        Plan::Named(self.scope.name(side, name).to_owned())
    }

    /// The plan of a type. `place` is where it stands, for a union that cannot be followed.
    pub(in super::super) fn plan(
        &self,
        side: Side,
        ty: &Type,
        place: &str,
        problems: &mut Problems,
    ) -> Option<Plan> {
        if ty.nullable && matches!(self.scope.model.resolved(side, ty), Kind::Unit) {
            problems.add(
                place,
                "an `Option` of a unit struct is null in a client, whether it is there or not",
                "use a `bool`",
            );
        }
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
            Kind::Named(name) => self.is_needy_name(side, name).then(|| self.named(side, name)),
            _ => self.leaf(ty).map(Plan::Leaf),
        }
    }

    fn object(&self, side: Side, object: &Object, place: &str, problems: &mut Problems) -> Option<Plan> {
        let (fields, rest) = self.parts(side, object, place, problems);
        match self.needy_base(side, object) {
            Some(base) if rest.is_none() && fields.iter().all(|(_, plan)| plan.is_none()) => {
                Some(self.named(side, base))
            }
            _ => self.whole(side, object, fields, rest, place, problems),
        }
    }

    /// The plan of an object with the fields of its base, one by one.
    fn whole(
        &self,
        side: Side,
        object: &Object,
        mut fields: Vec<(String, Option<Plan>)>,
        mut rest: Option<Plan>,
        place: &str,
        problems: &mut Problems,
    ) -> Option<Plan> {
        let (bases, other) = self.scope.bases(side, object);
        for (base, object) in bases {
            let (more, more_rest) = self.parts(side, object, base, problems);
            fields.extend(more);
            rest = rest.or(more_rest);
        }
        if let Some(other) = other.filter(|other| rest.is_some() || self.is_needy_name(side, other)) {
            problems.add(
                place,
                format!("the fields of `{other}` are mixed with others, and it is not a plain struct"),
                format!("give `{other}` a field of its own"),
            );
        }
        Plan::fields(fields, rest)
    }

    /// The plans of an object's own fields, and of those that have no name.
    fn parts(
        &self,
        side: Side,
        object: &Object,
        place: &str,
        problems: &mut Problems,
    ) -> (Vec<(String, Option<Plan>)>, Option<Plan>) {
        let fields = object
            .fields
            .iter()
            .map(|field| {
                let plan = self.plan(side, &field.ty, &format!("{place}.{}", field.name), problems);
                (field.name.clone(), plan)
            })
            .collect();
        let rest = object
            .rest
            .as_ref()
            .and_then(|rest| self.plan(side, rest, &format!("{place}{{}}"), problems));
        (fields, rest)
    }

    fn needy_base<'o>(&self, side: Side, object: &'o Object) -> Option<&'o str> {
        object
            .base
            .as_deref()
            .filter(|base| self.is_needy_name(side, base))
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
        let content = variant.content.as_ref()?;
        let place = format!("{place}::{}", variant.name);
        if side == Side::Input
            && matches!(tagging, Tagging::Internal { .. })
            && self.holds_int128(content, &mut BTreeSet::new())
        {
            problems.add(
                &place,
                "serde cannot read a 128-bit integer within an enum whose tag stands among the fields",
                "let the content stand apart: `#[serde(tag = \"type\", content = \"data\")]`, or use another type",
            );
        }
        let plan = self.plan(side, content, &place, problems)?;
        match (tagging, &content.kind) {
            (Tagging::Internal { tag }, Kind::Object(object)) if self.has_needy_rest(side, object) => {
                // The tag has no name among the fields, so it would be taken for one of the rest.
                let (mut fields, rest) = self.parts(side, object, &place, problems);
                fields.insert(0, (tag.clone(), None));
                self.whole(side, object, fields, rest, &place, problems)
            }
            (Tagging::External | Tagging::Internal { .. }, _) => Some(plan),
            (Tagging::Adjacent { content, .. }, _) => Plan::fields(vec![(content.clone(), Some(plan))], None),
        }
    }

    /// Whether there is a 128-bit integer in what clients send, however deep.
    fn holds_int128<'t>(&self, ty: &'t Type, seen: &mut BTreeSet<&'t str>) -> bool
    where
        'a: 't,
    {
        if matches!(ty.kind, Kind::Int128 | Kind::Uint128) {
            return true;
        }
        let mut names = Vec::new();
        ty.visit_names(&mut |name| names.push(name));
        names.retain(|name| seen.insert(name));
        let model = self.scope.model;
        ty.children()
            .into_iter()
            .any(|child| self.holds_int128(child, seen))
            || names
                .into_iter()
                .filter_map(|name| model.named(Side::Input, name))
                .any(|named| self.holds_int128(named, seen))
    }

    /// Whether fields that have no name need a plan.
    fn has_needy_rest(&self, side: Side, object: &Object) -> bool {
        let (bases, _) = self.scope.bases(side, object);
        bases
            .into_iter()
            .map(|(_, object)| object)
            .chain([object])
            .filter_map(|object| object.rest.as_deref())
            .any(|rest| self.is_needy(side, rest))
    }

    fn leaf(&self, ty: &Type) -> Option<&'static str> {
        let int64 = self.scope.int64(ty);
        Some(match (&ty.kind, int64) {
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
            (kind, _) if self.scope.is_date(kind) => "date",
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
            _ if self.leaf(ty).is_some() => true,
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
            kind if self.scope.is_date(kind) => "a date".to_owned(),
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
