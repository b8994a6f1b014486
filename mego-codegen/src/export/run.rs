//! A program is run with a variable set that makes the engine write its contract and return before it binds a port.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use mego::contract::Contract;

use super::read;
use crate::config::{Config, Kind, Program};
use crate::problem::Problem;

/// Tells the engine where to write its contract.
const VARIABLE: &str = "MEGO_CONTRACT_OUT";

/// How long a program may take until it has written its contract. Setting up an engine takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// When a person who waits for that is told so.
const SILENCE: Duration = Duration::from_secs(5);

impl Program {
    /// What Cargo has to be told to take this program.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--package".to_owned(), self.package.clone()];
        match &self.kind {
            Kind::Default => {}
            Kind::Bin(name) => arguments.extend(["--bin".to_owned(), name.clone()]),
            Kind::Example(name) => arguments.extend(["--example".to_owned(), name.clone()]),
        }
        arguments
    }

    /// What a person types to run it.
    pub(crate) fn command(&self) -> String {
        match &self.kind {
            Kind::Default => format!("cargo run --package {}", self.package),
            Kind::Bin(name) => format!("cargo run --bin {name}"),
            Kind::Example(name) => format!("cargo run --example {name}"),
        }
    }
}

/// Builds and runs a program of the workspace for its contract.
pub(crate) fn run(config: &Config, program: &Program) -> Result<Contract, Problem> {
    build(config, program)?;
    let file = ContractFile::new(&config.target_directory, program)?;
    let mut command = cargo();
    command
        .args(["run", "--quiet"])
        .args(program.arguments())
        .current_dir(&config.root)
        .env(VARIABLE, &file.0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let place = program.command();
    let child = command.spawn().map_err(|error| no_cargo(&place, &error))?;
    let notice = || {
        eprintln!(
            "waiting for the contract of `{place}`, up to {} s",
            PATIENCE.as_secs()
        );
    };
    let Some((status, output)) = wait(child, SILENCE, notice) else {
        return Err(Problem::new(
            place,
            format!(
                "it has run for {} seconds and has not written its contract",
                PATIENCE.as_secs()
            ),
            "let `main` reach `engine.run(..)` or `engine.router()` without waiting for anything; what is slow to set \
             up, such as a database, belongs into `.state_with(..)`, which is not run for a contract",
        ));
    };
    let text = fs::read_to_string(&file.0);
    match (status.success(), text) {
        (true, Ok(text)) => read::contract(&place, &text, || read::mego_version(&config.root)),
        (true, Err(_)) => Err(Problem::new(
            place,
            format!("it ran to its end and wrote no contract{}", quoted(&output)),
            "the engine writes it in `engine.run(..)` and `engine.router()`: let `main` call one of them",
        )),
        (false, _) => Err(Problem::new(
            place,
            format!(
                "it failed ({status}) before its contract was written{}",
                quoted(&output)
            ),
            if is_setup(&output) {
                "mend what it complains about"
            } else {
                "mend what it complains about; what needs a database or the network belongs into `.state_with(..)`, \
                 which is not run for a contract"
            },
        )),
    }
}

fn build(config: &Config, program: &Program) -> Result<(), Problem> {
    let mut command = cargo();
    command
        .arg("build")
        .args(program.arguments())
        .current_dir(&config.root)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    // A person wants to see what takes so long; anybody else wants to see only what went wrong.
    let watched = io::stderr().is_terminal();
    command.stderr(if watched { Stdio::inherit() } else { Stdio::piped() });
    let place = program.command();
    let output = command.output().map_err(|error| no_cargo(&place, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let words = if watched {
        String::new()
    } else {
        quoted(&output.stderr)
    };
    Err(Problem::new(
        place,
        format!("it does not compile{words}"),
        "mend what the compiler complains about",
    ))
}

/// Cargo itself: the one that runs us, if one does.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Waits until the program has ended, and gives what it said; `notice` is called if that takes longer than `silence`.
/// `None` if it does not end, and then it is ended.
fn wait(mut child: Child, silence: Duration, notice: impl FnOnce()) -> Option<(ExitStatus, Vec<u8>)> {
    let (sender, receiver) = mpsc::channel();
    let streams: [Option<Box<dyn Read + Send>>; 2] = [
        child
            .stdout
            .take()
            .map(|stream| Box::new(stream) as Box<dyn Read + Send>),
        child
            .stderr
            .take()
            .map(|stream| Box::new(stream) as Box<dyn Read + Send>),
    ];
    let count = streams.iter().flatten().count();
    for mut stream in streams.into_iter().flatten() {
        let sender = sender.clone();
        thread::spawn(move || {
            let mut said = Vec::new();
            let _ = stream.read_to_end(&mut said);
            // Nobody listens any more once the program was given up.
            let _ = sender.send(said);
        });
    }
    let start = Instant::now();
    let mut notice = Some(notice);
    let mut output = Vec::new();
    let mut open = count;
    // Both streams close when the program ends.
    while open > 0 {
        let until = if notice.is_some() { silence } else { PATIENCE };
        match receiver.recv_timeout(until.saturating_sub(start.elapsed())) {
            Ok(said) => {
                output.extend(said);
                open -= 1;
            }
            Err(_) => match notice.take() {
                Some(notice) => notice(),
                None => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return None;
                }
            },
        }
    }
    child.wait().ok().map(|status| (status, output))
}

/// The file through which a program hands over its contract. It is gone when that is done.
#[derive(Debug)]
struct ContractFile(PathBuf);

impl ContractFile {
    fn new(target_directory: &Path, program: &Program) -> Result<ContractFile, Problem> {
        let folder = target_directory.join("mego");
        let path = folder.join(format!("{}-{}.json", program.package, std::process::id()));
        let refused = |error: io::Error| {
            let remedy = "make the target folder of Cargo writable";
            Problem::new(
                folder.display().to_string(),
                format!("it cannot be written: {error}"),
                remedy,
            )
        };
        fs::create_dir_all(&folder).map_err(refused)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused(error)),
            _ => Ok(ContractFile(path)),
        }
    }
}

impl Drop for ContractFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Whether the engine itself refused: that has nothing to do with what a program needs while it is served.
fn is_setup(output: &[u8]) -> bool {
    let text = String::from_utf8_lossy(output);
    // A `main` that returns the error has `Error: ` in front of it.
    text.lines().any(|line| {
        line.strip_prefix("Error: ")
            .unwrap_or(line)
            .starts_with("the engine cannot start")
    })
}

fn quoted(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let text = text.trim();
    if text.is_empty() {
        String::new()
    } else {
        format!("; it said:\n{text}")
    }
}

fn no_cargo(place: &str, error: &io::Error) -> Problem {
    Problem::new(
        place,
        format!("Cargo cannot be run: {error}"),
        "install Rust, or put `cargo` on the PATH",
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// `cat` ends when its input does, and that is closed by the notice: without one it would be given up.
    #[test]
    fn whoever_waits_is_told_so() {
        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let (status, output) = wait(child, Duration::ZERO, || drop(input)).unwrap();
        assert!(status.success() && output.is_empty());
    }

    #[test]
    fn whoever_need_not_wait_is_told_nothing() {
        let child = Command::new("echo")
            .arg("done")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (_, output) = wait(child, PATIENCE, || panic!("there is no need to wait")).unwrap();
        assert_eq!(output, b"done\n");
    }
}
