//! An engine that cannot start says everything that is wrong, with the fix.

use mego::prelude::*;

#[derive(Clone)]
struct Db;

#[mego::method]
async fn read(State(_db): State<Db>) {}

mod other {
    #[mego::method]
    pub(super) async fn read() {}

    #[mego::data]
    pub(super) struct Page {
        pub(super) b: bool,
    }
}

#[mego::data]
struct Page {
    a: i32,
}

#[mego::method]
async fn turn(page: Page, back: other::Page) -> bool {
    page.a > 0 && back.b
}

type Whole<T> = Bind<T>;

#[mego::method]
async fn both(page: Whole<Page>, n: i32) -> i32 {
    page.a + n
}

fn problems(engine: Engine) -> Vec<String> {
    engine.contract().unwrap_err().problems().to_vec()
}

#[test]
fn missing_state_is_named_with_its_method() {
    let problems = problems(Engine::new().register(methods![read]));
    let [problem] = problems.try_into().unwrap();
    assert_eq!(
        problem,
        "`runtime::setup::read` takes `State<runtime::setup::Db>`, and the engine has none: \
         add `.state(…)` with a value of that type"
    );
}

#[test]
fn one_name_in_two_lists_names_both_functions() {
    let engine = Engine::new()
        .state(Db)
        .register(methods![read])
        .register(methods![other::read]);
    let [problem] = problems(engine).try_into().unwrap();
    assert_eq!(
        problem,
        "`runtime::setup::read` and `runtime::setup::other::read` are both called `read` on the wire: \
         give one another name with `#[mego::method(name = \"…\")]`"
    );
}

#[test]
fn two_types_of_one_name_name_both_paths() {
    let [problem] = problems(Engine::new().register(methods![turn]))
        .try_into()
        .unwrap();
    assert_eq!(
        problem,
        "two types that the server reads are called `Page` (`runtime::setup::Page`, `runtime::setup::other::Page`): \
         rename one with `#[schemars(rename = \"…\")]`, a generic one with `#[schemars(rename = \"{T}Page\")]`"
    );
}

#[mego::method]
async fn mix_up(page: Page) -> other::Page {
    other::Page { b: page.a > 0 }
}

#[test]
fn one_name_for_what_is_read_and_what_is_written_is_found() {
    let [problem] = problems(Engine::new().register(methods![mix_up]))
        .try_into()
        .unwrap();
    assert!(
        problem.starts_with("two types that the server reads and writes are called `Page`"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_promised_state_is_made_when_the_engine_serves_and_not_for_its_contract() {
    let never = async || -> mego::Result<Db> { panic!("made") };
    assert!(
        Engine::new()
            .state_with(never)
            .register(methods![read])
            .contract()
            .is_ok()
    );
    let problem = Engine::new()
        .state_with(never)
        .register(methods![read])
        .in_memory()
        .unwrap_err()
        .problems()
        .join("");
    assert!(
        problem.starts_with("the state `runtime::setup::Db` is not made yet"),
        "{problem}"
    );

    let failing = async || -> mego::Result<Db> { Err(mego::Error::internal("the disk is full")) };
    let error = Engine::new()
        .state_with(failing)
        .register(methods![read])
        .run("127.0.0.1:0")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "making the state `runtime::setup::Db`: the disk is full"
    );

    let engine = Engine::new()
        .state_with(async || Ok(Db))
        .register(methods![read])
        .ready()
        .await
        .unwrap();
    let server = engine.in_memory().unwrap();
    assert_eq!(
        tests::Client::connect(&server).await.call::<()>("read", ()).await,
        Ok(())
    );
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap();
    let error = Engine::new().run(address).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("cannot listen on {address}: ")),
        "{error}"
    );
}

#[test]
fn a_bound_payload_beside_a_parameter_is_found_under_any_name() {
    let [problem] = problems(Engine::new().register(methods![both]))
        .try_into()
        .unwrap();
    assert_eq!(
        problem,
        "`runtime::setup::both` binds the whole payload, so `n` cannot be sent beside it: move it into the bound type"
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let engine = Engine::new()
        .state(1_u8)
        .state(2_u8)
        .path("mego")
        .allow_origin("app.example.com")
        .register(methods![read, both]);
    assert_eq!(problems(engine).len(), 5);
}

#[tokio::test]
async fn an_engine_that_cannot_start_does_not_bind() {
    let error = Engine::new()
        .register(methods![read])
        .run("127.0.0.1:0")
        .await
        .unwrap_err();
    assert!(error.downcast_ref::<mego::SetupError>().is_some());
    assert!(
        error
            .to_string()
            .starts_with("the engine cannot start:\n- `runtime::setup::read` takes")
    );
}
