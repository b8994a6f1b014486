//! `query`: the options for TanStack Query, which nobody carries who does not import them.

use std::collections::BTreeSet;

use super::jsdoc::Doc;
use super::module::{Export, Import, Item, Module, Param};
use super::syntax::TypeExpr;
use crate::model::Model;

/// What the runtime brings for this module alone.
const RUNTIME: &str = "./runtime/query.js";

/// The module: the type of all queries, and the function that makes them for a client.
pub(super) fn module(model: &Model, banner: String) -> Module {
    let api = &model.name;
    let mut queries = Doc::new(&format!(
        "Makes the queries of a {api} client: once, beside the client.\n\n\
         Call the query of a method for the options of `useQuery`, `fetchQuery` and their kin, its `mutation()` for those of\n\
         `useMutation`, and its `key()` for what `invalidateQueries` wants to know. That of a stream gives what\n\
         `streamedQuery` needs."
    ));
    queries.tag("param", "client - Where the calls are made.");
    let set = |name: &str| BTreeSet::from([name.to_owned()]);
    Module {
        banner,
        imports: vec![
            Import::Values("createQueries", RUNTIME),
            Import::Types(set("QueriesOf"), RUNTIME),
            Import::Values("meta", "./meta.js"),
            Import::Values("table", "./methods.js"),
            Import::Types(set("Methods"), "./methods.js"),
        ],
        items: vec![
            Item::Alias {
                doc: Doc::new(&format!(
                    "The queries of the {api} API, by the names of its methods."
                )),
                name: "Queries".to_owned(),
                ty: TypeExpr::Generic("QueriesOf".to_owned(), vec![TypeExpr::word("Methods")]),
            },
            Item::Function {
                doc: queries,
                name: "queries",
                params: vec![Param {
                    name: "client",
                    ty: TypeExpr::word("Methods"),
                    default: None,
                }],
                returns: "Queries",
                callee: "createQueries",
                generics: "Methods",
                arguments: "client, table, meta.api",
            },
        ],
        exports: vec![Export::Namespace("Query", RUNTIME)],
    }
}
