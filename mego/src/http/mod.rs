//! HTTP: the upgrade request, what else the server answers, and the server of an engine that runs by itself.

mod contract;
mod health;
mod origin;
#[cfg(feature = "prometheus")]
mod prometheus;
mod proxies;
mod serve;
#[cfg(feature = "tls")]
mod tls;
mod upgrade;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

pub(crate) use self::origin::Origins;
pub(crate) use self::proxies::Proxies;
pub(crate) use self::serve::serve;
#[cfg(feature = "tls")]
pub(crate) use self::tls::acceptor;
use crate::server::Server;

/// What the HTTP layer was told.
pub(crate) struct Http {
    pub(crate) path: String,
    pub(crate) gate: Gate,
    /// Whether `/healthz` and `/readyz` are there.
    pub(crate) has_health: bool,
    /// Whether the contract is shown to whoever asks, and its text once there is one.
    pub(crate) serves_contract: bool,
    pub(crate) contract: Option<String>,
    /// What answers all that Mego does not.
    pub(crate) routes: Option<Router>,
    #[cfg(feature = "prometheus")]
    pub(crate) prometheus: Option<String>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<tokio_rustls::TlsAcceptor>,
}

/// Who may come in, and as whom.
#[derive(Default)]
pub(crate) struct Gate {
    pub(crate) origins: Origins,
    pub(crate) proxies: Proxies,
}

impl Default for Http {
    fn default() -> Http {
        Http {
            path: "/mego".to_owned(),
            gate: Gate::default(),
            has_health: false,
            serves_contract: cfg!(debug_assertions),
            contract: None,
            routes: None,
            #[cfg(feature = "prometheus")]
            prometheus: None,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

impl Http {
    /// Makes the process count, if what it counts is to be shown.
    #[allow(clippy::unnecessary_wraps, reason = "without the feature nothing can fail")]
    pub(crate) fn install(&self) -> Result<(), String> {
        #[cfg(feature = "prometheus")]
        if self.prometheus.is_some() {
            prometheus::install()?;
        }
        Ok(())
    }
}

/// The API as a router.
pub(crate) fn router(server: &Arc<Server>, http: Http) -> Router {
    let gate = Arc::new(http.gate);
    let socket = Arc::clone(server);
    let mut router = Router::new().route(
        &http.path,
        any(move |request| {
            let (server, gate) = (Arc::clone(&socket), Arc::clone(&gate));
            async move { upgrade::upgrade(request, &server, &gate) }
        }),
    );
    if let Some(text) = http.contract {
        router = router.merge(contract::route(&http.path, text));
    }
    if http.has_health {
        router = router.merge(health::routes(server.handle()));
    }
    #[cfg(feature = "prometheus")]
    if let Some(path) = http.prometheus {
        router = router.merge(prometheus::route(&path));
    }
    match http.routes {
        // Behind Mego's own, so that a path of both is no panic.
        Some(routes) => router.fallback_service(routes),
        None => router,
    }
}
