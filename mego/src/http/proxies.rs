//! Whose word about a client's address counts.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The networks of proxies that are trusted.
#[derive(Default)]
pub(crate) struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Trusts a network, `10.0.0.0/8`, or a single address.
    pub(crate) fn trust(&mut self, network: &str) -> Result<(), String> {
        let parsed = network
            .parse::<IpNet>()
            .or_else(|_| network.parse::<IpAddr>().map(IpNet::from));
        let network = parsed.map_err(|_| {
            format!("the proxy `{network}` has to be an address or a network: `10.0.0.5` or `10.0.0.0/8`")
        })?;
        self.0.push(network);
        Ok(())
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Where a client is that connected from `peer`: each proxy adds to the header whom it saw, so that it is read from
    /// its end, and the first address that is not a proxy's is the client's. What stands before it is hearsay.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let mut said = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .rev()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.rsplit(','));
        while self.trusts(client) {
            // Something else than an address is where the trust ends.
            let Some(Ok(next)) = said.next().map(|said| said.trim().parse::<IpAddr>()) else {
                break;
            };
            client = next.to_canonical();
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(trusted: &[&str], peer: &str, headers: &[&'static str]) -> String {
        let mut proxies = Proxies::default();
        trusted.iter().for_each(|network| proxies.trust(network).unwrap());
        let mut map = HeaderMap::new();
        for value in headers {
            map.append(FORWARDED_FOR, HeaderValue::from_static(value));
        }
        proxies.client(peer.parse().unwrap(), &map).to_string()
    }

    #[test]
    fn only_the_word_of_proxies_counts() {
        assert_eq!(client(&[], "9.9.9.9", &["1.2.3.4"]), "9.9.9.9");
        assert_eq!(client(&["10.0.0.0/8"], "9.9.9.9", &["1.2.3.4"]), "9.9.9.9");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["1.2.3.4"]), "1.2.3.4");
        assert_eq!(client(&["10.0.0.1"], "::ffff:10.0.0.1", &["1.2.3.4"]), "1.2.3.4");
    }

    #[test]
    fn what_a_client_says_itself_does_not_count() {
        let trusted = &["10.0.0.0/8", "fd00::/8"];
        assert_eq!(
            client(trusted, "10.0.0.1", &["6.6.6.6, 1.2.3.4, 10.0.0.2"]),
            "1.2.3.4"
        );
        assert_eq!(
            client(trusted, "fd00::1", &["6.6.6.6", "2001:db8::1"]),
            "2001:db8::1"
        );
        assert_eq!(client(trusted, "10.0.0.1", &["6.6.6.6, nonsense"]), "10.0.0.1");
        assert_eq!(client(trusted, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn a_network_that_is_none_is_named() {
        let error = Proxies::default().trust("10.0.0.0/40").unwrap_err();
        assert!(error.contains("`10.0.0.0/40`"), "{error}");
    }
}
