#[mego::data]
enum Role {
    /// May do anything.
    Admin,
    #[serde(rename = "user")]
    Member,
    Guest { until: u32 },
}
