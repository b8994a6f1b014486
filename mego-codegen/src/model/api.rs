//! Methods and events, from the contract into the model.

use mego::contract;
use serde_json::Value;

use super::place::Place;
use super::read::Reader;
use super::{ErrorVariant, Event, Field, Input, Kind, Method, Output, Side, Type};
use crate::problem::Problems;

pub(super) fn method(method: &contract::Method, tables: &contract::Types, problems: &mut Problems) -> Method {
    let place = Place::root(&method.rust);
    let input = match &method.input {
        contract::Input::Params(params) => {
            let mut reader = Reader::new(tables, Side::Input, problems);
            Input::Params(
                params
                    .iter()
                    .map(|param| self::param(param, &place, &mut reader))
                    .collect(),
            )
        }
        contract::Input::Bind(schema) => Input::Bind(Box::new(
            Reader::new(tables, Side::Input, problems).read(schema, &place.step("(Bind)")),
        )),
        _ => {
            newer(&place, problems);
            Input::Params(Vec::new())
        }
    };
    let output = match &method.output {
        contract::Output::Value(schema) => {
            Output::Value(Reader::new(tables, Side::Output, problems).read(schema, &place.step(" -> ")))
        }
        contract::Output::Stream(schema) => {
            let place = place.step(" -> Item");
            Output::Stream(Reader::new(tables, Side::Output, problems).read(schema, &place))
        }
        _ => {
            newer(&place, problems);
            Output::Value(Type::of(Kind::Null))
        }
    };
    let errors = method
        .errors
        .iter()
        .map(|error| ErrorVariant {
            status: error.status.clone(),
            code: error.code,
            doc: error.doc.clone(),
            data: error.data.as_ref().map(|schema| {
                let place = place.step(&format!(" -> Err({})", error.status));
                Reader::new(tables, Side::Output, problems).read(schema, &place)
            }),
        })
        .collect();
    Method {
        name: method.name.clone(),
        rust: method.rust.clone(),
        doc: method.doc.clone(),
        deprecated: method.deprecated.clone(),
        idempotent: method.idempotent,
        timeout_ms: method.timeout_ms,
        max_size: method.max_size,
        lenient: method.lenient,
        input,
        files: method.files.clone(),
        output,
        errors,
    }
}

pub(super) fn event(event: &contract::Event, tables: &contract::Types, problems: &mut Problems) -> Event {
    Event {
        name: event.name.clone(),
        rust: event.rust.clone(),
        doc: event.doc.clone(),
        deprecated: event.deprecated.clone(),
        channel: event.channel.clone(),
        when_slow: event.when_slow,
        data: Reader::new(tables, Side::Output, problems).read(&event.data, &Place::root(&event.rust)),
    }
}

/// What the attribute of a parameter says goes before what its type says.
fn param(param: &contract::Param, place: &Place, reader: &mut Reader<'_>) -> Field {
    let mut ty = reader.read(&param.schema, &place.step(&format!("({})", param.name)));
    if !param.doc.is_empty() {
        ty.notes.doc.clone_from(&param.doc);
    }
    if param.default.is_some() {
        ty.notes.default.clone_from(&param.default);
    }
    if let Some(example) = &param.example {
        ty.notes.examples = vec![Value::clone(example)];
    }
    ty.notes.deprecated |= param.deprecated;
    Field {
        name: param.name.clone(),
        ty,
        required: param.required,
    }
}

fn newer(place: &Place, problems: &mut Problems) {
    problems.add(
        place.to_string(),
        "the contract says something here that this mego-codegen does not know",
        "install the mego-codegen of the same release as the server's mego",
    );
}
