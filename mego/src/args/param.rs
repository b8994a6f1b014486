//! Parameters: every type that serde can read and JSON Schema can describe.

use std::future::{self, Future};

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Arg, Place};
use crate::Status;
use crate::call::{Call, Missing, decode_missing};
use crate::contract::Declarations;
use crate::error::Error;

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> Arg for T {
    const PLACE: Place = Place::Param;

    fn extract(call: &mut Call) -> impl Future<Output = Result<T, Error>> + Send {
        // Only code that calls `extract` itself comes here; the framework calls `take`.
        let value = call
            .param(None)
            .map_err(|Missing| Error::new(Status::Invalid, "wrong parameters"));
        future::ready(value)
    }

    fn declare(declarations: &mut Declarations) {
        declare_param::<T>(declarations, None);
    }

    #[inline]
    fn take(call: &mut Call) -> impl Future<Output = Result<T, Missing>> + Send {
        future::ready(call.param(None))
    }
}

fn declare_param<T: DeserializeOwned + JsonSchema>(
    declarations: &mut Declarations,
    default: Option<serde_json::Result<serde_json::Value>>,
) {
    let required = default.is_none() && decode_missing::<T>().is_err();
    declarations.param::<T>(required, default);
}

/// A parameter that may have a default: the default stands in the contract, so it can also be written.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot have a default",
    label = "`#[param(default = …)]` is for what a client sends",
    note = "an extractor has no default, for clients do not send it",
    note = "for a parameter, put `#[mego::data]` on the type: the documents show the default, so it has to be `serde::Serialize` too"
)]
pub trait Defaulted: DeserializeOwned + Serialize + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Serialize + JsonSchema + Send + 'static> Defaulted for T {}

/// A parameter that has a default of its own.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no default of its own",
    label = "`#[param(default)]` needs a type that a client sends and that is `Default`",
    note = "derive `Default` for the type, or write the value: `#[param(default = …)]`",
    note = "an extractor has no default, for clients do not send it"
)]
pub trait DefaultedByType: Defaulted + Default {}

#[diagnostic::do_not_recommend]
impl<T: Defaulted + Default> DefaultedByType for T {}

/// What a text may stand for as a default.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a text cannot be the default of a `{Self}`",
    label = "expected a value of the parameter's type",
    note = "text becomes any type that is `From<&'static str>`"
)]
pub trait FromText {
    fn from_text(text: &'static str) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<&'static str>> FromText for T {
    fn from_text(text: &'static str) -> T {
        T::from(text)
    }
}

/// The value of `#[param(default = "…")]`.
#[doc(hidden)]
pub fn text_default<T: FromText>(text: &'static str) -> T {
    T::from_text(text)
}

/// As [`arg`](super::arg) for a parameter with `#[param(default = …)]`.
#[doc(hidden)]
pub fn arg_or<T: Defaulted>(call: &mut Call, position: usize, default: fn() -> T) -> Result<T, Missing> {
    if call.declare(|declarations| {
        declarations.begin_argument(position, Place::Param);
        declare_param::<T>(declarations, Some(serde_json::to_value(default())));
    }) {
        return Err(Missing);
    }
    call.begin_argument(position);
    call.param(Some(default))
}

/// As [`arg_or`] with `#[param(default)]`.
#[doc(hidden)]
pub fn arg_or_default<T: DefaultedByType>(call: &mut Call, position: usize) -> Result<T, Missing> {
    arg_or(call, position, T::default)
}
