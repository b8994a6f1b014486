//! What a supervisor and a load balancer ask.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use crate::handle::Handle;

/// `/healthz`: the process lives. `/readyz`: new clients may be sent here.
pub(super) fn routes(handle: Handle) -> Router {
    let ready = move || {
        let is_ready = handle.is_ready();
        async move {
            if is_ready {
                (StatusCode::OK, "ready\n")
            } else {
                (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
            }
        }
    };
    Router::new()
        .route("/healthz", get(async || "healthy\n"))
        .route("/readyz", get(ready))
}
