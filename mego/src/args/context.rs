//! `Context` as an argument.

use super::Arg;
use crate::call::Call;
use crate::context::Context;
use crate::error::Error;

impl Arg for Context {
    async fn extract(call: &mut Call) -> Result<Context, Error> {
        Ok(call.context().clone())
    }
}
