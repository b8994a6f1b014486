//! What is wrong with a contract is told with its place and a way out.

use mego_codegen::{Model, Problem, Problems};
use schemars::JsonSchema;
use serde_json::{Value, json};

use crate::fixture::Builder;

fn problems_of<T: JsonSchema>() -> Problems {
    Model::new(&Builder::new().method("echo", "").returns::<T>().build(), "shop").unwrap_err()
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
    the_one(&Model::new(&contract, "shop").unwrap_err()).clone()
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
