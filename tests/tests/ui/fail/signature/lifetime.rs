#[mego::method]
async fn first<'a>(text: String) -> String {
    text
}

fn main() {}
