//! The processes of a run, and what the system tells about them.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use std::{fs, thread};

use super::Programs;
use super::scenario::Load;
use crate::Result;

/// A server that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contender {
    Floor,
    /// The floor with all replies of a batch in one message, as Mego sends them.
    BatchedFloor,
    Mego,
    /// Mego with the middleware that an engine has unless it is told otherwise.
    DefaultMego,
}

impl Contender {
    pub(super) fn name(self) -> &'static str {
        match self {
            Contender::Floor => "floor",
            Contender::BatchedFloor => "floor, batched",
            Contender::Mego => "mego",
            Contender::DefaultMego => "mego, default",
        }
    }

    /// The command that starts it.
    pub(super) fn command(self, programs: &Programs) -> Vec<OsString> {
        let path = |name| programs.path(name).into_os_string();
        match self {
            Contender::Floor => vec![path("bench-floor")],
            Contender::BatchedFloor => vec![path("bench-floor"), "--batched".into()],
            Contender::Mego => vec![path("bench-mego")],
            Contender::DefaultMego => vec![path("bench-mego"), "--default".into()],
        }
    }
}

/// A child that speaks in lines, and ends when its standard input does.
struct Lines {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Lines {
    fn start(mut command: Command) -> Result<Lines> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", command.get_program().display()))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("a child without pipes".into());
        };
        Ok(Lines {
            child,
            input: Some(input),
            output: BufReader::new(output),
        })
    }

    fn read(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(format!("a process of the bench ended early: {}", self.child.wait()?).into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn write(&mut self, line: &str) -> Result<()> {
        match &mut self.input {
            Some(input) => Ok(writeln!(input, "{line}")?),
            None => Err("the process was told to end".into()),
        }
    }

    fn end(&mut self) {
        self.input = None;
        // It has no reason not to end by itself, and is waited for so that no two servers ever run at once.
        let _ = self.child.wait();
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.end();
    }
}

/// A server under measurement.
pub(super) struct Server {
    lines: Lines,
    port: u16,
}

impl Server {
    pub(super) fn start(command: &[OsString]) -> Result<Server> {
        let mut lines = Lines::start(pinned(0, command))?;
        let port = lines.read()?.parse()?;
        Ok(Server { lines, port })
    }

    /// Processor time so far, of the user and the system, of all threads. The nanoseconds of the scheduler: ticks of ten
    /// milliseconds would do only for long rounds.
    pub(super) fn processor_time(&self) -> Result<Duration> {
        let mut nanos = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.pid()))? {
            let path = task?.path().join("schedstat");
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{} cannot be read ({error}): this needs Linux", path.display()))?;
            nanos += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanos))
    }

    /// KiB of memory that are resident.
    pub(super) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
        Ok(number
            .ok_or("the system does not say how much memory is resident")?
            .parse()?)
    }

    fn pid(&self) -> u32 {
        self.lines.child.id()
    }

    /// Ends the server and waits for it.
    pub(super) fn end(mut self) {
        self.lines.end();
    }
}

/// How long a load lasts.
#[derive(Clone, Copy)]
pub(super) enum Amount {
    Time(Duration),
    CallsPerConnection(u64),
}

/// The clients of one run, connected and warm.
pub(super) struct Clients(Lines);

/// What clients counted.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    pub(super) calls: u64,
    /// Reads that brought replies.
    pub(super) reads: u64,
    pub(super) elapsed: Duration,
}

impl Clients {
    pub(super) fn connect(
        programs: &Programs,
        server: &Server,
        load: Load,
        amount: Amount,
    ) -> Result<Clients> {
        let (unit, amount) = match amount {
            Amount::Time(time) => ("--millis", time.as_millis().to_string()),
            Amount::CallsPerConnection(calls) => ("--calls", calls.to_string()),
        };
        let numbers = [server.port.to_string(), load.method.to_owned()]
            .into_iter()
            .chain([
                load.connections.to_string(),
                load.window.to_string(),
                unit.to_owned(),
                amount,
            ]);
        let mut command = vec![programs.path("bench-load").into_os_string()];
        command.extend(numbers.map(OsString::from));
        let mut lines = Lines::start(pinned(1, &command))?;
        match lines.read()?.as_str() {
            "ready" => Ok(Clients(lines)),
            other => Err(format!("the load says `{other}`").into()),
        }
    }

    /// Makes the calls, and comes back with the last reply. The connections stay until the clients are dropped.
    pub(super) fn call(&mut self) -> Result<Counts> {
        self.0.write("go")?;
        let line = self.0.read()?;
        let mut numbers = line.split(' ').map(str::parse::<u64>);
        let mut next = || numbers.next().ok_or("the load counted too little");
        Ok(Counts {
            calls: next()??,
            reads: next()??,
            elapsed: Duration::from_nanos(next()??),
        })
    }
}

/// A command on one core, with as many files as there may be: 5,000 connections are more than most shells allow.
fn pinned(core: usize, command: &[OsString]) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -n $(ulimit -Hn); exec \"$@\"", "sh"]);
    if has_cores() {
        shell.args(["taskset", "--cpu-list", &core.to_string()]);
    }
    shell.args(command);
    shell
}

/// Whether the servers and the load can have a core each; says so once when they cannot.
fn has_cores() -> bool {
    static HAS_CORES: OnceLock<bool> = OnceLock::new();
    *HAS_CORES.get_or_init(|| {
        let has_taskset = Path::new("/usr/bin/taskset").exists();
        let has_cores = thread::available_parallelism().is_ok_and(|cores| cores.get() > 1);
        if !has_taskset || !has_cores {
            eprintln!(
                "note: there is no taskset or no second core: servers and load run wherever they are put"
            );
        }
        has_taskset && has_cores
    })
}
