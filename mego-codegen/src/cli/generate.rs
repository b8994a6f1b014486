//! `mego-codegen` and `mego-codegen check`: what there is to write, and writing or comparing it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mego::contract::Contract;

use super::short;
use crate::config::{self, Config, Program};
use crate::output::{self, Difference, Plan, Written};
use crate::problem::{Problem, Problems};
use crate::settings::{Settings, WITHOUT_CARGO};
use crate::{Lint, Model, Options, export};

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Read the contract from this file instead of running a program
    #[arg(long, value_name = "FILE", group = "source", requires = "out", help_heading = WITHOUT_CARGO)]
    pub(super) contract: Option<PathBuf>,

    /// Ask the development server at this address for the contract
    #[arg(long, value_name = "URL", group = "source", requires = "out", help_heading = WITHOUT_CARGO)]
    pub(super) url: Option<String>,

    /// The folder to write
    #[arg(long, value_name = "DIR", requires = "source", help_heading = WITHOUT_CARGO)]
    out: Option<PathBuf>,

    #[command(flatten)]
    settings: Settings,

    /// Take warnings as errors
    #[arg(long)]
    deny_warnings: bool,
}

/// One API on its way from the contract to its folder.
#[derive(Debug)]
struct Job {
    name: String,
    contract: Contract,
    out: PathBuf,
    options: Options,
    /// What is not warned of.
    allow: Vec<Lint>,
}

/// Everything that is to be written, in memory.
#[derive(Debug)]
struct Work {
    plans: Vec<(Job, Plan)>,
    /// The command to try next.
    next: Option<String>,
}

pub(super) fn write(args: &Args, here: &Path) -> Result<ExitCode, Problems> {
    let Work { plans, next } = work(args, here)?;
    write_all(&plans, here)?;
    match (next, plans.first()) {
        (Some(command), _) => println!("\nNext: {command}"),
        (None, Some((job, _))) => println!("\nNext: read {}", short(&job.out.join("README.md"), here)),
        (None, None) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes what differs, and names no next command.
pub(super) fn refresh(args: &Args, here: &Path) -> Result<(), Problems> {
    write_all(&work(args, here)?.plans, here)
}

fn write_all(plans: &[(Job, Plan)], here: &Path) -> Result<(), Problems> {
    let folders: Vec<&Plan> = plans.iter().map(|(_, plan)| plan).collect();
    for ((job, _), written) in plans.iter().zip(output::write(&folders)?) {
        println!("{}", summary(&title(job, plans, here), written));
    }
    Ok(())
}

/// Tells what differs.
pub(super) fn check(args: &Args, here: &Path) -> Result<ExitCode, Problems> {
    let mut text = String::new();
    let mut fine = true;
    let Work { plans, .. } = work(args, here)?;
    let plans = plans.as_slice();
    for (job, plan) in plans {
        let differences = plan.differences();
        fine &= differences.is_empty();
        let state = if differences.is_empty() {
            "up to date"
        } else {
            "out of date"
        };
        let title = title(job, plans, here);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{title}: {} files, {state}", plan.count());
        for difference in differences {
            let path = short(&job.out.join(difference.name()), here);
            let _ = match difference {
                Difference::Missing(_) => writeln!(text, "  missing {path}"),
                Difference::Changed(_, how) => writeln!(text, "  changed {path}\n{how}"),
                Difference::Stale(_) => writeln!(text, "  stale   {path}"),
            };
        }
    }
    print!("{text}");
    if fine {
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nNext: run mego-codegen, and commit what it writes");
    Ok(ExitCode::from(1))
}

/// Generates everything before anything is written, so that a problem in one API leaves all folders as they are.
fn work(args: &Args, here: &Path) -> Result<Work, Problems> {
    let (jobs, next) = match &args.out {
        Some(out) => (vec![with_contract(args, out)?], None),
        None => from_cargo(here)?,
    };
    let mut problems = Problems::default();
    let mut plans = Vec::new();
    let mut warnings = BTreeSet::new();
    for job in jobs {
        let files = crate::generate(&job.contract, &job.name, &job.options);
        // Those of a contract that cannot be used would only be in the way of what is wrong with it.
        if files.is_ok() {
            warn(&job, &mut warnings);
        }
        match files.and_then(|files| Plan::new(&job.out, files)) {
            Ok(plan) => plans.push((job, plan)),
            Err(more) => problems.extend(more),
        }
    }
    if args.deny_warnings && !warnings.is_empty() {
        problems.add(
            "--deny-warnings",
            format!("there are {} warnings", warnings.len()),
            "put right what they say, or allow it",
        );
    }
    problems.into_result(Work { plans, next })
}

/// Says what is surely not meant, each thing once: several APIs may come from one program.
fn warn(job: &Job, told: &mut BTreeSet<String>) {
    let Ok(model) = Model::new(&job.contract, &job.name) else {
        return;
    };
    for warning in crate::lint(&model, &job.allow) {
        let text = warning.to_string();
        if !told.contains(&text) {
            eprintln!("{text}\n");
            told.insert(text);
        }
    }
}

/// The API whose contract the command line names.
fn with_contract(args: &Args, out: &Path) -> Result<Job, Problems> {
    let contract = match (&args.contract, &args.url) {
        (Some(file), _) => export::read_file(file)?,
        (None, Some(url)) => export::fetch(url)?,
        (None, None) => unreachable!("clap lets --out stand only beside --contract or --url"),
    };
    let name = args
        .settings
        .name
        .clone()
        .unwrap_or_else(|| contract.package.clone());
    config::check_name("--name", &name)?;
    Ok(Job {
        name,
        contract,
        out: out.to_owned(),
        options: args.settings.options(Path::new(""))?,
        allow: args.settings.allow.clone(),
    })
}

/// The APIs that `Cargo.toml` names, and the command to try next.
fn from_cargo(here: &Path) -> Result<(Vec<Job>, Option<String>), Problems> {
    let config = Config::load(here)?;
    let mut problems = Problems::default();
    let mut jobs = Vec::new();
    // Several APIs may come from one program, which is built and run once.
    let mut contracts: Vec<(&Program, Result<Contract, Problem>)> = Vec::new();
    for api in &config.apis {
        if !contracts.iter().any(|(program, _)| **program == api.program) {
            contracts.push((&api.program, export::run(&config, &api.program)));
        }
        let found = contracts.iter().find(|(program, _)| **program == api.program);
        let Some((_, contract)) = found else { continue };
        match (api.settings.options(&config.root), contract) {
            (Ok(options), Ok(contract)) => {
                jobs.push(Job {
                    name: api.name.clone(),
                    contract: contract.clone(),
                    out: api.out.clone(),
                    options,
                    allow: api.settings.allow.clone(),
                });
            }
            (options, contract) => {
                problems.extend(options.err().unwrap_or_default());
                problems.extend(
                    contract
                        .as_ref()
                        .err()
                        .cloned()
                        .map(Problems::from)
                        .unwrap_or_default(),
                );
            }
        }
    }
    let next = config.apis.last().map(|api| api.program.command());
    problems.into_result((jobs, next))
}

/// The name of an API, with its folder where others have the same name.
fn title(job: &Job, all: &[(Job, Plan)], here: &Path) -> String {
    if all.iter().filter(|(other, _)| other.name == job.name).count() > 1 {
        format!("{} ({})", job.name, short(&job.out, here))
    } else {
        job.name.clone()
    }
}

fn summary(title: &str, written: Written) -> String {
    let mut text = format!("{title}: {} files", written.files);
    if written.written == 0 && written.removed == 0 {
        text.push_str(", unchanged");
    }
    if written.written > 0 {
        let _ = write!(text, ", {} written", written.written);
    }
    if written.removed > 0 {
        let _ = write!(text, ", {} removed", written.removed);
    }
    text
}
