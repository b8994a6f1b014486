//! What the rest of the server wants of a connection. The connection's own task does it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

use super::queue::{Full, Push, Queue};
use crate::wire::CloseCode;

/// One wish.
#[derive(Debug)]
pub(crate) enum Mail {
    /// Take no new calls and tell the client to go within `window`; close at `leave`, or as soon after it as the calls in
    /// flight have ended, and end them at `until`.
    Drain {
        window: Duration,
        leave: Instant,
        until: Instant,
    },
    /// Say goodbye.
    Close { code: CloseCode, reason: String },
    /// Close with 4006 at this instant, or never.
    Expire(Option<Instant>),
}

/// Holds wishes and events until the connection looks. Both sides only ever hold the lock for a push or a take.
#[derive(Debug)]
pub(crate) struct Mailbox {
    waker: AtomicWaker,
    has_news: AtomicBool,
    content: Mutex<Content>,
}

#[derive(Debug)]
struct Content {
    mail: Vec<Mail>,
    queue: Queue,
    /// The connection is closing: nothing comes in any more.
    is_closed: bool,
}

impl Mailbox {
    /// A mailbox whose events may take this many bytes.
    pub(crate) fn new(limit: usize) -> Mailbox {
        Mailbox {
            waker: AtomicWaker::new(),
            has_news: AtomicBool::new(false),
            content: Mutex::new(Content {
                mail: Vec::new(),
                queue: Queue::new(limit),
                is_closed: false,
            }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One wake-up is enough for all that comes until the connection looks.
    fn wake(&self) {
        if !self.has_news.swap(true, Ordering::AcqRel) {
            self.waker.wake();
        }
    }

    pub(crate) fn post(&self, mail: Mail) {
        let mut content = self.lock();
        if !content.is_closed {
            content.mail.push(mail);
            drop(content);
            self.wake();
        }
    }

    /// Queues what is to be pushed to the client. A client that is too slow for it is disconnected.
    pub(crate) fn push(&self, push: Push) {
        let mut content = self.lock();
        if content.is_closed {
            return;
        }
        if let Err(Full) = content.queue.push(push) {
            content.is_closed = true;
            content.queue.clear();
            content.mail.push(Mail::Close {
                code: CloseCode::SLOW_CONSUMER,
                reason: "events came faster than they were read".to_owned(),
            });
        }
        drop(content);
        self.wake();
    }

    /// Asks to be woken for what comes from now on.
    #[inline]
    pub(crate) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    /// Whether something has come since the last time this was asked.
    #[inline]
    pub(crate) fn has_news(&self) -> bool {
        self.has_news.load(Ordering::Acquire) && self.has_news.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn take_mail(&self) -> Vec<Mail> {
        std::mem::take(&mut self.lock().mail)
    }

    /// Gives what waits for the client to `take`, with whether events before it were dropped, until there is no more or
    /// `take` says that it has enough. Says whether something is left.
    pub(crate) fn drain(&self, take: impl FnMut(Push, bool) -> bool) -> bool {
        self.lock().queue.drain(take)
    }

    /// The client reads too slowly for what waits to be sent.
    pub(crate) fn fall_behind(&self) {
        self.lock().queue.fall_behind();
    }

    /// Takes nothing more, and forgets what is there.
    pub(crate) fn close(&self) {
        let mut content = self.lock();
        content.is_closed = true;
        content.queue.clear();
        content.mail = Vec::new();
    }
}
