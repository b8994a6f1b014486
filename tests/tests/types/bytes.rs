//! Every sample in the bytes that Rust writes. Node reads them and writes them again, in `tests/ts/test/types.test.ts`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};
use tests::types::{Sample, samples};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// One sample a line.
fn written(samples: &[Sample]) -> String {
    let lines: Vec<String> = samples
        .iter()
        .map(|sample| {
            let Sample {
                row,
                name,
                bytes,
                is_exact,
            } = sample;
            json!({"type": row, "name": name, "exact": is_exact, "hex": hex(bytes)}).to_string()
        })
        .collect();
    format!("[\n  {}\n]\n", lines.join(",\n  "))
}

#[test]
fn samples_are_written_as_they_always_were() {
    let file = super::golden().join("types.json");
    let written = written(&samples());
    if super::blesses() {
        fs::write(&file, &written).unwrap();
    }
    let golden = fs::read_to_string(&file).unwrap_or_default();
    let [golden, written] =
        [&golden, &written].map(|text| serde_json::from_str::<Vec<Value>>(text).unwrap_or_default());
    assert_eq!(
        golden.len(),
        written.len(),
        "MEGO_BLESS=1 writes {} anew",
        file.display()
    );
    for (golden, written) in golden.iter().zip(&written) {
        assert_eq!(golden, written, "what clients read has changed");
    }
}

#[test]
fn every_sample_has_a_name_of_its_own() {
    let samples = samples();
    let names: BTreeSet<_> = samples.iter().map(|sample| (sample.row, sample.name)).collect();
    assert_eq!(names.len(), samples.len());
    assert!(samples.len() > 100, "only {}", samples.len());
}
