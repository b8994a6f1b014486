//! Nothing, and names around one value.

use super::Samples;

/// There, and no more than that.
#[mego::data]
#[derive(Clone, Copy)]
pub(super) struct Marker;

/// The number of an order.
#[mego::data]
pub(super) struct OrderId(u64);

/// A name.
#[mego::data]
pub(super) struct Name(String);

/// Has no name in the schema.
#[mego::data]
#[serde(transparent)]
pub(super) struct Clear {
    inner: i64,
}

/// Nothing, and names around one value.
#[mego::data]
pub(super) struct Units {
    nothing: (),
    marker: Marker,
    markers: Vec<Marker>,
    order: OrderId,
    name: Name,
    clear: Clear,
    orders: Vec<OrderId>,
}

impl Samples for Units {
    fn samples() -> Vec<(&'static str, Units)> {
        let of = |number: u64, text: &str| Units {
            nothing: (),
            marker: Marker,
            markers: vec![Marker; 2],
            order: OrderId(number),
            name: Name(text.to_owned()),
            clear: Clear {
                inner: number.cast_signed(),
            },
            orders: vec![OrderId(number), OrderId(0)],
        };
        vec![("least", of(0, "")), ("greatest", of(u64::MAX, "𠮷"))]
    }
}
