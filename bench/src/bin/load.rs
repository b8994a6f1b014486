//! Calls a server: `bench-load PORT sum|echo CONNECTIONS WINDOW (--millis N | --calls N)`.
//!
//! Connects and warms up, prints `ready`, waits for a line on standard input, runs, and prints what it counted:
//! replies, reads and nanoseconds. With `--calls`, the calls are those of each connection. A window of 0 makes no call
//! before that line, so that the connections until then are idle ones.

use std::env;
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use bench::load::{self, Template, Until};

/// Calls on each connection before anything is measured.
const WARM_UP: u64 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [port, method, connections, window, unit, amount] = arguments.as_slice() else {
        return Err("bench-load PORT sum|echo CONNECTIONS WINDOW (--millis N | --calls N)".into());
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse()?));
    let template = match method.as_str() {
        "sum" => Template::sum(),
        "echo" => Template::echo()?,
        _ => return Err(format!("there is no method {method}").into()),
    };
    let window: u64 = window.parse()?;
    let until = match unit.as_str() {
        "--millis" => Until::Elapsed(Duration::from_millis(amount.parse()?)),
        "--calls" => Until::Calls(amount.parse()?),
        _ => return Err(format!("there is no option {unit}").into()),
    };
    let mut clients = load::connect(address, connections.parse()?, &template)?;
    if window > 0 {
        load::run(&mut clients, window, Until::Calls(WARM_UP))?;
    }
    println!("ready");
    io::stdin().read_line(&mut String::new())?;
    let counts = load::run(&mut clients, window.max(1), until)?;
    println!("{} {} {}", counts.calls, counts.reads, counts.elapsed.as_nanos());
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}
