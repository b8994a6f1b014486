#[mego::method]
async fn ping() {}
