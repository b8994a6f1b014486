//! The object that the method `echo` takes and returns.

/// A value of the kind that applications send: text, numbers, lists and a nested struct; 542 bytes of MessagePack.
#[mego::data]
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// A number beyond 32 bits.
    pub id: u64,
    /// Short text.
    pub name: String,
    /// Text with characters beyond ASCII.
    pub title: String,
    /// Long text.
    pub description: String,
    /// Something that is often missing.
    pub note: Option<String>,
    /// A floating-point number.
    pub price: f64,
    /// A flag.
    pub active: bool,
    /// Short texts in a list.
    pub tags: Vec<String>,
    /// Numbers of several sizes.
    pub scores: Vec<i32>,
    /// Structs in a list.
    pub parts: Vec<Part>,
}

/// A part of an [`Object`].
#[mego::data]
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Short text.
    pub sku: String,
    /// A small number.
    pub count: u32,
    /// A floating-point number.
    pub weight: f64,
}

impl Object {
    /// The one object that is sent.
    #[must_use]
    pub fn sample() -> Object {
        let tags = ["wood", "kitchen", "handmade", "gift", "oak", "new"];
        Object {
            id: 9_007_199_254_740_991,
            name: "cutting-board".to_owned(),
            title: "橡木砧板 – großes Brett".to_owned(),
            description: "A board of solid oak, planed and oiled by hand. It lies flat on four feet of cork, has a groove \
                          for juice along its edge, and a hole to hang it by; it wants to be oiled again twice a year."
                .to_owned(),
            note: None,
            price: 49.9,
            active: true,
            tags: tags.map(str::to_owned).to_vec(),
            scores: (0..12).map(|n| n * n * n * 37 - 500).collect(),
            parts: (1..=4)
                .map(|n| Part {
                    sku: format!("OAK-{n:04}"),
                    count: n * 50,
                    weight: f64::from(n) * 1.25,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Object;

    #[test]
    fn size_is_what_the_figures_say() {
        assert_eq!(mego::wire::encode(&Object::sample()).unwrap().len(), 542);
    }
}
