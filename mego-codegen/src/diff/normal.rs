//! One form for what is one thing on the wire: `{t: "B", c: 1}` may be an adjacently tagged enum or an internally tagged one
//! whose variants happen to have one field of one name, and the next variant tells.

use crate::model::{Field, Input, Kind, Model, Object, Output, Tagging, Type, Union};

/// Makes every adjacently tagged enum an internally tagged one.
pub(super) fn normalise(model: &mut Model) {
    let Model {
        groups,
        events,
        data,
        types,
        ..
    } = model;
    for method in groups.iter_mut().flat_map(|group| &mut group.methods) {
        match &mut method.input {
            Input::Params(params) => params.iter_mut().for_each(|param| walk(&mut param.ty)),
            Input::Bind(ty) => walk(ty),
        }
        match &mut method.output {
            Output::Value(ty) | Output::Stream(ty) => walk(ty),
        }
        method
            .errors
            .iter_mut()
            .filter_map(|error| error.data.as_mut())
            .for_each(walk);
    }
    events.iter_mut().for_each(|event| walk(&mut event.data));
    data.iter_mut().for_each(walk);
    types
        .input
        .values_mut()
        .chain(types.output.values_mut())
        .for_each(walk);
}

fn walk(ty: &mut Type) {
    match &mut ty.kind {
        Kind::Array(item, _) | Kind::Set(item) | Kind::Map(_, item) => walk(item),
        Kind::Tuple(items) | Kind::Union(Union::Untagged(items)) => items.iter_mut().for_each(walk),
        Kind::Object(object) => {
            object.fields.iter_mut().for_each(|field| walk(&mut field.ty));
            object.rest.as_deref_mut().into_iter().for_each(walk);
        }
        Kind::Union(Union::Tagged { tagging, variants }) => {
            variants
                .iter_mut()
                .filter_map(|variant| variant.content.as_mut())
                .for_each(walk);
            let Tagging::Adjacent { tag, content } = tagging else {
                return;
            };
            for variant in variants {
                variant.content = variant.content.take().map(|ty| {
                    let field = Field {
                        name: content.clone(),
                        ty,
                        required: true,
                    };
                    Type::of(Kind::Object(Object {
                        fields: vec![field],
                        ..Object::default()
                    }))
                });
            }
            *tagging = Tagging::Internal {
                tag: std::mem::take(tag),
            };
        }
        _ => {}
    }
}
