//! The API of which `documents.md` shows the document.

use mego::contract::Contract;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fixture::Builder;

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
struct NewLoan {
    /// 國際標準書號。
    #[schemars(example = "9789571234567")]
    isbn: String,
    copies: Option<i32>,
    /// 備註標籤。
    #[schemars(example = vec!["小說", "外借"])]
    tags: Vec<String>,
    /// 書架以編號表示。0 為總館、1 為分館。
    #[schemars(example = 0)]
    shelf: i32,
}

#[derive(Serialize, JsonSchema)]
struct Loan {
    /// 到期日。
    due: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Full {
    /// 同時可借的本數。
    #[schemars(example = 5)]
    limit: i32,
}

pub(crate) fn contract() -> Contract {
    let mut contract = Builder::new()
        .group("圖書館", "借書、還書與查詢館藏的 API。")
        .method("borrowBook", "借書\n\n把一本書借給目前的讀者。借期為三十天。")
        .with(|method| method.rust = "library::borrow_book".to_owned())
        .bind::<NewLoan>()
        .returns::<Loan>()
        .error_with::<Full>("Full", 52, "")
        .build();
    contract.package = "library".to_owned();
    contract
}
