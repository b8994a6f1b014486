//! One handler or stream under way. A panic, of its poll or of its drop, ends the call and nothing else.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tracing::Span;

use crate::call::Call;
use crate::failure::Failure;
use crate::method::{Entry, Running};
use crate::middleware::Next;
use crate::panic::Panic;
use crate::reply::Reply;
use crate::stream::Items;
use crate::wire;

/// Items that one poll of a stream takes at most, and bytes: the other calls of the connection wait meanwhile.
const BATCH_ITEMS: u64 = 64;
const BATCH_BYTES: usize = 16 * 1024;

/// A handler or a stream that was pending, polled and dropped behind `catch_unwind`. What a panic leaves broken is the
/// handler's own, and is dropped with it.
pub(super) struct InFlight {
    work: Option<Work>,
    span: Span,
}

enum Work {
    Running(Running),
    Streaming(Streaming),
}

/// A stream that may send some items.
struct Streaming {
    id: u32,
    items: Items,
    /// Items that may be sent.
    credit: u64,
    /// Bytes of one item.
    max: usize,
}

/// How far a handler came at its first poll.
pub(super) enum Started {
    Done(Reply),
    Pending(InFlight),
}

/// How far something in flight has come.
pub(super) enum Step {
    Reply(Reply),
    Items(Batch),
}

/// What a stream brought at once.
pub(super) struct Batch {
    /// Whole Item frames.
    pub(super) frames: Vec<u8>,
    pub(super) count: u64,
    pub(super) rest: Rest,
}

/// What follows a batch.
pub(super) enum Rest {
    /// More, when there is credit and room for it.
    Stream(InFlight),
    End,
    Failed(Box<Failure>),
}

impl InFlight {
    /// Calls the method and polls it once, in place.
    #[inline]
    pub(super) fn start(
        entry: &Entry,
        call: Call,
        span: &Span,
        cx: &mut Context<'_>,
    ) -> Result<Started, Panic> {
        catch_unwind(AssertUnwindSafe(|| {
            let _entered = span.enter();
            let mut running = if entry.chain().is_empty() {
                entry.invoke(call)
            } else {
                around(entry, call)
            };
            match running.as_mut().poll(cx) {
                Poll::Ready(reply) => Started::Done(reply),
                Poll::Pending => Started::Pending(InFlight {
                    work: Some(Work::Running(running)),
                    span: span.clone(),
                }),
            }
        }))
        .map_err(Panic::new)
    }

    /// Work that is not a method's.
    pub(super) fn of(running: Running) -> InFlight {
        InFlight {
            work: Some(Work::Running(running)),
            span: Span::none(),
        }
    }

    /// A stream that begins.
    pub(super) fn stream(id: u32, items: Items, max: usize, span: Span) -> InFlight {
        let streaming = Streaming {
            id,
            items,
            credit: 0,
            max,
        };
        InFlight {
            work: Some(Work::Streaming(streaming)),
            span,
        }
    }

    /// Says how many items may be sent before the next look.
    pub(super) fn allow(&mut self, items: u64) {
        if let Some(Work::Streaming(streaming)) = &mut self.work {
            streaming.credit = items;
        }
    }

    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }
}

/// Calls the method through its middleware.
fn around(entry: &Entry, mut call: Call) -> Running {
    let cx = call.context().clone();
    Box::pin(Next::new(call, entry.chain().clone()).run(cx))
}

/// What one poll brought.
enum Polled {
    Reply(Reply),
    Items {
        frames: Vec<u8>,
        count: u64,
        end: Option<Result<(), Box<Failure>>>,
    },
}

impl Work {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Polled> {
        match self {
            Work::Running(running) => running.as_mut().poll(cx).map(Polled::Reply),
            Work::Streaming(streaming) => streaming.poll(cx),
        }
    }
}

impl Streaming {
    /// Takes what is there, as far as credit and patience go.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Polled> {
        let mut frames = Vec::new();
        let mut count = 0;
        let mut end = None;
        let allowed = self.credit.min(BATCH_ITEMS);
        while count < allowed && frames.len() < BATCH_BYTES {
            let start = frames.len();
            wire::write_item_head(&mut frames, self.id);
            let item = self.items.as_mut().poll_item(cx, &mut frames, self.max);
            if let Poll::Ready(Some(Ok(()))) = item {
                count += 1;
                continue;
            }
            frames.truncate(start);
            match item {
                Poll::Ready(Some(failed)) => end = Some(failed),
                Poll::Ready(None) => end = Some(Ok(())),
                Poll::Pending if count == 0 => return Poll::Pending,
                Poll::Pending => {}
            }
            break;
        }
        Poll::Ready(Polled::Items { frames, count, end })
    }
}

impl Future for InFlight {
    type Output = Result<Step, Panic>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let InFlight { work, span } = &mut *self;
        let polled = catch_unwind(AssertUnwindSafe(|| {
            let _entered = span.enter();
            let Some(running) = work else {
                return Poll::Pending;
            };
            let polled = running.poll(cx);
            // Dropped behind the same wall.
            if !matches!(
                polled,
                Poll::Pending | Poll::Ready(Polled::Items { end: None, .. })
            ) {
                *work = None;
            }
            polled
        }));
        Poll::Ready(match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Err(payload) => Err(Panic::new(payload)),
            Ok(Poll::Ready(Polled::Reply(reply))) => Ok(Step::Reply(reply)),
            Ok(Poll::Ready(Polled::Items { frames, count, end })) => {
                let rest = match end {
                    None => Rest::Stream(InFlight {
                        work: self.work.take(),
                        span: self.span(),
                    }),
                    Some(Ok(())) => Rest::End,
                    Some(Err(failure)) => Rest::Failed(failure),
                };
                Ok(Step::Items(Batch { frames, count, rest }))
            }
        })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let Some(work) = self.work.take() else { return };
        let span = self.span();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| {
            let _entered = span.enter();
            drop(work);
        })) {
            // The call has its answer; the fault is logged all the same.
            Panic::new(payload).failure(&"a handler that was being dropped");
        }
    }
}
