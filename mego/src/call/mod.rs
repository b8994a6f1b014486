//! One call in flight: what arrived, what it is for, and where its result goes.

mod explain;
mod held;
mod missing;
mod params;
mod payload;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::Instant;

pub(crate) use self::explain::{Problem, shown};
use self::held::Held;
pub(crate) use self::missing::decode_missing;
pub(crate) use self::params::Params;
use crate::Status;
use crate::context::Context;
use crate::contract::Declarations;
use crate::error::Error;
use crate::failure::Failure;
use crate::method::Entry;
use crate::reply::{Outcome, Reply};
use crate::running::Running;
use crate::session::{ClientInfo, Session};
use crate::stream::Items;
use crate::wire::{self, EncodeError};

/// One call of a method, as an extractor sees it. See [`Arg`](crate::Arg) for how to write one.
///
/// It is one box, because it is moved from future to future until it arrives; and what it points to serves the next
/// call of the connection.
#[derive(Debug)]
pub struct Call {
    inner: Held,
}

#[derive(Debug)]
struct Inner {
    origin: Origin,
    /// Most calls have none.
    extras: Option<Box<Extras>>,
    /// Present where somebody asked for it.
    context: Option<Context>,
    params: Params,
    /// The position of the argument that is being extracted, extractors counted.
    argument: usize,
    /// How many parameters found their argument; any that are left over are unknown.
    taken: usize,
    trouble: Trouble,
    /// The result goes here.
    out: Vec<u8>,
    /// Present when nothing is called and the arguments only say what they are.
    declarations: Option<Arc<Mutex<Declarations>>>,
}

/// Where a call comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) session: Session,
    pub(crate) facts: Facts,
}

/// What the frame of a call says, and when it came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) method: usize,
    /// `None` for a Notify.
    pub(crate) id: Option<u32>,
    pub(crate) received: Instant,
    pub(crate) deadline: Duration,
    /// Bytes of the parameters.
    pub(crate) size: usize,
}

/// What few calls bring.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extras {
    /// What was called, where there is no such method.
    pub(crate) unknown: Option<Box<str>>,
    pub(crate) trace: Option<Box<str>>,
    pub(crate) key: Option<Box<str>>,
}

impl Origin {
    pub(crate) fn entry(&self) -> &Entry {
        &self.session.server().methods()[self.facts.method]
    }
}

/// Why a call will not reach its function.
#[derive(Debug, Default)]
enum Trouble {
    #[default]
    None,
    /// Wrong parameters. All of them are looked at before the answer.
    Params(Vec<Problem>),
    /// An extractor refused.
    Refused(Error),
}

/// A buffer for results that grew beyond this is not kept for the next call.
const SPARE: usize = 16 * 1024;

/// The value of an argument is not there; why is noted in the call.
#[derive(Debug)]
pub struct Missing;

impl Call {
    /// A call without parameters.
    pub(crate) fn new(session: Session, facts: Facts) -> Call {
        let inner = Held::new(Inner {
            origin: Origin { session, facts },
            extras: None,
            context: None,
            params: Params::none(),
            argument: 0,
            taken: 0,
            trouble: Trouble::None,
            out: Vec::new(),
            declarations: None,
        });
        Call { inner }
    }

    /// Another call of the same session, in the memory of one that is over. Inlined, so that the parameters are written
    /// where they stay.
    #[inline(always)]
    pub(crate) fn renew(&mut self, facts: Facts, params: Params, extras: Option<Box<Extras>>) {
        let inner = &mut *self.inner;
        inner.origin.facts = facts;
        if inner.extras.is_some() || extras.is_some() {
            inner.extras = extras;
        }
        if inner.context.is_some() {
            inner.context = None;
        }
        inner.params = params;
        inner.argument = 0;
        inner.taken = 0;
        if !matches!(inner.trouble, Trouble::None) {
            inner.trouble = Trouble::None;
        }
        if inner.out.capacity() > SPARE {
            inner.out = Vec::new();
        }
        inner.out.clear();
    }

    /// A call whose arguments only declare themselves.
    pub(crate) fn declaring(session: Session, facts: Facts, declarations: Arc<Mutex<Declarations>>) -> Call {
        let mut call = Call::new(session, facts);
        call.inner.declarations = Some(declarations);
        call
    }

    /// The result, encoded.
    pub(crate) fn result(&self) -> &[u8] {
        &self.inner.out
    }

    /// The session that calls.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.inner.origin.session
    }

    /// The client at the other end.
    #[must_use]
    pub fn client(&self) -> &ClientInfo {
        self.inner.origin.session.client()
    }

    /// The name of the method on the wire.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.inner.origin.entry().name()
    }

    /// The context that middleware and method share.
    pub fn context(&mut self) -> &Context {
        let Inner {
            origin,
            extras,
            context,
            ..
        } = &mut *self.inner;
        context.get_or_insert_with(|| Context::new(origin.clone(), extras.clone()))
    }

    pub(crate) fn set_context(&mut self, context: Context) {
        self.inner.context = Some(context);
    }

    /// Calls the method, without the middleware around it.
    pub(crate) fn invoke(self) -> Running {
        let server = Arc::clone(self.inner.origin.session.server());
        let method = self.inner.origin.facts.method;
        server.methods()[method].invoke(self, None)
    }

    /// The value that [`Engine::state`](crate::Engine::state) was given for this type.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.inner.origin.session.server().state::<T>()
    }

    pub(crate) fn declare(&mut self, declare: impl FnOnce(&mut Declarations)) -> bool {
        let Some(declarations) = &self.inner.declarations else {
            return false;
        };
        declare(&mut declarations.lock().unwrap_or_else(PoisonError::into_inner));
        true
    }

    pub(crate) fn begin_argument(&mut self, position: usize) {
        self.inner.argument = position;
    }

    /// Whether the remaining extractors need not run.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.inner.trouble, Trouble::Refused(_))
    }

    pub(crate) fn has_trouble(&self) -> bool {
        !matches!(self.inner.trouble, Trouble::None)
    }

    pub(crate) fn refuse(&mut self, error: Error) {
        // Wrong parameters that were noted before are less than the refusal of an extractor.
        self.inner.trouble = Trouble::Refused(error);
    }

    fn wrong(&mut self, problem: Problem) {
        match &mut self.inner.trouble {
            Trouble::Refused(_) => {}
            Trouble::Params(problems) => problems.push(problem),
            Trouble::None => self.inner.trouble = Trouble::Params(vec![problem]),
        }
    }

    /// The parameter of the current argument.
    #[inline]
    pub(crate) fn param<T: DeserializeOwned>(&mut self, default: Option<fn() -> T>) -> Result<T, Missing> {
        let problem = match self.given() {
            Some(bytes) => match wire::decode(bytes) {
                Ok(value) => {
                    self.inner.taken += 1;
                    return Ok(value);
                }
                Err(error) => {
                    let problem = Problem::explain::<T>(self.place().1, bytes, &error);
                    self.inner.taken += 1;
                    problem
                }
            },
            // Said once, by `complete`, and not for each parameter.
            None if self.inner.params.is_bare() || self.inner.params.is_too_long() => return Err(Missing),
            None => match default {
                Some(default) => return Ok(default()),
                None => match decode_missing() {
                    Ok(value) => return Ok(value),
                    Err(_) => Problem::missing::<T>(self.place().1),
                },
            },
        };
        self.wrong(problem);
        Err(Missing)
    }

    /// The bytes of the parameter for the current argument. Apart from `param`, for it is the same for all types.
    fn given(&self) -> Option<&[u8]> {
        if self.inner.params.is_too_long() {
            return None;
        }
        let (index, name) = self.place();
        self.inner.params.get(index, name)
    }

    /// The position and the name of that parameter.
    #[inline]
    fn place(&self) -> (usize, &'static str) {
        self.inner.origin.entry().param(self.inner.argument)
    }

    /// The whole payload as one value.
    pub(crate) fn payload<T: DeserializeOwned>(&mut self) -> Result<T, Missing> {
        let lenient = self.inner.origin.entry().info().lenient;
        match payload::decode(&self.inner.params, lenient) {
            Ok(value) => {
                self.inner.params = Params::none();
                Ok(value)
            }
            Err(problems) => {
                self.inner.taken = self.inner.params.len();
                problems.into_iter().for_each(|problem| self.wrong(problem));
                Err(Missing)
            }
        }
    }

    /// Ends the extraction: parameters that no argument took are refused, and the memory of the message is given back.
    #[inline]
    pub fn complete(&mut self) -> Result<(), Missing> {
        if !self.has_trouble() && (self.inner.taken < self.inner.params.len() || self.inner.params.is_bare())
        {
            self.refuse_unknown();
        }
        if self.has_trouble() || self.inner.declarations.is_some() {
            return Err(Missing);
        }
        self.inner.params.release();
        Ok(())
    }

    #[cold]
    fn refuse_unknown(&mut self) {
        let entry = self.inner.origin.entry();
        if entry.info().lenient && !self.inner.params.is_bare() && !self.inner.params.is_too_long() {
            return;
        }
        let problems = explain::unknown(&self.inner.params, entry.param_names());
        problems.into_iter().for_each(|problem| self.wrong(problem));
    }

    /// The answer of a function that returned.
    #[inline]
    pub(crate) fn succeed<T: Serialize>(mut self, value: &T) -> Reply {
        let max = self.inner.origin.session.server().limits().result;
        let failure = match wire::encode_into(&mut self.inner.out, value, max) {
            Ok(()) => return self.reply(Outcome::Result),
            Err(EncodeError::TooLarge) => Failure::too_large("the result", max),
            Err(EncodeError::Serialize(error)) => {
                Failure::from(Error::from(error).context(format!("encoding the result of {}", self.method())))
            }
        };
        self.fail(failure)
    }

    fn reply(self, outcome: Outcome) -> Reply {
        Reply {
            call: Some(self),
            outcome,
        }
    }

    /// The answer of a function that returned a stream.
    pub(crate) fn stream(self, items: Items) -> Reply {
        self.reply(Outcome::Stream(items))
    }

    /// The answer of a function that failed.
    pub(crate) fn fail(self, failure: Failure) -> Reply {
        self.reply(Outcome::Failed(Box::new(failure)))
    }

    /// The answer of a call that did not reach its function.
    #[cold]
    pub(crate) fn reject(mut self) -> Reply {
        let failure = match std::mem::take(&mut self.inner.trouble) {
            // Only a declaration ends here without trouble, and nobody reads its answer.
            Trouble::None => Failure::fault(Status::Error, "the call was not made"),
            Trouble::Params(problems) => {
                let names = self.inner.origin.entry().param_names();
                let mut problems = problems;
                // A misspelt parameter is both unknown and missing; the caller wants to see both.
                if self.inner.taken < self.inner.params.len() && !problems.iter().any(Problem::is_unknown) {
                    problems.extend(explain::unknown(&self.inner.params, names));
                }
                Problem::failure(problems)
            }
            Trouble::Refused(error) => Failure::from(error),
        };
        self.fail(failure)
    }
}

/// The bytes of a message, from which parameters are decoded.
pub(crate) fn slice(message: &Bytes, part: &[u8]) -> Bytes {
    message.slice_ref(part)
}
