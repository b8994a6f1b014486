//! Contracts made from Rust types, as an engine makes them.

use mego::contract::{
    Contract, ErrorVariant, Event, Group, Input, Method, Output, Param, Types, VERSION, WhenSlow,
};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

/// Collects methods and the types that they mention.
pub(crate) struct Builder {
    input: SchemaGenerator,
    output: SchemaGenerator,
    groups: Vec<Group>,
    events: Vec<Event>,
    data: Option<Value>,
}

impl Builder {
    pub(crate) fn new() -> Builder {
        let settings = |side: &str| {
            SchemaSettings::draft2020_12()
                .with(|settings| settings.definitions_path = format!("/types/{side}").into())
        };
        Builder {
            input: settings("input").for_deserialize().into_generator(),
            output: settings("output").for_serialize().into_generator(),
            groups: Vec::new(),
            events: Vec::new(),
            data: None,
        }
    }

    pub(crate) fn group(mut self, title: &str, intro: &str) -> Builder {
        self.groups.push(Group {
            title: Some(title.to_owned()),
            intro: intro.to_owned(),
            methods: Vec::new(),
        });
        self
    }

    /// A method that takes and returns nothing yet.
    pub(crate) fn method(mut self, name: &str, doc: &str) -> Builder {
        if self.groups.is_empty() {
            self.groups.push(Group {
                title: None,
                intro: String::new(),
                methods: Vec::new(),
            });
        }
        let group = self.groups.last_mut().unwrap();
        group.methods.push(Method {
            name: name.to_owned(),
            rust: format!("shop::{}", name.replace('.', "::")),
            doc: doc.to_owned(),
            deprecated: None,
            idempotent: false,
            timeout_ms: None,
            max_size: None,
            lenient: false,
            files: Vec::new(),
            input: Input::Params(Vec::new()),
            output: Output::Value(serde_json::json!({"type": "null"})),
            errors: Vec::new(),
        });
        self
    }

    /// Changes the method that was added last.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Method)) -> Builder {
        change(self.last());
        self
    }

    pub(crate) fn bind<T: JsonSchema>(mut self) -> Builder {
        let schema = self.input.subschema_for::<T>().to_value();
        self.last().input = Input::Bind(schema);
        self
    }

    pub(crate) fn param<T: JsonSchema>(self, name: &str, doc: &str) -> Builder {
        self.param_with::<T>(name, doc, |_| {})
    }

    pub(crate) fn param_with<T: JsonSchema>(
        mut self,
        name: &str,
        doc: &str,
        change: impl FnOnce(&mut Param),
    ) -> Builder {
        let schema = self.input.subschema_for::<T>().to_value();
        let mut param = Param {
            name: name.to_owned(),
            doc: doc.to_owned(),
            schema,
            required: true,
            default: None,
            example: None,
            deprecated: false,
        };
        change(&mut param);
        match &mut self.last().input {
            Input::Params(params) => params.push(param),
            other => panic!("{other:?} takes no parameters"),
        }
        self
    }

    pub(crate) fn returns<T: JsonSchema>(mut self) -> Builder {
        let schema = self.output.subschema_for::<T>().to_value();
        self.last().output = Output::Value(schema);
        self
    }

    /// The method that was added last gives a stream of these.
    pub(crate) fn streams<T: JsonSchema>(mut self) -> Builder {
        let schema = self.output.subschema_for::<T>().to_value();
        self.last().output = Output::Stream(schema);
        self
    }

    /// An event, in any channel.
    pub(crate) fn event<T: JsonSchema>(self, name: &str, doc: &str) -> Builder {
        self.event_with::<T>(name, doc, |_| {})
    }

    pub(crate) fn event_with<T: JsonSchema>(
        mut self,
        name: &str,
        doc: &str,
        change: impl FnOnce(&mut Event),
    ) -> Builder {
        let mut event = Event {
            name: name.to_owned(),
            rust: format!("shop::events::{}", name.replace('.', "::")),
            doc: doc.to_owned(),
            deprecated: None,
            channel: None,
            when_slow: WhenSlow::default(),
            data: self.output.subschema_for::<T>().to_value(),
        };
        change(&mut event);
        self.events.push(event);
        self
    }

    /// What a client says when it connects.
    pub(crate) fn data<T: JsonSchema>(mut self) -> Builder {
        self.data = Some(self.input.subschema_for::<T>().to_value());
        self
    }

    pub(crate) fn error(mut self, status: &str, code: u16, doc: &str) -> Builder {
        let error = ErrorVariant {
            status: status.to_owned(),
            code,
            doc: doc.to_owned(),
            data: None,
        };
        self.last().errors.push(error);
        self
    }

    pub(crate) fn error_with<T: JsonSchema>(mut self, status: &str, code: u16, doc: &str) -> Builder {
        let data = Some(self.output.subschema_for::<T>().to_value());
        let error = ErrorVariant {
            status: status.to_owned(),
            code,
            doc: doc.to_owned(),
            data,
        };
        self.last().errors.push(error);
        self
    }

    pub(crate) fn build(mut self) -> Contract {
        let table = |definitions: Map<String, Value>| definitions.into_iter().collect();
        Contract {
            mego: VERSION,
            package: "shop".to_owned(),
            groups: self.groups,
            events: self.events,
            data: self.data,
            types: Types {
                input: table(self.input.take_definitions(true)),
                output: table(self.output.take_definitions(true)),
            },
        }
    }

    fn last(&mut self) -> &mut Method {
        self.groups
            .last_mut()
            .and_then(|group| group.methods.last_mut())
            .expect("a method was added")
    }
}
