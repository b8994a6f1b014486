//! The command line, run as a person runs it.

use std::fs;
use std::path::Path;
use std::process::Command;

use mego::contract::Contract;

use crate::fixture::Builder;
use crate::output::Folder;

pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn mego_codegen(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_mego-codegen"))
        .args(arguments)
        .current_dir(folder)
        // A project of a test builds into its own folder.
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn contract() -> Contract {
    Builder::new().method("ping", "Answers nothing.").build()
}

/// A folder with a contract.
pub(crate) fn with_contract() -> Folder {
    let folder = Folder::new();
    folder.put("api.json", &contract().to_json());
    folder
}

const FROM_FILE: &[&str] = &["--contract", "api.json", "--out", "web"];

/// A project with a program that does what its `main` says. `CONTRACT` is the text of a contract.
pub(crate) fn project(metadata: &str, main: &str) -> Folder {
    let folder = Folder::new();
    let manifest = format!(
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n{metadata}\n"
    );
    folder.put("Cargo.toml", &manifest);
    folder.put("contract.json", &contract().to_json());
    folder.put(
        "src/main.rs",
        &format!("const CONTRACT: &str = include_str!(\"../contract.json\");\n{main}\n"),
    );
    folder
}

pub(crate) const TARGETS: &str =
    "[package.metadata.mego]\ntargets = [{ out = \"generated/shop\", target = \"js\" }]";
pub(crate) const WELL_BEHAVED: &str =
    "fn main() { std::fs::write(std::env::var(\"MEGO_CONTRACT_OUT\").unwrap(), CONTRACT).unwrap(); }";

#[test]
fn generates_from_a_file() {
    let folder = with_contract();
    let first = mego_codegen(folder.path(), FROM_FILE);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert!(first.out.starts_with("shop: "), "{}", first.out);
    assert!(
        first.out.contains(" written\n\nNext: read web/README.md"),
        "{}",
        first.out
    );
    assert_eq!(folder.read("web/mego.json"), folder.read("api.json"));
    let second = mego_codegen(folder.path(), FROM_FILE);
    assert!(second.out.contains(" files, unchanged\n"), "{}", second.out);
}

#[test]
fn the_name_and_the_target_can_be_told() {
    let folder = with_contract();
    let outcome = mego_codegen(
        folder.path(),
        &[FROM_FILE, &["--name", "till", "--target", "js"]].concat(),
    );
    assert!(
        outcome.out.starts_with("till: "),
        "{}{}",
        outcome.out,
        outcome.err
    );
    assert!(folder.read("web/package.json").contains("\"till-client\""));
    assert!(folder.names().contains(&"web/index.js".to_owned()));
}

#[test]
fn documents_come_in_the_languages_that_are_asked_for() {
    let folder = with_contract();
    mego_codegen(folder.path(), FROM_FILE);
    assert!(folder.read("web/shop.en.md").contains("[ping]"));
    let outcome = mego_codegen(
        folder.path(),
        &[FROM_FILE, &["--lang", "zh-TW", "--code", "indented"]].concat(),
    );
    assert!(
        outcome.out.contains(", 1 written, 1 removed\n"),
        "{}{}",
        outcome.out,
        outcome.err
    );
    assert!(
        folder
            .read("web/shop.zh-TW.md")
            .contains("## Answers nothing [ping]")
    );
    let unknown = mego_codegen(
        folder.path(),
        &[FROM_FILE, &["--lang", "tlh", "--lang", "no.json"]].concat(),
    );
    assert_eq!(unknown.code, 1);
    assert!(
        unknown.err.contains("tlh") && unknown.err.contains("no.json"),
        "{}",
        unknown.err
    );
}

#[test]
fn check_tells_what_differs_and_writes_nothing() {
    let folder = with_contract();
    let missing = mego_codegen(folder.path(), &[FROM_FILE, &["--check"]].concat());
    assert_eq!(missing.code, 1);
    assert!(
        missing.out.contains("out of date\n") && missing.out.contains("  missing web/index.ts\n"),
        "{}",
        missing.out
    );
    assert_eq!(folder.names(), ["api.json"]);

    mego_codegen(folder.path(), FROM_FILE);
    let fine = mego_codegen(folder.path(), &[FROM_FILE, &["--check"]].concat());
    assert_eq!(fine.code, 0);
    assert!(fine.out.contains("files, up to date\n"), "{}", fine.out);

    folder.put("web/errors.ts", "changed\n");
    folder.put(
        "web/.mego-manifest",
        &(folder.read("web/.mego-manifest") + "old.ts\n"),
    );
    folder.put("web/old.ts", "stale\n");
    let before = folder.names();
    let changed = mego_codegen(folder.path(), &[FROM_FILE, &["--check"]].concat());
    assert_eq!(changed.code, 1);
    assert!(
        changed
            .out
            .contains("  changed web/errors.ts\n    from line 1:\n    - changed\n    + // Generated"),
        "{}",
        changed.out
    );
    assert!(changed.out.contains("  stale   web/old.ts\n"), "{}", changed.out);
    assert_eq!(folder.names(), before);
    assert_eq!(folder.read("web/errors.ts"), "changed\n");
}

#[test]
fn problems_leave_the_folder_alone() {
    let folder = with_contract();
    mego_codegen(folder.path(), FROM_FILE);
    let before = folder.read("web/methods.ts");
    folder.put(
        "api.json",
        &Builder::new()
            .method("then", "")
            .method("close", "")
            .build()
            .to_json(),
    );
    let outcome = mego_codegen(folder.path(), FROM_FILE);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("shop::then: ") && outcome.err.contains("shop::close: "),
        "{}",
        outcome.err
    );
    assert!(outcome.err.contains("\n  help: "), "{}", outcome.err);
    assert_eq!(folder.read("web/methods.ts"), before);
}

#[test]
fn a_contract_of_another_version() {
    let folder = Folder::new();
    folder.put("api.json", "{\"mego\": 99, \"something\": \"else\"}");
    let outcome = mego_codegen(folder.path(), FROM_FILE);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("format 99") && outcome.err.contains("cargo install mego-codegen"),
        "{}",
        outcome.err
    );
}

#[test]
fn a_contract_that_is_none() {
    let folder = Folder::new();
    folder.put("api.json", "{\"mego\": 1,");
    let broken = mego_codegen(folder.path(), FROM_FILE);
    assert_eq!(broken.code, 1);
    assert!(
        broken.err.starts_with("api.json: ") && broken.err.contains("not a Mego contract"),
        "{}",
        broken.err
    );
    let absent = mego_codegen(folder.path(), &["--contract", "nowhere.json", "--out", "web"]);
    assert!(
        absent.err.starts_with("nowhere.json: it cannot be read"),
        "{}",
        absent.err
    );
}

#[test]
fn a_name_that_is_no_file_name() {
    let folder = with_contract();
    let outcome = mego_codegen(folder.path(), &[FROM_FILE, &["--name", "../up"]].concat());
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("cannot be the name of an API"),
        "{}",
        outcome.err
    );
    assert_eq!(folder.names(), ["api.json"]);
}

#[test]
fn a_wrong_command_line() {
    let folder = with_contract();
    for arguments in [
        &["--wrong"][..],
        &["--contract", "api.json"],
        &["--out", "web"],
        &["--target", "coffee"],
    ] {
        let outcome = mego_codegen(folder.path(), arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}: {}", outcome.err);
    }
}

#[test]
fn help_is_for_newcomers() {
    let help = mego_codegen(Path::new("."), &["--help"]);
    assert_eq!(help.code, 0);
    for word in [
        "[workspace.metadata.mego]",
        "--check",
        "--contract",
        "Exit status",
        ".mego-manifest",
    ] {
        assert!(help.out.contains(word), "{word} is missing in\n{}", help.out);
    }
}

#[test]
fn generates_what_cargo_toml_names_from_anywhere_below() {
    let folder = project(TARGETS, WELL_BEHAVED);
    let outcome = mego_codegen(&folder.path().join("src"), &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.starts_with("shop: "), "{}", outcome.out);
    assert!(
        outcome.out.ends_with("\nNext: cargo run --package shop\n"),
        "{}",
        outcome.out
    );
    assert!(folder.read("generated/shop/index.js").contains("createClient"));
    assert_eq!(
        fs::read_dir(folder.path().join("target/mego")).unwrap().count(),
        0,
        "the contract is left behind"
    );
}

#[test]
fn no_metadata() {
    let outcome = mego_codegen(project("", WELL_BEHAVED).path(), &[]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("nothing says what to generate"),
        "{}",
        outcome.err
    );
    assert!(
        outcome.err.contains("[workspace.metadata.mego]"),
        "{}",
        outcome.err
    );
}

#[test]
fn no_project() {
    let outcome = mego_codegen(Folder::new().path(), &[]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("Cargo.toml") && outcome.err.contains("--contract"),
        "{}",
        outcome.err
    );
}

#[test]
fn metadata_that_cannot_be() {
    let cases = [
        ("{ out = \"a\", tarjet = \"js\" }", "unknown field `tarjet`"),
        ("{ out = \"a\", target = \"java\" }", "unknown variant `java`"),
        ("{ target = \"js\" }", "missing field `out`"),
        (
            "{ out = \"a\", lang = 5 }",
            "targets[0]: `lang` is 5: invalid type",
        ),
        ("{ out = 1 }", "`out` is 1: invalid type"),
        ("{ out = \"a\", bin = [\"till\"] }", "`bin` is [\"till\"]: "),
        (
            "{ out = \"a\", int64 = \"big\" }",
            "`int64` is \"big\": unknown variant `big`",
        ),
        ("\"shop\"", "it is \"shop\", and not a table"),
        (
            "{ out = \"a\", package = \"store\" }",
            "there is no package `store`",
        ),
        (
            "{ out = \"a\", example = \"tour\" }",
            "`shop` has no example `tour`",
        ),
        ("{ out = \"a\", bin = \"till\" }", "`shop` has no bin `till`"),
        (
            "{ out = \"a\", bin = \"shop\", example = \"shop\" }",
            "`example` and `bin` are both given",
        ),
        (
            "{ out = \"a\", name = \"a b\" }",
            "`a b` cannot be the name of an API",
        ),
        (
            "{ out = \"a\" }, { out = \"a\", name = \"two\" }",
            "`shop` and `two` would both be written to this folder",
        ),
    ];
    for (target, message) in cases {
        let metadata = format!("[package.metadata.mego]\ntargets = [{target}]");
        let outcome = mego_codegen(project(&metadata, WELL_BEHAVED).path(), &[]);
        assert_eq!(outcome.code, 1, "{target}");
        assert!(outcome.err.contains(message), "{target}: {}", outcome.err);
        assert!(outcome.err.contains("\n  help: "), "{target}: {}", outcome.err);
    }
}

#[test]
fn metadata_of_another_shape_names_its_key() {
    let cases = [
        ("[package.metadata]\nmego = 5", "`mego` is 5"),
        (
            "[package.metadata.mego]\ntargets = \"shop\"",
            "`targets` is \"shop\"",
        ),
        ("[package.metadata.mego]\nout = \"a\"", "unknown field `out`"),
        ("[package.metadata.mego]", "missing field `targets`"),
    ];
    for (metadata, message) in cases {
        let outcome = mego_codegen(project(metadata, WELL_BEHAVED).path(), &[]);
        assert_eq!(outcome.code, 1, "{metadata}");
        assert!(outcome.err.contains(message), "{metadata}: {}", outcome.err);
        assert!(
            outcome.err.contains("targets = [{ package = "),
            "{metadata}: {}",
            outcome.err
        );
    }
}

#[test]
fn one_target_and_one_language_need_no_list() {
    let metadata = "[package.metadata.mego]\ntargets = { out = \"web\", lang = \"zh-TW\" }";
    let folder = project(metadata, WELL_BEHAVED);
    let outcome = mego_codegen(folder.path(), &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(folder.names().contains(&"web/shop.zh-TW.md".to_owned()));
}

#[test]
fn several_wrong_keys_are_told_at_once() {
    let metadata = "[package.metadata.mego]\ntargets = [{ out = 1, lang = 2, tarjet = \"js\" }]";
    let outcome = mego_codegen(project(metadata, WELL_BEHAVED).path(), &[]);
    for message in [
        "`out` is 1: ",
        "`lang` is 2: ",
        "help: write it as in `lang = [\"zh-TW\", \"en\"]`",
        "unknown field `tarjet`",
    ] {
        assert!(outcome.err.contains(message), "{message}: {}", outcome.err);
    }
}

#[test]
fn several_problems_of_metadata_are_told_at_once() {
    let metadata =
        "[package.metadata.mego]\ntargets = [{ out = \"a\", example = \"x\" }, { out = \"b\", bin = \"y\" }]";
    let outcome = mego_codegen(project(metadata, WELL_BEHAVED).path(), &[]);
    assert_eq!(outcome.err.matches("\n  help: ").count(), 2, "{}", outcome.err);
}

#[test]
fn a_program_that_does_not_compile() {
    let outcome = mego_codegen(project(TARGETS, "fn main() { nonsense() }").path(), &[]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("it does not compile"), "{}", outcome.err);
    assert!(
        outcome.err.contains("cannot find function `nonsense`"),
        "{}",
        outcome.err
    );
}

#[test]
fn a_program_that_writes_no_contract() {
    let outcome = mego_codegen(
        project(TARGETS, "fn main() { println!(\"hello\"); let _ = CONTRACT; }").path(),
        &[],
    );
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("wrote no contract") && outcome.err.contains("hello"),
        "{}",
        outcome.err
    );
    assert!(outcome.err.contains("engine.run(..)"), "{}", outcome.err);
}

#[test]
fn a_program_that_fails() {
    let outcome = mego_codegen(
        project(TARGETS, "fn main() { let _ = CONTRACT; panic!(\"no database\") }").path(),
        &[],
    );
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("it failed") && outcome.err.contains("no database"),
        "{}",
        outcome.err
    );
    assert!(outcome.err.contains(".state_with(..)"), "{}", outcome.err);
}

#[test]
fn an_engine_that_cannot_start_is_not_told_about_databases() {
    let main = "fn main() { let _ = CONTRACT; eprintln!(\"Error: the engine cannot start:\\n- no methods\"); std::process::exit(1) }";
    let outcome = mego_codegen(project(TARGETS, main).path(), &[]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("- no methods"), "{}", outcome.err);
    assert!(
        outcome.err.ends_with("\n  help: mend what it complains about\n"),
        "{}",
        outcome.err
    );
}

/// The forms that help messages show are right themselves.
#[test]
fn every_form_that_is_shown_is_taken() {
    for key in ["name", "out", "target", "int64", "lang", "code"] {
        let wrong = format!("[package.metadata.mego]\ntargets = [{{ out = \"a\", {key} = {{}} }}]");
        let wrong = wrong.replace("{ out = \"a\", out", "{ out");
        let outcome = mego_codegen(project(&wrong, WELL_BEHAVED).path(), &[]);
        let (_, form) = outcome.err.split_once("write it as in `").unwrap();
        let (form, _) = form.split_once('`').unwrap();
        assert!(form.starts_with(key), "{form}");
        let right = format!("[package.metadata.mego]\ntargets = [{{ out = \"a\", {form} }}]");
        let right = right.replace("{ out = \"a\", out", "{ out");
        let outcome = mego_codegen(project(&right, WELL_BEHAVED).path(), &[]);
        assert_eq!(outcome.code, 0, "{form}: {}", outcome.err);
    }
}
