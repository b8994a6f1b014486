//! `check`, `diff`, `watch`, `--url`, run as a person runs them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::cli::{TARGETS, WELL_BEHAVED, mego_codegen, project, with_contract};
use crate::fixture::Builder;
use crate::output::Folder;

#[test]
fn check_is_a_command_too() {
    let folder = with_contract();
    let arguments = &["check", "--contract", "api.json", "--out", "web"];
    let missing = mego_codegen(folder.path(), arguments);
    assert_eq!(missing.code, 1, "{}", missing.err);
    assert!(
        missing.out.contains("  missing web/index.ts\n"),
        "{}",
        missing.out
    );
    mego_codegen(folder.path(), &arguments[1..]);
    let fine = mego_codegen(folder.path(), arguments);
    assert_eq!(fine.code, 0, "{}{}", fine.out, fine.err);
}

#[test]
fn diff_says_by_its_status_whether_clients_break() {
    let folder = Folder::new();
    let contract = |methods: &[&str]| {
        let builder = methods
            .iter()
            .fold(Builder::new(), |builder, name| builder.method(name, ""));
        builder.build().to_json()
    };
    folder.put("old.json", &contract(&["ping", "pong"]));
    folder.put("same.json", &contract(&["pong", "ping"]));
    folder.put("more.json", &contract(&["ping", "pong", "peng"]));
    folder.put("less.json", &contract(&["ping"]));
    folder.put("none.json", "{}");
    let diff = |new: &str| mego_codegen(folder.path(), &["diff", "old.json", new]);

    let same = diff("same.json");
    assert_eq!(
        (same.code, same.out.as_str()),
        (0, "no client sees a difference\n")
    );
    let more = diff("more.json");
    assert_eq!(
        (more.code, more.out.as_str()),
        (0, "compatible  peng: a new method\n\n1 compatible\n")
    );
    let less = diff("less.json");
    assert_eq!(
        (less.code, less.out.as_str()),
        (1, "breaking    pong: the method is gone\n\n1 breaking\n")
    );
    let none = diff("none.json");
    assert_eq!(none.code, 2);
    assert!(none.err.starts_with("none.json: "), "{}", none.err);
}

#[test]
fn diff_can_be_strict() {
    let folder = Folder::new();
    folder.put("old.json", &Builder::new().method("ping", "").build().to_json());
    let new = Builder::new().method("ping", "").error("Full", 52, "");
    folder.put("new.json", &new.build().to_json());
    assert_eq!(
        mego_codegen(folder.path(), &["diff", "old.json", "new.json"]).code,
        0
    );
    let strict = mego_codegen(folder.path(), &["diff", "old.json", "new.json", "--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.out);
}

/// A server that gives one answer to one request; the request comes back.
fn server(answer: String) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let running = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut request = String::new();
        let mut reader = BufReader::new(socket.try_clone().unwrap());
        while !request.ends_with("\r\n\r\n") {
            assert_ne!(reader.read_line(&mut request).unwrap(), 0);
        }
        socket.write_all(answer.as_bytes()).unwrap();
        request
    });
    (format!("ws://{address}/api"), running)
}

fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn a_running_server_is_asked() {
    let contract = Builder::new().method("ping", "").build().to_json();
    let (url, running) = server(answer("200 OK", &contract));
    let folder = Folder::new();
    let outcome = mego_codegen(folder.path(), &["--url", &url, "--out", "web"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(folder.read("web/mego.json"), contract);
    let request = running.join().unwrap();
    assert!(
        request.starts_with("GET /api/contract.json HTTP/1.1\r\n"),
        "{request}"
    );
}

#[test]
fn a_server_that_has_no_contract_for_us() {
    let folder = Folder::new();
    let refused = |url: &str, message: &str| {
        let outcome = mego_codegen(folder.path(), &["--url", url, "--out", "web"]);
        assert_eq!(outcome.code, 1);
        assert!(
            outcome.err.contains(message) && outcome.err.contains("\n  help: "),
            "{}",
            outcome.err
        );
    };
    let (url, _running) = server(answer("404 Not Found", "nothing"));
    refused(&url, "answered 404 Not Found");
    let (url, _running) = server(answer("200 OK", "<html>"));
    refused(&url, "this is not a Mego contract");
    // The port of a listener that is gone.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    refused(
        &format!("ws://{address}"),
        "the server cannot be asked for its contract",
    );
    refused("wss://api.example.com/mego", "mego-codegen does not speak TLS");
    assert_eq!(folder.names(), [""; 0]);
}

/// `mego-codegen watch`, and what it says line by line.
struct Watching {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Watching {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mego-codegen"))
            .arg("watch")
            .args(arguments)
            .current_dir(folder)
            .env_remove("CARGO_TARGET_DIR")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        Watching { child, out, err }
    }

    /// Waits until a line has this in it. A hang is a failure, too: nothing here takes a minute.
    fn until(lines: &Receiver<String>, part: &str) -> String {
        loop {
            let line = lines
                .recv_timeout(Duration::from_secs(60))
                .unwrap_or_else(|_| panic!("`{part}` was not said"));
            if line.contains(part) {
                return line;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

#[test]
fn watch_writes_again_when_the_source_changes() {
    let folder = project(TARGETS, WELL_BEHAVED);
    let watching = Watching::start(folder.path(), &[]);
    let line = Watching::until(&watching.out, "watching ");
    assert!(line.contains("src"), "{line}");
    assert!(!folder.read("generated/shop/methods.d.ts").contains("pong"));

    let contract = Builder::new().method("pong", "").build().to_json();
    folder.put("contract.json", &contract);
    Watching::until(&watching.out, " written");
    assert!(folder.read("generated/shop/methods.d.ts").contains("pong"));

    // What is broken is told, and the next change is looked at all the same.
    folder.put("src/main.rs", "fn main() { nonsense() }\n");
    Watching::until(&watching.err, "it does not compile");
    assert!(folder.read("generated/shop/methods.d.ts").contains("pong"));
    let contract = Builder::new().method("peng", "").build().to_json();
    folder.put("contract.json", &contract);
    folder.put(
        "src/main.rs",
        &format!("const CONTRACT: &str = include_str!(\"../contract.json\");\n{WELL_BEHAVED}\n"),
    );
    Watching::until(&watching.out, " written");
    assert!(folder.read("generated/shop/methods.d.ts").contains("peng"));
}

#[test]
fn watch_looks_at_a_contract() {
    let folder = with_contract();
    let watching = Watching::start(folder.path(), &["--contract", "api.json", "--out", "web"]);
    Watching::until(&watching.out, "watching ");
    folder.put("api.json", &Builder::new().method("pong", "").build().to_json());
    Watching::until(&watching.out, " written");
    assert!(folder.read("web/methods.ts").contains("pong"));
}

#[test]
fn watch_cannot_look_at_a_server() {
    let outcome = mego_codegen(
        Folder::new().path(),
        &["watch", "--url", "ws://127.0.0.1:1/mego", "--out", "web"],
    );
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("tells nobody that its contract has changed"),
        "{}",
        outcome.err
    );
}
