//! A method: what `#[mego::method]` makes of a function, and the list that an engine registers.

mod returns;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::call::Call;
use crate::contract::Declarations;
use crate::engine::Fallback;
use crate::event::EventSet;
use crate::failure::Failure;
use crate::middleware::{Chain, Middleware};
use crate::reply::Reply;
use crate::running::Running;

pub use self::returns::{
    Fallible, FallibleStream, FallibleStreamOfResults, MethodOutput, OfResult, OfValue, Plain, Probe,
    ReturnsAnything, ReturnsNoResult, ReturnsStream, StreamItem, StreamOfResults, StreamOfValues, probe,
    send,
};

/// A function that clients may call. `#[mego::method]` implements it for an uninhabited type of the function's name;
/// nobody else should.
///
/// ```
/// use mego::prelude::*;
///
/// #[mego::method]
/// async fn add(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// assert_eq!(<add as mego::Method>::NAME, "add");
/// ```
#[diagnostic::on_unimplemented(
    message = "this is not a Mego method",
    label = "put `#[mego::method]` on this function",
    note = "`methods![…]` lists async functions that have the attribute `#[mego::method]`"
)]
pub trait Method {
    /// The name on the wire.
    const NAME: &'static str;

    /// Whether a client may send a call again when it does not know whether it was executed.
    #[doc(hidden)]
    const IS_IDEMPOTENT: bool = false;

    #[doc(hidden)]
    fn definition() -> Definition;
}

/// What the attribute and the signature say of a method.
#[doc(hidden)]
#[derive(Debug)]
pub struct Info {
    pub name: &'static str,
    pub rust: &'static str,
    pub doc: &'static str,
    pub deprecated: Option<&'static str>,
    pub timeout: Option<Duration>,
    pub max_size: Option<usize>,
    pub lenient: bool,
    pub hidden: bool,
    pub idempotent: bool,
    pub spawn: bool,
    pub detached: bool,
    pub arguments: &'static [Slot],
}

/// What the signature says of one argument.
#[doc(hidden)]
#[derive(Debug)]
pub struct Slot {
    /// The name on the wire; empty for a pattern, which only an extractor may be.
    pub name: &'static str,
    pub doc: &'static str,
    pub deprecated: bool,
    /// What a 64-bit integer in it is in TypeScript, where that is not left to the generator.
    pub int64: Option<&'static str>,
    pub example: Option<fn() -> Value>,
}

/// Calls the function, in the memory of a call that is over.
type Invoke = Box<dyn Fn(Call, Option<Running>) -> Running + Send + Sync>;

/// A method, ready to be registered.
#[doc(hidden)]
pub struct Definition {
    info: &'static Info,
    invoke: Invoke,
    /// Declares what the function returns.
    declare_output: fn(&mut Declarations),
}

impl Definition {
    pub(crate) fn new(
        info: &'static Info,
        invoke: Invoke,
        declare_output: fn(&mut Declarations),
    ) -> Definition {
        Definition {
            info,
            invoke,
            declare_output,
        }
    }

    /// What answers calls of methods that do not exist.
    pub(crate) fn unknown(fallback: Option<Fallback>) -> Definition {
        const INFO: &Info = &Info {
            name: "unknown",
            rust: "the fallback",
            doc: "",
            deprecated: None,
            timeout: None,
            max_size: None,
            lenient: true,
            hidden: true,
            idempotent: false,
            spawn: false,
            detached: false,
            arguments: &[],
        };
        let invoke = move |mut call: Call, memory| {
            let cx = call.context().clone();
            match &fallback {
                Some(fallback) => Running::new(memory, fallback(cx)),
                None => Running::new(
                    memory,
                    std::future::ready(Reply::failed(Failure::no_method(cx.method()))),
                ),
            }
        };
        Definition::new(INFO, Box::new(invoke), |_| {})
    }

    pub(crate) fn info(&self) -> &'static Info {
        self.info
    }

    pub(crate) fn invoke(&self, call: Call, memory: Option<Running>) -> Running {
        (self.invoke)(call, memory)
    }

    pub(crate) fn declare_output(&self, declarations: &mut Declarations) {
        (self.declare_output)(declarations);
    }
}

impl fmt::Debug for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Definition").field(&self.info.name).finish()
    }
}

/// A list of methods, made by [`methods!`](crate::methods).
///
/// ```
/// use mego::prelude::*;
///
/// /// Adds two numbers.
/// #[mego::method]
/// async fn sum(a: i32, b: i32) -> i32 {
///     a + b
/// }
///
/// let engine = Engine::new().register(methods![sum].group("Arithmetic", "All that is done with numbers."));
/// ```
#[must_use = "a list of methods does nothing until an engine registers it"]
pub struct MethodSet {
    pub(crate) package: &'static str,
    pub(crate) group: Option<(String, String)>,
    pub(crate) methods: Vec<Definition>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
}

impl fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MethodSet").field(&self.methods).finish()
    }
}

impl MethodSet {
    #[doc(hidden)]
    pub fn from_list(package: &'static str, list: &[crate::__private::ListEntry]) -> MethodSet {
        let methods = list.iter().map(|(_, definition)| definition()).collect();
        MethodSet {
            package,
            group: None,
            methods,
            middleware: Vec::new(),
        }
    }

    /// Puts middleware around the methods of this list, within that of the engine. Of several, the first is the
    /// outermost. For one method, make a list of one.
    pub fn with(mut self, middleware: impl Middleware) -> MethodSet {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Puts the methods under a heading of their own in the documents, with an introduction in Markdown that may be
    /// empty. Lists with the same title stand together.
    pub fn group(mut self, title: impl Into<String>, intro: impl Into<String>) -> MethodSet {
        self.group = Some((title.into(), intro.into()));
        self
    }
}

/// What [`Engine::register`](crate::Engine::register) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of methods or events",
    label = "write `methods![…]` or `events![…]` around it",
    note = "`Engine::register` takes lists: `.register(methods![a, b])`, `.register(events![A, B])`"
)]
pub trait Registration: sealed::Sealed {
    #[doc(hidden)]
    fn into_list(self) -> List;
}

/// One of the lists that an engine takes.
#[doc(hidden)]
#[derive(Debug)]
pub enum List {
    Methods(MethodSet),
    Events(EventSet),
}

impl Registration for MethodSet {
    fn into_list(self) -> List {
        List::Methods(self)
    }
}

impl Registration for EventSet {
    fn into_list(self) -> List {
        List::Events(self)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::MethodSet {}
    impl Sealed for super::EventSet {}
}

/// A method in the table of an engine.
pub(crate) struct Entry {
    definition: Definition,
    /// What stands around it; nothing for most.
    chain: Chain,
    /// For each argument, the position of its parameter; extractors have none.
    params: Vec<Option<usize>>,
    param_names: Vec<&'static str>,
}

impl Entry {
    pub(crate) fn new(definition: Definition, params: Vec<Option<usize>>, chain: Chain) -> Entry {
        let arguments = definition.info().arguments.iter().zip(&params);
        let param_names = arguments
            .filter(|(_, param)| param.is_some())
            .map(|(slot, _)| slot.name)
            .collect();
        Entry {
            definition,
            chain,
            params,
            param_names,
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.definition.info.name
    }

    pub(crate) fn info(&self) -> &'static Info {
        self.definition.info
    }

    /// The position and the name of the parameter for an argument.
    #[inline]
    pub(crate) fn param(&self, argument: usize) -> (usize, &'static str) {
        let position = self.params.get(argument).copied().flatten().unwrap_or(usize::MAX);
        (
            position,
            self.info().arguments.get(argument).map_or("", |slot| slot.name),
        )
    }

    pub(crate) fn param_names(&self) -> &[&'static str] {
        &self.param_names
    }

    pub(crate) fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Calls the function, without the middleware around it.
    pub(crate) fn invoke(&self, call: Call, memory: Option<Running>) -> Running {
        let running = self.definition.invoke(call, memory);
        if self.info().spawn {
            Running::new(None, crate::spawn::on_a_thread_of_its_own(running))
        } else {
            running
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.definition).finish()
    }
}
