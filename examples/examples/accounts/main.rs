//! Accounts: sign-up, sign-in, profiles and a list, with a page that imports the generated client as it is.
//!
//! - `ACCOUNTS_ADDRESS`: where to listen, `127.0.0.1:5000` by default
//! - `ACCOUNTS_DB`: the database file, `accounts.sqlite` by default; `:memory:` keeps nothing

mod api;
mod database;
mod passwords;

use axum::Router;
use axum::http::{HeaderValue, header};
use mego::prelude::*;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::database::Database;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/accounts/page");
const CLIENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/accounts");

#[tokio::main]
async fn main() -> mego::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter("info")
        .with_target(false)
        .init();
    let file = variable("ACCOUNTS_DB", "accounts.sqlite");
    let address = variable("ACCOUNTS_ADDRESS", "127.0.0.1:5000");
    println!("http://{address}");
    Engine::default()
        .state_with(async move || Database::open(&file))
        .register(api::accounts())
        .register(api::directory())
        .routes(page())
        .run(address)
        .await
}

/// The page and the client that it imports. Nothing may come from elsewhere: the generated code needs no exception.
fn page() -> Router {
    let policy = HeaderValue::from_static("default-src 'self'");
    Router::new()
        .nest_service("/client", ServeDir::new(CLIENT))
        .fallback_service(ServeDir::new(PAGE))
        .layer(SetResponseHeaderLayer::overriding(
            header::CONTENT_SECURITY_POLICY,
            policy,
        ))
}

fn variable(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}
