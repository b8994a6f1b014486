#[mego::data]
struct Point {
    x: i32,
    y: i32,
}

#[mego::method]
async fn length(Point { x, y }: Point) -> i32 {
    x * x + y * y
}

fn main() {}
