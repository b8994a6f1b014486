//! What a function returns, told apart by its type and not by how it is spelt.
//!
//! A [`Probe`] of the returned type says first whether it is a `Result`, and then, behind one reference, its kind: a
//! stream of results is met first, then any stream, and anything with one reference more. Each level says only as much of
//! the type as tells it from the next. The bounds stand on the method that the kind offers, so that a type that does not
//! fit gives one error, in our words.
//!
//! The compiler tries every level with every reference. Six levels behind six references made a method a third dearer to
//! check, which is why there are so few.

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

/// What a function returns once it is known whether that is a `Result`.
#[doc(hidden)]
#[derive(Debug)]
pub struct OfResult<T, E>(PhantomData<fn() -> (T, E)>);

/// The same of anything else.
#[doc(hidden)]
#[derive(Debug)]
pub struct OfValue<T>(PhantomData<fn() -> T>);

/// Met before the trait's method of the same name, for it is the type's own.
impl<T, E> Probe<Result<T, E>> {
    #[doc(hidden)]
    pub fn returned(&self) -> OfResult<T, E> {
        OfResult(PhantomData)
    }
}

#[doc(hidden)]
pub trait ReturnsNoResult {
    type Returned;
    fn returned(&self) -> Self::Returned;
}

impl<T> ReturnsNoResult for Probe<T> {
    type Returned = OfValue<T>;

    fn returned(&self) -> OfValue<T> {
        OfValue(PhantomData)
    }
}

/// A kind and what it is of: by a method of the type's own, which is met before that of a trait, or by a level.
macro_rules! kinds {
    ($(#[$doc:meta])* $kind:ident<$($generic:ident),+> of $of:ty where $($bound:tt)+) => {
        kinds!(@kind $(#[$doc])* $kind<$($generic),+>);

        impl<$($generic),+> $of where $($bound)+ {
            #[doc(hidden)]
            pub fn kind(&self) -> $kind<$($generic),+> {
                $kind(PhantomData)
            }
        }
    };
    ($(#[$doc:meta])* $kind:ident<$($generic:ident),+>: $level:ident for $of:ty $(, where $($bound:tt)+)?) => {
        kinds!(@kind $(#[$doc])* $kind<$($generic),+>);

        impl<$($generic),+> $level for $of $(where $($bound)+)? {
            type Kind = $kind<$($generic),+>;

            fn kind(&self) -> Self::Kind {
                $kind(PhantomData)
            }
        }
    };
    (@kind $(#[$doc:meta])* $kind:ident<$($generic:ident),+>) => {
        $(#[$doc])*
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $kind<$($generic),+>(PhantomData<fn() -> ($($generic,)+)>);
    };
}

#[doc(hidden)]
pub trait ReturnsStream {
    type Kind;
    fn kind(&self) -> Self::Kind;
}

#[doc(hidden)]
pub trait ReturnsAnything {
    type Kind;
    fn kind(&self) -> Self::Kind;
}

kinds!(
    /// The function returns a `Result` of a stream of results.
    FallibleStreamOfResults<S, T, F, E> of OfResult<S, E>
    where S: Stream<Item = Result<T, F>>
);
kinds!(
    /// The function returns a stream of results.
    StreamOfResults<S, T, E> of OfValue<S>
    where S: Stream<Item = Result<T, E>>
);
kinds!(
    /// The function returns a `Result` of a stream.
    FallibleStream<S, E>: ReturnsStream for OfResult<S, E>,
    where S: Stream
);
kinds!(
    /// The function returns a stream.
    StreamOfValues<S>: ReturnsStream for OfValue<S>,
    where S: Stream
);
kinds!(
    /// The function returns a `Result`.
    Fallible<T, E>: ReturnsAnything for &OfResult<T, E>
);
kinds!(
    /// The function returns a value.
    Plain<T>: ReturnsAnything for &OfValue<T>
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
