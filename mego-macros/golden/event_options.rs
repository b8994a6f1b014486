#[mego::event(name = "room.closed", channel = "room:{room}", when_slow = drop_oldest)]
#[cfg(feature = "rooms")]
#[deprecated = "rooms stay open"]
struct RoomClosed;
