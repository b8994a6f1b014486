#[mego::event]
/// Somebody wrote in a room.
#[derive(Clone)]
pub struct NewMessage {
    /// Who wrote it.
    author: String,
    text: String,
}
