//! A weather service behind middleware: all of Mego's, and some of one's own.
//!
//! - `WEATHER_ADDRESS`: where to listen, `127.0.0.1:5002` by default

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mego::prelude::*;
use mego::{Error, MethodSet};

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> mego::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter("info")
        .with_target(false)
        .init();
    let address = std::env::var("WEATHER_ADDRESS").unwrap_or_else(|_| "127.0.0.1:5002".to_owned());
    print_what_to_try(&address);

    // Of the engine's middleware, the first is the outermost: a call passes it from top to bottom, its answer from
    // bottom to top. `Engine::default()` begins with the first two by itself.
    Engine::new()
        .state(Trail::default())
        // One line in the terminal for every call, whatever became of it further in.
        .with(Logger::new())
        // A panic ends its call and nothing else; the logger outside of it sees an answer like any other.
        .with(Recovery::new())
        // Nobody keeps the server busy alone, however many connections they open.
        .with(RateLimit::per_address(600, MINUTE))
        // Ours: finds out who calls, for all that comes after it.
        .with(identify)
        // Three forecasts at once for each connection, then one every twenty seconds.
        .register(weather(methods![forecast].with(RateLimit::per_session(3, MINUTE))))
        // One map at a time, whoever wants it: drawing takes the whole machine.
        .register(weather(methods![draw_map].with(RequestLimit::new(1))))
        // Weather stations answer soon or never.
        .register(weather(methods![ask_station].with(Timeout::after(Duration::from_millis(200)))))
        // Nothing of its own; it has all of the engine's.
        .register(weather(methods![recalibrate]))
        // Several around one list: who has no key is turned away, and not written down; who has used theirs up, is.
        .register(
            methods![report, trail]
                .with(keys_only)
                .with(audit)
                .with(RateLimit::per_key(5, MINUTE, |cx| {
                    cx.get::<Caller>().map(|caller| caller.0.to_owned())
                }))
                .group("Reports", "For weather stations: a key is needed, as the token of the connection."),
        )
        // What answers where there is no method. The engine's middleware stands around it, too.
        .fallback(async |cx: Context| {
            let text = format!("the weather service knows no `{}`", cx.method());
            Error::new(Status::Unimplemented, text)
        })
        .run(address)
        .await
}

/// Lists of one title stand together in the documents, whatever middleware they have.
fn weather(methods: MethodSet) -> MethodSet {
    methods.group("Weather", "For everybody.")
}

/// Who may report, and by which key. A real service would ask its database.
const KEYS: [(&str, &str); 2] = [
    ("harbour", "key-of-the-harbour"),
    ("mountain", "key-of-the-mountain"),
];

/// The owner of the key that came with the connection.
#[derive(Clone)]
struct Caller(&'static str);

/// Leaves on the context who calls, if they have a key: what is further in takes it from there.
async fn identify(cx: Context, next: Next) -> Reply {
    let token = cx.session().token();
    let owner = KEYS.iter().find(|(_, key)| token.as_deref() == Some(key));
    if let Some((owner, _)) = owner {
        cx.set(Caller(owner));
    }
    next.run(cx).await
}

/// Answers by itself where there is no key: to abort is not to call `next`.
async fn keys_only(cx: Context, next: Next) -> Reply {
    if cx.get::<Caller>().is_none() {
        return Reply::error(Error::new(Status::NotAuthorized, "a key is needed"));
    }
    next.run(cx).await
}

/// Writes down who did what, how it ended, and what was noted on the way. All that is after `next` runs on the way out.
async fn audit(cx: Context, next: Next) -> mego::Result<Reply> {
    // Always there, for this stands within `keys_only`. If it were not, `?` would end the call with an internal error.
    let caller = cx.require::<Caller>()?;
    let reply = next.run(cx.clone()).await;
    if let Some(trail) = cx.state::<Trail>() {
        trail.write(Entry {
            caller: caller.0.to_owned(),
            method: cx.method().to_owned(),
            code: reply.code(),
            notes: cx.errors().iter().map(ToString::to_string).collect(),
        });
    }
    Ok(reply)
}

/// What was done with keys: the last hundred calls.
#[derive(Clone, Default)]
struct Trail(Arc<Mutex<VecDeque<Entry>>>);

impl Trail {
    fn write(&self, entry: Entry) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.truncate(99);
        entries.push_front(entry);
    }

    fn read(&self) -> Vec<Entry> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().cloned().collect()
    }
}

/// One call that was made with a key.
#[mego::data]
#[derive(Clone)]
struct Entry {
    /// Whose key it was.
    #[mego(example = "harbour")]
    caller: String,
    /// The method that was called.
    #[mego(example = "report")]
    method: String,
    /// The status that it ended with; 0 is success.
    #[mego(example = 0)]
    code: u16,
    /// What was noted on the way. Whoever called did not see it.
    #[mego(example = ["Invalid: 61 degrees were taken for a broken thermometer"])]
    notes: Vec<String>,
}

/// Tell tomorrow's weather
///
/// Three times a minute for each connection.
#[mego::method(idempotent)]
async fn forecast(
    /// Where.
    #[param(example = "Taipei")]
    place: String,
) -> String {
    // It has been right more often than not.
    format!("Tomorrow will be like today in {place}.")
}

/// Draw a map
///
/// One at a time, of all connections together: another is answered Busy.
#[mego::method]
async fn draw_map(
    /// How long to take, in seconds.
    #[param(default = 5)]
    seconds: u8,
) -> String {
    tokio::time::sleep(Duration::from_secs(seconds.into())).await;
    "🗺️".to_owned()
}

/// Ask a weather station
///
/// The station does not answer, which is known after 200 ms.
#[mego::method(idempotent)]
async fn ask_station() -> u32 {
    std::future::pending().await
}

/// Recalibrate
///
/// Panics, as any code may. The caller gets an incident id, and the log says more under it.
#[mego::method]
async fn recalibrate() {
    panic!("the barometer is upside down");
}

/// Report a temperature
///
/// Needs a key, with which five reports a minute can be made.
#[mego::method]
async fn report(
    cx: Context,
    /// In degrees Celsius.
    #[param(example = 21)]
    degrees: i32,
) -> mego::Result<String> {
    // `identify` has left it; without it, the call would end here.
    let caller = cx.require::<Caller>()?;
    if !(-90..=60).contains(&degrees) {
        // Nothing that ends the call, but somebody should know.
        let text = format!("{degrees} degrees were taken for a broken thermometer");
        cx.note(Error::new(Status::Invalid, text));
    }
    Ok(format!("Thank you, {}.", caller.0))
}

/// Read the audit trail
///
/// What was done with keys, the newest first. Needs a key.
#[mego::method(idempotent)]
async fn trail(State(trail): State<Trail>) -> Vec<Entry> {
    trail.read()
}

fn print_what_to_try(address: &str) {
    println!(
        r#"ws://{address}/mego

Try it with Node 22 or later, in the folder of the repository, and watch the log here:

node --input-type=module --eval '
import {{ createClient }} from "./generated/middleware/index.js";
const weather = createClient("ws://{address}/mego", {{ token: "key-of-the-harbour" }});
const show = ({{ ok, value, error }}) => console.log(ok ? value : `${{error.status}}: ${{error.message}}`);
for (let i = 0; i < 4; i++) show(await weather.forecast({{ place: "Taipei" }}).result());
const maps = [weather.drawMap({{ seconds: 1 }}).result(), weather.drawMap().result()];
for (const map of maps) show(await map);
show(await weather.askStation().result());
show(await weather.recalibrate().result());
show(await weather.report({{ degrees: 61 }}).result());
show(await weather.trail().result());
weather.close();'
"#
    );
}
