//! From what an engine was given to what serves: every method declares itself, and everything is checked.

use std::any::TypeId;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use crate::call::{Call, Facts};
use crate::channels::Channels;
use crate::contract::{self, Contract, Declarations, Group};
use crate::engine::Api;
use crate::error::SetupError;
use crate::event::EventDefinition;
use crate::handle::Hub;
use crate::limits::Limits;
use crate::method::{Definition, Entry, List};
use crate::middleware::Chain;
use crate::server::{ByName, Server, States};
use crate::session::{ClientInfo, Introduction, Mailbox, Session};

/// A server and its contract.
pub(crate) struct Built {
    pub(crate) server: Server,
    pub(crate) contract: Contract,
}

pub(crate) fn server(
    hub: Arc<Hub>,
    states: States,
    promised: &[TypeId],
    api: Api,
    limits: Limits,
    mut problems: Vec<String>,
) -> Result<Built, SetupError> {
    let Api {
        lists,
        middleware,
        fallback,
        authorizers,
        hooks,
    } = api;
    let mut sets = Vec::new();
    let mut event_sets = Vec::new();
    for list in lists {
        match list {
            List::Methods(set) => sets.push(set),
            List::Events(set) => event_sets.push(set),
        }
    }
    let first = sets.first().map(|set| set.package);
    let package = first.or_else(|| event_sets.first().map(|set| set.package));
    let package = package.unwrap_or_default().to_owned();
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
        let chain: Chain = middleware.iter().chain(&set.middleware).cloned().collect();
        for definition in set.methods {
            let info = definition.info();
            if let Some(first) = by_name.get(info.name) {
                if methods[*first].info().rust == info.rust {
                    problems.push(format!("`{}` is listed twice", info.rust));
                    continue;
                }
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
            methods.push(Entry::new(definition, declared.positions, Arc::clone(&chain)));
        }
    }
    groups.retain(|group| !group.methods.is_empty());
    let mut channels = Channels::default();
    let mut events: Vec<contract::Event> = Vec::new();
    for set in event_sets {
        let authorizers: Vec<_> = authorizers.iter().chain(&set.authorizers).cloned().collect();
        for definition in set.events {
            let event = declaring.event(&definition);
            if let Some(first) = events.iter().find(|first| first.name == event.name) {
                problems.push(format!(
                    "`{}` and `{}` are both called `{}` on the wire: give one another name with `#[mego::event(name = \"…\")]`",
                    first.rust, event.rust, event.name
                ));
                continue;
            }
            channels.add(definition.id, definition.info, authorizers.clone());
            events.push(event);
        }
    }
    let data = hooks.connect.as_ref().and_then(|hook| hook.data);
    let data = data.map(|data| declaring.data(data));
    let (types, declared_problems) = declaring.finish();
    problems.extend(declared_problems);
    SetupError::check(problems)?;
    let contract = Contract {
        mego: contract::VERSION,
        package,
        groups,
        events,
        data,
        types,
    };
    // Calls of methods that do not exist pass the same middleware as others.
    let unknown = (fallback.is_some() || !middleware.is_empty()).then(|| {
        methods.push(Entry::new(
            Definition::unknown(fallback),
            Vec::new(),
            middleware.into(),
        ));
        methods.len() - 1
    });
    hub.serve(&limits, channels);
    let server = Server {
        hub,
        limits,
        contract: contract.hash(),
        states,
        methods,
        by_name,
        unknown,
        hooks,
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
            0,
            server,
            ClientInfo::default(),
            Arc::new(Mailbox::new(0)),
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
        let _ = pin!(definition.invoke(call, None)).poll(&mut Context::from_waker(Waker::noop()));
        let mut declarations = lock();
        definition.declare_output(&mut declarations);
        declarations.end()
    }

    fn event(&self, definition: &EventDefinition) -> contract::Event {
        definition.declare(&mut self.declarations.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn data(&self, declare: fn(&mut Declarations) -> Value) -> Value {
        declare(&mut self.declarations.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn finish(self) -> (contract::Types, Vec<String>) {
        let declarations = std::mem::replace(
            &mut *self.declarations.lock().unwrap_or_else(PoisonError::into_inner),
            Declarations::new(),
        );
        declarations.finish()
    }
}
