#[mego::data]
struct User<'a> {
    name: &'a str,
}

fn main() {}
