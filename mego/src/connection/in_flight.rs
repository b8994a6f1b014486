//! One handler or stream under way. A panic, of its poll or of its drop, ends the call and nothing else.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tracing::Span;

use crate::call::Call;
use crate::error::Error;
use crate::failure::Failure;
use crate::hooks::Hooked;
use crate::method::Entry;
use crate::middleware::Next;
use crate::panic::Panic;
use crate::reply::Reply;
use crate::running::Running;
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
    /// Item frames that were made and not handed over.
    frames: Vec<u8>,
    /// How many, and how many bytes they are: of one that is being made there may be a part behind them.
    count: u64,
    whole: usize,
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
    Panicked(Panic),
}

impl InFlight {
    /// Calls the method and polls it once, in place. The memory is that of a call that is over, and of this one if it is
    /// over at once.
    #[inline]
    pub(super) fn start(
        entry: &Entry,
        call: Call,
        memory: &mut Option<Running>,
        span: &Span,
        cx: &mut Context<'_>,
    ) -> Result<Started, Panic> {
        catch_unwind(AssertUnwindSafe(|| {
            let _entered = span.enter();
            let mut running = if entry.chain().is_empty() {
                entry.invoke(call, memory.take())
            } else {
                around(entry, call, memory.take())
            };
            match Pin::new(&mut running).poll(cx) {
                Poll::Ready(reply) => {
                    *memory = running.into_memory();
                    Started::Done(reply)
                }
                Poll::Pending => Started::Pending(InFlight {
                    work: Some(Work::Running(running)),
                    span: span.clone(),
                }),
            }
        }))
        .map_err(Panic::new)
    }

    /// Work that is not a method's.
    pub(super) fn of(work: impl Future<Output = Reply> + Send + 'static) -> InFlight {
        InFlight {
            work: Some(Work::Running(Running::new(None, work))),
            span: Span::none(),
        }
    }

    /// A hook of the server's, whose error is the answer.
    pub(super) fn hook(hooked: Hooked<Result<(), Error>>) -> InFlight {
        InFlight::of(async { hooked.await.map_or_else(Reply::error, |()| Reply::empty()) })
    }

    /// A stream that begins.
    pub(super) fn stream(id: u32, items: Items, max: usize, span: Span) -> InFlight {
        let streaming = Streaming {
            id,
            items,
            credit: 0,
            max,
            frames: Vec::new(),
            count: 0,
            whole: 0,
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
fn around(entry: &Entry, mut call: Call, memory: Option<Running>) -> Running {
    let cx = call.context().clone();
    Running::new(memory, Next::new(call, entry.chain().clone()).run(cx))
}

/// What one poll brought.
enum Polled {
    Reply(Reply),
    /// Frames, in the stream; and its end, if it has come.
    Items(Option<Result<(), Box<Failure>>>),
}

impl Work {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Polled> {
        match self {
            Work::Running(running) => Pin::new(running).poll(cx).map(Polled::Reply),
            Work::Streaming(streaming) => streaming.poll(cx).map(Polled::Items),
        }
    }

    fn take_frames(&mut self) -> Option<(Vec<u8>, u64)> {
        match self {
            Work::Running(_) => None,
            Work::Streaming(streaming) => Some(streaming.take_frames()),
        }
    }
}

impl Streaming {
    /// Takes what is there, as far as credit and patience go.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(), Box<Failure>>>> {
        let allowed = self.credit.min(BATCH_ITEMS);
        while self.count < allowed && self.whole < BATCH_BYTES {
            wire::write_item_head(&mut self.frames, self.id);
            let item = self.items.as_mut().poll_item(cx, &mut self.frames, self.max);
            match item {
                Poll::Ready(Some(Ok(()))) => {
                    self.count += 1;
                    self.whole = self.frames.len();
                }
                Poll::Ready(Some(failed)) => return Poll::Ready(Some(failed)),
                Poll::Ready(None) => return Poll::Ready(Some(Ok(()))),
                Poll::Pending if self.count == 0 => {
                    self.frames.clear();
                    return Poll::Pending;
                }
                Poll::Pending => break,
            }
        }
        Poll::Ready(None)
    }

    fn take_frames(&mut self) -> (Vec<u8>, u64) {
        let mut frames = std::mem::take(&mut self.frames);
        frames.truncate(std::mem::take(&mut self.whole));
        (frames, std::mem::take(&mut self.count))
    }
}

impl Future for InFlight {
    type Output = Result<Step, Panic>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let InFlight { work, span } = &mut *self;
        let Some(running) = work else {
            return Poll::Pending;
        };
        let polled = catch_unwind(AssertUnwindSafe(|| {
            let _entered = span.enter();
            running.poll(cx)
        }));
        let polled = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(polled)) => Ok(polled),
            Err(payload) => Err(Panic::new(payload)),
        };
        // Items that came before a panic, or an end, count all the same.
        let taken = running.take_frames();
        let is_stream = taken.is_some();
        let rest = InFlight {
            work: self.work.take(),
            span: self.span(),
        };
        let items = |rest| {
            let (frames, count) = taken.unwrap_or_default();
            Ok(Step::Items(Batch { frames, count, rest }))
        };
        if matches!(polled, Ok(Polled::Items(None))) {
            return Poll::Ready(items(Rest::Stream(rest)));
        }
        // What is over is dropped behind the same wall.
        drop(rest);
        Poll::Ready(match polled {
            Ok(Polled::Reply(reply)) => Ok(Step::Reply(reply)),
            Ok(Polled::Items(Some(Err(failure)))) => items(Rest::Failed(failure)),
            Ok(Polled::Items(_)) => items(Rest::End),
            Err(panic) if is_stream => items(Rest::Panicked(panic)),
            Err(panic) => Err(panic),
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
