#[mego::method(name = "users.list", timeout = "5s", max_size = "16KiB", lenient, hidden, idempotent, spawn, detached, crate = rpc)]
#[cfg(feature = "users")]
#[deprecated = "use `users.find`"]
#[doc = include_str!("list.md")]
pub(crate) async fn list_users(
    State(db): State<Db>,
    /// Where to begin.
    #[param(name = "from", default, deprecated)]
    mut start: u32,
    #[param(default = "name", example = "age")] order: String,
    #[param(default = 20)] limit: u32,
) -> Result<Vec<User>, ListError> {
    db.list(start, order, limit).await
}
