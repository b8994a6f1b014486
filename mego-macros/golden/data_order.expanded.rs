const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use ::mego::__private::field;
        field::<u32>();
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
#[serde(rename_all_fields = "camelCase")]
enum Role {
    /// May do anything.
    #[schemars(extend("x-mego-order" = 0))]
    Admin,
    #[serde(rename = "user")]
    #[schemars(extend("x-mego-order" = 1))]
    Member,
    Guest { until: u32 },
}
