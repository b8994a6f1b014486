//! So many calls in so much time.

use std::fmt;
use std::future::ready;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

use super::{Middleware, Next, Replying};
use crate::Status;
use crate::context::Context;
use crate::error::Error;
use crate::reply::Reply;

/// Lets so many calls through in so much time, counted for each session, for each address, or by a key of yours. What is
/// above it is answered TooManyRequests, with the time after which the next one will pass.
///
/// As many calls as the limit may come at once; after that each has to wait for its share of the period. (It is the
/// generic cell rate algorithm, GCRA.) Each `RateLimit` counts by itself: one on the engine counts all calls together,
/// one on a list those of the list.
///
/// ```
/// use std::time::Duration;
/// use mego::prelude::*;
/// use mego::middleware::RateLimit;
///
/// #[mego::method]
/// async fn send_mail(to: String) {}
///
/// #[mego::method]
/// async fn search(words: String) {}
///
/// const MINUTE: Duration = Duration::from_secs(60);
/// let engine = Engine::new()
///     .with(RateLimit::per_address(600, MINUTE))
///     .register(methods![send_mail].with(RateLimit::per_session(5, MINUTE)))
///     .register(methods![search].with(RateLimit::per_key(60, MINUTE, |cx| {
///         cx.session().user().map(|user| user.to_string())
///     })));
/// ```
#[derive(Clone)]
pub struct RateLimit(Arc<Inner>);

struct Inner {
    by: By,
    limiter: Limiter,
    clock: TokioClock,
    /// Calls that were let through since the limiter forgot those who have not called for a while.
    calls: AtomicU32,
}

type Limiter = RateLimiter<Caller, HashMapStateStore<Caller>, TokioClock, NoOpMiddleware<Nanos>>;
type KeyOf = dyn Fn(&Context) -> Option<String> + Send + Sync;

enum By {
    Session,
    Address,
    Key(Box<KeyOf>),
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Caller {
    Session(u128),
    Address(IpAddr),
    Named(String),
}

/// After so many calls the limiter forgets keys that are as good as new.
const PRUNE: u32 = 1024;

impl RateLimit {
    /// So many calls of each session. A limit of 0 counts as 1.
    ///
    /// A client that reconnects has a new session: for what must not be got around so, count by address or user.
    #[must_use]
    pub fn per_session(calls: u32, period: Duration) -> RateLimit {
        RateLimit::new(calls, period, By::Session)
    }

    /// So many calls of each address. Behind a proxy, name it with
    /// [`Engine::trust_proxy`](crate::Engine::trust_proxy). Sessions without an address are not limited.
    #[must_use]
    pub fn per_address(calls: u32, period: Duration) -> RateLimit {
        RateLimit::new(calls, period, By::Address)
    }

    /// So many calls for each key that the function gives. Calls for which it gives none are not limited.
    #[must_use]
    pub fn per_key(
        calls: u32,
        period: Duration,
        key: impl Fn(&Context) -> Option<String> + Send + Sync + 'static,
    ) -> RateLimit {
        RateLimit::new(calls, period, By::Key(Box::new(key)))
    }

    fn new(calls: u32, period: Duration, by: By) -> RateLimit {
        let calls = NonZeroU32::new(calls).unwrap_or(NonZeroU32::MIN);
        // A quota cannot be built of a share of no time at all; a nanosecond is as good as none.
        let share = (period / calls.get()).max(Duration::from_nanos(1));
        let quota = Quota::with_period(share).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        let clock = TokioClock(Instant::now());
        RateLimit(Arc::new(Inner {
            by,
            limiter: RateLimiter::new(quota.allow_burst(calls), HashMapStateStore::default(), clock),
            clock,
            calls: AtomicU32::new(0),
        }))
    }

    /// The time to wait, where the call is one too many.
    fn check(&self, cx: &Context) -> Result<(), Duration> {
        let inner = &*self.0;
        let key = match &inner.by {
            By::Session => Some(Caller::Session(cx.session().key())),
            By::Address => cx.session().client().ip().map(Caller::Address),
            By::Key(key) => key(cx).map(Caller::Named),
        };
        let Some(key) = key else { return Ok(()) };
        if inner.calls.fetch_add(1, Ordering::Relaxed) % PRUNE == PRUNE - 1 {
            inner.limiter.retain_recent();
            inner.limiter.shrink_to_fit();
        }
        inner
            .limiter
            .check_key(&key)
            .map_err(|early| early.wait_time_from(inner.clock.now()))
    }
}

impl Middleware for RateLimit {
    fn handle(&self, cx: Context, next: Next) -> Replying {
        match self.check(&cx) {
            Ok(()) => Box::pin(next.run(cx)),
            Err(wait) => {
                let text = format!("too many calls; the next one will pass in {}", human(wait));
                let error = Error::new(Status::TooManyRequests, text).with_retry_after(wait);
                Box::pin(ready(Reply::error(error)))
            }
        }
    }
}

fn human(wait: Duration) -> String {
    if wait < Duration::from_secs(1) {
        format!("{} ms", wait.as_millis().max(1))
    } else {
        format!("{} s", wait.as_secs_f64().ceil())
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit").finish_non_exhaustive()
    }
}

/// tokio's clock, which tests may stop and set.
#[derive(Clone, Copy, Debug)]
struct TokioClock(Instant);

impl Clock for TokioClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.elapsed())
    }
}
