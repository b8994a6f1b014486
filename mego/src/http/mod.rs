//! HTTP: the upgrade request, and the server of an engine that runs by itself.

mod origin;
mod serve;
mod upgrade;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

pub(crate) use self::origin::Origins;
pub(crate) use self::serve::serve;
use crate::server::Server;

/// What the HTTP layer was told.
pub(crate) struct Http {
    pub(crate) path: String,
    pub(crate) origins: Origins,
}

impl Default for Http {
    fn default() -> Http {
        Http {
            path: "/mego".to_owned(),
            origins: Origins::default(),
        }
    }
}

/// The API as a router with one route.
pub(crate) fn router(server: Arc<Server>, http: Http) -> Router {
    let origins = Arc::new(http.origins);
    Router::new().route(
        &http.path,
        any(move |request| {
            let (server, origins) = (Arc::clone(&server), Arc::clone(&origins));
            async move { upgrade::upgrade(request, &server, &origins) }
        }),
    )
}
