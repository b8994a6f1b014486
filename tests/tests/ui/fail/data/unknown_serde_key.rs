#[mego::data]
struct User {
    #[serde(renam = "login")]
    name: String,
}

fn main() {}
