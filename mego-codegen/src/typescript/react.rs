//! `react`: the hooks, which nobody carries who does not import them.

use super::module::{Export, Module};
use crate::model::Model;

/// What the runtime brings for this module alone.
const RUNTIME: &str = "./runtime/react.js";

/// The module. There is nothing of the API in the hooks: what is typed comes with the client.
pub(super) fn module(model: &Model, banner: String) -> Module {
    let exports = if model.events.is_empty() {
        vec![Export::Value("useMegoState", RUNTIME)]
    } else {
        vec![
            Export::Value("useMegoEvent, useMegoState", RUNTIME),
            Export::TypeNames("EventState", RUNTIME),
        ]
    };
    Module {
        banner,
        imports: Vec::new(),
        items: Vec::new(),
        exports,
    }
}
