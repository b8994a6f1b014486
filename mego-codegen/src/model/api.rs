//! Methods and events, from the contract into the model.

use mego::contract;
use serde_json::Value;

use super::place::Place;
use super::prose::prose;
use super::read::Reader;
use super::{ErrorVariant, Event, Field, Input, Kind, Method, Output, Side, Type, names};
use crate::problem::Problems;

pub(super) fn method(method: &contract::Method, tables: &contract::Types, problems: &mut Problems) -> Method {
    names::check_text(&method.rust, &method.name, problems);
    for file in &method.files {
        names::check_text(&file.name, &method.rust, problems);
    }
    let params = match &method.input {
        contract::Input::Params(params) => params.as_slice(),
        _ => &[],
    };
    let params = params.iter().map(|param| param.name.as_str());
    let files = method.files.iter().map(|file| file.name.as_str());
    names::check_unique(params.chain(files), &method.rust, problems);
    for error in &method.errors {
        names::check_status(&error.status, &method.rust, problems);
    }
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
            doc: prose(&error.doc),
            data: error.data.as_ref().map(|schema| {
                let place = place.step(&format!(" -> Err({})", error.status));
                Reader::new(tables, Side::Output, problems).read(schema, &place)
            }),
        })
        .collect();
    Method {
        name: method.name.clone(),
        rust: method.rust.clone(),
        doc: prose(&method.doc),
        deprecated: method.deprecated.as_deref().map(prose),
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
    names::check_text(&event.rust, &event.name, problems);
    if let Some(channel) = &event.channel {
        names::check_text(channel, &event.rust, problems);
    }
    Event {
        name: event.name.clone(),
        rust: event.rust.clone(),
        doc: prose(&event.doc),
        deprecated: event.deprecated.as_deref().map(prose),
        channel: event.channel.clone(),
        when_slow: event.when_slow,
        data: Reader::new(tables, Side::Output, problems).read(&event.data, &Place::root(&event.rust)),
    }
}

/// What the attribute of a parameter says goes before what its type says.
fn param(param: &contract::Param, place: &Place, reader: &mut Reader<'_>) -> Field {
    reader.check_name(&param.name, place);
    let mut ty = reader.read(&param.schema, &place.step(&format!("({})", param.name)));
    if !param.doc.is_empty() {
        ty.notes.doc = prose(&param.doc);
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
