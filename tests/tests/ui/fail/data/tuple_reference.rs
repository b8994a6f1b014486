#[mego::data]
enum Shape {
    Polygon(&[f64]),
    Point,
}

fn main() {}
