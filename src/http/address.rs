//! The address by which people reach us, and whether a request comes from a page of ours.

use std::fmt;
use std::net::IpAddr;

use axum::http::{HeaderMap, header};

/// An origin: scheme, host and port, as browsers send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    #[error("'{0}' begins with neither https:// nor http://")]
    Scheme(String),
    #[error("'{0}' is no host name, with a port or without")]
    Host(String),
    #[error("'{0}' has a path; only scheme and host are read, such as https://help.example.org")]
    Path(String),
}

impl PublicUrl {
    /// Reads an address such as `https://help.example.org`.
    ///
    /// ```
    /// use handrail::http::PublicUrl;
    /// assert_eq!(PublicUrl::read("https://Help.Example.org/").map(|url| url.to_string()), Ok("https://help.example.org".to_owned()));
    /// assert!(PublicUrl::read("help.example.org").is_err());
    /// ```
    ///
    /// # Errors
    /// When it is no origin.
    pub fn read(text: &str) -> Result<Self, PublicUrlError> {
        let lower = text.trim().to_ascii_lowercase();
        let (secure, rest) = match (lower.strip_prefix("https://"), lower.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(PublicUrlError::Scheme(text.to_owned())),
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        if host.contains(['/', '?', '#']) {
            return Err(PublicUrlError::Path(text.to_owned()));
        }
        let fits = |symbol: char| symbol.is_ascii_alphanumeric() || matches!(symbol, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(fits) {
            return Err(PublicUrlError::Host(text.to_owned()));
        }
        // Browsers leave the scheme's own port out.
        let host = host.strip_suffix(if secure { ":443" } else { ":80" }).unwrap_or(host);
        let scheme = if secure { "https" } else { "http" };
        Ok(Self { origin: format!("{scheme}://{host}"), secure })
    }

    /// Whether it is reached by https.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// The address of a page of ours.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}/{}", self.origin, path.trim_start_matches('/'))
    }

    /// Whether a request that changes something was sent by a page of ours. Browsers set these headers themselves, and
    /// no page can change them.
    #[must_use]
    pub fn sent_by_us(own: Option<&Self>, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let site = text(header::HeaderName::from_static("sec-fetch-site"));
        if site.is_some_and(|site| site != "same-origin") {
            return false;
        }
        let Some(origin) = text(header::ORIGIN) else { return false };
        if own.is_some_and(|own| own.origin.eq_ignore_ascii_case(origin)) {
            return true;
        }
        // Without a name of our own: the address that was typed, if it is one that no foreign name can lead to.
        let Some(host) = text(header::HOST) else { return false };
        is_own_host(host) && origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin)
    }
}

/// Whether a `Host` is an address, or this machine's own name: no foreign name points to it, so that a page elsewhere
/// cannot pass for ours by having its name point here (DNS rebinding).
#[must_use]
pub fn is_own_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.rsplit_once(':').map_or(host, |(name, _port)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    use super::{PublicUrl, PublicUrlError};

    fn sent(own: Option<&str>, headers: &[(&'static str, &'static str)]) -> bool {
        let own = own.map(|own| PublicUrl::read(own).unwrap_or_else(|error| panic!("{error}")));
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        PublicUrl::sent_by_us(own.as_ref(), &headers)
    }

    #[test]
    fn only_our_own_pages_may_send() {
        let ours = Some("https://help.example.org");
        assert!(sent(ours, &[("origin", "https://help.example.org"), ("host", "127.0.0.1:8080")]));
        assert!(!sent(ours, &[("origin", "https://evil.example"), ("host", "help.example.org")]));
        assert!(!sent(ours, &[("origin", "null"), ("host", "help.example.org")]));
        assert!(!sent(ours, &[("host", "help.example.org")]));
        let cross = [("origin", "https://help.example.org"), ("sec-fetch-site", "cross-site")];
        assert!(!sent(ours, &cross));
    }

    #[test]
    fn without_a_name_only_addresses_that_cannot_be_pointed_elsewhere_count() {
        assert!(sent(None, &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(sent(None, &[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        assert!(sent(None, &[("origin", "http://[::1]:8080"), ("host", "[::1]:8080")]));
        assert!(!sent(None, &[("origin", "http://rebound.example:8080"), ("host", "rebound.example:8080")]));
        assert!(!sent(None, &[("origin", "http://127.0.0.1:9999"), ("host", "127.0.0.1:8080")]));
    }

    #[test]
    fn what_is_no_origin_is_refused_with_the_reason() {
        assert!(matches!(PublicUrl::read("ftp://a"), Err(PublicUrlError::Scheme(_))));
        assert!(matches!(PublicUrl::read("https://a/chat"), Err(PublicUrlError::Path(_))));
        assert!(matches!(PublicUrl::read("https://a b"), Err(PublicUrlError::Host(_))));
        assert_eq!(PublicUrl::read("https://a:443").map(|url| url.link("/help")), Ok("https://a/help".to_owned()));
    }
}
