//! A made-up shop that uses every rule of the grammar at least once.

use std::collections::{BTreeMap, BTreeSet};

use mego::contract::{Contract, Group};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fixture::Builder;

/// What is ordered, and where it goes.
///
/// Prices are those of the moment of the order; a later change does not touch it.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is wanted")]
struct NewOrder {
    /// What to send.
    #[schemars(length(min = 1, max = 50))]
    lines: Vec<OrderLine>,
    /// Where to send it. Without an address the order waits in the shop.
    address: Option<Address>,
    /// How to pay.
    payment: Payment,
    /// Whatever the packers should know.
    ///
    /// They read it on a small screen, so
    /// keep it short:
    ///
    /// - no greetings,
    /// - no addresses: those have a
    ///   field of their own.
    #[schemars(length(max = 200), example = "Ring twice.")]
    note: Option<String>,
    /// A code from a leaflet.
    #[schemars(regex(pattern = "^[A-Z]{4}-[0-9]{4}$"), example = "LEAF-2024")]
    voucher: Option<String>,
    /// Where to send the receipt.
    #[schemars(email, example = "reader@example.com")]
    receipt: Option<String>,
    /// How many copies of the invoice to put into the box.
    #[serde(default = "one")]
    #[schemars(range(min = 0, max = 3))]
    invoices: u8,
    /// Send `receipt` instead.
    #[deprecated]
    mail: Option<String>,
}

fn one() -> u8 {
    1
}

/// Some pieces of one product.
#[derive(Serialize, Deserialize, JsonSchema)]
struct OrderLine {
    /// The product's number.
    sku: Sku,
    /// How many pieces.
    #[schemars(range(min = 1), example = 2)]
    count: u32,
    /// Engravings, one for each piece that has one.
    #[serde(default)]
    #[schemars(inner(length(min = 1, max = 12)))]
    engravings: Vec<String>,
}

/// The number of a product, as printed on its box.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(example = "TEA-0042")]
struct Sku(#[schemars(regex(pattern = "^[A-Z]{3}-[0-9]{4}$"))] String);

/// Where something is sent.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(example = json!({"street": "Main Street 1", "city": "Springfield"}))]
struct Address {
    street: String,
    city: String,
    /// Only where the country has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<String>,
}

/// How an order is paid.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[schemars(example = json!({"method": "card", "token": "tok_1a2b3c"}))]
enum Payment {
    /// With a card.
    Card {
        /// What the card form gave you. It can be used once.
        token: String,
    },
    /// In the shop, when the order is fetched.
    Cash,
    /// In parts. See [`Plan`] for what that costs.
    Parts(Plan),
}

/// Equal parts, one a month.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Plan {
    /// How many months.
    #[schemars(range(min = 2, max = 24))]
    months: u8,
}

/// An order as it stands.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Order {
    /// Unique for ever.
    #[schemars(example = 10_042)]
    id: u64,
    /// How far it is.
    #[schemars(example = &"packed")]
    state: State,
    lines: Vec<OrderLine>,
    /// When it was placed.
    #[schemars(extend("format" = "date-time"), example = "2024-02-29T12:00:00Z")]
    placed_at: String,
    /// When it left the house, if it has.
    #[schemars(extend("format" = "date"))]
    sent_on: Option<String>,
}

/// How far an order is.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum State {
    /// Nobody has touched it yet.
    New,
    /// It is in its box.
    Packed,
    /// The carrier has it. From here on it
    /// cannot be cancelled.
    Sent,
    /// Nothing gets lost any more.
    #[deprecated]
    Lost,
}

/// The order that a list begins with.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Sorting {
    Newest,
    Oldest,
    Price,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Page {
    items: Vec<Order>,
    /// What to pass as `after` for the next page; null on the last one.
    next: Option<u64>,
}

/// What somebody keeps on a shelf.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Category {
    name: String,
    /// Categories inside this one.
    children: Vec<Category>,
}

/// What changed.
#[derive(Serialize, Deserialize, JsonSchema)]
enum Change {
    /// Nothing.
    Nothing,
    /// The price.
    Price {
        /// Before, in cents.
        from: i64,
        /// After, in cents.
        to: i64,
    },
    Stock(i32),
}

/// A message for the display.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "body")]
enum Notice {
    Text(String),
    Clear,
}

/// Text, or the number of a text.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Caption {
    Text(String),
    Number(u32),
}

/// Settings of the shop window.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Window {
    /// What is written above.
    caption: Caption,
    /// The colour, as red, green and blue.
    #[schemars(example = [255u8, 240, 200])]
    colour: [u8; 3],
    /// Where the light points to.
    light: (f64, f64),
    /// Turned on at night.
    #[serde(default)]
    lit: bool,
    /// Names of the products in the window.
    products: BTreeSet<Sku>,
    /// What hangs where, by the number of the hook.
    hooks: BTreeMap<u32, Option<Sku>>,
    /// The photo that is shown while the shop is closed.
    #[schemars(extend("x-mego" = "bytes"))]
    photo: Vec<u8>,
    notice: Option<Notice>,
    /// Which neighbours are told about changes.
    neighbours: Option<Vec<Option<String>>>,
    /// The size, in centimetres.
    size: Size,
    /// Anything else that the designers keep here.
    #[serde(flatten)]
    extra: BTreeMap<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
struct Size {
    width: u16,
    /// Without the frame.
    height: u16,
}

impl PartialEq for Sku {
    fn eq(&self, other: &Sku) -> bool {
        self.0 == other.0
    }
}
impl Eq for Sku {}
impl PartialOrd for Sku {
    fn partial_cmp(&self, other: &Sku) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Sku {
    fn cmp(&self, other: &Sku) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

/// Every number there is.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Numbers {
    #[schemars(range(min = -40, max = 125))]
    celsius: i8,
    big: i64,
    bigger: u128,
    /// Between 0 and 1, and neither.
    #[schemars(extend("exclusiveMinimum" = 0, "exclusiveMaximum" = 1))]
    share: f32,
    #[schemars(extend("multipleOf" = 5))]
    step: i32,
    nothing: (),
    anything: serde_json::Value,
    #[schemars(extend("format" = "uuid"))]
    key: String,
    #[schemars(extend("format" = "time"))]
    opens: String,
    #[schemars(extend("format" = "duration"))]
    lasts: String,
    address: std::net::Ipv4Addr,
    letter: char,
    hash: [u8; 32],
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct OutOfStock {
    /// The products that are missing.
    skus: Vec<Sku>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Closed {
    /// When the shop opens again.
    #[schemars(extend("format" = "date-time"), example = "2024-03-01T09:00:00+08:00")]
    until: String,
}

/// Something happened to an order.
///
/// Whoever placed it is told, wherever they are.
///
/// # Example
///
/// ```json
/// {"kind": "sent", "id": 10042, "parcels": ["PX-1", "PX-2"]}
/// ```
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is wanted")]
enum OrderMoved {
    /// It is in a box.
    Packed {
        id: u64,
    },
    /// It is on its way.
    Sent {
        id: u64,
        parcels: Vec<String>,
    },
    Lost,
}

pub(crate) fn contract() -> Contract {
    let mut contract = Builder::new()
        .group(
            "Orders",
            "From the basket to the door.\n\nAn order belongs to the session that placed it. Others cannot see it; see\n\
             [`place_order`] for how one comes to be.",
        )
        .method("orders.place", PLACE)
        .with(|method| method.rust = "shop::orders::place_order".to_owned())
        .bind::<NewOrder>()
        .returns::<Order>()
        .error_with::<OutOfStock>("Unavailable", 64, "Some of it is sold out.")
        .error_with::<Closed>(
            "Closed",
            101,
            "The shop is closed.\n\nOrders are taken again from `until` on. Whoever cannot wait may\ncall us.",
        )
        .error("NotAuthorized", 56, "")
        .error_with::<u32>("Full", 52, "There are too many open orders. The number is how many there may be.")
        .method("orders.list", "All your orders. The newest come first.\n\nA page holds at most `limit` of them.")
        .param_with::<Option<u64>>("after", "Only orders after this one.", |param| param.required = false)
        .param_with::<u32>("limit", "How many to return, e.g. as many as fit on the screen.", |param| {
            param.required = false;
            param.default = Some(json!(20));
            param.schema["minimum"] = json!(1);
            param.schema["maximum"] = json!(100);
        })
        .param_with::<Sorting>("sorting", "", |param| {
            param.required = false;
            param.example = Some(json!("price"));
        })
        .param_with::<Option<String>>("order_by", "Use [`Sorting`].", |param| {
            param.required = false;
            param.deprecated = true;
        })
        .returns::<Page>()
        .method("orders.find", "")
        .param::<u64>("id", "")
        .returns::<Option<Order>>()
        .error("NotAuthorized", 56, "")
        .method("orders.cancel", "# Cancel an order\n\nNothing happens if it is cancelled already.\n\n# Example\n\n```json\n{\"id\": 10042}\n```")
        .param::<u64>("id", "")
        .error("Sent", 102, "It is on its way. Send it back when it arrives.")
        .method("orders.abandon", "Cancel an order, the old way.")
        .with(|method| method.deprecated = Some("Use [`orders::cancel`], which says why it failed.".to_owned()))
        .param_with::<u64>("id", "", |param| param.example = Some(json!(10042)))
        .method("orders.follow", "Follow an order\n\nEnds when it arrives.\n\n# Example\n\n```json\n{\"id\": 10042}\n```\n\n```json\n{\"kind\": \"packed\", \"id\": 10042}\n```")
        .param::<u64>("id", "")
        .streams::<OrderMoved>()
        .error("NotFound", 55, "There is no such order. See [`OrderMoved`] for what there is to follow.")
        .event_with::<OrderMoved>("orders.moved", MOVED, |event| {
            event.rust = "shop::OrderMoved".to_owned();
            event.channel = Some("customer:{customer_id}".to_owned());
        })
        .event::<Window>("window", "The window is another one now.")
        .group("The window", "")
        .method("window.set", WINDOW)
        .bind::<Window>()
        .method("window.get", "What the window looks like now.")
        .returns::<Window>()
        .method("window.say", "Put a notice up")
        .bind::<Notice>()
        .returns::<Vec<Change>>()
        .method("window.numbers", "Every number.\n\n# Example\n\n```json\n[12, 7]\n```")
        .returns::<(i32, Option<i32>)>()
        .method("window.measure", "Measure the window")
        .with(|method| method.deprecated = Some(String::new()))
        .param::<Numbers>("numbers", "")
        .returns::<BTreeMap<String, Vec<Option<f64>>>>()
        .method("categories", "The shelves of the shop.")
        .returns::<Category>()
        .build();
    contract.groups.push(Group {
        title: None,
        intro: String::new(),
        methods: vec![ping()],
    });
    contract
}

fn ping() -> mego::contract::Method {
    let contract = Builder::new().method("ping", "Answer at once").build();
    contract
        .groups
        .into_iter()
        .flat_map(|group| group.methods)
        .next()
        .expect("it has one method")
}

const MOVED: &str = "\
Something happened to an order.

Whoever placed it is told, wherever they are.

# Example

```json
{\"kind\": \"sent\", \"id\": 10042, \"parcels\": [\"PX-1\", \"PX-2\"]}
```
";

const PLACE: &str = "\
Place an order. It is packed the same day
if it comes before noon.

What an order costs:

| Sum | Shipping |
|-----|---------:|
| < 20 | 5 |
| more | free |

# Limits

1. Fifty lines an order.
2. Ten open orders a session; then the answer is `Full`.

> Orders are not checked for taste.

See [the window](crate::window::set) for what we like, [`State`] for where an order may be, [`Vec<Sku>`] for nothing,
and <https://example.com/terms> for the rest.

# Example

```json
{
  \"lines\": [
    {\"sku\": \"TEA-0042\", \"count\": 2, \"engravings\": [\"For Anna\", \"For Bert\"]},
    {\"sku\": \"MUG-0007\", \"count\": 1, \"engravings\": [\"a first one\", \"a second one\", \"a third one\", \"a fourth one\", \"a fifth\"]}
  ],
  \"payment\": {\"method\": \"parts\", \"months\": 6}
}
```
";

const WINDOW: &str = "\
Change the window

Everything is replaced. For example, a window with a caption
that is number 7 and nothing in it:

```text
  7
+---+
|   |
```

# Example

```json
{\"caption\": 7, \"colour\": [255, 255, 255], \"light\": [0.5, 1.0], \"products\": [], \"hooks\": {\"3\": \"TEA-0042\", \"4\": null},
 \"photo\": [137, 80, 78, 71], \"size\": {\"width\": 120, \"height\": 80}, \"theme\": {\"season\": \"spring\"}}
```
";
