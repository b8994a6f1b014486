const _: () = {
    #[allow(dead_code, deprecated)]
    fn fields() {
        #[allow(unused_imports)]
        use rpc::__private::field;
        field::<u32>();
    }
};
#[derive(
    rpc::__private::serde::Serialize,
    rpc::__private::serde::Deserialize,
    rpc::__private::schemars::JsonSchema,
)]
#[serde(crate = "rpc::__private::serde")]
#[schemars(crate = "rpc::__private::schemars")]
#[serde(rename_all_fields = "camelCase")]
#[serde(rename_all = "snake_case")]
enum Shape {
    Circle { radius_mm: u32 },
    #[schemars(extend("x-mego-order" = 1))]
    Point,
}
