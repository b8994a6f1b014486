//! The API. Its documentation is in Traditional Chinese: the comments here are the documents.

use jiff::Timestamp;
use mego::prelude::*;
use mego::{Arg, Call, Error, MethodSet};

use crate::database::Database;
use crate::passwords;

/// Sign-ups and sign-ins.
pub(crate) fn accounts() -> MethodSet {
    methods![sign_up, sign_in, sign_out, profile, rename].group(
        "帳號",
        "建立帳號、登入，以及讀取和修改自己的資料。登入的狀態跟著連線，連線中斷後要重新登入。",
    )
}

/// What everybody may see.
pub(crate) fn directory() -> MethodSet {
    methods![list_accounts].group("名錄", "查詢所有的帳號。不需要登入。")
}

/// 一個帳號。
#[mego::data]
#[derive(Clone)]
pub(crate) struct Account {
    /// 帳號的編號，由伺服器產生。
    #[mego(example = 7)]
    pub(crate) id: i64,
    /// 使用者名稱。
    #[mego(example = "yamiodymel")]
    pub(crate) username: String,
    /// 電子郵件信箱，沒有填寫時是 null。
    #[mego(example = "yami@example.com")]
    pub(crate) email: Option<String>,
    /// 顯示的暱稱，沒有填寫時是 null。
    #[mego(example = "小黑")]
    pub(crate) nickname: Option<String>,
    /// 建立的時間。
    #[mego(example = "2026-11-20T08:30:00Z")]
    pub(crate) created_at: Timestamp,
}

/// 建立帳號所需的資料。
#[mego::data]
pub(crate) struct NewAccount {
    /// 使用者名稱，不分大小寫，不能與別人相同。
    ///
    /// 只能使用英文字母、數字和底線，第一個字必須是字母。
    #[mego(example = "yamiodymel")]
    #[schemars(length(min = 3, max = 32))]
    pub(crate) username: String,
    /// 密碼，不能包含使用者名稱。
    #[mego(example = "correct horse battery")]
    #[schemars(length(min = 12))]
    pub(crate) password: String,
    /// 電子郵件信箱，不能與別人相同。
    #[mego(example = "yami@example.com")]
    pub(crate) email: Option<String>,
    /// 顯示的暱稱。
    #[mego(example = "小黑")]
    #[schemars(length(max = 32))]
    pub(crate) nickname: Option<String>,
}

/// 一頁帳號。
#[mego::data]
pub(crate) struct AccountPage {
    /// 這一頁的帳號，最新的在前。
    pub(crate) accounts: Vec<Account>,
    /// 這是第幾頁，從 1 開始。
    #[mego(example = 1)]
    pub(crate) page: u32,
    /// 總共有幾頁。
    #[mego(example = 3)]
    pub(crate) pages: u32,
    /// 總共有幾個帳號。
    #[mego(example = 41)]
    pub(crate) total: u32,
}

#[derive(MethodError)]
pub(crate) enum SignUpError {
    /// 已經有人使用這些資料了。
    #[mego(status = Exists)]
    Taken {
        /// 重複的欄位名稱。
        #[mego(example = ["username"])]
        exists: Vec<String>,
    },
    /// 使用者名稱不符合規定。
    #[mego(status = Invalid)]
    BadUsername,
    /// 密碼太容易被猜到。
    #[mego(code = 101)]
    WeakPassword {
        /// 每一項不足之處，可以直接顯示給使用者。
        #[mego(example = ["至少要有 12 個字元。"])]
        reasons: Vec<String>,
        /// 密碼至少要有的字元數。
        #[mego(example = 12)]
        min_length: u32,
    },
    #[mego(transparent)]
    Other(Error),
}

#[derive(MethodError)]
pub(crate) enum SignInError {
    /// 使用者名稱或密碼錯誤。兩者不加以區分，以免洩漏有哪些帳號。
    #[mego(code = 102)]
    WrongCredentials,
    /// 嘗試的次數太多，這條連線不能再登入。
    #[mego(status = TooManyRequests)]
    TooManyAttempts {
        /// 每條連線可以嘗試的次數。
        #[mego(example = 5)]
        limit: u32,
    },
    #[mego(transparent)]
    Other(Error),
}

#[derive(MethodError)]
pub(crate) enum ListError {
    /// 沒有這一頁。
    #[mego(status = NotFound)]
    NoSuchPage {
        /// 最後一頁的頁碼。
        #[mego(example = 3)]
        last: u32,
    },
    #[mego(transparent)]
    Other(Error),
}

/// Who is signed in on a session.
#[derive(Clone)]
struct SignedIn(i64);

/// How often a session has tried to sign in.
#[derive(Clone)]
struct Attempts(u32);

/// Attempts to sign in that one connection has.
const MAX_ATTEMPTS: u32 = 5;

/// The largest page of the list.
const MAX_PAGE_SIZE: u32 = 100;

/// The account that is signed in; its absence ends the call.
struct Current(Account);

impl Arg for Current {
    async fn extract(call: &mut Call) -> mego::Result<Current> {
        let signed_in = call.session().get::<SignedIn>();
        let id = signed_in
            .ok_or_else(|| Error::new(Status::NotAuthorized, "請先登入。"))?
            .0;
        let database = call
            .state::<Database>()
            .ok_or_else(|| Error::internal("no database"))?;
        let account = database.account(id).await?;
        account
            .map(Current)
            .ok_or_else(|| Error::new(Status::NotAuthorized, "這個帳號已經不存在。"))
    }
}

/// The limits of a schema are what the documents promise; keeping them is the method's part.
fn check_nickname(nickname: Option<&str>) -> mego::Result<()> {
    if nickname.is_some_and(|nickname| nickname.chars().count() > 32) {
        return Err(Error::new(Status::Invalid, "暱稱最多 32 個字元。"));
    }
    Ok(())
}

/// 建立帳號
///
/// 建立一個新的帳號，並且直接登入。使用者名稱和電子郵件信箱都不能與別人相同。
#[mego::method]
async fn sign_up(
    State(database): State<Database>,
    session: Session,
    account: Bind<NewAccount>,
) -> Result<Account, SignUpError> {
    let account = account.into_inner();
    if !is_username(&account.username) {
        return Err(SignUpError::BadUsername);
    }
    check_nickname(account.nickname.as_deref())?;
    let reasons = passwords::weaknesses(&account.username, &account.password);
    if !reasons.is_empty() {
        return Err(SignUpError::WeakPassword {
            reasons,
            min_length: passwords::MIN_LENGTH,
        });
    }
    let exists = database
        .taken(account.username.clone(), account.email.clone())
        .await?;
    if !exists.is_empty() {
        return Err(SignUpError::Taken { exists });
    }
    let hash = passwords::hash(account.password.clone()).await?;
    let (username, email) = (account.username.clone(), account.email.clone());
    match database.insert(account, hash).await? {
        Some(account) => {
            session.set(SignedIn(account.id));
            Ok(account)
        }
        // Somebody was faster.
        None => Err(SignUpError::Taken {
            exists: database.taken(username, email).await?,
        }),
    }
}

/// 登入
///
/// 以使用者名稱和密碼登入。同一條連線最多可以嘗試五次，登入成功之後重新計算。
#[mego::method]
async fn sign_in(
    State(database): State<Database>,
    session: Session,
    /// 使用者名稱，不分大小寫。
    #[param(example = "yamiodymel")]
    username: String,
    /// 密碼。
    #[param(example = "correct horse battery")]
    password: String,
) -> Result<Account, SignInError> {
    let attempts = session.get::<Attempts>().map_or(1, |attempts| attempts.0 + 1);
    if attempts > MAX_ATTEMPTS {
        return Err(SignInError::TooManyAttempts { limit: MAX_ATTEMPTS });
    }
    session.set(Attempts(attempts));
    let secret = database.secret(username).await?;
    let hash = secret.as_ref().map(|secret| secret.hash.clone());
    let is_right = passwords::verify(password, hash).await?;
    match secret {
        Some(secret) if is_right => {
            session.remove::<Attempts>();
            session.set(SignedIn(secret.account.id));
            Ok(secret.account)
        }
        _ => Err(SignInError::WrongCredentials),
    }
}

/// 登出
///
/// 沒有登入時什麼也不做。
#[mego::method(idempotent)]
async fn sign_out(session: Session) {
    session.remove::<SignedIn>();
}

/// 讀取自己的資料
///
/// 必須先登入。
#[mego::method(idempotent)]
async fn profile(Current(account): Current) -> Account {
    account
}

/// 修改暱稱
///
/// 必須先登入。省略暱稱或傳送 null 會清除原本的暱稱。
#[mego::method(idempotent)]
async fn rename(
    State(database): State<Database>,
    Current(account): Current,
    /// 新的暱稱。
    #[param(example = "小黑")]
    nickname: Option<String>,
) -> mego::Result<Account> {
    check_nickname(nickname.as_deref())?;
    let renamed = database.rename(account.id, nickname).await?;
    renamed.ok_or_else(|| Error::new(Status::NotFound, "這個帳號已經不存在。"))
}

/// 列出帳號
///
/// 一次一頁，最新建立的在前。沒有任何帳號時，第一頁是空的。
#[mego::method(idempotent)]
async fn list_accounts(
    State(database): State<Database>,
    /// 第幾頁，從 1 開始。
    #[param(default = 1)]
    page: u32,
    /// 一頁有幾個帳號，最多 100 個。
    #[param(default = 20)]
    page_size: u32,
) -> Result<AccountPage, ListError> {
    let page_size = page_size.clamp(1, MAX_PAGE_SIZE);
    let offset = page.saturating_sub(1).saturating_mul(page_size);
    let (accounts, total) = database.list(offset, page_size).await?;
    let pages = total.div_ceil(page_size).max(1);
    if page == 0 || page > pages {
        return Err(ListError::NoSuchPage { last: pages });
    }
    Ok(AccountPage {
        accounts,
        page,
        pages,
        total,
    })
}

fn is_username(username: &str) -> bool {
    (3..=32).contains(&username.len())
        && username.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && username
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
