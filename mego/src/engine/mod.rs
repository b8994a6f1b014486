//! The engine: where an API is put together. `web` is what it is told of HTTP, `start` how it is checked and run.

mod start;
mod web;

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use crate::context::Context;
use crate::error::Result;
use crate::handle::{Handle, Hub};
use crate::hooks::{Hooks, IntoOutcome, OnConnect};
use crate::http::Http;
use crate::limits::Limits;
use crate::method::{List, Registration};
use crate::middleware::{Logger, Middleware, Recovery, Replying};
use crate::reply::IntoReply;
use crate::server::States;
use crate::session::Session;
use crate::subscribe::{Authorize, Authorizer};

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

    /// A handle on the engine, also after it runs.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle::new(Arc::clone(&self.hub))
    }
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
