//! What `#[mego::method]` costs a developer who waits for `cargo check`: a crate with 300 annotated functions against
//! the same functions without the attribute, with the same types deriving the same traits.
//!
//! `cargo run -p tests --example expansion_cost` prints both times, as processor time, and the difference for one
//! method, and fails when it is both more than twice and more than 8 ms. It needs a POSIX shell.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, fs};

const METHODS: usize = 300;
const ROUNDS: usize = 3;
const MOST_TIMES: f64 = 2.0;
const MOST_MS: f64 = 8.0;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("target/expansion-cost");
    let crates = [false, true].map(|is_annotated| write(&root, &folder, is_annotated));
    let mut times = [Vec::new(), Vec::new()];
    // The first round builds the dependencies. The two take turns, so that what else the machine does meets both.
    for round in 0..=ROUNDS {
        for (package, times) in crates.iter().zip(&mut times) {
            let time = check(package, &folder);
            if round > 0 {
                times.push(time);
            }
        }
    }
    let [plain, annotated] = times.map(median);
    let ratio = annotated.as_secs_f64() / plain.as_secs_f64();
    let each = (annotated.as_secs_f64() - plain.as_secs_f64()) * 1000.0 / METHODS as f64;
    println!(
        "{METHODS} functions: {} ms plain, {} ms annotated, {ratio:.2} times, {each:.2} ms a method",
        plain.as_millis(),
        annotated.as_millis()
    );
    if ratio > MOST_TIMES && each > MOST_MS {
        eprintln!("more than {MOST_TIMES} times and more than {MOST_MS} ms a method");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The processor time of a `cargo check` of the crate alone, from nothing. Not by the clock: what else the machine does
/// would count. Not incremental: what was read from disk would hide what has to be checked.
fn check(package: &Path, folder: &Path) -> Duration {
    let source = package.join("src/lib.rs");
    let text = fs::read_to_string(&source).expect("it was written");
    fs::write(&source, text).expect("it can be written again");
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new("sh")
        // The second line of `times` is about the children.
        .args(["-ec", &format!("'{cargo}' check --quiet; times")])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("there is a shell");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{} does not compile:\n{words}",
        package.display()
    );
    let times = String::from_utf8_lossy(&output.stdout);
    let children = times.lines().nth(1).expect("`times` writes two lines");
    children.split_whitespace().map(time).sum()
}

/// `1m2.345s`.
fn time(text: &str) -> Duration {
    let (minutes, seconds) = text
        .trim_end_matches('s')
        .split_once('m')
        .expect("`times` writes minutes");
    let minutes: f64 = minutes.parse().expect("a number");
    let seconds: f64 = seconds.parse().expect("a number");
    Duration::from_secs_f64(60.0 * minutes + seconds)
}

fn write(root: &Path, folder: &Path, is_annotated: bool) -> PathBuf {
    let name = if is_annotated { "annotated" } else { "plain" };
    let package = folder.join(name);
    fs::create_dir_all(package.join("src")).expect("the target folder can be written");
    let mego = root
        .join("mego")
        .canonicalize()
        .expect("mego stands beside the tests");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\nmego = {{ path = {mego:?} }}\n\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("the target folder can be written");
    // The same versions as in the repository.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).expect("there is a lock file");
    fs::write(package.join("src/lib.rs"), source(is_annotated)).expect("the target folder can be written");
    package
}

/// Ten structs, three enums of errors, and functions of six kinds, each with a body of a few lines.
fn source(is_annotated: bool) -> String {
    let mut text = String::from("use mego::prelude::*;\n\n#[derive(Clone)]\npub struct Db;\n");
    let attribute = if is_annotated { "#[mego::method]\n" } else { "" };
    for n in 0..10 {
        let inner = if n == 0 {
            "String".to_owned()
        } else {
            format!("Option<Data{}>", n - 1)
        };
        write!(
            text,
            "\n/// Data {n}.\n#[mego::data]\n#[derive(Clone)]\npub struct Data{n} {{\n    /// A name.\n    pub name: String,\n    \
             pub number: u32,\n    pub is_new: bool,\n    pub inner: {inner},\n}}\n"
        )
        .expect("a String takes it all");
    }
    for n in 0..3 {
        write!(
            text,
            "\n#[derive(MethodError)]\npub enum Error{n} {{\n    /// Nothing there.\n    NotFound,\n    #[mego(status = Exists)]\n    \
             Taken {{ names: Vec<String> }},\n    #[mego(code = 101)]\n    Closed,\n    #[mego(transparent)]\n    Other(mego::Error),\n}}\n"
        )
        .expect("a String takes it all");
    }
    for n in 0..METHODS {
        let (data, error) = (n % 10, n % 3);
        let function = match n % 6 {
            0 => format!("(a: i32, b: i32) -> i32 {{\n    let c = a.wrapping_mul({n});\n    c.wrapping_add(b)\n}}"),
            1 => format!(
                "(State(db): State<Db>, name: String) -> Result<Data{data}, Error{error}> {{\n    let _ = db;\n    \
                 if name.is_empty() {{\n        return Err(Error{error}::Taken {{ names: vec![name] }});\n    }}\n    \
                 Err(Error{error}::NotFound)\n}}"
            ),
            2 => format!(
                "(data: Data{data}, limit: Option<u32>) -> Vec<Data{data}> {{\n    let count = limit.unwrap_or(1) as usize;\n    \
                 std::iter::repeat_n(data, count).collect()\n}}"
            ),
            3 => format!(
                "(data: Bind<Data{data}>) -> mego::Result<String> {{\n    let number: u32 = data.name.parse()?;\n    \
                 Ok(format!(\"{{number}}\"))\n}}"
            ),
            4 => "(session: Session, words: Vec<String>) -> usize {\n    let _ = session;\n    words.iter().map(String::len).sum()\n}"
                .to_owned(),
            _ => format!(
                "(id: u64, name: String, is_new: bool) -> Result<(), Error{error}> {{\n    match (id, is_new) {{\n        \
                 (0, true) => Err(Error{error}::Closed),\n        _ if name.is_empty() => Err(Error{error}::NotFound),\n        \
                 _ => Ok(()),\n    }}\n}}"
            ),
        };
        write!(
            text,
            "\n/// Method {n}\n///\n/// Does what it does.\n{attribute}pub async fn method_{n}{function}\n"
        )
        .expect("a String takes it all");
    }
    if is_annotated {
        let names: Vec<_> = (0..METHODS).map(|n| format!("method_{n}")).collect();
        for (part, names) in names.chunks(30).enumerate() {
            let names = names.join(", ");
            write!(
                text,
                "\npub fn list_{part}() -> mego::MethodSet {{\n    methods![{names}]\n}}\n"
            )
            .expect("a String takes it all");
        }
    }
    text
}
