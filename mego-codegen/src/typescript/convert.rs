//! From the model's types to those of TypeScript.

use super::Int64;
use super::jsdoc::Doc;
use super::scope::{JSON_VALUE, Scope};
use super::syntax::{Alternative, Member, MemberName, TypeExpr};
use crate::model::{Field, Key, Kind, Literal, Object, Side, Tagging, Type, Union, Variant};

/// The longest array with a fixed length that is written out place by place.
const LONGEST_TUPLE: u64 = 16;

/// Translates the types of one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Converter<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) side: Side,
}

impl Converter<'_> {
    /// The type with its null.
    pub(super) fn convert(&self, ty: &Type) -> TypeExpr {
        let expr = self.present(ty);
        // Any JSON value may be null as it is.
        if ty.nullable && ty.kind != Kind::Any {
            TypeExpr::union([expr, TypeExpr::word("null")])
        } else {
            expr
        }
    }

    /// The type without its null.
    fn present(&self, ty: &Type) -> TypeExpr {
        match &ty.kind {
            Kind::Any => TypeExpr::word(JSON_VALUE),
            Kind::Never => TypeExpr::word("never"),
            Kind::Null | Kind::Unit => TypeExpr::word("null"),
            Kind::Bool => TypeExpr::word("boolean"),
            Kind::Int | Kind::Float => TypeExpr::word("number"),
            Kind::Int64 | Kind::Uint64 => match self.scope.int64(ty) {
                Int64::Bigint => self.bigint(),
                Int64::Number => TypeExpr::word("number"),
                Int64::String => TypeExpr::word("string"),
            },
            Kind::Int128 | Kind::Uint128 => self.bigint(),
            kind @ Kind::String(_) if self.scope.is_date(kind) => TypeExpr::word("Date"),
            Kind::String(_) => TypeExpr::word("string"),
            Kind::Bytes => match self.side {
                Side::Input => TypeExpr::union(["Uint8Array", "ArrayBuffer"].map(TypeExpr::word)),
                Side::Output => TypeExpr::word("Uint8Array"),
            },
            Kind::Literals(literals) => literals_union(literals),
            Kind::Array(item, Some(length)) if *length <= LONGEST_TUPLE => {
                TypeExpr::Tuple((0..*length).map(|_| self.convert(item)).collect())
            }
            Kind::Array(item, _) | Kind::Set(item) => TypeExpr::List(Box::new(self.convert(item))),
            Kind::Tuple(items) => TypeExpr::Tuple(items.iter().map(|item| self.convert(item)).collect()),
            // Integer keys are as wide as 64 bits, so they are decimals; an index signature of strings takes numbers, too.
            Kind::Map(Key::String | Key::Uint | Key::Int, value) => {
                TypeExpr::Object(vec![index(self.convert(value))])
            }
            Kind::Object(object) => self.object(object),
            Kind::Union(union) => self.union(union),
            Kind::Named(name) => TypeExpr::word(self.scope.name(self.side, name)),
        }
    }

    fn bigint(&self) -> TypeExpr {
        match self.side {
            Side::Input => TypeExpr::union(["bigint", "number"].map(TypeExpr::word)),
            Side::Output => TypeExpr::word("bigint"),
        }
    }

    fn object(&self, object: &Object) -> TypeExpr {
        self.with_members(Vec::new(), object)
    }

    /// An object that has other members before its own.
    fn with_members(&self, mut members: Vec<Member>, object: &Object) -> TypeExpr {
        let (bases, other) = self.scope.bases(self.side, object);
        let rest = [object]
            .into_iter()
            .chain(bases.iter().map(|(_, base)| *base))
            .find_map(|object| object.rest.as_deref());
        members.extend(object.fields.iter().map(|field| self.member(field)));
        if let (Some(rest), None) = (rest, other) {
            // An index signature has to allow all members, also those that would stand beside it in an intersection.
            for (_, base) in bases {
                members.extend(base.fields.iter().map(|field| self.member(field)));
            }
            self.add_index(&mut members, rest);
            return TypeExpr::Object(members);
        }
        let base = object
            .base
            .as_deref()
            .map(|base| self.scope.name(self.side, base));
        match base {
            None => TypeExpr::Object(members),
            Some(base) if members.is_empty() => TypeExpr::word(base),
            Some(base) => TypeExpr::Intersection(vec![TypeExpr::Object(members), TypeExpr::word(base)]),
        }
    }

    /// The members of an object type, without those of its base.
    pub(super) fn members(&self, object: &Object) -> Vec<Member> {
        let mut members: Vec<Member> = object.fields.iter().map(|field| self.member(field)).collect();
        if let Some(rest) = &object.rest {
            self.add_index(&mut members, rest);
        }
        members
    }

    /// TypeScript wants an index signature to allow what the named members are.
    fn add_index(&self, members: &mut Vec<Member>, rest: &Type) {
        let mut all = vec![self.convert(rest)];
        all.extend(members.iter().map(|member| member.ty.clone()));
        members.push(index(TypeExpr::union(all)));
    }

    /// A field of an object, or a parameter.
    pub(super) fn member(&self, field: &Field) -> Member {
        let mut ty = self.convert(&field.ty);
        if !field.required {
            ty = TypeExpr::union([ty, TypeExpr::word("undefined")]);
        }
        Member {
            doc: Doc::of_field(field),
            name: MemberName::Property(field.name.clone()),
            optional: !field.required,
            ty,
        }
    }

    fn union(&self, union: &Union) -> TypeExpr {
        match union {
            Union::Untagged(types) => {
                // What is said about a variant would be lost in a plain union.
                let members = types.iter().map(|ty| Alternative {
                    doc: Doc::of_notes(&ty.notes),
                    ty: self.convert(ty),
                });
                collapse(members.collect())
            }
            Union::Tagged { tagging, variants } => {
                let members = variants.iter().map(|variant| Alternative {
                    doc: Doc::of_variant(&variant.doc, variant.deprecated),
                    ty: self.variant(tagging, variant),
                });
                collapse(members.collect())
            }
        }
    }

    fn variant(&self, tagging: &Tagging, variant: &Variant) -> TypeExpr {
        let name = TypeExpr::word(super::names::quoted(&variant.name));
        match (tagging, &variant.content) {
            (Tagging::External, None) => name,
            (Tagging::External, Some(content)) => {
                TypeExpr::Object(vec![property(&variant.name, self.convert(content))])
            }
            (Tagging::Adjacent { tag, .. } | Tagging::Internal { tag }, None) => {
                TypeExpr::Object(vec![property(tag, name)])
            }
            (Tagging::Adjacent { tag, content: key }, Some(content)) => {
                TypeExpr::Object(vec![property(tag, name), property(key, self.convert(content))])
            }
            (
                Tagging::Internal { tag },
                Some(Type {
                    kind: Kind::Object(object),
                    ..
                }),
            ) => self.with_members(vec![property(tag, name)], object),
            (Tagging::Internal { tag }, Some(content)) => TypeExpr::Intersection(vec![
                TypeExpr::Object(vec![property(tag, name)]),
                self.convert(content),
            ]),
        }
    }
}

fn collapse(mut members: Vec<Alternative>) -> TypeExpr {
    match members.len() {
        0 => TypeExpr::word("never"),
        1 => members.remove(0).ty,
        _ => TypeExpr::Union(members),
    }
}

fn literals_union(literals: &[Literal]) -> TypeExpr {
    let members = literals.iter().map(|literal| Alternative {
        doc: Doc::of_variant(&literal.doc, literal.deprecated),
        // JSON is JavaScript.
        ty: TypeExpr::word(literal.value.to_string()),
    });
    collapse(members.collect())
}

fn property(name: &str, ty: TypeExpr) -> Member {
    Member {
        doc: Doc::default(),
        name: MemberName::Property(name.to_owned()),
        optional: false,
        ty,
    }
}

fn index(ty: TypeExpr) -> Member {
    Member {
        doc: Doc::default(),
        name: MemberName::Index,
        optional: false,
        ty,
    }
}
