//! `mego-codegen watch`: what `mego-codegen` does, again and again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{generate, short};
use crate::config::Config;
use crate::problem::{Problem, Problems};
use crate::sources::Sources;

/// How long nothing has to happen until what happened is looked at: an editor saves in several steps, and several files.
const QUIET: Duration = Duration::from_millis(150);

pub(super) fn watch(args: &generate::Args, here: &Path) -> Result<ExitCode, Problems> {
    if let Some(url) = &args.url {
        let remedy = "watch the source instead, without `--url`, or run mego-codegen again when the server has changed";
        return Err(Problem::new(url, "a server tells nobody that its contract has changed", remedy).into());
    }
    let (sender, events) = mpsc::channel();
    let watcher = notify::recommended_watcher(sender).map_err(|error| refused(here, &error))?;
    let mut watched = Watched {
        watcher,
        paths: BTreeSet::new(),
    };
    let mut is_told = false;
    loop {
        // What is broken now may be mended by the next change; what cannot be watched will not be.
        let sources = match sources(args, here) {
            Ok(sources) => sources,
            Err(problems) if !is_told => return Err(problems),
            Err(problems) => {
                eprintln!("{problems}\n");
                Sources::default()
            }
        };
        watched.add(&sources, here)?;
        if let Err(problems) = generate::refresh(args, here) {
            eprintln!("{problems}\n");
        }
        if !is_told {
            println!("\nwatching {}; Ctrl-C ends", watched.names(here));
            is_told = true;
        }
        wait(&events, &sources)?;
    }
}

/// What to look at.
fn sources(args: &generate::Args, here: &Path) -> Result<Sources, Problems> {
    let Some(contract) = &args.contract else {
        return Ok(Config::load(here)?.sources());
    };
    let contract = here.join(contract);
    Ok(Sources {
        folders: contract.parent().map(Path::to_owned).into_iter().collect(),
        only: Some(contract),
        ..Sources::default()
    })
}

/// Everything that is being watched.
struct Watched {
    watcher: RecommendedWatcher,
    paths: BTreeSet<PathBuf>,
}

impl Watched {
    fn add(&mut self, sources: &Sources, here: &Path) -> Result<(), Problem> {
        let folders = sources
            .folders
            .iter()
            .map(|path| (path, RecursiveMode::NonRecursive));
        let trees = sources.trees.iter().map(|path| (path, RecursiveMode::Recursive));
        for (path, mode) in folders.chain(trees) {
            if !self.paths.contains(path) && path.is_dir() {
                self.watcher
                    .watch(path, mode)
                    .map_err(|error| refused(here, &error))?;
                self.paths.insert(path.clone());
            }
        }
        Ok(())
    }

    fn names(&self, here: &Path) -> String {
        let names = self.paths.iter().map(|path| match short(path, here) {
            empty if empty.is_empty() => ".".to_owned(),
            name => name,
        });
        names.collect::<Vec<_>>().join(", ")
    }
}

/// Waits until something has changed, and then until nothing changes any more.
fn wait(events: &Receiver<notify::Result<Event>>, sources: &Sources) -> Result<(), Problem> {
    let gone = || Problem::new("watch", "nothing can be watched any more", "start it again");
    while !events
        .recv()
        .map_err(|_| gone())?
        .is_ok_and(|event| matters(&event, sources))
    {}
    while events.recv_timeout(QUIET).is_ok() {}
    Ok(())
}

fn matters(event: &Event, sources: &Sources) -> bool {
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| sources.matter(path))
}

fn refused(here: &Path, error: &notify::Error) -> Problem {
    Problem::new(
        here.display().to_string(),
        format!("it cannot be watched: {error}"),
        "run `mego-codegen` after each change instead",
    )
}
