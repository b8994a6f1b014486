//! What a function returns, told apart by its type and not by how it is spelt.
//!
//! A [`Probe`] of the returned type is asked for its kind through references: the implementation for `Result` is met
//! first, without any bound, and the one for anything else one reference later. The bounds stand on the method that the
//! kind offers, so that a type that does not fit gives one error, in our words. Streams get levels of their own below
//! `Result`.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Definition, Info};
use crate::MethodError;
use crate::call::Call;
use crate::contract::Declarations;

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

/// The function returns a `Result`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Fallible<T, E>(PhantomData<fn() -> (T, E)>);

/// The function returns a value.
#[doc(hidden)]
#[derive(Debug)]
pub struct Plain<T>(PhantomData<fn() -> T>);

#[doc(hidden)]
pub trait ReturnsResult {
    type Kind;
    fn kind(&self) -> Self::Kind;
}

impl<T, E> ReturnsResult for Probe<Result<T, E>> {
    type Kind = Fallible<T, E>;

    fn kind(&self) -> Fallible<T, E> {
        Fallible(PhantomData)
    }
}

#[doc(hidden)]
pub trait ReturnsAnything {
    type Kind;
    fn kind(&self) -> Self::Kind;
}

impl<T> ReturnsAnything for &Probe<T> {
    type Kind = Plain<T>;

    fn kind(&self) -> Plain<T> {
        Plain(PhantomData)
    }
}

impl<T> Plain<T> {
    #[doc(hidden)]
    pub fn define<H, F>(self, info: &'static Info, handler: H) -> Definition
    where
        T: MethodOutput,
        H: Fn(Call) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(Call, T), Call>> + Send + 'static,
    {
        let invoke = move |call| -> super::Running {
            // Called within the future: a future that is moved into another has room in it twice.
            let handler = handler.clone();
            Box::pin(async move {
                match handler(call).await {
                    Ok((call, value)) => call.succeed(&value),
                    Err(call) => call.reject(),
                }
            })
        };
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
        let invoke = move |call| -> super::Running {
            // Called within the future: a future that is moved into another has room in it twice.
            let handler = handler.clone();
            Box::pin(async move {
                match handler(call).await {
                    Ok((call, Ok(value))) => call.succeed(&value),
                    Ok((call, Err(error))) => call.fail(error.into_failure()),
                    Err(call) => call.reject(),
                }
            })
        };
        let declare = |declarations: &mut Declarations| {
            declarations.output::<T>();
            E::declare(declarations);
        };
        Definition::new(info, Box::new(invoke), declare)
    }
}
