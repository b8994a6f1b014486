//! `Session` and `ClientInfo` as arguments.

use super::Arg;
use crate::call::Call;
use crate::error::Error;
use crate::session::{ClientInfo, Session};

impl Arg for Session {
    async fn extract(call: &mut Call) -> Result<Session, Error> {
        Ok(call.session().clone())
    }
}

impl Arg for ClientInfo {
    async fn extract(call: &mut Call) -> Result<ClientInfo, Error> {
        Ok(call.client().clone())
    }
}
