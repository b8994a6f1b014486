//! Which web pages may connect. A WebSocket is not bound by the same-origin policy: without this check any page could
//! connect with the cookies of whoever looks at it.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// The origins that may connect.
pub(crate) enum Origins {
    /// Those of the server's own host, and these.
    Listed(Vec<String>),
    Any,
}

impl Default for Origins {
    fn default() -> Origins {
        Origins::Listed(Vec::new())
    }
}

impl Origins {
    pub(crate) fn allow(&mut self, origin: String) {
        if let Origins::Listed(origins) = self {
            origins.push(origin);
        }
    }

    /// Whether the request may connect. Only browsers send an `Origin`, and only they bring cookies unasked.
    pub(super) fn admit(&self, headers: &HeaderMap) -> bool {
        let (Origins::Listed(origins), Some(origin)) = (self, headers.get(ORIGIN)) else {
            return true;
        };
        let Ok(origin) = origin.to_str() else { return false };
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let own = origin
            .split_once("://")
            .zip(host)
            .is_some_and(|((scheme, own), host)| {
                without_default_port(scheme, own) == without_default_port(scheme, host)
            });
        own || origins.iter().any(|listed| listed.eq_ignore_ascii_case(origin))
    }
}

/// A browser leaves the port of the scheme away, and a proxy may add it.
fn without_default_port<'a>(scheme: &str, host: &'a str) -> &'a str {
    let port = if scheme.eq_ignore_ascii_case("https") {
        ":443"
    } else {
        ":80"
    };
    host.strip_suffix(port).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn request(origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("example.com:5000"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn the_own_host_and_programs_may_connect() {
        let origins = Origins::default();
        assert!(origins.admit(&request(None)));
        assert!(origins.admit(&request(Some("http://example.com:5000"))));
        assert!(origins.admit(&request(Some("https://example.com:5000"))));
    }

    #[test]
    fn the_port_of_the_scheme_may_be_left_away() {
        let origins = Origins::default();
        for (host, origin) in [
            ("localhost:80", "http://localhost"),
            ("a.org", "https://a.org:443"),
        ] {
            let mut headers = request(Some(origin));
            headers.insert(HOST, HeaderValue::from_static(host));
            assert!(origins.admit(&headers), "{host} and {origin}");
        }
    }

    #[test]
    fn others_may_not_however_alike_they_look() {
        let origins = Origins::default();
        for origin in [
            "http://example.com",
            "http://evil-example.com:5000",
            "http://example.com:5000.evil.org",
            "http://example.com:50000",
            "null",
            "",
        ] {
            assert!(!origins.admit(&request(Some(origin))), "{origin}");
        }
    }

    #[test]
    fn a_listed_origin_may_and_its_neighbours_may_not() {
        let mut origins = Origins::default();
        origins.allow("https://app.example.org".to_owned());
        assert!(origins.admit(&request(Some("https://app.example.org"))));
        assert!(!origins.admit(&request(Some("http://app.example.org"))));
        assert!(!origins.admit(&request(Some("https://app.example.org.evil.org"))));
    }
}
