#[mego::data]
/// Somebody new.
#[derive(Clone)]
pub struct NewUser {
    /// Login name.
    #[mego(example = "yami")]
    user_name: String,
    #[serde(default)]
    age: u8,
}
