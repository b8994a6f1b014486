const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use ::mego::__private::field;
        field::<String>();
    }
};
#[derive(
    ::mego::__private::serde::Serialize,
    ::mego::__private::serde::Deserialize,
    ::mego::__private::schemars::JsonSchema,
)]
#[serde(crate = "::mego::__private::serde")]
#[schemars(crate = "::mego::__private::schemars")]
#[serde(rename_all = "camelCase")]
/// Somebody new.
#[derive(Clone)]
pub struct NewUser {
    /// Login name.
    #[schemars(example = ::mego::__private::example(&"yami"))]
    user_name: String,
    #[serde(default)]
    age: u8,
}
