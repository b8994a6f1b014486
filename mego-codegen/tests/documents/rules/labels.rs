//! Labels of one's own.

use mego_codegen::markdown::{Code, Labels, Options};
use serde_json::json;

use super::api;
use crate::render;

#[test]
fn labels_of_ones_own_come_from_a_file() {
    let folder = std::env::temp_dir().join(format!("mego-labels-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ja.json");
    let english = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/labels/en.json")).unwrap();
    std::fs::write(
        &path,
        english
            .replace("\"en\"", "\"ja\"")
            .replace("\"Response\"", "\"レスポンス\""),
    )
    .unwrap();
    let options = Options {
        labels: Labels::from_file(&path).unwrap(),
        code: Code::Indented,
    };
    let text = render(&api(&json!({}), |_| {}), "api", &options).unwrap();
    assert_eq!(
        text,
        "# api\n\n## Do it [doIt]\n\n+ レスポンス\n\n    + StatusOK\n"
    );
    assert_eq!(options.labels.lang(), "ja");

    std::fs::write(&path, "{}").unwrap();
    let problems = Labels::from_file(&path).unwrap_err().to_string();
    assert!(
        problems.contains("ja.json") && problems.contains("missing field"),
        "{problems}"
    );
    let missing = Labels::from_file(&folder.join("none.json"))
        .unwrap_err()
        .to_string();
    assert!(missing.contains("none.json"), "{missing}");
    std::fs::remove_dir_all(&folder).unwrap();
}
