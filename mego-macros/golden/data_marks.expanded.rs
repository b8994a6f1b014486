const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use ::mego::__private::field;
        field::<u64>();
        field::<Patch<String>>();
        field::<Option<Option<u32>>>();
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
#[schemars(transform = ::mego::__private::undocumented)]
struct Update {
    #[schemars(
        example = ::mego::__private::example(&5i64),
        extend("x-mego-int64" = "number")
    )]
    views: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-mego-absent" = true))]
    nickname: Option<String>,
    #[serde(default)]
    #[serde(skip_serializing_if = "::mego::Patch::is_absent")]
    note: Patch<String>,
    #[schemars(extend("x-mego-nested-option" = true))]
    both: Option<Option<u32>>,
    #[serde(flatten)]
    rest: Rest,
}
