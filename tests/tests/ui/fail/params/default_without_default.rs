#[mego::data]
enum Order {
    Up,
    Down,
}

#[mego::method]
async fn list(#[param(default)] order: Order) -> bool {
    matches!(order, Order::Up)
}

fn main() {}
