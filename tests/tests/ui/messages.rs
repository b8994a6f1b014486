//! The words themselves.

#[test]
#[cfg_attr(
    not(pinned_toolchain),
    ignore = "these are the words of the toolchain in rust-toolchain.toml; run it there"
)]
fn mistakes_are_told_in_these_words() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/fail/*/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
