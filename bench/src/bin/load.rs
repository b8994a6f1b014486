//! Calls a server: `bench-load PORT sum|echo|start CONNECTIONS WINDOW (--millis N | --calls N)`.
//!
//! Connects and warms up, prints `ready`, waits for a line on standard input, runs, and prints what it counted:
//! replies, reads and nanoseconds. With `--calls`, the calls are those of each connection. A window of 0 makes no call
//! before that line, so that the connections until then are idle ones.
//!
//! With `start`, every connection listens, one of them makes the server emit `WINDOW` events to all, and again when all
//! have arrived: what is counted are events.

use std::env;
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use bench::load::{self, Client, Template, Until};

/// Calls on each connection before anything is measured; and events, of which each comes a thousand times.
const WARM_UP: u64 = 500;
const FEW_EVENTS: u64 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [port, method, connections, window, unit, amount] = arguments.as_slice() else {
        return Err("bench-load PORT sum|echo|start CONNECTIONS WINDOW (--millis N | --calls N)".into());
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse()?));
    let window: u64 = window.parse()?;
    let template = match method.as_str() {
        "sum" => Template::sum(),
        "echo" => Template::echo()?,
        "start" => Template::start(u8::try_from(window)?)?,
        _ => return Err(format!("there is no method {method}").into()),
    };
    let until = match unit.as_str() {
        "--millis" => Until::Elapsed(Duration::from_millis(amount.parse()?)),
        "--calls" => Until::Calls(amount.parse()?),
        _ => return Err(format!("there is no option {unit}").into()),
    };
    let mut clients = load::connect(address, connections.parse()?, &template)?;
    let is_listening = method == "start";
    let warm_up = if is_listening { FEW_EVENTS } else { WARM_UP };
    let run = |clients: &mut [Client], window, until| {
        if is_listening {
            load::listen(clients, window, until)
        } else {
            load::run(clients, window, until)
        }
    };
    if window > 0 {
        run(&mut clients, window, Until::Calls(warm_up))?;
    }
    println!("ready");
    io::stdin().read_line(&mut String::new())?;
    let counts = run(&mut clients, window.max(1), until)?;
    println!("{} {} {}", counts.calls, counts.reads, counts.elapsed.as_nanos());
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}
