#[mego::data]
#[serde(tag = "type")]
struct Circle {
    radius: f64,
}

fn main() {}
