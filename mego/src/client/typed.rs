//! What [`call!`](crate::call!) is made of: the types of a function's arguments and of what it returns, taken from the
//! function itself.
//!
//! The arguments of a function are known as a tuple, and which of them a client sends is told by trait, as the server
//! does: each argument stands in a [`Slot`] that is asked for its role through three references, one fewer at each
//! level. What is left is a list of roles, from which each value that is given takes the first that a client sends.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Client;
use super::call::Call;
use super::prepared::{Params, Prepared};
use super::stream::StreamCall;
use crate::args::Bind;
use crate::method::{
    Fallible, FallibleStream, FallibleStreamOfResults, Method, Plain, Probe, StreamItem, StreamOfResults,
    StreamOfValues,
};
use crate::method_error::MethodError;
use crate::stream::Stream;

/// Types, and nothing of them.
type Types<T> = PhantomData<fn() -> T>;

/// The end of a list of types.
#[derive(Debug)]
pub struct Nil;

/// A list of types: the first, and the others.
#[derive(Debug)]
pub struct Cons<H, T>(Types<(H, T)>);

/// An async function of up to sixteen arguments.
#[diagnostic::on_unimplemented(
    message = "`call!` cannot call this function",
    label = "not an async function of at most 16 arguments"
)]
pub trait Callable<Arguments> {
    /// The types of the arguments, the last one first.
    type Arguments;
    type Output;
}

macro_rules! callable {
    ([$($argument:ident)*], $reversed:ty; $($more:ident)*) => {
        impl<F, Fut, $($argument),*> Callable<($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Fut,
            Fut: Future,
        {
            type Arguments = $reversed;
            type Output = Fut::Output;
        }

        callable!(@next [$($argument)*], $reversed; $($more)*);
    };
    (@next [$($argument:ident)*], $reversed:ty; $next:ident $($more:ident)*) => {
        callable!([$($argument)* $next], Cons<$next, $reversed>; $($more)*);
    };
    (@next [$($argument:ident)*], $reversed:ty;) => {};
}

callable!([], Nil; A B C D E G H I J K L M N O P Q);

/// One argument of which the role is asked for.
pub struct Slot<T>(Types<T>);

/// The argument is sent by the client, as one parameter.
#[derive(Debug)]
pub struct Sent<T>(Types<T>);

/// The argument is sent by the client, as the whole payload.
#[derive(Debug)]
pub struct Bound<T>(Types<T>);

/// The argument is provided by the server.
#[derive(Debug)]
pub struct Provided;

pub trait RoleOfPayload {
    type Role;
    fn role(&self) -> Self::Role;
}

impl<T> RoleOfPayload for &&Slot<Bind<T>> {
    type Role = Bound<T>;

    fn role(&self) -> Bound<T> {
        Bound(PhantomData)
    }
}

pub trait RoleOfParam {
    type Role;
    fn role(&self) -> Self::Role;
}

// The bounds of the server's parameters, in `args/param.rs`.
impl<T: DeserializeOwned + JsonSchema + Send + 'static> RoleOfParam for &Slot<T> {
    type Role = Sent<T>;

    fn role(&self) -> Sent<T> {
        Sent(PhantomData)
    }
}

pub trait RoleOfOthers {
    fn role(&self) -> Provided;
}

impl<T> RoleOfOthers for Slot<T> {
    fn role(&self) -> Provided {
        Provided
    }
}

/// Takes a list apart. The end goes on for ever, so that what is asked sixteen times has an answer each time.
pub trait List {
    type First;
    type Others;
}

impl List for Nil {
    type First = Nil;
    type Others = Nil;
}

impl<H, T> List for Cons<H, T> {
    type First = H;
    type Others = T;
}

/// A function whose arguments are being asked for their roles: those that are still to be asked, the roles of the
/// others, and what the function returns.
pub struct Signature<Left, Roles, Output>(Types<(Left, Roles, Output)>);

/// Gives a function its signature, with nothing asked yet. As a method, because rustc says nothing more of what it is
/// called on when there is no such function.
pub trait Signed<Arguments>: Callable<Arguments> + Sized {
    fn mego_signature(&self) -> Signature<Self::Arguments, Nil, Self::Output> {
        Signature(PhantomData)
    }
}

impl<F: Callable<Arguments>, Arguments> Signed<Arguments> for F {}

impl<Left: List, Roles, Output> Signature<Left, Roles, Output> {
    /// The last argument that has not been asked.
    pub fn slot(&self) -> Slot<Left::First> {
        Slot(PhantomData)
    }

    /// Notes its role.
    pub fn note<Role>(&self, _: Role) -> Signature<Left::Others, Cons<Role, Roles>, Output> {
        Signature(PhantomData)
    }

    /// All roles are known: what follows are values.
    pub fn arguments(&self, client: &Client, method: Named) -> Arguments<Roles::Next, Output>
    where
        Roles: Next,
    {
        let _ = self;
        Arguments {
            prepared: Prepared {
                client: client.clone(),
                method: method.name.into(),
                is_idempotent: method.is_idempotent,
                params: Params::default(),
            },
            types: PhantomData,
        }
    }
}

/// What a client has to know of a method beside its types.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    name: &'static str,
    is_idempotent: bool,
}

#[diagnostic::on_unimplemented(
    message = "this is not a Mego method",
    label = "put `#[mego::method]` on this function",
    note = "`call!` calls async functions that have the attribute `#[mego::method]`"
)]
pub trait Called {
    const NAMED: Named;
}

#[diagnostic::do_not_recommend]
impl<M: Method> Called for M {
    const NAMED: Named = Named {
        name: M::NAME,
        is_idempotent: M::IS_IDEMPOTENT,
    };
}

/// The roles from the first on that a client sends.
pub trait Next {
    type Next;
}

impl Next for Nil {
    type Next = Nil;
}

impl<T: Next> Next for Cons<Provided, T> {
    type Next = T::Next;
}

impl<A, T> Next for Cons<Sent<A>, T> {
    type Next = Cons<Sent<A>, T>;
}

impl<A, T> Next for Cons<Bound<A>, T> {
    type Next = Cons<Bound<A>, T>;
}

/// A call whose values are being given.
pub struct Arguments<Left, Output> {
    prepared: Prepared,
    types: Types<(Left, Output)>,
}

/// The type of a value for which there is no parameter. There is no such value: rustc says of what is given too many that
/// it should be this.
#[derive(Debug, Serialize)]
pub enum NoFurtherParameter {}

/// The next parameter.
pub trait Parameter {
    type Value;
    type Others;
    const IS_PAYLOAD: bool;
}

impl Parameter for Nil {
    type Value = NoFurtherParameter;
    type Others = Nil;
    const IS_PAYLOAD: bool = false;
}

impl<A, T: Next> Parameter for Cons<Sent<A>, T> {
    type Value = A;
    type Others = T::Next;
    const IS_PAYLOAD: bool = false;
}

impl<A, T: Next> Parameter for Cons<Bound<A>, T> {
    type Value = A;
    type Others = T::Next;
    const IS_PAYLOAD: bool = true;
}

/// No parameter is left.
#[diagnostic::on_unimplemented(
    message = "the method has more parameters than are given here",
    label = "too few values for this method",
    note = "every parameter is given, in the order of the function: `None` for one that is left out"
)]
pub trait Complete {}

impl Complete for Nil {}

/// What can be sent as a parameter.
#[diagnostic::on_unimplemented(
    message = "a client cannot send a `{Self}`",
    label = "this parameter is not `serde::Serialize`",
    note = "the server only reads it; put `#[mego::data]` on the type, or derive `serde::Serialize` too"
)]
pub trait Sendable: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Sendable for T {}

/// What can be received as a result.
#[diagnostic::on_unimplemented(
    message = "a client cannot receive a `{Self}`",
    label = "what this method returns is not `serde::Deserialize`",
    note = "the server only writes it; put `#[mego::data]` on the type, or derive `serde::Deserialize` too"
)]
pub trait Receivable: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Receivable for T {}

impl<Left, Output> Arguments<Left, Output> {
    /// Gives the next parameter its value.
    #[must_use]
    pub fn give(mut self, value: Left::Value) -> Arguments<Left::Others, Output>
    where
        Left: Parameter<Value: Sendable>,
    {
        if Left::IS_PAYLOAD {
            self.prepared.params.bind(&value);
        } else {
            self.prepared.params.push(&value);
        }
        Arguments {
            prepared: self.prepared,
            types: PhantomData,
        }
    }

    /// The call with all of its values.
    pub fn complete(self) -> Prepared
    where
        Left: Complete,
    {
        self.prepared
    }

    /// What the function returns.
    pub fn probe(&self) -> Probe<Output> {
        Probe::new()
    }
}

impl<T> Plain<T> {
    #[doc(hidden)]
    pub fn call(self, prepared: Prepared) -> Call<T, Infallible>
    where
        T: Receivable,
    {
        Call::new(prepared)
    }
}

impl<T, E> Fallible<T, E> {
    #[doc(hidden)]
    pub fn call(self, prepared: Prepared) -> Call<T, E>
    where
        T: Receivable,
        E: MethodError,
    {
        Call::new(prepared)
    }
}

impl<S> StreamOfValues<S> {
    #[doc(hidden)]
    pub fn call(self, prepared: Prepared) -> StreamCall<S::Item, Infallible>
    where
        S: Stream<Item: Receivable>,
    {
        StreamCall::new(prepared)
    }
}

impl<S, T, E> StreamOfResults<S, T, E> {
    #[doc(hidden)]
    pub fn call(self, prepared: Prepared) -> StreamCall<T, E>
    where
        T: Receivable,
        E: MethodError,
    {
        StreamCall::new(prepared)
    }
}

impl<S, E> FallibleStream<S, E> {
    #[doc(hidden)]
    pub fn call(self, prepared: Prepared) -> StreamCall<S::Item, E>
    where
        S: Stream<Item: Receivable>,
        E: MethodError,
    {
        StreamCall::new(prepared)
    }
}

impl<S, T, I, E> FallibleStreamOfResults<S, T, I, E> {
    #[doc(hidden)]
    pub fn call(self, prepared: Prepared) -> StreamCall<T, E>
    where
        I: StreamItem<E>,
        T: Receivable,
        E: MethodError,
    {
        StreamCall::new(prepared)
    }
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}

impl<Left, Roles, Output> fmt::Debug for Signature<Left, Roles, Output> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature")
    }
}

impl<Left, Output> fmt::Debug for Arguments<Left, Output> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Arguments").field(&self.prepared).finish()
    }
}
