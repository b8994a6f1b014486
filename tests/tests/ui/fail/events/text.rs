fn main() {
    let _ = mego::events!["joined"];
}
