//! Middleware: what stands around the methods. [`Middleware`] says how to write one; those of Mego are here.

mod logger;
mod rate_limit;
mod recovery;
mod request_limit;
mod timeout;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use self::logger::Logger;
pub use self::rate_limit::RateLimit;
pub use self::recovery::Recovery;
pub use self::request_limit::RequestLimit;
pub use self::timeout::Timeout;
use crate::call::Call;
use crate::context::Context;
use crate::reply::{IntoReply, Reply};

/// An answer, when it is there.
pub type Replying = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// What stands around methods and sees every call: `async fn(Context, Next) -> Reply`.
///
/// What comes before [`Next::run`] runs on the way in, what comes after it on the way out, in reverse order. To answer
/// without the method is to return without calling it. Middleware of the engine comes first, then that of the list; of
/// several, the first is the outermost.
///
/// ```
/// use mego::prelude::*;
/// use mego::Error;
///
/// /// Says how long calls take.
/// async fn measure(cx: Context, next: Next) -> Reply {
///     let reply = next.run(cx.clone()).await;
///     println!("{}: {:?}", cx.method(), cx.received().elapsed());
///     reply
/// }
///
/// /// `?` works where the return type is `mego::Result<Reply>`.
/// async fn signed_in(cx: Context, next: Next) -> mego::Result<Reply> {
///     if cx.session().user().is_none() {
///         return Err(Error::new(Status::NotAuthorized, "sign in first"));
///     }
///     Ok(next.run(cx).await)
/// }
///
/// #[mego::method]
/// async fn sum(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// let engine = Engine::new().with(measure).register(methods![sum].with(signed_in));
/// ```
///
/// Middleware with settings implements the trait:
///
/// ```
/// use mego::prelude::*;
/// use mego::{Middleware, Replying};
///
/// struct Version(&'static str);
///
/// impl Middleware for Version {
///     fn handle(&self, cx: Context, next: Next) -> Replying {
///         cx.set_named("version", self.0);
///         Box::pin(next.run(cx))
///     }
/// }
/// let engine = Engine::new().with(Version("1.2"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not middleware",
    label = "expected an async function that takes `(Context, Next)` and returns a `Reply`",
    note = "the whole of it: `async fn name(cx: Context, next: Next) -> Reply {{ next.run(cx).await }}`"
)]
pub trait Middleware: Send + Sync + 'static {
    /// Answers a call, by `next` or otherwise.
    fn handle(&self, cx: Context, next: Next) -> Replying;
}

impl<F, Fut> Middleware for F
where
    F: Fn(Context, Next) -> Fut + Send + Sync + 'static,
    Fut: Future<Output: IntoReply> + Send + 'static,
{
    fn handle(&self, cx: Context, next: Next) -> Replying {
        let reply = self(cx, next);
        Box::pin(async move { reply.await.into_reply() })
    }
}

/// The middleware around one method, the outermost first.
pub(crate) type Chain = Arc<[Arc<dyn Middleware>]>;

/// The rest of the way to a method.
pub struct Next {
    call: Call,
    chain: Chain,
    position: usize,
}

impl Next {
    pub(crate) fn new(call: Call, chain: Chain) -> Next {
        Next {
            call,
            chain,
            position: 0,
        }
    }

    /// Goes on: to the middleware after this one, or to the method.
    pub async fn run(mut self, cx: Context) -> Reply {
        match self.chain.get(self.position) {
            Some(middleware) => {
                let middleware = Arc::clone(middleware);
                self.position += 1;
                middleware.handle(cx, self).await
            }
            None => {
                self.call.set_context(cx);
                self.call.invoke().await
            }
        }
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("method", &self.call.method())
            .finish_non_exhaustive()
    }
}
