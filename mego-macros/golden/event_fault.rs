#[mego::event(channel = "room:{room", when_slow = "never")]
struct Then<T> {
    value: T,
}
