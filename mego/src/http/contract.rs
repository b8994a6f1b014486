//! The contract, for `mego-codegen --url` and whoever else asks a development server.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;
use bytes::Bytes;

/// `<path of the socket>/contract.json`.
pub(super) fn route(socket: &str, text: String) -> Router {
    let path = format!("{}/contract.json", socket.trim_end_matches('/'));
    let text = Bytes::from(text);
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    Router::new().route(&path, get(move || async move { (headers, text) }))
}
