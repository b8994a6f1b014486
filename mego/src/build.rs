//! From what an engine was given to what serves: every method declares itself, and everything is checked.

use std::any::TypeId;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::time::Instant;

use crate::call::{Call, Facts};
use crate::contract::{self, Contract, Declarations, Group};
use crate::error::SetupError;
use crate::handle::Hub;
use crate::limits::Limits;
use crate::method::{Definition, Entry, MethodSet};
use crate::server::{ByName, Server, States};
use crate::session::{ClientInfo, Introduction, Session};

/// A server and its contract.
pub(crate) struct Built {
    pub(crate) server: Server,
    pub(crate) contract: Contract,
}

pub(crate) fn server(
    hub: Arc<Hub>,
    states: States,
    promised: &[TypeId],
    sets: Vec<MethodSet>,
    limits: Limits,
    logs_calls: bool,
    mut problems: Vec<String>,
) -> Result<Built, SetupError> {
    let package = sets.first().map_or("", |set| set.package).to_owned();
    let mut declaring = Declaring::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut methods: Vec<Entry> = Vec::new();
    let mut by_name = ByName::default();
    for set in sets {
        let (title, intro) = set
            .group
            .map_or((None, String::new()), |(title, intro)| (Some(title), intro));
        let known = groups.iter().position(|group| group.title == title);
        let index = known.unwrap_or_else(|| {
            groups.push(Group {
                title,
                intro: String::new(),
                methods: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[index];
        if group.intro.is_empty() {
            group.intro = intro;
        } else if !intro.is_empty() && group.intro != intro {
            problems.push(format!(
                "the group `{}` has two introductions: give it one",
                group.title.as_deref().unwrap_or_default()
            ));
        }
        for definition in set.methods {
            let info = definition.info();
            if let Some(first) = by_name.get(info.name) {
                problems.push(format!(
                    "`{}` and `{}` are both called `{}` on the wire: give one another name with `#[mego::method(name = \"…\")]`",
                    methods[*first].info().rust,
                    info.rust,
                    info.name
                ));
                continue;
            }
            let Some(declared) = declaring.declare(&definition) else {
                continue;
            };
            for (id, type_name) in declared.states {
                if !states.contains_key(&id) && !promised.contains(&id) {
                    problems.push(format!(
                        "`{}` takes `State<{type_name}>`, and the engine has none: add `.state(…)` with a value of that type",
                        info.rust
                    ));
                }
            }
            if !info.hidden {
                group.methods.push(declared.method);
            }
            by_name.insert(info.name, methods.len());
            methods.push(Entry::new(definition, declared.positions));
        }
    }
    groups.retain(|group| !group.methods.is_empty());
    let (types, declared_problems) = declaring.finish();
    problems.extend(declared_problems);
    SetupError::check(problems)?;
    let contract = Contract {
        mego: contract::VERSION,
        package,
        groups,
        types,
    };
    let server = Server {
        hub,
        limits,
        contract: contract.hash(),
        logs_calls,
        states,
        methods,
        by_name,
    };
    Ok(Built { server, contract })
}

/// Lets methods declare themselves by calling them with a call that only asks.
struct Declaring {
    declarations: Arc<Mutex<Declarations>>,
    session: Session,
}

impl Declaring {
    fn new() -> Declaring {
        let server = Arc::new(Server::empty());
        let session = Session::new(
            String::new(),
            server,
            ClientInfo::default(),
            Introduction::default(),
        );
        Declaring {
            declarations: Arc::new(Mutex::new(Declarations::new())),
            session,
        }
    }

    fn declare(&mut self, definition: &Definition) -> Option<contract::Declared> {
        let lock = || self.declarations.lock().unwrap_or_else(PoisonError::into_inner);
        lock().begin(definition.info());
        let facts = Facts {
            method: 0,
            id: None,
            received: Instant::now(),
            deadline: Duration::ZERO,
            size: 0,
        };
        let call = Call::declaring(self.session.clone(), facts, Arc::clone(&self.declarations));
        // Every argument of such a call is there at once, as a refusal, and the function is never reached.
        let _ = definition
            .invoke(call)
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        let mut declarations = lock();
        definition.declare_output(&mut declarations);
        declarations.end()
    }

    fn finish(self) -> (contract::Types, Vec<String>) {
        let declarations = std::mem::replace(
            &mut *self.declarations.lock().unwrap_or_else(PoisonError::into_inner),
            Declarations::new(),
        );
        declarations.finish()
    }
}
