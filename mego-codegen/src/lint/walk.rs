//! Every type in an API, with the place where it stands.

use crate::model::{Input, Kind, Method, Model, Side, Type, Union};

/// What is shown: the side, the place and the type.
type Visit<'v> = &'v mut dyn FnMut(Side, &str, &Type);

/// Shows every type: in named types first, then in methods, in events and in what clients say when they connect.
pub(super) fn all(model: &Model, visit: Visit<'_>) {
    for side in [Side::Output, Side::Input] {
        for (name, ty) in model.types.on(side) {
            // What is of the standard library is not for the user to change.
            if super::std_time(name, ty).is_none() {
                walk(side, name, ty, visit);
            }
        }
    }
    for method in model.methods() {
        self::method(method, visit);
    }
    for event in &model.events {
        walk(Side::Output, &event.rust, &event.data, visit);
    }
    if let Some(data) = &model.data {
        walk(Side::Input, "on_connect(data)", data, visit);
    }
}

fn method(method: &Method, visit: Visit<'_>) {
    let rust = &method.rust;
    match &method.input {
        Input::Params(params) => {
            for param in params {
                walk(Side::Input, &format!("{rust}({})", param.name), &param.ty, visit);
            }
        }
        Input::Bind(ty) => walk(Side::Input, &format!("{rust}(Bind)"), ty, visit),
    }
    let item = if method.output.is_stream() { " Item" } else { "" };
    walk(
        Side::Output,
        &format!("{rust} ->{item}"),
        method.output.ty(),
        visit,
    );
    for error in &method.errors {
        if let Some(data) = &error.data {
            let place = format!("{rust} -> Err({})", error.status);
            walk(Side::Output, &place, data, visit);
        }
    }
}

fn walk(side: Side, place: &str, ty: &Type, visit: Visit<'_>) {
    visit(side, place, ty);
    match &ty.kind {
        Kind::Array(item, _) | Kind::Set(item) => walk(side, &format!("{place}[]"), item, visit),
        Kind::Map(_, value) => walk(side, &format!("{place}{{}}"), value, visit),
        Kind::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(side, &format!("{place}.{index}"), item, visit);
            }
        }
        Kind::Object(object) => {
            for field in &object.fields {
                walk(side, &format!("{place}.{}", field.name), &field.ty, visit);
            }
            if let Some(rest) = &object.rest {
                walk(side, &format!("{place}{{}}"), rest, visit);
            }
        }
        Kind::Union(Union::Untagged(types)) => {
            for (index, ty) in types.iter().enumerate() {
                walk(side, &format!("{place}|{}", index + 1), ty, visit);
            }
        }
        Kind::Union(Union::Tagged { variants, .. }) => {
            for variant in variants {
                if let Some(content) = &variant.content {
                    walk(side, &format!("{place}::{}", variant.name), content, visit);
                }
            }
        }
        _ => {}
    }
}
