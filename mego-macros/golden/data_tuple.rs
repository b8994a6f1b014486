#[mego::data]
struct Id(u64);
