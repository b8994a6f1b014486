#[mego::data]
struct Marker;
