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

/// As [`arg`](super::arg) for a parameter with `#[param(default = …)]`.
#[doc(hidden)]
pub fn arg_or<T>(call: &mut Call, position: usize, default: fn() -> T) -> Result<T, Missing>
where
    T: DeserializeOwned + Serialize + JsonSchema + Send + 'static,
{
    if call.declare(|declarations| {
        declarations.begin_argument(position, Place::Param);
        declare_param::<T>(declarations, Some(serde_json::to_value(default())));
    }) {
        return Err(Missing);
    }
    call.begin_argument(position);
    call.param(Some(default))
}
