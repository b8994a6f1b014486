//! The command line.

use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use mego::contract::Contract;

use crate::config::{self, Code, Config};
use crate::markdown::{self, Labels};
use crate::output::{Difference, Plan};
use crate::problem::Problems;
use crate::typescript::{self, Int64, Target};
use crate::{Options, export};

/// The heading of the options that say what `Cargo.toml` would say otherwise.
const WITHOUT_CARGO: &str = "With a contract at hand";

const AFTER_HELP: &str = "\
Without --contract, mego-codegen reads from Cargo.toml what to generate, and runs each program just far
enough to get its contract; no port is opened and no database is needed:

    [workspace.metadata.mego]
    targets = [
        { package = \"examples\", example = \"accounts\", out = \"generated/accounts\", target = \"js\" },
    ]

    package   the package that has the program; may be left out in [package.metadata.mego]
    example   the example to run, or bin: the binary; may be left out if the package has one program
    out       the folder to write, from the folder of that Cargo.toml
    name      the name of the API; by default that of the example, binary or package
    target    \"ts\" (the default) or \"js\"
    lang      the languages of the documents, as in [\"zh-TW\", \"en\"], or files with labels; by default [\"en\"]
    code      \"fenced\" (the default) or \"indented\": how code stands in the documents
    int64     \"bigint\" (the default), \"number\" or \"string\": what 64-bit integers become

Only files that mego-codegen wrote itself are ever replaced or removed; .mego-manifest lists them.

Examples:
    mego-codegen                    write everything that Cargo.toml names
    mego-codegen --check            in CI: is everything up to date?
    mego-codegen --contract api.json --out web/api --target js --lang en

Exit status: 0 if all went well, 1 if something is wrong or out of date, 2 for a wrong command line.";

/// Writes the TypeScript client and the API documents of a Mego server.
#[derive(Debug, Parser)]
#[command(name = "mego-codegen", version, after_help = AFTER_HELP)]
struct Args {
    /// Read the contract from this file instead of running a program
    #[arg(long, value_name = "FILE", requires = "out", help_heading = WITHOUT_CARGO)]
    contract: Option<PathBuf>,

    /// The folder to write
    #[arg(long, value_name = "DIR", requires = "contract", help_heading = WITHOUT_CARGO)]
    out: Option<PathBuf>,

    /// The name of the API [default: the package of the contract]
    #[arg(long, requires = "contract", help_heading = WITHOUT_CARGO)]
    name: Option<String>,

    /// TypeScript, or JavaScript with declarations, which needs no build [default: ts]
    #[arg(long, value_enum, requires = "contract", help_heading = WITHOUT_CARGO)]
    target: Option<Target>,

    /// The language of a document, or a file with labels; may be given several times [default: en]
    #[arg(long, value_name = "LANG", requires = "contract", help_heading = WITHOUT_CARGO)]
    lang: Vec<String>,

    /// How code stands in the documents [default: fenced]
    #[arg(long, value_enum, requires = "contract", help_heading = WITHOUT_CARGO)]
    code: Option<Code>,

    /// What 64-bit integers become [default: bigint]
    #[arg(long, value_enum, requires = "contract", help_heading = WITHOUT_CARGO)]
    int64: Option<Int64>,

    /// Write nothing; list what is missing, changed or stale, and exit with 1 if there is any
    #[arg(long)]
    check: bool,
}

/// One API on its way from the contract to its folder.
#[derive(Debug)]
struct Job {
    name: String,
    contract: Contract,
    out: PathBuf,
    options: Options,
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(code) => code,
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::from(1)
        }
    }
}

fn run(args: &Args) -> Result<ExitCode, Problems> {
    let here = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let (jobs, next) = match (&args.contract, &args.out) {
        (Some(contract), Some(out)) => (vec![from_file(args, contract, out)?], None),
        _ => from_workspace(&here)?,
    };
    // Everything is generated before anything is written, so that a problem in one API leaves all folders as they are.
    let mut problems = Problems::default();
    let mut plans = Vec::new();
    for job in &jobs {
        let files = crate::generate(&job.contract, &job.name, &job.options);
        match files.and_then(|files| Plan::new(&job.out, files)) {
            Ok(plan) => plans.push((job, plan)),
            Err(more) => problems.extend(more),
        }
    }
    let plans = problems.into_result(plans)?;
    if args.check {
        return Ok(check(&plans, &here));
    }
    for (job, plan) in &plans {
        println!("{}", summary(&job.name, plan.write()?));
    }
    match (next, jobs.first()) {
        (Some(command), _) => println!("\nNext: {command}"),
        (None, Some(job)) => println!("\nNext: read {}", short(&job.out.join("README.md"), &here)),
        (None, None) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn from_file(args: &Args, contract: &Path, out: &Path) -> Result<Job, Problems> {
    let contract = export::read_file(contract)?;
    let name = args.name.clone().unwrap_or_else(|| contract.package.clone());
    config::check_name("--name", &name)?;
    let lang = if args.lang.is_empty() {
        config::english()
    } else {
        args.lang.clone()
    };
    let here = Path::new("");
    Ok(Job {
        name,
        contract,
        out: out.to_owned(),
        options: options(
            args.target.unwrap_or_default(),
            args.int64.unwrap_or_default(),
            &lang,
            args.code.unwrap_or_default(),
            here,
        )?,
    })
}

/// The APIs that `Cargo.toml` names, and the command to try next.
fn from_workspace(here: &Path) -> Result<(Vec<Job>, Option<String>), Problems> {
    let config = Config::load(here)?;
    let mut problems = Problems::default();
    let mut jobs = Vec::new();
    for api in &config.apis {
        let options = options(api.target, api.int64, &api.lang, api.code, &config.root);
        match (options, export::run(&config, &api.program)) {
            (Ok(options), Ok(contract)) => {
                jobs.push(Job {
                    name: api.name.clone(),
                    contract,
                    out: api.out.clone(),
                    options,
                });
            }
            (options, contract) => {
                problems.extend(options.err().unwrap_or_default());
                problems.extend(contract.err().map(Problems::from).unwrap_or_default());
            }
        }
    }
    let next = config.apis.last().map(|api| api.program.command());
    problems.into_result((jobs, next))
}

/// `home` is the folder from which files with labels are named.
fn options(
    target: Target,
    int64: Int64,
    lang: &[String],
    code: Code,
    home: &Path,
) -> Result<Options, Problems> {
    let code = match code {
        Code::Fenced => markdown::Code::Fenced,
        Code::Indented => markdown::Code::Indented,
    };
    let mut problems = Problems::default();
    let mut documents = Vec::new();
    for lang in lang {
        // A language is a tag; anything with a dot or a slash is a file.
        let labels = if lang.contains(['.', '/', '\\']) {
            Labels::from_file(&home.join(lang))
        } else {
            Labels::built_in(lang)
        };
        match labels {
            Ok(labels) => documents.push(markdown::Options { labels, code }),
            Err(more) => problems.extend(more),
        }
    }
    problems.into_result(Options {
        typescript: typescript::Options { target, int64 },
        documents,
    })
}

/// Tells what differs.
fn check(plans: &[(&Job, Plan)], here: &Path) -> ExitCode {
    let mut text = String::new();
    let mut fine = true;
    for (job, plan) in plans {
        let differences = plan.differences();
        fine &= differences.is_empty();
        let state = if differences.is_empty() {
            "up to date"
        } else {
            "out of date"
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}: {} files, {state}", job.name, plan.count());
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
        return ExitCode::SUCCESS;
    }
    println!("\nNext: run mego-codegen without --check, and commit what it writes");
    ExitCode::from(1)
}

fn summary(name: &str, written: crate::output::Written) -> String {
    let mut text = format!("{name}: {} files", written.files);
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

/// A path as seen from here.
fn short(path: &Path, here: &Path) -> String {
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
