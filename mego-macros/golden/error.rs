#[derive(MethodError)]
#[mego(crate = rpc)]
enum SignUpError {
    /// Somebody has these already.
    #[mego(status = Exists)]
    Taken {
        names: Vec<String>,
        #[mego(name = "id")]
        user_id: u32,
    },
    /// Sign-up is closed for today.
    #[mego(code = 101)]
    Closed,
    #[mego(code = TOO_SHORT, message = "{0} is too short")]
    TooShort(u32),
    NotFound,
    #[mego(transparent)]
    Other(mego::Error),
}
