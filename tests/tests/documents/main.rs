//! From Rust to the document: the library API of the grammar's own sample, as functions, through the engine's contract.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

mod chat;

use std::path::Path;

use mego::contract::Contract;
use mego::prelude::*;
use mego_codegen::Model;
use mego_codegen::markdown::{Code, Labels, Options, render};

#[mego::data]
struct NewLoan {
    /// 國際標準書號。
    #[mego(example = "9789571234567")]
    isbn: String,
    copies: Option<i32>,
    /// 備註標籤。
    #[mego(example = ["小說", "外借"])]
    tags: Vec<String>,
    /// 書架以編號表示。0 為總館、1 為分館。
    #[mego(example = 0)]
    shelf: i32,
}

#[mego::data]
struct Loan {
    /// 到期日。
    due: String,
}

#[derive(MethodError)]
enum BorrowError {
    #[mego(status = Full)]
    Full {
        /// 同時可借的本數。
        #[mego(example = 5)]
        limit: i32,
    },
}

/// 借書
///
/// 把一本書借給目前的讀者。借期為三十天。
#[mego::method]
async fn borrow_book(loan: Bind<NewLoan>) -> Result<Loan, BorrowError> {
    if loan.copies.unwrap_or(1) > 5 {
        return Err(BorrowError::Full { limit: 5 });
    }
    Ok(Loan {
        due: format!("{} 到期：{}", loan.isbn, loan.tags.join("、")),
    })
}

fn contract() -> Contract {
    let methods = methods![borrow_book].group("圖書館", "借書、還書與查詢館藏的 API。");
    Engine::new().register(methods).contract().unwrap()
}

fn document(lang: &str, code: Code) -> String {
    let labels = Labels::built_in(lang).unwrap();
    render(
        &Model::new(&contract(), "library").unwrap(),
        &Options { labels, code },
    )
    .unwrap()
}

/// The same golden files as those of the generator's own tests.
fn golden(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mego-codegen/tests/golden/documents");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn the_sample_of_the_grammar_comes_out_to_the_byte() {
    assert_eq!(
        document("zh-TW", Code::Indented),
        golden("library.zh-TW.indented.md")
    );
}

#[test]
fn it_is_the_same_api_in_every_form() {
    assert_eq!(document("zh-TW", Code::Fenced), golden("library.zh-TW.md"));
    assert_eq!(document("en", Code::Fenced), golden("library.en.md"));
    assert_eq!(document("en", Code::Indented), golden("library.en.indented.md"));
}

#[tokio::test]
async fn the_functions_behind_it_run() {
    let loan = NewLoan {
        isbn: "978".to_owned(),
        copies: Some(6),
        tags: Vec::new(),
        shelf: 0,
    };
    assert!(matches!(
        borrow_book(Bind(loan)).await,
        Err(BorrowError::Full { limit: 5 })
    ));
}
