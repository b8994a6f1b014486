//! Lists the files of the TypeScript runtime, so that one that is added there is in the next client without being named here.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut source = String::new();
    for (name, folder, endings) in [("TS", "src", &[".ts"][..]), ("JS", "dist", &[".js", ".d.ts"][..])] {
        let folder = Path::new(&root).join("runtime").join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let files = files(&folder, endings)?;
        writeln!(source, "const {name}: &[(&str, &str)] = &[").map_err(io::Error::other)?;
        for file in files {
            let path = folder.join(&file);
            println!("cargo::rerun-if-changed={}", path.display());
            writeln!(source, "    ({file:?}, include_str!({path:?})),").map_err(io::Error::other)?;
        }
        source.push_str("];\n");
    }
    fs::write(Path::new(&out).join("runtime.rs"), source)
}

/// The names of the files in a folder that have one of the endings, sorted.
fn files(folder: &Path, endings: &[&str]) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if endings.iter().any(|ending| name.ends_with(ending)) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
