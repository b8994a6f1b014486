#[mego::method]
async fn check(text: String) -> Result<(), ()> {
    text.is_empty().then_some(()).ok_or(())
}

fn main() {}
