const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use ::mego::__private::field;
    }
};
#[derive(
    ::mego::__private::serde::Serialize,
    ::mego::__private::serde::Deserialize,
    ::mego::__private::schemars::JsonSchema,
)]
#[serde(crate = "::mego::__private::serde")]
#[schemars(crate = "::mego::__private::schemars")]
#[schemars(extend("x-mego" = "unit"))]
struct Marker;
