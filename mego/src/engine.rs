//! The engine: where an API is put together, checked and started.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt;
#[cfg(feature = "tls")]
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use tokio::net::{TcpListener, ToSocketAddrs, lookup_host};

use crate::build::{self, Built};
use crate::context::Context;
use crate::contract::Contract;
use crate::error::{Error, Result, SetupError};
use crate::handle::{Handle, Hub};
use crate::hooks::{Hooks, IntoOutcome, OnConnect};
use crate::http::{self, Http, Origins};
use crate::limits::Limits;
use crate::method::{List, Registration};
use crate::middleware::{Logger, Middleware, Recovery, Replying};
use crate::reply::IntoReply;
use crate::server::{Server, States};
use crate::session::Session;
use crate::subscribe::{Authorize, Authorizer};
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
    promises: Vec<Promise>,
    api: Api,
    limits: Limits,
    http: Http,
    problems: Vec<String>,
}

/// What an API is made of.
#[derive(Default)]
pub(crate) struct Api {
    pub(crate) lists: Vec<List>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) authorizers: Vec<Authorizer>,
    pub(crate) hooks: Hooks,
}

/// What answers calls of methods that do not exist.
pub(crate) type Fallback = Arc<dyn Fn(Context) -> Replying + Send + Sync>;

impl Engine {
    /// An engine without middleware: it logs nothing but incidents.
    pub fn new() -> Engine {
        Engine {
            hub: Arc::default(),
            states: HashMap::new(),
            promises: Vec::new(),
            api: Api::default(),
            limits: Limits::default(),
            http: Http::default(),
            problems: Vec::new(),
        }
    }

    /// Gives the engine a value that methods take as [`State<T>`](crate::State). Each call gets a clone: put what is
    /// large or shared into an `Arc`.
    pub fn state<T: Clone + Send + Sync + 'static>(mut self, state: T) -> Engine {
        self.check_state::<T>();
        self.states.insert(TypeId::of::<T>(), Box::new(state));
        self
    }

    /// As [`state`](Engine::state), for a value that has to be made first: a database that is opened, a service that is
    /// asked. It is made when the engine serves, and not when only its contract is wanted.
    ///
    /// [`run`](Engine::run) and [`serve`](Engine::serve) make it; before [`router`](Engine::router) and
    /// [`in_memory`](Engine::in_memory), await [`ready`](Engine::ready).
    ///
    /// ```no_run
    /// use mego::prelude::*;
    /// # #[derive(Clone)]
    /// # struct Database;
    /// # impl Database {
    /// #     async fn connect(_: &str) -> std::io::Result<Database> { Ok(Database) }
    /// # }
    ///
    /// # #[tokio::main]
    /// # async fn main() -> mego::Result<()> {
    /// let engine = Engine::default().state_with(async || Ok(Database::connect("shop.db").await?));
    /// engine.run("127.0.0.1:5000").await
    /// # }
    /// ```
    pub fn state_with<T, F, Fut>(mut self, make: F) -> Engine
    where
        T: Clone + Send + Sync + 'static,
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<T>> + Send + 'static,
    {
        self.check_state::<T>();
        let make: Make =
            Box::new(|| Box::pin(async { Ok(Box::new(make().await?) as Box<dyn Any + Send + Sync>) }));
        self.promises.push(Promise {
            id: TypeId::of::<T>(),
            type_name: type_name::<T>(),
            make,
        });
        self
    }

    /// Makes what [`state_with`](Engine::state_with) promised. With `MEGO_CONTRACT_OUT` set, the contract is written to
    /// that file instead, and the process exits with 0.
    ///
    /// # Errors
    /// What a function of `state_with` returned, or, when the contract is wanted, everything that is wrong with the engine.
    pub async fn ready(mut self) -> Result<Engine> {
        if let Some(path) = std::env::var_os(CONTRACT_OUT) {
            self.export(&path)?;
            std::process::exit(0);
        }
        for promise in std::mem::take(&mut self.promises) {
            let id = promise.id;
            self.states.insert(id, promise.keep().await?);
        }
        Ok(self)
    }

    fn check_state<T: 'static>(&mut self) {
        let id = TypeId::of::<T>();
        if self.states.contains_key(&id) || self.promises.iter().any(|promise| promise.id == id) {
            self.problems.push(format!(
                "there are two states of the type `{}`: give each a type of its own",
                type_name::<T>()
            ));
        }
    }

    /// Adds methods or events: a list that [`methods!`](crate::methods) or [`events!`](crate::events) made.
    pub fn register(mut self, list: impl Registration) -> Engine {
        self.api.lists.push(list.into_list());
        self
    }

    /// Puts middleware around every method, also around those that are registered later. Of several, the first is the
    /// outermost.
    pub fn with(mut self, middleware: impl Middleware) -> Engine {
        self.api.middleware.push(Arc::new(middleware));
        self
    }

    /// Answers calls of methods that do not exist; otherwise they are answered Unimplemented. The engine's middleware
    /// stands around it.
    ///
    /// ```
    /// use mego::prelude::*;
    /// use mego::Error;
    ///
    /// let engine = Engine::new().fallback(async |cx: Context| {
    ///     Error::new(Status::Unimplemented, format!("`{}` is in the next version", cx.method()))
    /// });
    /// ```
    pub fn fallback<F, Fut>(mut self, answer: F) -> Engine
    where
        F: Fn(Context) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: IntoReply> + Send + 'static,
    {
        self.api.fallback = Some(Arc::new(move |cx| {
            let reply = answer(cx);
            Box::pin(async move { reply.await.into_reply() })
        }));
        self
    }

    /// Asks this function before a client is subscribed to any event, and before the functions of the event's list. See
    /// [`Authorize`].
    pub fn authorize(mut self, authorize: impl Authorize) -> Engine {
        self.api.authorizers.push(Authorizer::new(authorize));
        self
    }

    /// Calls this function when a client has said Hello, before anything else of it is looked at. Its error refuses the
    /// client, who reads the status; NotAuthorized closes the connection with 4401, another with 4403, Busy, Full and
    /// Unavailable with 4001, on which clients try again later.
    ///
    /// ```
    /// use mego::prelude::*;
    /// use mego::Error;
    ///
    /// /// What the client says of itself: `createClient(url, { data: { version: "1.0" } })`.
    /// #[mego::data]
    /// struct Start {
    ///     version: String,
    /// }
    ///
    /// async fn connect(session: Session, start: Start) -> mego::Result<()> {
    ///     if start.version < "1.0".to_owned() {
    ///         return Err(Error::new(Status::Invalid, "this version is too old"));
    ///     }
    ///     let token = session.token().ok_or_else(|| Error::new(Status::NotAuthorized, "a token is needed"))?;
    ///     session.set_user(token)
    /// }
    /// let engine = Engine::new().on_connect(connect);
    /// ```
    pub fn on_connect<M>(mut self, hook: impl OnConnect<M>) -> Engine {
        self.api.hooks.connect = Some(hook.into_hook());
        self
    }

    /// Calls this function when a client shows a fresh token on a live connection: [`Session::token`] is then the new one.
    /// Its error is answered, and NotAuthorized closes the connection with 4401. The user must stay the same: a hook that
    /// sets another closes it with 4403. Subscriptions are authorised anew. Without a hook, a token is answered
    /// Unimplemented.
    pub fn on_auth<F, Fut>(mut self, hook: F) -> Engine
    where
        F: Fn(Session) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: IntoOutcome> + Send + 'static,
    {
        self.api.hooks.auth = Some(Box::new(move |session| {
            let outcome = hook(session);
            Box::pin(async move { outcome.await.into_outcome() })
        }));
        self
    }

    /// Calls this function when a session is over, for whatever reason; its subscriptions have ended.
    ///
    /// ```
    /// use mego::prelude::*;
    ///
    /// let engine = Engine::new().on_disconnect(async |session: Session| {
    ///     println!("{} is gone", session.id());
    /// });
    /// ```
    pub fn on_disconnect<F, Fut>(mut self, hook: F) -> Engine
    where
        F: Fn(Session) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.api.hooks.disconnect = Some(Box::new(move |session| Box::pin(hook(session))));
        self
    }

    /// Sets the limits. See [`Limits`] for what they are by default.
    pub fn limits(mut self, limits: Limits) -> Engine {
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
        self.build().map(|assembled| assembled.contract)
    }

    /// Serves the API at an address until [`Handle::close`] is called, or the process is told to stop.
    ///
    /// On SIGTERM it stops being ready, waits for [`Limits::ready_delay`](crate::Limits::ready_delay), and closes as
    /// [`Handle::close`] does; on Ctrl-C it closes without waiting for clients to go by themselves. A second signal ends
    /// the process at once.
    ///
    /// With `MEGO_CONTRACT_OUT` set, the contract is written to that file instead and nothing is bound: that is how
    /// `mego-codegen` reads an API.
    ///
    /// # Errors
    /// Everything that is wrong with the engine, or that the address cannot be bound.
    pub async fn run(self, address: impl ToSocketAddrs) -> Result<()> {
        let Some((server, http)) = self.start().await? else {
            return Ok(());
        };
        let addresses: Vec<_> = lookup_host(address).await?.collect();
        let listener = TcpListener::bind(addresses.as_slice()).await.map_err(|error| {
            let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
            Error::from(error).context(format!("cannot listen on {}", addresses.join(" or ")))
        })?;
        let signals = tokio::spawn(crate::signals::close_on_signal(server.handle()));
        http::serve(listener, server, http).await;
        signals.abort();
        Ok(())
    }

    /// As [`run`](Engine::run), on a socket that is bound already, and without looking at signals: see
    /// [`Handle::close_on_signal`].
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    pub async fn serve(self, listener: TcpListener) -> Result<()> {
        let Some((server, http)) = self.start().await? else {
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
        if let Some(path) = std::env::var_os(CONTRACT_OUT) {
            self.export(&path)?;
            // The contract is written, which is all that this run was for.
            std::process::exit(0);
        }
        let (server, http) = self.build_now()?;
        Ok(http::router(&Arc::new(server), http))
    }

    /// The API without a socket, for tests.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    pub fn in_memory(self) -> Result<MemoryServer, SetupError> {
        self.build_now()
            .map(|(server, _)| MemoryServer::new(Arc::new(server)))
    }

    /// What to serve; nothing when the contract was asked for, and written, instead.
    async fn start(self) -> Result<Option<(Arc<Server>, Http)>> {
        if let Some(path) = std::env::var_os(CONTRACT_OUT) {
            return Ok(self.export(&path).map(|()| None)?);
        }
        let Assembled {
            mut server,
            mut http,
            promises,
            ..
        } = self.build()?;
        http.has_health = true;
        #[cfg(feature = "prometheus")]
        if http.prometheus.is_some() {
            http::install_prometheus().map_err(SetupError::new)?;
        }
        // Made last: what is wrong with the engine is told before a database is opened.
        for promise in promises {
            let id = promise.id;
            server.states.insert(id, promise.keep().await?);
        }
        Ok(Some((Arc::new(server), http)))
    }

    fn export(self, path: &OsStr) -> Result<(), SetupError> {
        let contract = self.contract()?;
        std::fs::write(path, contract.to_json()).map_err(|error| {
            SetupError::new(format!(
                "the contract cannot be written to {}: {error}",
                path.display()
            ))
        })
    }

    /// A server whose states are all there.
    fn build_now(mut self) -> Result<(Server, Http), SetupError> {
        for promise in &self.promises {
            self.problems.push(format!(
                "the state `{}` is not made yet: write `engine.ready().await?` before `router` or `in_memory`",
                promise.type_name
            ));
        }
        #[cfg(feature = "prometheus")]
        if self.http.prometheus.is_some()
            && let Err(problem) = http::install_prometheus()
        {
            self.problems.push(problem);
        }
        self.build().map(|assembled| (assembled.server, assembled.http))
    }

    /// Checks everything. The promised states are still to be made.
    fn build(self) -> Result<Assembled, SetupError> {
        let Engine {
            hub,
            states,
            promises,
            api,
            limits,
            http,
            problems,
        } = self;
        let promised: Vec<_> = promises.iter().map(|promise| promise.id).collect();
        let Built { server, contract } = build::server(hub, states, &promised, api, limits, problems)?;
        Ok(Assembled {
            server,
            contract,
            http,
            promises,
        })
    }
}

/// An engine that has been checked.
struct Assembled {
    server: Server,
    contract: Contract,
    http: Http,
    promises: Vec<Promise>,
}

/// A state that is made when the engine serves.
struct Promise {
    id: TypeId,
    type_name: &'static str,
    make: Make,
}

type Make =
    Box<dyn FnOnce() -> Pin<Box<dyn Future<Output = Result<Box<dyn Any + Send + Sync>>> + Send>> + Send>;

impl Promise {
    async fn keep(self) -> Result<Box<dyn Any + Send + Sync>> {
        (self.make)()
            .await
            .map_err(|error| error.context(format!("making the state `{}`", self.type_name)))
    }
}

impl Default for Engine {
    /// An engine with [`Logger`] and [`Recovery`]: one line for each call, and a panic is an answer like any other.
    fn default() -> Engine {
        Engine::new().with(Logger::new()).with(Recovery::new())
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("lists", &self.api.lists)
            .finish_non_exhaustive()
    }
}
