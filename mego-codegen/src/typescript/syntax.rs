//! Types and values as TypeScript writes them, and how they are laid out.

use super::jsdoc::Doc;
use super::names;

/// A line that would become longer is broken where it may be.
const WIDTH: usize = 100;

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TypeExpr {
    /// A name, a literal or a keyword.
    Word(String),
    /// `A | B`
    Union(Vec<Alternative>),
    /// `A & B`
    Intersection(Vec<TypeExpr>),
    /// `readonly T[]`
    List(Box<TypeExpr>),
    /// `readonly [A, B]`
    Tuple(Vec<TypeExpr>),
    /// `{ readonly a: A }`
    Object(Vec<Member>),
    /// The same, always over several lines and with room between its members.
    Block(Vec<Member>),
    /// `Name<A, B>`
    Generic(String, Vec<TypeExpr>),
}

/// A member of a union, with a comment above it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alternative {
    pub(super) doc: Doc,
    pub(super) ty: TypeExpr,
}

/// A member of an object type.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) doc: Doc,
    pub(super) name: MemberName,
    pub(super) optional: bool,
    pub(super) ty: TypeExpr,
}

/// What stands before the colon.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MemberName {
    /// A property.
    Property(String),
    /// `[key: string]`
    Index,
}

impl TypeExpr {
    pub(super) fn word(word: impl Into<String>) -> TypeExpr {
        TypeExpr::Word(word.into())
    }

    /// A union of types about which nothing is said, each once.
    pub(super) fn union(types: impl IntoIterator<Item = TypeExpr>) -> TypeExpr {
        let mut members: Vec<Alternative> = Vec::new();
        for ty in types {
            let more = match ty {
                TypeExpr::Union(inner) => inner,
                ty => vec![Alternative {
                    doc: Doc::default(),
                    ty,
                }],
            };
            for member in more {
                if !members.iter().any(|known| known.ty == member.ty) {
                    members.push(member);
                }
            }
        }
        match members.len() {
            0 => TypeExpr::word("never"),
            1 => members.remove(0).ty,
            _ => TypeExpr::Union(members),
        }
    }

    /// Shows every word in the type.
    pub(super) fn visit_words(&self, visit: &mut impl FnMut(&str)) {
        match self {
            TypeExpr::Word(word) => visit(word),
            TypeExpr::Union(members) => members.iter().for_each(|member| member.ty.visit_words(visit)),
            TypeExpr::Intersection(types) | TypeExpr::Tuple(types) | TypeExpr::Generic(_, types) => {
                types.iter().for_each(|ty| ty.visit_words(visit));
            }
            TypeExpr::List(item) => item.visit_words(visit),
            TypeExpr::Object(members) | TypeExpr::Block(members) => {
                members.iter().for_each(|member| member.ty.visit_words(visit));
            }
        }
    }

    /// The type as it stands behind `column` characters on a line that is indented by `indent`.
    pub(super) fn print(&self, indent: usize, column: usize) -> String {
        let line = self.in_line();
        match line {
            Some(line) if column + line.chars().count() <= WIDTH => line,
            _ => self.broken(indent).or_else(|| self.in_line()).unwrap_or_default(),
        }
    }

    /// On one line, unless a comment stands in the way.
    fn in_line(&self) -> Option<String> {
        Some(match self {
            TypeExpr::Word(word) => word.clone(),
            TypeExpr::Union(members) => {
                let members: Option<Vec<String>> = members
                    .iter()
                    .map(|member| member.ty.alternative().filter(|_| member.doc.is_empty()))
                    .collect();
                members?.join(" | ")
            }
            TypeExpr::Intersection(types) => {
                let types: Option<Vec<String>> = types.iter().map(TypeExpr::operand).collect();
                types?.join(" & ")
            }
            TypeExpr::List(item) => format!("readonly {}[]", item.operand()?),
            TypeExpr::Tuple(items) => format!("readonly [{}]", list(items)?),
            TypeExpr::Block(_) => return None,
            TypeExpr::Object(members) if members.is_empty() => "{}".to_owned(),
            TypeExpr::Object(members) => {
                let members: Option<Vec<String>> = members
                    .iter()
                    .map(|member| {
                        Some(format!(
                            "{}{}",
                            member.head(),
                            member.ty.in_line().filter(|_| member.doc.is_empty())?
                        ))
                    })
                    .collect();
                format!("{{ {} }}", members?.join("; "))
            }
            TypeExpr::Generic(name, arguments) => format!("{name}<{}>", list(arguments)?),
        })
    }

    /// In parentheses where an operator beside it would bind more tightly.
    fn operand(&self) -> Option<String> {
        let text = self.in_line()?;
        match self {
            TypeExpr::Union(_) | TypeExpr::Intersection(_) | TypeExpr::List(_) | TypeExpr::Tuple(_) => {
                Some(format!("({text})"))
            }
            _ => Some(text),
        }
    }

    /// In parentheses where a reader would have to know that `&` binds more tightly than `|`.
    fn alternative(&self) -> Option<String> {
        match self {
            TypeExpr::Intersection(_) => self.operand(),
            _ => self.in_line(),
        }
    }

    /// Over several lines, if there is a place to break.
    fn broken(&self, indent: usize) -> Option<String> {
        let pad = " ".repeat(indent);
        match self {
            TypeExpr::Word(_) => None,
            TypeExpr::Union(members) => {
                let mut text = String::new();
                for member in members {
                    let inner = indent + 2;
                    text.push('\n');
                    text.push_str(&member.doc.print(inner));
                    let ty = match &member.ty {
                        intersection @ TypeExpr::Intersection(_) => intersection.wrapped(inner + 2),
                        ty => ty.print(inner + 2, inner + 2),
                    };
                    text.push_str(&format!("{pad}  | {ty}"));
                }
                Some(text)
            }
            TypeExpr::Intersection(types) => {
                let types: Vec<String> = types.iter().map(|ty| ty.wrapped(indent)).collect();
                Some(types.join(" & "))
            }
            TypeExpr::List(item) => Some(format!("readonly {}[]", item.wrapped(indent))),
            TypeExpr::Tuple(items) => {
                let lines: String = items
                    .iter()
                    .map(|item| format!("{pad}  {},\n", item.print(indent + 2, indent + 2)))
                    .collect();
                Some(format!("readonly [\n{lines}{pad}]"))
            }
            TypeExpr::Object(members) => Some(format!(
                "{{\n{}{pad}}}",
                members_block(members, indent + 2, false)
            )),
            TypeExpr::Block(members) => {
                Some(format!("{{\n{}{pad}}}", members_block(members, indent + 2, true)))
            }
            TypeExpr::Generic(name, arguments) => {
                let arguments: Vec<String> = arguments
                    .iter()
                    .map(|argument| argument.print(indent, indent))
                    .collect();
                Some(format!("{name}<{}>", arguments.join(", ")))
            }
        }
    }

    fn wrapped(&self, indent: usize) -> String {
        match self {
            TypeExpr::Union(_) => format!(
                "({}\n{})",
                self.broken(indent).unwrap_or_default(),
                " ".repeat(indent)
            ),
            TypeExpr::Intersection(_) | TypeExpr::List(_) | TypeExpr::Tuple(_) => {
                format!("({})", self.print(indent, indent))
            }
            _ => self.print(indent, indent),
        }
    }
}

impl Member {
    fn head(&self) -> String {
        let name = match &self.name {
            MemberName::Property(name) => names::property(name),
            MemberName::Index => "[key: string]".to_owned(),
        };
        format!("readonly {name}{}: ", if self.optional { "?" } else { "" })
    }
}

/// The members of an interface, one a line. `airy` puts an empty line around each that has a comment.
pub(super) fn members_block(members: &[Member], indent: usize, airy: bool) -> String {
    let pad = " ".repeat(indent);
    let mut text = String::new();
    for (index, member) in members.iter().enumerate() {
        if airy && index > 0 {
            text.push('\n');
        }
        let head = member.head();
        text.push_str(&member.doc.print(indent));
        let ty = member.ty.print(indent, indent + head.chars().count());
        // A broken union begins on a line of its own.
        let head = if ty.starts_with('\n') {
            head.trim_end()
        } else {
            &head
        };
        text.push_str(&format!("{pad}{head}{ty};\n"));
    }
    text
}

fn list(types: &[TypeExpr]) -> Option<String> {
    let types: Option<Vec<String>> = types.iter().map(TypeExpr::in_line).collect();
    Some(types?.join(", "))
}

/// A value that is written out: a plan or the table of methods.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// Written as it is.
    Word(String),
    /// `{ a: 1 }`
    Object(Vec<(String, Expr)>),
    /// `[1, 2]`
    Array(Vec<Expr>),
    /// `name(value)`
    Call(&'static str, Box<Expr>),
}

impl Expr {
    pub(super) fn word(word: impl Into<String>) -> Expr {
        Expr::Word(word.into())
    }

    pub(super) fn text(text: &str) -> Expr {
        Expr::Word(names::quoted(text))
    }

    pub(super) fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Expr)>) -> Expr {
        Expr::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// The value behind `column` characters on a line that is indented by `indent`.
    pub(super) fn print(&self, indent: usize, column: usize) -> String {
        let line = self.in_line();
        if column + line.chars().count() <= WIDTH {
            line
        } else {
            self.broken(indent)
        }
    }

    pub(super) fn broken(&self, indent: usize) -> String {
        let pad = " ".repeat(indent);
        match self {
            Expr::Word(word) => word.clone(),
            Expr::Object(members) => {
                let lines: String = members
                    .iter()
                    .map(|(key, value)| {
                        let key = names::key(key);
                        let column = indent + 2 + key.chars().count() + 3;
                        format!("{pad}  {key}: {},\n", value.print(indent + 2, column))
                    })
                    .collect();
                format!("{{\n{lines}{pad}}}")
            }
            Expr::Array(items) => {
                let lines: String = items
                    .iter()
                    .map(|item| format!("{pad}  {},\n", item.print(indent + 2, indent + 3)))
                    .collect();
                format!("[\n{lines}{pad}]")
            }
            Expr::Call(name, value) => format!("{name}({})", value.broken(indent)),
        }
    }

    fn in_line(&self) -> String {
        match self {
            Expr::Word(word) => word.clone(),
            Expr::Object(members) if members.is_empty() => "{}".to_owned(),
            Expr::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(key, value)| format!("{}: {}", names::key(key), value.in_line()))
                    .collect();
                format!("{{ {} }}", members.join(", "))
            }
            Expr::Array(items) => {
                let items: Vec<String> = items.iter().map(Expr::in_line).collect();
                format!("[{}]", items.join(", "))
            }
            Expr::Call(name, value) => format!("{name}({})", value.in_line()),
        }
    }
}
