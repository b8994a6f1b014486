//! The contract says what the functions say.

use mego::contract::{Contract, Input, Output};
use mego::prelude::*;
use serde_json::json;

#[mego::data]
struct Book {
    /// The number under which it stands.
    #[mego(example = "9789571234567")]
    isbn: String,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(MethodError)]
enum BorrowError {
    /// Too many.
    #[mego(status = Full)]
    Full {
        /// How many one may have.
        limit: u32,
    },
    #[mego(code = 101)]
    Closed,
}

/// Borrow a book
///
/// For thirty days.
#[deprecated = "use `lend`"]
#[mego::method(name = "books.borrow", timeout = "5s", max_size = "1KiB", idempotent, lenient)]
async fn borrow(
    _session: Session,
    /// Which one.
    book: Book,
    #[param(default = 1, example = 2)] copies: i32,
    #[param(name = "shelfNo", deprecated)] shelf: Option<u8>,
) -> Result<Book, BorrowError> {
    match (copies, shelf) {
        (1, None) => Ok(book),
        (_, None) => Err(BorrowError::Full { limit: 1 }),
        _ => Err(BorrowError::Closed),
    }
}

#[mego::method]
async fn give_back(book: Bind<Book>) {
    drop(book);
}

#[mego::method(hidden)]
async fn internal() {}

#[mego::method]
async fn nothing() {}

fn contract() -> Contract {
    Engine::new()
        .register(methods![borrow, internal].group("Books", "All about books."))
        .register(methods![nothing])
        .register(methods![give_back].group("Books", ""))
        .contract()
        .unwrap()
}

#[test]
fn groups_keep_their_order_and_lists_of_one_title_stand_together() {
    let contract = contract();
    let groups: Vec<_> = contract
        .groups
        .iter()
        .map(|group| {
            let names: Vec<_> = group.methods.iter().map(|method| method.name.as_str()).collect();
            (group.title.as_deref(), group.intro.as_str(), names)
        })
        .collect();
    assert_eq!(
        groups,
        [
            (
                Some("Books"),
                "All about books.",
                vec!["books.borrow", "giveBack"]
            ),
            (None, "", vec!["nothing"])
        ]
    );
    assert_eq!(contract.package, "tests");
}

#[test]
fn a_method_says_all_that_its_function_says() {
    let contract = contract();
    let method = contract.methods().next().unwrap();
    assert_eq!(method.rust, "runtime::contract::borrow");
    assert_eq!(method.doc, "Borrow a book\n\nFor thirty days.");
    assert_eq!(method.deprecated.as_deref(), Some("use `lend`"));
    assert_eq!((method.timeout_ms, method.max_size), (Some(5_000), Some(1_024)));
    assert!(method.idempotent && method.lenient);
    let Input::Params(params) = &method.input else {
        panic!("{:?}", method.input)
    };
    let [book, copies, shelf] = params.as_slice() else {
        panic!("{params:?}")
    };
    assert_eq!(
        (book.name.as_str(), book.doc.as_str(), book.required),
        ("book", "Which one.", true)
    );
    assert_eq!(book.schema, json!({ "$ref": "#/types/input/Book" }));
    assert_eq!(
        (copies.required, &copies.default, &copies.example),
        (false, &Some(json!(1)), &Some(json!(2)))
    );
    assert_eq!(
        (shelf.name.as_str(), shelf.required, shelf.deprecated),
        ("shelfNo", false, true)
    );
    assert_eq!(
        method.output,
        Output::Value(json!({ "$ref": "#/types/output/Book" }))
    );
    let [full, closed] = method.errors.as_slice() else {
        panic!("{:?}", method.errors)
    };
    assert_eq!(
        (full.status.as_str(), full.code, full.doc.as_str()),
        ("Full", 52, "Too many.")
    );
    assert_eq!(
        full.data.as_ref().unwrap()["properties"]["limit"]["description"],
        "How many one may have."
    );
    assert_eq!(
        (closed.status.as_str(), closed.code, &closed.data),
        ("Closed", 101, &None)
    );
}

#[test]
fn the_two_tables_differ_where_serde_does() {
    let types = contract().types;
    assert_eq!(types.input["Book"]["required"], json!(["isbn"]));
    assert_eq!(types.output["Book"]["required"], json!(["isbn", "tags"]));
    assert_eq!(
        types.input["Book"]["properties"]["isbn"]["examples"],
        json!(["9789571234567"])
    );
}

#[test]
fn the_same_program_writes_the_same_bytes_and_reads_them_back() {
    let text = contract().to_json();
    assert_eq!(text, contract().to_json());
    assert_eq!(Contract::from_json(&text).unwrap(), contract());
}
