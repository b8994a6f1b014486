#[mego::data]
struct Update {
    #[mego(int64 = "number", example = 5)]
    views: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nickname: Option<String>,
    note: Patch<String>,
    both: Option<Option<u32>>,
    #[serde(flatten)]
    rest: Rest,
}
