//! What a function returns, told apart by its type and not by how it is spelt.
//!
//! A [`Probe`] of the returned type is asked for its kind through six references, and one is taken away at each level:
//! a `Result` of a stream of results is met first, then a `Result` of any stream, any other `Result`, a stream of
//! results, any stream, and anything. Each level says only as much of the type as tells it from the next. The bounds
//! stand on the method that the kind offers, so that a type that does not fit gives one error, in our words.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Definition, Info};
use crate::MethodError;
use crate::call::Call;
use crate::contract::Declarations;
use crate::stream::{self, Stream};

/// A value that a method may return: what serde can write and JSON Schema can describe.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent to a client",
    label = "not a type that can go over the wire",
    note = "put `#[mego::data]` on the type, or derive `serde::Serialize` and `mego::JsonSchema` for it"
)]
pub trait MethodOutput: Serialize + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> MethodOutput for T {}

/// Stands for a value of type `T` that does not exist yet.
#[doc(hidden)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Probe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Probe")
    }
}

#[cfg(feature = "client")]
impl<T> Probe<T> {
    pub(crate) fn new() -> Probe<T> {
        Probe(PhantomData)
    }
}

/// The probe of what a handler's future brings.
#[doc(hidden)]
pub fn probe<H, F, T>(_: &H) -> Probe<T>
where
    H: Fn(Call) -> F,
    F: Future<Output = Result<(Call, T), Call>>,
{
    Probe(PhantomData)
}

/// Requires that a method's future may move between threads, and says so of the user's own function. The opaque type
/// that it returns is `Send` by declaration, so that nothing around it repeats the error.
#[doc(hidden)]
pub fn send<F: Future + Send>(future: F) -> impl Future<Output = F::Output> + Send {
    future
}

/// What a handler of the macros brings: the call and what the function returned, or a call that did not reach it.
macro_rules! handler {
    ($call:ident, $reply:expr, $handler:ident) => {{
        move |call, memory| -> super::Running {
            // Called within the future: a future that is moved into another has room in it twice.
            let handler = $handler.clone();
            super::Running::new(memory, async move {
                match handler(call).await {
                    Ok(($call, value)) => $reply($call, value),
                    Err(call) => call.reject(),
                }
            })
        }
    }};
}

/// A level of the probe: the types that it takes, and the kind that it gives them.
macro_rules! level {
    ($(#[$doc:meta])* $level:ident: [$($generic:ident),+], $probe:ty, $kind:ident $(, where $($bound:tt)+)?) => {
        #[doc(hidden)]
        pub trait $level {
            type Kind;
            fn kind(&self) -> Self::Kind;
        }

        impl<$($generic),+> $level for $probe $(where $($bound)+)? {
            type Kind = $kind<$($generic),+>;

            fn kind(&self) -> Self::Kind {
                $kind(PhantomData)
            }
        }

        $(#[$doc])*
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $kind<$($generic),+>(PhantomData<fn() -> ($($generic,)+)>);
    };
}

level!(
    /// The function returns a `Result` of a stream of results.
    ReturnsFallibleStreamOfResults: [S, T, F, E], &&&&&Probe<Result<S, E>>, FallibleStreamOfResults,
    where S: Stream<Item = Result<T, F>>
);
level!(
    /// The function returns a `Result` of a stream.
    ReturnsFallibleStream: [S, E], &&&&Probe<Result<S, E>>, FallibleStream,
    where S: Stream
);
level!(
    /// The function returns a `Result`.
    ReturnsResult: [T, E], &&&Probe<Result<T, E>>, Fallible
);
level!(
    /// The function returns a stream of results.
    ReturnsStreamOfResults: [S, T, E], &&Probe<S>, StreamOfResults,
    where S: Stream<Item = Result<T, E>>
);
level!(
    /// The function returns a stream.
    ReturnsStream: [S], &Probe<S>, StreamOfValues,
    where S: Stream
);
level!(
    /// The function returns a value.
    ReturnsAnything: [T], Probe<T>, Plain
);

/// The error of a stream's items: the same as that of the function, for a call has one type of error.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the items of this stream fail with `{Self}`, and the method with `{E}`",
    label = "one call has one type of error",
    note = "let the stream's items be `Result<_, {E}>`"
)]
pub trait StreamItem<E>: MethodError {}

impl<E: MethodError> StreamItem<E> for E {}

impl<T> Plain<T> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        T: MethodOutput,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, T), Call>> + Send + 'static,
    {
        let invoke = handler!(call, |call: Call, value: T| call.succeed(&value), handler);
        Definition::new(info, Box::new(invoke), Declarations::output::<T>)
    }
}

impl<T, E> Fallible<T, E> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        T: MethodOutput,
        E: MethodError,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, Result<T, E>), Call>> + Send + 'static,
    {
        let reply = |call: Call, result: Result<T, E>| match result {
            Ok(value) => call.succeed(&value),
            Err(error) => call.fail(error.into_failure()),
        };
        let invoke = handler!(call, reply, handler);
        let declare = |declarations: &mut Declarations| {
            declarations.output::<T>();
            E::declare(declarations);
        };
        Definition::new(info, Box::new(invoke), declare)
    }
}

impl<S> StreamOfValues<S> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        S: Stream<Item: MethodOutput> + Send + 'static,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, S), Call>> + Send + 'static,
    {
        let invoke = handler!(
            call,
            |call: Call, items: S| call.stream(stream::of_values(items)),
            handler
        );
        Definition::new(info, Box::new(invoke), Declarations::stream::<S::Item>)
    }
}

impl<S, T, E> StreamOfResults<S, T, E> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        T: MethodOutput + 'static,
        E: MethodError,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, S), Call>> + Send + 'static,
    {
        let invoke = handler!(
            call,
            |call: Call, items: S| call.stream(stream::of_results(items)),
            handler
        );
        let declare = |declarations: &mut Declarations| {
            declarations.stream::<T>();
            E::declare(declarations);
        };
        Definition::new(info, Box::new(invoke), declare)
    }
}

impl<S, E> FallibleStream<S, E> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        S: Stream<Item: MethodOutput> + Send + 'static,
        E: MethodError,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, Result<S, E>), Call>> + Send + 'static,
    {
        let reply = |call: Call, result: Result<S, E>| match result {
            Ok(items) => call.stream(stream::of_values(items)),
            Err(error) => call.fail(error.into_failure()),
        };
        let invoke = handler!(call, reply, handler);
        let declare = |declarations: &mut Declarations| {
            declarations.stream::<S::Item>();
            E::declare(declarations);
        };
        Definition::new(info, Box::new(invoke), declare)
    }
}

impl<S, T, I, E> FallibleStreamOfResults<S, T, I, E> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        I: StreamItem<E>,
        S: Stream<Item = Result<T, I>> + Send + 'static,
        T: MethodOutput + 'static,
        E: MethodError,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, Result<S, E>), Call>> + Send + 'static,
    {
        let reply = |call: Call, result: Result<S, E>| match result {
            Ok(items) => call.stream(stream::of_results(items)),
            Err(error) => call.fail(error.into_failure()),
        };
        let invoke = handler!(call, reply, handler);
        let declare = |declarations: &mut Declarations| {
            declarations.stream::<T>();
            E::declare(declarations);
        };
        Definition::new(info, Box::new(invoke), declare)
    }
}
