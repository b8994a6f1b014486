//! A call under way, in memory that serves the next one.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio_util::sync::ReusableBoxFuture;

use crate::reply::Reply;

/// A future that brings the answer of a call.
///
/// Every method has a future of its own type, and a box for each call is a good part of what a small call costs: one that
/// is over is handed to the next call of the connection, and used again where the next future has the same size.
#[derive(Debug)]
pub(crate) struct Running {
    future: ReusableBoxFuture<'static, Reply>,
    is_small: bool,
}

/// The memory of larger futures is not kept by connections that may be idle for hours.
const SMALL: usize = 1024;

impl Running {
    /// Takes the memory of a call that is over, if there is one.
    #[inline]
    pub(crate) fn new<F>(memory: Option<Running>, future: F) -> Running
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        let is_small = size_of::<F>() <= SMALL;
        match memory {
            Some(mut memory) => {
                memory.future.set(future);
                Running {
                    future: memory.future,
                    is_small,
                }
            }
            None => Running {
                future: ReusableBoxFuture::new(future),
                is_small,
            },
        }
    }

    /// The memory for the next call, of a future that has come to its end.
    #[inline]
    pub(crate) fn into_memory(self) -> Option<Running> {
        self.is_small.then_some(self)
    }
}

impl Future for Running {
    type Output = Reply;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Reply> {
        self.future.poll(cx)
    }
}
