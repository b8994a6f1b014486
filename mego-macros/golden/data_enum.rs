#[mego::data(crate = rpc)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Circle { radius_mm: u32 },
    Point,
}
