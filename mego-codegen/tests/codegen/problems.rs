//! What is wrong with a contract is told with its place and a way out.

use mego_codegen::{Model, Problem, Problems, typescript};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::fixture::Builder;

fn problems_of<T: JsonSchema>() -> Problems {
    Model::new(&Builder::new().method("echo", "").returns::<T>().build(), "shop")
        .map(drop)
        .unwrap_err()
}

fn the_one(problems: &Problems) -> &Problem {
    assert_eq!(problems.iter().count(), 1, "{problems}");
    problems.iter().next().unwrap()
}

#[test]
fn unknown_keyword() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct User {
        #[schemars(extend("contains" = {"type": "string"}))]
        tags: Vec<String>,
    }
    let problems = problems_of::<User>();
    let problem = the_one(&problems);
    assert_eq!(problem.place, "User.tags");
    assert!(problem.message.contains("`contains`"), "{problem}");
    assert!(problem.remedy.contains("#[schemars(with"), "{problem}");
}

#[test]
fn two_flattened_enums() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    enum One {
        A(u8),
        B(u8),
    }
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    enum Two {
        C(u8),
        D(u8),
    }
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Both {
        #[schemars(flatten)]
        one: One,
        #[schemars(flatten)]
        two: Two,
    }
    let problems = problems_of::<Both>();
    assert_eq!(the_one(&problems).place, "Both");
    assert!(the_one(&problems).remedy.contains("flatten one enum"));
}

fn problem_with(schema: Value) -> Problem {
    let contract = Builder::new()
        .method("find", "")
        .param_with::<bool>("what", "", |param| param.schema = schema)
        .build();
    the_one(&Model::new(&contract, "shop").map(drop).unwrap_err()).clone()
}

#[test]
fn a_parameter_is_named_by_its_function() {
    let problem =
        problem_with(json!({"type": "array", "items": {"type": "object", "properties": {"a": {"if": {}}}}}));
    assert_eq!(problem.place, "shop::find(what)[].a");
}

#[test]
fn several_types() {
    let problem = problem_with(json!({"type": ["array", "string"]}));
    assert!(problem.message.contains("array, string"), "{problem}");
    assert!(problem.remedy.contains("mego::Bytes"), "{problem}");
}

#[test]
fn a_mark_of_a_later_version() {
    let problem = problem_with(json!({"type": "string", "x-mego": "hologram"}));
    assert!(problem.message.contains("hologram"), "{problem}");
    assert!(problem.remedy.contains("install the mego-codegen"), "{problem}");
}

#[test]
fn a_type_that_is_not_there() {
    let problem = problem_with(json!({"$ref": "#/types/input/Ghost"}));
    assert!(problem.message.contains("Ghost"), "{problem}");
    // The tables are apart: what the server sends is no type of what it reads.
    let problem = problem_with(json!({"$ref": "#/types/output/User"}));
    assert!(problem.message.contains("#/types/output/User"), "{problem}");
}

#[test]
fn strange_integers() {
    let problem = problem_with(json!({"type": "integer", "format": "int53"}));
    assert!(problem.message.contains("int53"), "{problem}");
}

#[test]
fn keywords_of_other_tools_are_left_alone() {
    let contract = Builder::new()
        .method("find", "")
        .param_with::<bool>("what", "", |param| {
            param.schema = json!({"type": "boolean", "x-ui": "switch"});
        })
        .build();
    Model::new(&contract, "shop").unwrap();
}

/// What is wrong with an API once it becomes TypeScript.
fn typescript_problems(builder: Builder) -> Vec<Problem> {
    let model = Model::new(&builder.build(), "shop").unwrap();
    let problems = typescript::generate(&model, typescript::Options::default())
        .map(drop)
        .unwrap_err();
    problems.iter().cloned().collect()
}

/// The one problem of an API that has one.
fn typescript_problem(builder: Builder) -> Problem {
    let problems = typescript_problems(builder);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].clone()
}

#[test]
fn reserved_method_names() {
    for name in [
        "then",
        "close",
        "stats",
        "events.list",
        "__proto__",
        "users.then",
        "users.constructor",
    ] {
        let problem = typescript_problem(Builder::new().method(name, ""));
        assert_eq!(problem.place, format!("shop::{}", name.replace('.', "::")));
        assert!(
            problem.message.contains("cannot be the name of a method"),
            "{problem}"
        );
        assert!(problem.remedy.contains("#[mego::method(name ="), "{problem}");
    }
}

#[test]
fn what_is_behind_a_dot_hides_nothing_of_a_client() {
    for name in ["users.close", "users.name", "room.events"] {
        let contract = Builder::new().method(name, "").build();
        let model = Model::new(&contract, "shop").unwrap();
        assert_eq!(
            typescript::generate(&model, typescript::Options::default()).err(),
            None,
            "{name}"
        );
    }
}

#[test]
fn event_names_that_cannot_be() {
    for (name, words) in [
        ("then", "`then` means something to JavaScript"),
        ("room.constructor", "`constructor` means something to JavaScript"),
        ("room.2nd", "`2nd` is no identifier"),
    ] {
        let problem = typescript_problem(Builder::new().event::<u32>(name, ""));
        assert_eq!(
            problem.place,
            format!("shop::events::{}", name.replace('.', "::"))
        );
        assert!(
            problem.message.contains("cannot be the name of an event"),
            "{problem}"
        );
        assert!(problem.message.contains(words), "{problem}");
        assert!(problem.remedy.contains("#[mego::event(name ="), "{problem}");
    }
    // What a client has beside its methods is no concern of its events.
    let model = Model::new(&Builder::new().event::<u32>("close", "").build(), "shop").unwrap();
    assert!(typescript::generate(&model, typescript::Options::default()).is_ok());
}

#[test]
fn two_events_at_one_place() {
    let problem = typescript_problem(
        Builder::new()
            .event::<u32>("room", "")
            .event::<u32>("room.closed", ""),
    );
    assert_eq!(problem.place, "shop::events::room::closed");
    assert!(problem.message.contains("which is an event itself"), "{problem}");
    let twice = Builder::new()
        .event::<u32>("joined", "")
        .event_with::<u32>("joined", "", |event| event.rust = "shop::Other".to_owned());
    let problem = typescript_problem(twice);
    assert_eq!(problem.place, "shop::Other");
    assert!(problem.remedy.contains("#[mego::event(name ="), "{problem}");
    // A method may have the name of an event.
    let contract = Builder::new()
        .method("joined", "")
        .event::<u32>("joined", "")
        .build();
    let model = Model::new(&contract, "shop").unwrap();
    assert!(typescript::generate(&model, typescript::Options::default()).is_ok());
}

#[test]
fn the_interface_of_events_takes_a_name() {
    #[derive(JsonSchema)]
    struct Events {}
    let alone = Builder::new().method("a", "").returns::<Events>();
    let model = Model::new(&alone.build(), "shop").unwrap();
    assert!(typescript::generate(&model, typescript::Options::default()).is_ok());
    let problem = typescript_problem(Builder::new().event::<Events>("changed", ""));
    assert_eq!(problem.place, "Events");
    assert!(
        problem.message.contains("`Events` has a meaning of its own"),
        "{problem}"
    );
}

#[test]
fn types_of_events_streams_and_of_connecting_are_named_with_their_place() {
    let wrong = || json!({"type": "object", "properties": {"a": {"if": {}}}});
    let problem_of = |contract: &mego::contract::Contract| {
        the_one(&Model::new(contract, "shop").map(drop).unwrap_err()).clone()
    };
    let event = Builder::new().event_with::<u32>("changed", "", |event| event.data = wrong());
    assert_eq!(problem_of(&event.build()).place, "shop::events::changed.a");
    let stream = Builder::new()
        .method("watch", "")
        .with(|method| method.output = mego::contract::Output::Stream(wrong()));
    assert_eq!(problem_of(&stream.build()).place, "shop::watch -> Item.a");
    let mut contract = Builder::new().method("ping", "").build();
    contract.data = Some(wrong());
    assert_eq!(problem_of(&contract).place, "on_connect(data).a");
}

#[test]
fn method_names_that_are_no_identifiers() {
    let problem = typescript_problem(Builder::new().method("users.2nd", ""));
    assert!(problem.message.contains("`2nd` is no identifier"), "{problem}");
}

#[test]
fn a_method_that_is_also_a_namespace() {
    let problem = typescript_problem(Builder::new().method("users", "").method("users.create", ""));
    assert_eq!(problem.place, "shop::users::create");
    assert!(problem.message.contains("shop::users"), "{problem}");
    assert!(problem.remedy.contains("users.get"), "{problem}");
}

#[test]
fn two_methods_of_one_name() {
    let problem = typescript_problem(
        Builder::new()
            .method("find", "")
            .method("find", "")
            .with(|method| method.rust = "shop::other".to_owned()),
    );
    assert_eq!(problem.place, "shop::other");
    assert!(
        problem.message.contains("already the name of shop::find"),
        "{problem}"
    );
}

#[test]
fn two_methods_whose_types_have_one_name() {
    let problems = typescript_problems(Builder::new().method("users.list", "").method("usersList", ""));
    assert!(problems.iter().all(|problem| problem.place == "shop::usersList"));
    assert!(
        problems
            .iter()
            .any(|problem| problem.message.contains("`UsersListError`")),
        "{problems:#?}"
    );
}

#[test]
fn a_type_with_the_name_of_a_method_s_errors() {
    #[derive(JsonSchema)]
    struct FindError {}
    let problem = typescript_problem(Builder::new().method("find", "").returns::<FindError>());
    assert_eq!(problem.place, "shop::find");
    assert!(problem.message.contains("`FindError`"), "{problem}");
}

#[test]
fn two_errors_of_one_code() {
    let builder = Builder::new()
        .method("find", "")
        .error("Lost", 101, "")
        .error("Gone", 101, "");
    let problem = typescript_problem(builder);
    assert!(problem.message.contains("`Gone` and `Lost`"), "{problem}");
    assert!(problem.remedy.contains("101"), "{problem}");
}

#[test]
fn the_input_shape_takes_a_name() {
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Order {
        id: u64,
    }
    #[derive(JsonSchema)]
    struct OrderInput {}
    let builder = Builder::new().method("a", "").bind::<Order>().returns::<Order>();
    let problem = typescript_problem(builder.method("b", "").returns::<OrderInput>());
    assert_eq!(problem.place, "OrderInput");
    assert!(
        problem.message.contains("`Order` has one shape for input"),
        "{problem}"
    );
    assert!(problem.remedy.contains("#[schemars(rename"), "{problem}");
}

#[test]
fn type_names_that_cannot_be() {
    #[derive(JsonSchema)]
    struct Client {}
    #[derive(JsonSchema)]
    #[schemars(rename = "Big-Order")]
    struct BigOrder {}
    let problem = typescript_problem(Builder::new().method("a", "").returns::<Client>());
    assert!(
        problem.message.contains("`Client` has a meaning of its own"),
        "{problem}"
    );
    let problem = typescript_problem(Builder::new().method("a", "").returns::<BigOrder>());
    assert!(
        problem.message.contains("`Big-Order` cannot be the name"),
        "{problem}"
    );
}

#[test]
fn untagged_enums_that_cannot_be_followed() {
    #[derive(JsonSchema)]
    #[schemars(untagged)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    enum Either {
        Short(String),
        Long { number: u64 },
    }
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Holder {
        either: Vec<Either>,
    }
    let problem = typescript_problem(Builder::new().method("a", "").returns::<Holder>());
    assert_eq!(problem.place, "Either");
    assert!(problem.message.contains("a 64-bit integer"), "{problem}");
    assert!(problem.remedy.contains("#[serde(tag = \"type\")]"), "{problem}");
}

#[test]
fn everything_is_told_at_once() {
    let problems = typescript_problems(
        Builder::new()
            .method("then", "")
            .method("on", "")
            .error("A", 101, "")
            .error("B", 101, ""),
    );
    assert_eq!(problems.len(), 3, "{problems:#?}");
}
