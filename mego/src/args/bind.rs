//! `Bind<T>`: the whole payload as one value.

use std::future::{self, Future};
use std::ops::{Deref, DerefMut};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{Arg, Place};
use crate::Status;
use crate::call::{Call, Missing};
use crate::contract::Declarations;
use crate::error::Error;

/// The whole payload of a call as one value; the method has no other parameters.
///
/// A struct is sent as a map by name, or as an array that holds every field in order. Keys that it does not know are
/// refused, unless the method is `lenient` or the struct has a flattened field.
///
/// ```
/// use mego::prelude::*;
///
/// #[mego::data]
/// struct NewUser {
///     username: String,
///     password: String,
/// }
///
/// #[mego::method]
/// async fn create_user(user: Bind<NewUser>) -> String {
///     format!("welcome, {}", user.username)
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bind<T>(pub T);

impl<T> Bind<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Bind<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Bind<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Arg for Bind<T> {
    const PLACE: Place = Place::Payload;

    fn extract(call: &mut Call) -> impl Future<Output = Result<Self, Error>> + Send {
        let value = call
            .payload()
            .map_err(|Missing| Error::new(Status::Invalid, "wrong parameters"));
        future::ready(value.map(Bind))
    }

    fn declare(declarations: &mut Declarations) {
        declarations.payload::<T>();
    }

    fn take(call: &mut Call) -> impl Future<Output = Result<Self, Missing>> + Send {
        future::ready(call.payload().map(Bind))
    }
}
