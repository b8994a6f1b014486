//! `mego-codegen init`: a package that has nothing of Mego yet gets its metadata, and an example to start from.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, TargetKind};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use super::short;
use crate::config::{self, Kind, Program};
use crate::problem::{Problem, Problems};

const AFTER_HELP: &str = "\
Adds to Cargo.toml what is not there yet: mego, tokio with what `#[tokio::main]` needs, and

    [package.metadata.mego]
    targets = [{ example = \"hello\", out = \"generated/hello\" }]

and writes examples/hello.rs. Nothing that is there is changed; comments and order stay as they are.

    mego-codegen init                           an example to start from
    mego-codegen init --bin shop                the program `shop` of this package has the API already
    mego-codegen init --mego ../mego/mego       with mego from a folder";

/// What `#[tokio::main]` needs.
const TOKIO_FEATURES: [&str; 2] = ["macros", "rt-multi-thread"];

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The package to set up [default: that of this folder]
    #[arg(long, short)]
    package: Option<String>,

    /// The name of the example
    #[arg(long, value_name = "NAME", default_value = "hello")]
    example: String,

    /// Write no example: this binary of the package has the API
    #[arg(long, value_name = "NAME", conflicts_with = "example")]
    bin: Option<String>,

    /// The folder of mego, where it does not come from crates.io
    #[arg(long, value_name = "DIR")]
    mego: Option<PathBuf>,
}

pub(super) fn init(args: &Args, here: &Path) -> Result<ExitCode, Problems> {
    let metadata = MetadataCommand::new()
        .current_dir(here)
        .no_deps()
        .exec()
        .map_err(|error| {
            Problem::new(
                here.display().to_string(),
                format!(
                    "Cargo cannot read the project here: {}",
                    config::cargo_words(&error)
                ),
                "make a project first, as with `cargo new shop`, and run this in its folder",
            )
        })?;
    let package = package(&metadata, args, here)?;
    let kind = match &args.bin {
        Some(bin) => Kind::Bin(bin.clone()),
        None => Kind::Example(args.example.clone()),
    };
    check(&metadata, package, &kind)?;
    let manifest = package.manifest_path.as_std_path();
    let home = manifest.parent().unwrap_or(here);
    let before = read(manifest)?;
    let after = edited(&before, manifest, package, &kind, args.mego.as_deref())?;
    let example = match &kind {
        Kind::Example(name) => Some(Example::write(home, name)?),
        _ => None,
    };
    if let Err(error) = fs::write(manifest, after) {
        if let Some(example) = &example {
            example.remove();
        }
        return Err(unwritable(manifest, &error).into());
    }
    println!("{}: what mego-codegen writes", short(manifest, here));
    if let Some(example) = &example {
        println!("{}: an API to start from", short(&example.path, here));
    }
    let program = Program {
        package: package.name.to_string(),
        kind,
    };
    if args.mego.is_none() && !has(package, "mego") {
        println!(
            "mego {} comes from crates.io; for one in a folder, put `path` in its place",
            env!("CARGO_PKG_VERSION")
        );
    }
    println!("\nNext: mego-codegen\n      {}", program.command());
    Ok(ExitCode::SUCCESS)
}

/// The package that is meant.
fn package<'m>(metadata: &'m Metadata, args: &Args, here: &Path) -> Result<&'m Package, Problem> {
    let packages = metadata.workspace_packages();
    let names = || config::listed(packages.iter().map(|package| package.name.as_str()));
    if let Some(name) = &args.package {
        let found = packages
            .iter()
            .copied()
            .find(|package| package.name.as_str() == name);
        return found.ok_or_else(|| {
            Problem::new(
                "--package",
                format!("there is no package `{name}` in this workspace"),
                format!("name one of {}", names()),
            )
        });
    }
    // Where links are in the way of the folder, Cargo has looked through them.
    let here = here.canonicalize().unwrap_or_else(|_| here.to_owned());
    let above = |package: &&Package| {
        let home = package.manifest_path.parent();
        home.is_some_and(|home| here.starts_with(home.as_std_path()))
    };
    let depth = |package: &&Package| package.manifest_path.components().count();
    let nearest = packages.iter().copied().filter(above).max_by_key(depth);
    match (nearest, packages.as_slice()) {
        (Some(package), _) => Ok(package),
        (None, [package]) => Ok(*package),
        (None, _) => Err(Problem::new(
            metadata.workspace_root.as_str(),
            "this folder belongs to no package, and nothing says which one is meant",
            format!("name it with `--package`: one of {}", names()),
        )),
    }
}

/// Whether the package can be set up.
fn check(metadata: &Metadata, package: &Package, kind: &Kind) -> Result<(), Problem> {
    let manifest = package.manifest_path.as_str();
    if let Kind::Bin(name) = kind {
        check_bin(package, name)?;
    }
    if package.metadata.get("mego").is_some() {
        return Err(Problem::new(
            manifest,
            "it says already what mego-codegen writes",
            "run `mego-codegen`, or add to `targets` in [package.metadata.mego]",
        ));
    }
    let targets = metadata
        .workspace_metadata
        .get("mego")
        .and_then(|mego| mego.get("targets"))
        .and_then(serde_json::Value::as_array);
    let names_us = |target: &serde_json::Value| target["package"] == package.name.as_str();
    if targets.is_some_and(|targets| targets.iter().any(names_us)) {
        return Err(Problem::new(
            metadata.workspace_root.join("Cargo.toml").as_str(),
            format!("it says already what mego-codegen writes for `{}`", package.name),
            "run `mego-codegen`, or add to `targets` in [workspace.metadata.mego]",
        ));
    }
    match kind {
        Kind::Example(name) => config::check_name("--example", name),
        Kind::Bin(_) | Kind::Default => Ok(()),
    }
}

fn check_bin(package: &Package, name: &str) -> Result<(), Problem> {
    let targets = package.targets.iter();
    let bins: Vec<&str> = targets
        .filter(|target| target.kind.contains(&TargetKind::Bin))
        .map(|target| target.name.as_str())
        .collect();
    if bins.contains(&name) {
        return Ok(());
    }
    Err(Problem::new(
        package.manifest_path.as_str(),
        format!("`{}` has no binary `{name}`", package.name),
        if bins.is_empty() {
            "leave `--bin` out: an example is written".to_owned()
        } else {
            format!("name one of {}", config::listed(bins.into_iter()))
        },
    ))
}

/// The manifest with what was missing.
fn edited(
    text: &str,
    manifest: &Path,
    package: &Package,
    kind: &Kind,
    mego: Option<&Path>,
) -> Result<String, Problem> {
    let place = manifest.display().to_string();
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Problem::new(&place, error.message().to_owned(), "correct it")
    })?;
    if !has(package, "mego") {
        let value = match mego {
            Some(path) => pair("path", &path_from(manifest, path)),
            None => Value::from(env!("CARGO_PKG_VERSION")),
        };
        add(&mut document, "dependencies", "mego", value, &place)?;
    }
    if !has_tokio(package) {
        let mut tokio = InlineTable::new();
        tokio.insert("version", "1".into());
        tokio.insert("features", TOKIO_FEATURES.into_iter().collect::<Array>().into());
        // An example needs no more of the package's own dependencies than the package does.
        let table = if has(package, "tokio") {
            "dev-dependencies"
        } else {
            "dependencies"
        };
        add(&mut document, table, "tokio", Value::InlineTable(tokio), &place)?;
    }
    let (key, name) = match kind {
        Kind::Bin(name) => ("bin", name),
        Kind::Example(name) => ("example", name),
        Kind::Default => return Ok(document.to_string()),
    };
    let mut target = InlineTable::new();
    target.insert(key, name.as_str().into());
    target.insert("out", format!("generated/{name}").into());
    let mut mego = Table::new();
    let targets: Array = std::iter::once(Value::InlineTable(target)).collect();
    mego.insert("targets", Item::Value(targets.into()));
    mego.decor_mut().set_prefix("\n# What `mego-codegen` writes.\n");
    let mut item = document.as_item_mut();
    for name in ["package", "metadata"] {
        let table = item
            .as_table_like_mut()
            .ok_or_else(|| not_a_table(&place, name))?;
        // Without a header of its own: `[package.metadata.mego]` says it all.
        let mut missing = Table::new();
        missing.set_implicit(true);
        item = table.entry(name).or_insert(Item::Table(missing));
    }
    let table = item
        .as_table_like_mut()
        .ok_or_else(|| not_a_table(&place, "package.metadata"))?;
    table.insert("mego", Item::Table(mego));
    Ok(document.to_string())
}

fn has(package: &Package, name: &str) -> bool {
    let mut dependencies = package.dependencies.iter();
    dependencies.any(|dependency| dependency.name == name && dependency.kind == DependencyKind::Normal)
}

/// Whether an example can write `#[tokio::main]`.
fn has_tokio(package: &Package) -> bool {
    let features: Vec<&str> = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.name == "tokio" && dependency.kind != DependencyKind::Build)
        .flat_map(|dependency| &dependency.features)
        .map(String::as_str)
        .collect();
    features.contains(&"full") || TOKIO_FEATURES.iter().all(|feature| features.contains(feature))
}

fn add(
    document: &mut DocumentMut,
    table: &str,
    name: &str,
    value: Value,
    place: &str,
) -> Result<(), Problem> {
    let item = document.entry(table).or_insert(Item::Table(Table::new()));
    let dependencies = item
        .as_table_like_mut()
        .ok_or_else(|| not_a_table(place, table))?;
    dependencies.insert(name, Item::Value(value));
    Ok(())
}

fn not_a_table(place: &str, name: &str) -> Problem {
    Problem::new(place, format!("`{name}` is not a table"), "write it as one")
}

fn pair(key: &str, value: &str) -> Value {
    let mut table = InlineTable::new();
    table.insert(key, value.into());
    Value::InlineTable(table)
}

/// A path as the manifest has to say it: from its own folder, with slashes.
fn path_from(manifest: &Path, path: &Path) -> String {
    let home = manifest.parent().unwrap_or(Path::new("."));
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let home = home.canonicalize().unwrap_or_else(|_| home.to_owned());
    let common = home
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    // On Windows another drive has nothing in common.
    if common == 0 {
        return path.display().to_string();
    }
    let up = home.components().skip(common).map(|_| "..".to_owned());
    let down = path
        .components()
        .skip(common)
        .map(|component| component.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn read(path: &Path) -> Result<String, Problem> {
    fs::read_to_string(path).map_err(|error| {
        Problem::new(
            path.display().to_string(),
            format!("it cannot be read: {error}"),
            "make it readable",
        )
    })
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    Problem::new(
        path.display().to_string(),
        format!("it cannot be written: {error}"),
        "make it writable; nothing has been changed",
    )
}

/// The example that was written.
struct Example {
    path: PathBuf,
    /// Whether its folder was made for it.
    has_new_folder: bool,
}

impl Example {
    fn write(home: &Path, name: &str) -> Result<Example, Problem> {
        let folder = home.join("examples");
        let path = folder.join(format!("{name}.rs"));
        let has_new_folder = match fs::create_dir(&folder) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
            Err(error) => return Err(unwritable(&folder, &error)),
        };
        let text = include_str!("../../templates/hello.rs").replace("{{name}}", name);
        let written =
            fs::File::create_new(&path).and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
        match written {
            Ok(()) => Ok(Example { path, has_new_folder }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Problem::new(
                path.display().to_string(),
                "this file is there already",
                "choose another name with `--example`; nothing has been changed",
            )),
            Err(error) => Err(unwritable(&path, &error)),
        }
    }

    fn remove(&self) {
        let _ = fs::remove_file(&self.path);
        if let (true, Some(folder)) = (self.has_new_folder, self.path.parent()) {
            let _ = fs::remove_dir(folder);
        }
    }
}
