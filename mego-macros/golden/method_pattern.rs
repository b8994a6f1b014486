#[mego::method]
async fn who(CurrentUser(name): CurrentUser, Bind(filter): Bind<Filter>) -> String {
    name
}
