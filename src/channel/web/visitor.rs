//! Who talks: a random number in a cookie. Nobody is asked for a name, and the number is not what is kept.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest as _, Sha256};

/// A person at a page. Whoever holds the number holds the conversation, so that it is shown and kept nowhere: the rest
/// of the program gets [`user`](Self::user), from which it cannot be found.
#[derive(Clone, PartialEq, Eq)]
pub struct Visitor(String);

/// How the cookie is set.
#[derive(Clone, Copy, Debug)]
pub struct CookieRules {
    /// The page is reached by https.
    pub secure: bool,
    /// Other sites may show the page: browsers then keep one cookie for each of these sites (CHIPS).
    pub embedded: bool,
    pub seconds: u32,
}

const BYTES: usize = 16;

impl Visitor {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex(&bytes)))
    }

    /// The one who sent a request, if the page knows them.
    #[must_use]
    pub fn of(headers: &HeaderMap, rules: CookieRules) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == rules.name())?;
        let fits = value.len() == 2 * BYTES && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Self(value.to_ascii_lowercase()))
    }

    /// The id under which the rest of the program knows the person.
    #[must_use]
    pub fn user(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes())[..BYTES])
    }

    /// The header that makes the browser keep it.
    #[must_use]
    pub fn cookie(&self, rules: CookieRules) -> Option<HeaderValue> {
        rules.cookie(&self.0, rules.seconds)
    }
}

impl CookieRules {
    /// The header that makes the browser forget whom it had.
    #[must_use]
    pub fn forgotten(self) -> Option<HeaderValue> {
        self.cookie("", 0)
    }

    /// `__Host-` makes browsers refuse a cookie that another host of the same domain set (RFC 6265bis, 4.1.3.2).
    const fn name(self) -> &'static str {
        if self.is_secure() { "__Host-handrail" } else { "handrail" }
    }

    /// A cookie for embedded pages has to be secure; browsers take one from this machine without https too.
    const fn is_secure(self) -> bool {
        self.secure || self.embedded
    }

    fn cookie(self, value: &str, seconds: u32) -> Option<HeaderValue> {
        let name = self.name();
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let site = if self.embedded { "SameSite=None; Partitioned" } else { "SameSite=Strict" };
        HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; {site}{secure}")).ok()
    }
}

/// The id of a message, unique among all pages and people.
#[must_use]
pub fn update_id(user: &str, page: &str, number: u64) -> String {
    hex(&Sha256::digest(format!("{user}|{page}|{number}").as_bytes())[..BYTES])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{CookieRules, Visitor};

    const PLAIN: CookieRules = CookieRules { secure: false, embedded: false, seconds: 60 };

    fn sent(cookie: &str) -> HeaderMap {
        let value = HeaderValue::from_str(cookie).unwrap_or_else(|error| panic!("{error}"));
        std::iter::once((header::COOKIE, value)).collect()
    }

    #[test]
    fn a_browser_that_sends_the_cookie_back_is_known_again() {
        let visitor = Visitor::new().unwrap_or_else(|error| panic!("{error}"));
        for rules in [PLAIN, CookieRules { secure: true, ..PLAIN }, CookieRules { embedded: true, ..PLAIN }] {
            let set = visitor.cookie(rules).unwrap_or_else(|| panic!("no cookie"));
            let set = set.to_str().unwrap_or_default();
            assert!(set.contains("HttpOnly"), "{set}");
            assert_eq!(set.contains("Secure"), rules.secure || rules.embedded, "{set}");
            assert_eq!(set.contains("SameSite=None; Partitioned"), rules.embedded, "{set}");
            let pair = set.split(';').next().unwrap_or_default();
            assert!(Visitor::of(&sent(&format!("other=1; {pair}")), rules) == Some(visitor.clone()));
            assert!(!pair.contains(&visitor.user()), "what is kept leads to nobody's cookie");
        }
    }

    #[test]
    fn a_cookie_that_we_never_set_is_nobody() {
        for cookie in ["handrail=", "handrail=abc", "handrail=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "x=1"] {
            assert!(Visitor::of(&sent(cookie), PLAIN).is_none(), "{cookie}");
        }
    }
}
