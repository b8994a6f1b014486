//! `Handle` as an argument.

use super::Arg;
use crate::call::Call;
use crate::error::Error;
use crate::handle::Handle;

impl Arg for Handle {
    async fn extract(call: &mut Call) -> Result<Handle, Error> {
        Ok(call.session().server().handle())
    }
}
