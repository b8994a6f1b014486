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
use tokio::net::TcpListener;
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
    let engine = Engine::default()
        .state_with(async move || Database::open(&file))
        .register(api::accounts())
        .register(api::directory())
        .ready()
        .await?;
    let handle = engine.handle();
    let app = page().merge(engine.router()?);

    let address = variable("ACCOUNTS_ADDRESS", "127.0.0.1:5000");
    let listener = TcpListener::bind(&address).await.map_err(|error| {
        mego::Error::from(error).context(format!(
            "cannot listen on {address}; ACCOUNTS_ADDRESS sets another"
        ))
    })?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app)
        .with_graceful_shutdown(asked_to_stop())
        .await?;
    handle.close().await;
    Ok(())
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

/// Comes back on Ctrl-C, and on SIGTERM, by which a service is stopped. Where the system has no such signal, it never
/// comes back, and the program runs until it is killed.
async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

fn variable(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}
