//! Streams: results that come one by one.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

#[doc(no_inline)]
pub use futures_util::Stream;

use crate::failure::Failure;
use crate::method::MethodOutput;
use crate::method_error::MethodError;
use crate::wire::{self, EncodeError};

/// A stream whose items are encoded as they come.
pub(crate) type Items = Pin<Box<dyn ItemStream>>;

pub(crate) trait ItemStream: Send {
    /// Appends the next item to `out`. Nothing is appended with a failure, or at the end.
    fn poll_item(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut Vec<u8>,
        max: usize,
    ) -> Poll<Option<Result<(), Box<Failure>>>>;
}

/// A stream of values.
struct Values<S>(Pin<Box<S>>);

/// A stream of results; the first error is its end.
struct Results<S>(Pin<Box<S>>);

pub(crate) fn of_values<S>(stream: S) -> Items
where
    S: Stream<Item: MethodOutput> + Send + 'static,
{
    Box::pin(Values(Box::pin(stream)))
}

pub(crate) fn of_results<S, T, E>(stream: S) -> Items
where
    S: Stream<Item = Result<T, E>> + Send + 'static,
    T: MethodOutput,
    E: MethodError,
{
    Box::pin(Results(Box::pin(stream)))
}

impl<S: Stream<Item: MethodOutput> + Send> ItemStream for Values<S> {
    fn poll_item(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut Vec<u8>,
        max: usize,
    ) -> Poll<Option<Result<(), Box<Failure>>>> {
        self.0
            .as_mut()
            .poll_next(cx)
            .map(|item| item.map(|item| encode(out, &item, max)))
    }
}

impl<S, T, E> ItemStream for Results<S>
where
    S: Stream<Item = Result<T, E>> + Send,
    T: MethodOutput,
    E: MethodError,
{
    fn poll_item(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut Vec<u8>,
        max: usize,
    ) -> Poll<Option<Result<(), Box<Failure>>>> {
        self.0.as_mut().poll_next(cx).map(|item| {
            item.map(|item| match item {
                Ok(item) => encode(out, &item, max),
                Err(error) => Err(Box::new(error.into_failure())),
            })
        })
    }
}

fn encode<T: MethodOutput>(out: &mut Vec<u8>, item: &T, max: usize) -> Result<(), Box<Failure>> {
    wire::encode_into(out, item, max).map_err(|error| {
        Box::new(match error {
            EncodeError::TooLarge => Failure::too_large("an item of the stream", max),
            EncodeError::Serialize(error) => Failure::internal(&format_args!("encoding an item: {error}")),
        })
    })
}

/// A stream that something is kept with.
pub(crate) struct Held<T> {
    pub(crate) items: Items,
    pub(crate) _value: T,
}

// Nothing in it is pinned but what the box holds.
impl<T> Unpin for Held<T> {}

impl<T: Send> ItemStream for Held<T> {
    fn poll_item(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut Vec<u8>,
        max: usize,
    ) -> Poll<Option<Result<(), Box<Failure>>>> {
        self.items.as_mut().poll_item(cx, out, max)
    }
}

/// Makes a stream from an async function that gives its items one by one.
///
/// Nothing runs ahead of the client: [`Yield::item`] comes back when the item before has been taken.
///
/// ```
/// use std::time::Duration;
/// use mego::prelude::*;
/// use mego::stream::{Stream, stream};
///
/// /// Counts down to zero.
/// #[mego::method]
/// async fn countdown(from: u32) -> impl Stream<Item = u32> {
///     stream(async move |mut items| {
///         for n in (0..=from).rev() {
///             items.item(n).await;
///             tokio::time::sleep(Duration::from_secs(1)).await;
///         }
///     })
/// }
/// ```
pub fn stream<T, F, Fut>(make: F) -> impl Stream<Item = T> + Send
where
    T: Send,
    F: FnOnce(Yield<T>) -> Fut,
    Fut: Future<Output = ()> + Send,
{
    let place = Arc::new(Mutex::new(None));
    let future = make(Yield {
        place: Arc::clone(&place),
    });
    Generated {
        place,
        future: Some(Box::pin(future)),
    }
}

/// Where the function of [`stream`] puts its items.
#[derive(Debug)]
pub struct Yield<T> {
    place: Arc<Mutex<Option<T>>>,
}

impl<T: Send> Yield<T> {
    /// Gives one item, and comes back when there is room for the next.
    pub async fn item(&mut self, item: T) {
        let mut item = Some(item);
        // The stream polls this function, and takes what it finds: to wait is to be polled once more.
        std::future::poll_fn(|_| {
            let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
            match item.take() {
                Some(item) => {
                    *place = Some(item);
                    Poll::Pending
                }
                None if place.is_some() => Poll::Pending,
                None => Poll::Ready(()),
            }
        })
        .await;
    }
}

struct Generated<T, F> {
    place: Arc<Mutex<Option<T>>>,
    future: Option<Pin<Box<F>>>,
}

// The future is behind a box, and an item is never pinned.
impl<T, F> Unpin for Generated<T, F> {}

impl<T, F: Future<Output = ()>> Stream for Generated<T, F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let Some(future) = &mut self.future else {
            return Poll::Ready(None);
        };
        let is_over = future.as_mut().poll(cx).is_ready();
        if is_over {
            self.future = None;
        }
        let item = self.place.lock().unwrap_or_else(PoisonError::into_inner).take();
        match item {
            Some(item) => Poll::Ready(Some(item)),
            None if is_over => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}
