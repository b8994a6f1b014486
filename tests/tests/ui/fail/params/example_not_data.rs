struct Color;

#[mego::method]
async fn paint(#[param(example = Color)] color: String) -> String {
    color
}

fn main() {}
