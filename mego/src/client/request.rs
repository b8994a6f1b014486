//! What the handles of a client ask of the task that owns its connection.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::error::Failed;
use super::listener::{Ended, Listener};

/// A word to the task.
pub(crate) enum Command {
    Send(Box<Request>),
    /// Nobody waits for the answer any more.
    Cancel(u64),
    /// This many items of a stream were taken.
    Credit {
        key: u64,
        items: u64,
    },
    Subscribe(Subscribe),
    /// Wants every event of a name, however it comes.
    Listen {
        key: u64,
        event: &'static str,
        listener: Arc<Listener>,
    },
    /// A subscription, or a listener, is no longer wanted.
    Forget(u64),
    Close(oneshot::Sender<()>),
}

/// One call, or another frame that has an answer.
pub(crate) struct Request {
    /// Grows with every request of the client, so that it is the order in which they were made.
    pub(crate) key: u64,
    pub(crate) what: What,
    pub(crate) deadline: Option<Instant>,
    pub(crate) reply: Reply,
}

pub(crate) enum What {
    Call(CallRequest),
    Notify(CallRequest),
    Auth { token: String },
    Subscribe { topic: u64 },
    Unsubscribe { number: u64 },
}

pub(crate) struct CallRequest {
    pub(crate) method: Cow<'static, str>,
    pub(crate) params: Bytes,
    pub(crate) key: Option<String>,
    pub(crate) trace: Option<String>,
    /// For a stream: items that may come at first.
    pub(crate) credit: Option<u32>,
    pub(crate) is_idempotent: bool,
}

/// Who is told of the answer.
pub(crate) enum Reply {
    Value(oneshot::Sender<Result<Bytes, Failed>>),
    Stream(mpsc::UnboundedSender<StreamNews>),
    Nobody,
}

/// What comes of a stream. Without `End`, a channel that closes is a connection that was lost.
pub(crate) enum StreamNews {
    Item(Bytes),
    End,
    Failed(Failed),
}

pub(crate) struct Subscribe {
    pub(crate) key: u64,
    pub(crate) event: &'static str,
    pub(crate) channel: Arc<str>,
    pub(crate) listener: Arc<Listener>,
    pub(crate) ready: oneshot::Sender<Result<(), Failed>>,
}

impl Command {
    /// Says that there is nobody any more who would do it.
    pub(crate) fn refuse(self, reason: &str) {
        match self {
            Command::Send(request) => request.fail(Failed::offline(reason)),
            // Whoever asked may have gone.
            Command::Subscribe(subscribe) => drop(subscribe.ready.send(Err(Failed::offline(reason)))),
            Command::Listen { listener, .. } => listener.end(Ended::Closed(reason.to_owned())),
            Command::Close(done) => {
                let _ = done.send(());
            }
            Command::Cancel(_) | Command::Credit { .. } | Command::Forget(_) => {}
        }
    }
}

impl Reply {
    pub(crate) fn fail(self, failed: Failed) {
        match self {
            // Whoever waited may have gone.
            Reply::Value(reply) => drop(reply.send(Err(failed))),
            Reply::Stream(items) => drop(items.send(StreamNews::Failed(failed))),
            Reply::Nobody => {}
        }
    }
}

impl Request {
    /// A request that is made now.
    pub(crate) fn new(key: u64, what: What, deadline: Option<Instant>, reply: Reply) -> Request {
        Request {
            key,
            what,
            deadline,
            reply,
        }
    }

    pub(crate) fn fail(self, failed: Failed) {
        self.reply.fail(failed);
    }

    /// Bytes that it keeps while it waits, roughly.
    pub(crate) fn size(&self) -> usize {
        let own = size_of::<Request>();
        match &self.what {
            What::Call(call) | What::Notify(call) => own + call.method.len() + call.params.len(),
            What::Auth { token } => own + token.len(),
            What::Subscribe { .. } | What::Unsubscribe { .. } => own,
        }
    }
}
