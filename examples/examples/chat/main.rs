//! Chat: rooms that everybody in them sees live, with a page to try it in two browser tabs.
//!
//! - `CHAT_ADDRESS`: where to listen, `127.0.0.1:5001` by default
//! - `CHAT_STAFF_KEY`: the key to the private room; without it nobody gets in

mod api;
mod connect;
mod events;
mod mentions;
mod room;
mod rooms;

use axum::Router;
use axum::http::{HeaderValue, header};
use mego::prelude::*;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::connect::StaffKey;
use crate::rooms::Rooms;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/chat/page");
const CLIENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/chat");

#[tokio::main]
async fn main() -> mego::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter("info")
        .with_target(false)
        .init();
    let address = std::env::var("CHAT_ADDRESS").unwrap_or_else(|_| "127.0.0.1:5001".to_owned());
    println!("http://{address}");

    let engine = Engine::default();
    let rooms = Rooms::new(engine.handle());
    engine
        .state(rooms)
        .state(StaffKey::from_environment())
        .on_connect(connect::enter)
        .on_disconnect(connect::left)
        .with(api::flood_limit())
        .register(api::rooms())
        .register(api::saying())
        .register(api::messages())
        .register(api::yourself())
        .register(events::all())
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
