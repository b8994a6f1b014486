//! From a running server: `GET <path>/contract.json` beside its socket.

use std::time::Duration;

use mego::contract::Contract;
use ureq::Agent;

use super::read;
use crate::problem::Problem;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest contract that is read; one method takes about a kilobyte.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Asks the server whose socket is at this address.
pub(crate) fn fetch(url: &str) -> Result<Contract, Problem> {
    let address = address(url)?;
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .into();
    let unreachable = |error: &ureq::Error| {
        Problem::new(
            url,
            format!("the server cannot be asked for its contract: {error}"),
            "start it, and name the address of its socket, as in `--url ws://127.0.0.1:5000/mego`",
        )
    };
    let mut answer = agent.get(&address).call().map_err(|error| unreachable(&error))?;
    let status = answer.status();
    if !status.is_success() {
        return Err(Problem::new(
            url,
            format!("the server has no contract for us: `GET {address}` answered {status}"),
            "a server built for release serves it after `Engine::serve_contract(true)` only; if the path of the socket is \
             another, name it in the address",
        ));
    }
    let text = answer
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_string()
        .map_err(|error| unreachable(&error))?;
    read::contract(&address, &text, || None)
}

/// Where the contract is, from where the socket is.
fn address(url: &str) -> Result<String, Problem> {
    let wrong = |message: &str, remedy: &str| Err(Problem::new(url, message, remedy));
    let example = "name the address of the socket, as in `--url ws://127.0.0.1:5000/mego`";
    let Some((scheme, rest)) = url.split_once("://") else {
        return wrong("this is not an address", example);
    };
    match scheme {
        "ws" | "http" => {}
        "wss" | "https" => {
            return wrong(
                "mego-codegen does not speak TLS",
                "fetch the file, as in `curl -o api.json https://api.example.com/mego/contract.json`, and name it with `--contract`",
            );
        }
        _ => return wrong("this is not the address of a WebSocket", example),
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, "mego"));
    Ok(format!("http://{host}/{path}/contract.json").replace("//contract", "/contract"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_is_beside_the_socket() {
        for (socket, contract) in [
            (
                "ws://127.0.0.1:5000/mego",
                "http://127.0.0.1:5000/mego/contract.json",
            ),
            (
                "ws://127.0.0.1:5000/mego/",
                "http://127.0.0.1:5000/mego/contract.json",
            ),
            (
                "http://localhost:5000/api/socket?x=1",
                "http://localhost:5000/api/socket/contract.json",
            ),
            ("ws://localhost:5000", "http://localhost:5000/mego/contract.json"),
            ("ws://localhost:5000/", "http://localhost:5000/contract.json"),
        ] {
            assert_eq!(address(socket).unwrap(), contract);
        }
    }

    #[test]
    fn what_is_no_address_of_a_socket_is_told() {
        for (url, message) in [
            ("localhost:5000", "this is not an address"),
            ("ftp://localhost", "this is not the address of a WebSocket"),
            ("wss://api.example.com/mego", "mego-codegen does not speak TLS"),
        ] {
            assert_eq!(address(url).unwrap_err().message, message);
        }
    }
}
