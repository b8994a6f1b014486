//! What an engine is told of HTTP: where it is found, by whom, and what else is there.

#[cfg(feature = "tls")]
use std::path::Path;

use axum::Router;

use super::Engine;
#[cfg(feature = "tls")]
use crate::http;
use crate::http::Origins;

impl Engine {
    /// The path of the WebSocket; default `/mego`.
    pub fn path(mut self, path: impl Into<String>) -> Engine {
        let path = path.into();
        if !path.starts_with('/') || path.contains(['{', '}', '*']) {
            self.problems
                .push(format!("the path `{path}` has to begin with `/` and be literal"));
        }
        self.http.path = path;
        self
    }

    /// Lets pages of this origin connect: `https://app.example.com`. Pages of the server's own host always may, and
    /// programs that send no `Origin` too.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Engine {
        let origin = origin.into();
        if !origin.contains("://") || origin.ends_with('/') {
            self.problems.push(format!(
                "the origin `{origin}` has to be a scheme and a host, without a path: `https://app.example.com`"
            ));
        }
        self.http.gate.origins.allow(origin);
        self
    }

    /// Lets pages of every origin connect. A page can then act for whoever is signed in by a cookie: do this only where
    /// no cookie counts.
    pub fn allow_any_origin(mut self) -> Engine {
        self.http.gate.origins = Origins::Any;
        self
    }

    /// Believes what a proxy at this address, or in this network, says of its clients' addresses in `X-Forwarded-For`.
    /// Nobody else is believed. [`ClientInfo::ip`](crate::ClientInfo::ip) is then the client's, and limits by address
    /// count it.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// let engine = Engine::new().trust_proxy("10.0.0.0/8").trust_proxy("fd00::1");
    /// ```
    pub fn trust_proxy(mut self, network: &str) -> Engine {
        if let Err(problem) = self.http.gate.proxies.trust(network) {
            self.problems.push(problem);
        }
        self
    }

    /// Answers all other HTTP requests by this router: pages, files, an API of another kind. For [`run`](Engine::run) and
    /// [`serve`](Engine::serve); what Mego answers itself comes first.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::response::Html;
    /// use axum::routing::get;
    /// use mego::prelude::*;
    ///
    /// let engine = Engine::new().routes(Router::new().route("/", get(Html("<h1>Hello</h1>"))));
    /// ```
    pub fn routes(mut self, routes: Router) -> Engine {
        self.http.routes = Some(match self.http.routes {
            None => routes,
            Some(earlier) => earlier.merge(routes),
        });
        self
    }

    /// Answers `/healthz` and `/readyz` in [`router`](Engine::router), too. [`run`](Engine::run) and
    /// [`serve`](Engine::serve) always do: the first says that the process lives, the second that new clients may be sent
    /// here, which ends when the engine is being closed.
    pub fn health(mut self) -> Engine {
        self.http.has_health = true;
        self
    }

    /// Whether the API's contract is shown to whoever asks for `contract.json` below the path of the WebSocket, as
    /// `mego-codegen --url ws://127.0.0.1:5000/mego` does. By default a server that was built for development shows it,
    /// and one that was built for release does not: it tells every name and type of the API.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// let engine = Engine::new().serve_contract(false);
    /// ```
    pub fn serve_contract(mut self, serves: bool) -> Engine {
        self.http.serves_contract = serves;
        self
    }

    /// Counts, and shows what was counted at this path in the text form of Prometheus. See the names in the section
    /// "Metrics" of [the crate's documentation](crate).
    ///
    /// A process has one recorder. If it has another one already, the engine does not start.
    #[cfg(feature = "prometheus")]
    pub fn prometheus(mut self, path: impl Into<String>) -> Engine {
        let path = path.into();
        if path.starts_with('/') && path != self.http.path {
            self.http.prometheus = Some(path);
        } else {
            self.problems.push(format!(
                "the path of metrics `{path}` has to begin with `/` and be one of its own"
            ));
        }
        self
    }

    /// Serves `wss://` and `https://`: a PEM file with the certificate and those between it and a root, and one with its
    /// private key.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, certificates: impl AsRef<Path>, key: impl AsRef<Path>) -> Engine {
        match http::acceptor(certificates.as_ref(), key.as_ref()) {
            Ok(acceptor) => self.http.tls = Some(acceptor),
            Err(problem) => self.problems.push(problem),
        }
        self
    }
}
