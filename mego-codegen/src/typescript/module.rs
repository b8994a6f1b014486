//! One generated module, from which its `.ts`, its `.js` and its `.d.ts` are printed, so that they cannot drift apart.

use std::collections::BTreeSet;

use super::jsdoc::Doc;
use super::syntax::{Expr, Member, TypeExpr, members_block};

/// How a module is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flavor {
    /// TypeScript.
    Ts,
    /// JavaScript: what is left when types are gone.
    Js,
    /// Declarations: what is left when values are gone.
    Dts,
}

/// A module.
#[derive(Debug)]
pub(super) struct Module {
    /// What the first line says.
    pub(super) banner: String,
    pub(super) imports: Vec<Import>,
    pub(super) items: Vec<Item>,
    /// What is passed on to the importer.
    pub(super) exports: Vec<Export>,
}

/// An import.
#[derive(Debug)]
pub(super) enum Import {
    /// `import type * as Mego`, the types of the runtime.
    Runtime,
    /// `import type { A, B }`
    Types(BTreeSet<String>, &'static str),
    /// `import { a }`
    Values(&'static str, &'static str),
    /// `import * as plans`
    Namespace(&'static str, &'static str),
}

/// A re-export.
#[derive(Debug)]
pub(super) enum Export {
    /// `export { a }`
    Value(&'static str, &'static str),
    /// `export type * from`
    Types(&'static str),
    /// `export type { A }`
    TypeNames(&'static str, &'static str),
    /// `export type * as Mego`
    Namespace(&'static str, &'static str),
}

/// A declaration. Each one is exported.
#[derive(Debug)]
pub(super) enum Item {
    Interface {
        doc: Doc,
        name: String,
        members: Vec<Member>,
        airy: bool,
    },
    Alias {
        doc: Doc,
        name: String,
        ty: TypeExpr,
    },
    Const {
        doc: Doc,
        name: String,
        ty: &'static str,
        value: Expr,
        broken: bool,
    },
    /// A function that returns what another one returns: `return callee<generics>(arguments)`.
    Function {
        doc: Doc,
        name: &'static str,
        params: Vec<Param>,
        returns: &'static str,
        callee: &'static str,
        generics: &'static str,
        arguments: &'static str,
    },
}

/// A parameter of a function.
#[derive(Debug)]
pub(super) struct Param {
    pub(super) name: &'static str,
    pub(super) ty: TypeExpr,
    pub(super) default: Option<&'static str>,
}

impl Module {
    /// Whether anything is left of the module in JavaScript.
    pub(super) fn has_values(&self) -> bool {
        let passes_on = |export: &Export| matches!(export, Export::Value(..));
        self.exports.iter().any(passes_on)
            || self
                .items
                .iter()
                .any(|item| matches!(item, Item::Const { .. } | Item::Function { .. }))
    }

    pub(super) fn print(&self, flavor: Flavor) -> String {
        // Without an export a file is a script, from which nothing can be passed on.
        if self.items.is_empty() && self.exports.is_empty() {
            return format!("{}\nexport {{}};\n", self.banner);
        }
        let mut blocks = vec![self.banner.clone()];
        let imports: String = self
            .imports
            .iter()
            .filter_map(|import| import.print(flavor))
            .collect();
        let items: Vec<String> = self.items.iter().map(|item| item.print(flavor)).collect();
        let exports: String = self
            .exports
            .iter()
            .filter_map(|export| export.print(flavor))
            .collect();
        blocks.push(imports);
        blocks.extend(items);
        blocks.push(exports);
        blocks.retain(|block| !block.is_empty());
        blocks.join("\n")
    }
}

impl Import {
    fn print(&self, flavor: Flavor) -> Option<String> {
        Some(match self {
            Import::Runtime => (flavor != Flavor::Js)
                .then(|| "import type * as Mego from \"./runtime/index.js\";\n".to_owned())?,
            Import::Types(names, from) => {
                if flavor == Flavor::Js || names.is_empty() {
                    return None;
                }
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let line = format!("import type {{ {} }} from \"{from}\";\n", names.join(", "));
                if line.chars().count() <= 120 {
                    line
                } else {
                    format!(
                        "import type {{\n  {},\n}} from \"{from}\";\n",
                        names.join(",\n  ")
                    )
                }
            }
            Import::Values(names, from) => {
                (flavor != Flavor::Dts).then(|| format!("import {{ {names} }} from \"{from}\";\n"))?
            }
            Import::Namespace(name, from) => {
                (flavor != Flavor::Dts).then(|| format!("import * as {name} from \"{from}\";\n"))?
            }
        })
    }
}

impl Export {
    fn print(&self, flavor: Flavor) -> Option<String> {
        match self {
            Export::Value(names, from) => Some(format!("export {{ {names} }} from \"{from}\";\n")),
            Export::Types(from) => {
                (flavor != Flavor::Js).then(|| format!("export type * from \"{from}\";\n"))
            }
            Export::TypeNames(names, from) => {
                (flavor != Flavor::Js).then(|| format!("export type {{ {names} }} from \"{from}\";\n"))
            }
            Export::Namespace(name, from) => {
                (flavor != Flavor::Js).then(|| format!("export type * as {name} from \"{from}\";\n"))
            }
        }
    }
}

impl Item {
    fn print(&self, flavor: Flavor) -> String {
        match self {
            Item::Interface { .. } | Item::Alias { .. } if flavor == Flavor::Js => String::new(),
            Item::Interface {
                doc, name, members, ..
            } if members.is_empty() => {
                format!("{}export interface {name} {{}}\n", doc.print(0))
            }
            Item::Interface {
                doc,
                name,
                members,
                airy,
            } => {
                format!(
                    "{}export interface {name} {{\n{}}}\n",
                    doc.print(0),
                    members_block(members, 2, *airy)
                )
            }
            Item::Alias { doc, name, ty } => {
                let head = format!("export type {name} = ");
                let ty = ty.print(0, head.len() + 1);
                let head = if ty.starts_with('\n') {
                    head.trim_end()
                } else {
                    &head
                };
                format!("{}{head}{ty};\n", doc.print(0))
            }
            Item::Const {
                doc,
                name,
                ty,
                value,
                broken,
            } => {
                let head = match flavor {
                    Flavor::Ts => format!("export const {name}: {ty} = "),
                    Flavor::Js => format!("export const {name} = "),
                    Flavor::Dts => return format!("{}export declare const {name}: {ty};\n", doc.print(0)),
                };
                let value = if *broken {
                    value.broken(0)
                } else {
                    value.print(0, head.len() + 1)
                };
                format!("{}{head}{value};\n", doc.print(0))
            }
            Item::Function {
                doc,
                name,
                params,
                returns,
                callee,
                generics,
                arguments,
            } => {
                let params: Vec<String> = params.iter().map(|param| param.print(flavor)).collect();
                let params = params.join(", ");
                let doc = doc.print(0);
                match flavor {
                    Flavor::Ts => {
                        format!(
                            "{doc}export function {name}({params}): {returns} {{\n  return {callee}<{generics}>({arguments});\n}}\n"
                        )
                    }
                    Flavor::Js => {
                        format!(
                            "{doc}export function {name}({params}) {{\n  return {callee}({arguments});\n}}\n"
                        )
                    }
                    Flavor::Dts => format!("{doc}export declare function {name}({params}): {returns};\n"),
                }
            }
        }
    }
}

impl Item {
    /// Shows every word in the types of a declaration: names of types and keywords.
    pub(super) fn visit_words(&self, visit: &mut impl FnMut(&str)) {
        match self {
            Item::Interface { members, .. } => members.iter().for_each(|member| member.ty.visit_words(visit)),
            Item::Alias { ty, .. } => ty.visit_words(visit),
            Item::Function { params, .. } => params.iter().for_each(|param| param.ty.visit_words(visit)),
            Item::Const { .. } => {}
        }
    }
}

impl Param {
    fn print(&self, flavor: Flavor) -> String {
        let name = self.name;
        let ty = self.ty.print(0, 0);
        match (flavor, self.default) {
            (Flavor::Ts, Some(default)) => format!("{name}: {ty} = {default}"),
            (Flavor::Js, Some(default)) => format!("{name} = {default}"),
            (Flavor::Dts, Some(_)) => format!("{name}?: {ty}"),
            (Flavor::Js, None) => name.to_owned(),
            (_, None) => format!("{name}: {ty}"),
        }
    }
}
