#[mego::method]
async fn join(words: Vec<&str>) -> String {
    words.join(" ")
}

fn main() {}
