//! From an engine to what runs: the contract, a server, a router, memory.

use std::ffi::OsStr;
use std::sync::Arc;

use axum::Router;
use tokio::net::{TcpListener, ToSocketAddrs, lookup_host};

use super::{Engine, Promise};
use crate::build::{self, Built};
use crate::contract::Contract;
use crate::error::{Error, Result, SetupError};
use crate::http::{self, Http};
use crate::server::Server;
use crate::signals;
use crate::transport::memory::MemoryServer;

/// The file that the contract is written to instead of serving. `mego-codegen` sets it.
const CONTRACT_OUT: &str = "MEGO_CONTRACT_OUT";

impl Engine {
    /// Makes what [`state_with`](Engine::state_with) promised. With `MEGO_CONTRACT_OUT` set, the contract is written to
    /// that file instead, and the process exits with 0.
    ///
    /// # Errors
    /// What a function of `state_with` returned, or, when the contract is wanted, everything that is wrong with the engine.
    pub async fn ready(mut self) -> Result<Engine> {
        if let Some(path) = std::env::var_os(CONTRACT_OUT) {
            self.export(&path)?;
            std::process::exit(0);
        }
        for promise in std::mem::take(&mut self.promises) {
            let id = promise.id;
            self.states.insert(id, promise.keep().await?);
        }
        Ok(self)
    }

    /// Everything about the API that a client or a document needs. Runs nothing and needs no runtime.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    ///
    /// ```
    /// # use mego::prelude::*;
    /// #[mego::method]
    /// async fn sum(a: i32, b: i32) -> i32 {
    ///     a + b
    /// }
    ///
    /// let contract = Engine::new().register(methods![sum]).contract()?;
    /// assert_eq!(contract.methods().count(), 1);
    /// # Ok::<(), mego::SetupError>(())
    /// ```
    pub fn contract(self) -> Result<Contract, SetupError> {
        self.build().map(|assembled| assembled.contract)
    }

    /// Serves the API at an address until [`Handle::close`](crate::Handle::close) is called, or the process is told to stop.
    ///
    /// On SIGTERM it stops being ready, waits for [`Limits::ready_delay`](crate::Limits::ready_delay), and closes as
    /// [`Handle::close`](crate::Handle::close) does; on Ctrl-C it closes without waiting for clients to go by themselves. A second signal ends
    /// the process at once.
    ///
    /// With `MEGO_CONTRACT_OUT` set, the contract is written to that file instead and nothing is bound: that is how
    /// `mego-codegen` reads an API.
    ///
    /// # Errors
    /// Everything that is wrong with the engine, or that the address cannot be bound.
    pub async fn run(self, address: impl ToSocketAddrs) -> Result<()> {
        let Some((server, http)) = self.start().await? else {
            return Ok(());
        };
        let addresses: Vec<_> = lookup_host(address).await?.collect();
        let listener = TcpListener::bind(addresses.as_slice()).await.map_err(|error| {
            let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
            Error::from(error).context(format!("cannot listen on {}", addresses.join(" or ")))
        })?;
        let signals = tokio::spawn(signals::close_on_signal(server.handle()));
        http::serve(listener, server, http).await;
        signals.abort();
        Ok(())
    }

    /// As [`run`](Engine::run), on a socket that is bound already, and without looking at signals: see
    /// [`Handle::close_on_signal`](crate::Handle::close_on_signal).
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    pub async fn serve(self, listener: TcpListener) -> Result<()> {
        let Some((server, http)) = self.start().await? else {
            return Ok(());
        };
        http::serve(listener, server, http).await;
        Ok(())
    }

    /// The API as a router, to merge into an axum app.
    ///
    /// `axum::serve` comes back while WebSockets are still open: await [`Handle::close`](crate::Handle::close) after it. With
    /// `MEGO_CONTRACT_OUT` set, the contract is written to that file and the process exits with 0.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::routing::get;
    /// use mego::prelude::*;
    ///
    /// let engine = Engine::new();
    /// let app: Router = Router::new().route("/", get(async || "hello")).merge(engine.router()?);
    /// # Ok::<(), mego::SetupError>(())
    /// ```
    pub fn router(self) -> Result<Router, SetupError> {
        if let Some(path) = std::env::var_os(CONTRACT_OUT) {
            self.export(&path)?;
            // The contract is written, which is all that this run was for.
            std::process::exit(0);
        }
        let (server, http) = self.build_now()?;
        Ok(http::router(&Arc::new(server), http))
    }

    /// The API without a socket, for tests.
    ///
    /// # Errors
    /// Everything that is wrong with the engine.
    pub fn in_memory(self) -> Result<MemoryServer, SetupError> {
        self.build_now()
            .map(|(server, _)| MemoryServer::new(Arc::new(server)))
    }

    /// What to serve; nothing when the contract was asked for, and written, instead.
    async fn start(self) -> Result<Option<(Arc<Server>, Http)>> {
        if let Some(path) = std::env::var_os(CONTRACT_OUT) {
            return Ok(self.export(&path).map(|()| None)?);
        }
        let Assembled {
            mut server,
            mut http,
            promises,
            ..
        } = self.build()?;
        http.has_health = true;
        http.install().map_err(SetupError::new)?;
        // Made last: what is wrong with the engine is told before a database is opened.
        for promise in promises {
            let id = promise.id;
            server.states.insert(id, promise.keep().await?);
        }
        Ok(Some((Arc::new(server), http)))
    }

    fn export(self, path: &OsStr) -> Result<(), SetupError> {
        let contract = self.contract()?;
        std::fs::write(path, contract.to_json()).map_err(|error| {
            SetupError::new(format!(
                "the contract cannot be written to {}: {error}",
                path.display()
            ))
        })
    }

    /// A server whose states are all there.
    fn build_now(mut self) -> Result<(Server, Http), SetupError> {
        for promise in &self.promises {
            self.problems.push(format!(
                "the state `{}` is not made yet: write `engine.ready().await?` before `router` or `in_memory`",
                promise.type_name
            ));
        }
        if let Err(problem) = self.http.install() {
            self.problems.push(problem);
        }
        self.build().map(|assembled| (assembled.server, assembled.http))
    }

    /// Checks everything. The promised states are still to be made.
    fn build(self) -> Result<Assembled, SetupError> {
        let Engine {
            hub,
            states,
            promises,
            api,
            limits,
            mut http,
            problems,
        } = self;
        let promised: Vec<_> = promises.iter().map(|promise| promise.id).collect();
        let Built { server, contract } = build::server(hub, states, &promised, api, limits, problems)?;
        http.contract = http.serves_contract.then(|| contract.to_json());
        Ok(Assembled {
            server,
            contract,
            http,
            promises,
        })
    }
}

/// An engine that has been checked.
struct Assembled {
    server: Server,
    contract: Contract,
    http: Http,
    promises: Vec<Promise>,
}
