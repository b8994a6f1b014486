//! The engine: where an API is put together, checked and started.

use std::any::{TypeId, type_name};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use tokio::net::{TcpListener, ToSocketAddrs};

use crate::build::{self, Built};
use crate::contract::Contract;
use crate::error::{Result, SetupError};
use crate::handle::{Handle, Hub};
use crate::http::{self, Http, Origins};
use crate::limits::Limits;
use crate::method::MethodSet;
use crate::server::{Server, States};
use crate::transport::memory::MemoryServer;

/// The file that the contract is written to instead of serving. `mego-codegen` sets it.
const CONTRACT_OUT: &str = "MEGO_CONTRACT_OUT";

/// Puts an API together: state, methods, limits; then runs it.
///
/// Builders record what is wrong, and whatever starts the engine returns all of it.
///
/// ```no_run
/// use mego::prelude::*;
///
/// /// Adds two numbers.
/// #[mego::method]
/// async fn sum(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// #[tokio::main]
/// async fn main() -> mego::Result<()> {
///     Engine::default().register(methods![sum]).run("127.0.0.1:5000").await
/// }
/// ```
#[must_use = "an engine does nothing until it is run"]
pub struct Engine {
    hub: Arc<Hub>,
    states: States,
    sets: Vec<MethodSet>,
    limits: Limits,
    http: Http,
    logs_calls: bool,
    problems: Vec<String>,
}

impl Engine {
    /// An engine that logs nothing but incidents.
    pub fn new() -> Engine {
        Engine {
            hub: Arc::default(),
            states: HashMap::new(),
            sets: Vec::new(),
            limits: Limits::default(),
            http: Http::default(),
            logs_calls: false,
            problems: Vec::new(),
        }
    }

    /// Gives the engine a value that methods take as [`State<T>`](crate::State). Each call gets a clone: put what is
    /// large or shared into an `Arc`.
    pub fn state<T: Clone + Send + Sync + 'static>(mut self, state: T) -> Engine {
        if self.states.insert(TypeId::of::<T>(), Box::new(state)).is_some() {
            self.problems.push(format!(
                "there are two states of the type `{}`: give each a type of its own",
                type_name::<T>()
            ));
        }
        self
    }

    /// Adds methods.
    pub fn register(mut self, methods: MethodSet) -> Engine {
        self.sets.push(methods);
        self
    }

    /// Sets the limits. See [`Limits`] for what they are by default.
    pub fn limits(mut self, limits: Limits) -> Engine {
        self.hub.set_drain(limits.drain);
        self.limits = limits;
        self
    }

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
        self.http.origins.allow(origin);
        self
    }

    /// Lets pages of every origin connect. A page can then act for whoever is signed in by a cookie: do this only where
    /// no cookie counts.
    pub fn allow_any_origin(mut self) -> Engine {
        self.http.origins = Origins::Any;
        self
    }

    /// A handle on the engine, also after it runs.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle::new(Arc::clone(&self.hub))
    }

    /// Everything about the API that a client or a document needs. Runs nothing and needs no runtime.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    ///
    /// ```
    /// # use mego::prelude::*;
    /// #[mego::method]
    /// async fn sum(a: i32, b: i32) -> i32 {
    ///     a + b
    /// }
    ///
    /// let contract = Engine::new().register(methods![sum]).contract()?;
    /// assert_eq!(contract.methods().count(), 1);
    /// # Ok::<(), mego::SetupError>(())
    /// ```
    pub fn contract(self) -> Result<Contract, SetupError> {
        self.build().map(|(built, _)| built.contract)
    }

    /// Serves the API at an address until [`Handle::close`] is called.
    ///
    /// With `MEGO_CONTRACT_OUT` set, the contract is written to that file instead and nothing is bound: that is how
    /// `mego-codegen` reads an API.
    ///
    /// # Errors
    /// Everything that is wrong with the engine, or that the address cannot be bound.
    pub async fn run(self, address: impl ToSocketAddrs) -> Result<()> {
        let Some((server, http)) = self.start()? else {
            return Ok(());
        };
        let listener = TcpListener::bind(address).await?;
        http::serve(listener, server, http).await;
        Ok(())
    }

    /// As [`run`](Engine::run), on a socket that is bound already.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    pub async fn serve(self, listener: TcpListener) -> Result<()> {
        let Some((server, http)) = self.start()? else {
            return Ok(());
        };
        http::serve(listener, server, http).await;
        Ok(())
    }

    /// The API as a router, to merge into an axum app.
    ///
    /// `axum::serve` comes back while WebSockets are still open: await [`Handle::close`] after it. With
    /// `MEGO_CONTRACT_OUT` set, the contract is written to that file and the process exits with 0.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::routing::get;
    /// use mego::prelude::*;
    ///
    /// let engine = Engine::new();
    /// let app: Router = Router::new().route("/", get(async || "hello")).merge(engine.router()?);
    /// # Ok::<(), mego::SetupError>(())
    /// ```
    pub fn router(self) -> Result<Router, SetupError> {
        match self.start()? {
            Some((server, http)) => Ok(http::router(server, http)),
            // The contract is written, which is all that this run was for.
            None => std::process::exit(0),
        }
    }

    /// The API without a socket, for tests.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    pub fn in_memory(self) -> Result<MemoryServer, SetupError> {
        self.build()
            .map(|(built, _)| MemoryServer::new(Arc::new(built.server)))
    }

    /// What to serve; nothing when the contract was asked for, and written, instead.
    fn start(self) -> Result<Option<(Arc<Server>, Http)>, SetupError> {
        let (built, http) = self.build()?;
        let Some(path) = std::env::var_os(CONTRACT_OUT) else {
            return Ok(Some((Arc::new(built.server), http)));
        };
        std::fs::write(&path, built.contract.to_json())
            .map(|()| None)
            .map_err(|error| {
                SetupError::new(format!(
                    "the contract cannot be written to {}: {error}",
                    path.display()
                ))
            })
    }

    fn build(self) -> Result<(Built, Http), SetupError> {
        let Engine {
            hub,
            states,
            sets,
            limits,
            http,
            logs_calls,
            problems,
        } = self;
        let built = build::server(hub, states, sets, limits, logs_calls, problems)?;
        Ok((built, http))
    }
}

impl Default for Engine {
    /// An engine that also logs each call: one line through `tracing`, under the target `mego::call`, with the method,
    /// the status, the time it took and the session.
    fn default() -> Engine {
        Engine {
            logs_calls: true,
            ..Engine::new()
        }
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("methods", &self.sets)
            .finish_non_exhaustive()
    }
}
