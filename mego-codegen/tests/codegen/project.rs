//! A project of a user's own, outside of this workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::{Outcome, mego_codegen};
use crate::output::Folder;

/// This repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Runs mego-codegen in a project that builds into one folder for all tests, so that mego is built once.
fn run(folder: &Path, arguments: &[&str]) -> Outcome {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("project");
    let output = Command::new(env!("CARGO_BIN_EXE_mego-codegen"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A package as `cargo new` makes one.
fn package(name: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{rest}")
}

#[test]
fn a_fresh_crate_with_types_of_another() {
    let folder = Folder::new();
    let mego = root().join("mego");
    let mego = mego.to_str().unwrap();
    folder.put(
        "types/Cargo.toml",
        &package(
            "shop-types",
            &format!("\n[dependencies]\nmego = {{ path = {mego:?} }}\n"),
        ),
    );
    folder.put(
        "types/src/lib.rs",
        "//! Types that server and worker share.

/// Something for sale.
#[mego::data]
pub struct Product {
    /// The number on the shelf.
    pub id: u64,
    /// What it says on the label.
    #[mego(example = \"Tea\")]
    pub name: String,
    pub picture: Option<Picture>,
}

#[mego::data]
pub enum Picture { Url(String), Missing }
",
    );
    folder.put(
        "shop/Cargo.toml",
        &package(
            "shop",
            "\n# Everything below is mine.\n[dependencies]\nshop-types = { path = \"../types\" }\n",
        ),
    );
    folder.put("shop/src/main.rs", "fn main() {}\n");
    // The versions that this repository was tested with, so that nothing new has to be fetched.
    fs::copy(root().join("Cargo.lock"), folder.path().join("shop/Cargo.lock")).unwrap();
    let shop = folder.path().join("shop");

    let outcome = run(&shop, &["init", "--mego", mego]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(
        outcome.out,
        "Cargo.toml: what mego-codegen writes\nexamples/hello.rs: an API to start from\n\n\
         Next: mego-codegen\n      cargo run --example hello\n"
    );
    let manifest = folder.read("shop/Cargo.toml");
    assert!(
        manifest.contains("# Everything below is mine.\n[dependencies]\nshop-types = "),
        "{manifest}"
    );
    assert!(
        manifest.contains(
            "[package.metadata.mego]\ntargets = [{ example = \"hello\", out = \"generated/hello\" }]"
        ),
        "{manifest}"
    );

    let outcome = run(&shop, &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        outcome.out.ends_with("\nNext: cargo run --example hello\n"),
        "{}",
        outcome.out
    );
    let methods = folder.read("shop/generated/hello/methods.ts");
    assert!(
        methods.contains("greet") && methods.contains("countdown"),
        "{methods}"
    );

    // An API of one's own, beside the example.
    folder.put(
        "shop/src/main.rs",
        "use mego::prelude::*;
use shop_types::{Picture, Product};

/// Everything that is for sale.
#[mego::method]
async fn products(after: Option<u64>) -> Vec<Product> {
    vec![Product { id: after.unwrap_or(0), name: \"Tea\".to_owned(), picture: Some(Picture::Missing) }]
}

#[tokio::main]
async fn main() -> mego::Result<()> {
    Engine::default().register(methods![products]).run(\"127.0.0.1:0\").await
}
",
    );
    folder.put(
        "shop/Cargo.toml",
        &manifest.replace(
            "targets = [",
            "targets = [{ bin = \"shop\", out = \"web/api\", target = \"js\", html = true }, ",
        ),
    );
    let outcome = run(&shop, &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        outcome.out.starts_with("shop: ") && outcome.out.contains("\nhello: "),
        "{}",
        outcome.out
    );
    let types = folder.read("shop/web/api/types.d.ts");
    assert!(
        types.contains("interface Product {") && types.contains("Something for sale."),
        "{types}"
    );
    let check = run(&shop, &["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);

    // What cannot be said is told with its place, and nothing is written.
    let main = folder.read("shop/src/main.rs");
    folder.put("shop/src/main.rs", &main.replace("products", "then"));
    let outcome = run(&shop, &[]);
    assert_eq!(outcome.code, 1, "{}", outcome.out);
    assert!(
        outcome.err.contains("it does not compile")
            && outcome.err.contains("`then` cannot be in the name of a method"),
        "{}",
        outcome.err
    );
    assert_eq!(
        run(
            &shop,
            &[
                "check",
                "--contract",
                "web/api/mego.json",
                "--out",
                "web/api",
                "--name",
                "shop",
                "--target",
                "js",
                "--html"
            ]
        )
        .code,
        0
    );
}

#[test]
fn init_leaves_alone_what_is_there() {
    let folder = Folder::new();
    let manifest = package("shop", "\n[workspace]\n");
    folder.put("Cargo.toml", &manifest);
    folder.put("src/main.rs", "fn main() {}\n");
    folder.put("examples/hello.rs", "// mine\nfn main() {}\n");
    let taken = mego_codegen(folder.path(), &["init"]);
    assert_eq!(taken.code, 1);
    assert!(
        taken.err.contains("this file is there already") && taken.err.contains("--example"),
        "{}",
        taken.err
    );
    assert_eq!(folder.read("Cargo.toml"), manifest);
    assert_eq!(folder.read("examples/hello.rs"), "// mine\nfn main() {}\n");

    let tour = mego_codegen(folder.path(), &["init", "--example", "tour"]);
    assert_eq!(tour.code, 0, "{}", tour.err);
    assert!(
        folder
            .read("examples/tour.rs")
            .contains("cargo run --example tour")
    );
    let twice = mego_codegen(folder.path(), &["init", "--example", "again"]);
    assert_eq!(twice.code, 1);
    assert!(
        twice.err.contains("it says already what mego-codegen writes"),
        "{}",
        twice.err
    );
    assert!(!folder.names().contains(&"examples/again.rs".to_owned()));
}

#[test]
fn init_for_a_program_that_has_the_api_already() {
    let folder = Folder::new();
    let mego = root().join("mego");
    let dependencies = format!(
        "\n[workspace]\n\n[dependencies]\nmego = {{ path = {:?} }}\ntokio = {{ version = \"1\", features = [\"full\"] }}\n",
        mego.to_str().unwrap()
    );
    folder.put("Cargo.toml", &package("shop", &dependencies));
    folder.put("src/main.rs", "fn main() {}\n");
    let unknown = mego_codegen(folder.path(), &["init", "--bin", "till"]);
    assert_eq!(unknown.code, 1);
    assert!(
        unknown.err.contains("`shop` has no binary `till`") && unknown.err.contains("`shop`"),
        "{}",
        unknown.err
    );

    let outcome = mego_codegen(folder.path(), &["init", "--bin", "shop"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let manifest = folder.read("Cargo.toml");
    let (head, rest) = manifest.split_once("\n# What `mego-codegen` writes.\n").unwrap();
    assert!(head.starts_with("[package]"), "{manifest}");
    assert!(
        rest.starts_with(
            "[package.metadata.mego]\ntargets = [{ bin = \"shop\", out = \"generated/shop\" }]\n"
        ),
        "{manifest}"
    );
    assert!(rest.ends_with(&dependencies), "{manifest}");
    assert_eq!(folder.names(), ["Cargo.toml", "src/main.rs"]);
}

#[test]
fn init_in_a_workspace() {
    let folder = Folder::new();
    folder.put(
        "Cargo.toml",
        "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n",
    );
    for name in ["a", "b"] {
        folder.put(&format!("{name}/Cargo.toml"), &package(name, ""));
        folder.put(&format!("{name}/src/lib.rs"), "");
    }
    let which = mego_codegen(folder.path(), &["init"]);
    assert_eq!(which.code, 1);
    assert!(
        which.err.contains("--package") && which.err.contains("`a`, `b`"),
        "{}",
        which.err
    );
    let outcome = mego_codegen(folder.path(), &["init", "--package", "b"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(folder.read("b/Cargo.toml").contains("[package.metadata.mego]"));
    assert!(
        folder.read("b/Cargo.toml").contains("tokio = "),
        "a library needs it for its example, too"
    );
    let outcome = mego_codegen(&folder.path().join("a/src"), &["init"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(folder.names().contains(&"a/examples/hello.rs".to_owned()));

    let nowhere = mego_codegen(Folder::new().path(), &["init"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("cargo new"), "{}", nowhere.err);
}
