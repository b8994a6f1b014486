//! What the log says of calls.

use std::io::Write;
use std::sync::{Arc, Mutex};

use mego::prelude::*;
use mego::wire::CallOptions;
use tests::Client;

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Collects what this thread logs until the guard is dropped.
    fn collect(&self) -> impl Drop + use<> {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .without_time()
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    fn lines(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        String::from_utf8(bytes)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[mego::method]
async fn sum(a: i32, b: i32) -> i32 {
    tracing::info!("adding");
    tokio::task::yield_now().await;
    tracing::info!("added");
    a + b
}

#[mego::method]
async fn breaks(cx: Context) -> mego::Result<()> {
    cx.note(mego::Error::internal("the cache is cold"));
    Err(mego::Error::internal("the database is down"))
}

#[mego::method]
async fn drips() -> impl Stream<Item = u32> {
    mego::stream::stream(async |mut items| {
        items.item(1).await;
        tracing::info!("dripped");
    })
}

async fn client(engine: Engine) -> Client {
    let server = engine.register(methods![sum, breaks, drips]).in_memory().unwrap();
    Client::connect(&server).await
}

#[tokio::test(start_paused = true)]
async fn a_call_is_one_readable_line() {
    let log = Log::default();
    let _guard = log.collect();
    let mut client = client(Engine::default()).await;
    log.lines();
    client.call::<i32>("sum", [1, 2]).await.unwrap();
    let lines = log.lines();
    let line = lines.last().unwrap();
    assert!(
        line.contains(" INFO call{method=\"sum\" session=\"") && line.contains("mego::call: OK in "),
        "{line}"
    );
    assert!(line.ends_with(", 3 B in, 1 B out"), "{line}");
    assert_eq!(line.matches("session").count(), 1, "{line}");
    client.call::<i32>("sum", ["x"]).await.unwrap_err();
    assert!(log.lines().last().unwrap().contains("Invalid in "));
    client.call::<i32>("nothing", ()).await.unwrap_err();
    assert!(log.lines().last().unwrap().contains("Unimplemented in "));
    let failure = client.call::<()>("breaks", ()).await.unwrap_err();
    let incident = failure.incident.unwrap();
    let lines = log.lines();
    let has = |words: &[&str]| {
        let found = lines
            .iter()
            .any(|line| words.iter().all(|word| line.contains(word)));
        assert!(found, "{words:?} in {lines:#?}");
    };
    has(&["ERROR", &incident, "the database is down"]);
    has(&["WARN", "the cache is cold"]);
    has(&["WARN", "breaks", "Error in ", &format!("incident {incident}")]);
}

#[tokio::test(start_paused = true)]
async fn what_a_handler_logs_stands_in_the_span_of_its_call() {
    let log = Log::default();
    let _guard = log.collect();
    let mut client = client(Engine::new()).await;
    log.lines();
    let options = CallOptions {
        trace: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ..CallOptions::default()
    };
    let id = client.start_with("sum", [1, 2], options);
    client.answer(id).await.unwrap();
    let id = client.start_with("drips", (), options);
    while !matches!(client.receive().await, tests::Owned::End(of) if of == id) {}
    let lines = log.lines();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    for (line, method, said) in [
        (&lines[0], "sum", "adding"),
        (&lines[1], "sum", "added"),
        (&lines[2], "drips", "dripped"),
    ] {
        assert!(
            line.contains(&format!("call{{method=\"{method}\" session=\"")),
            "{line}"
        );
        assert!(line.contains("traceparent=\"00-4bf92f3577b34da6"), "{line}");
        assert!(line.ends_with(said), "{line}");
    }
}
