//! A page of HTML and the headers that fence it in.
//!
//! Styles stand in the page itself, allowed by their hash, so that it can be painted after one round trip; scripts come
//! from us alone; nothing else may be loaded, sent or framed.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use sha2::{Digest as _, Sha256};

use super::address::PublicUrl;

/// Who may show our pages inside their own.
#[derive(Clone, Copy, Debug)]
pub struct Frames<'a>(pub &'a [PublicUrl]);

/// A page.
#[derive(Clone, Debug, Default)]
pub struct Page<'a> {
    pub language: &'a str,
    pub title: &'a str,
    pub style: &'a str,
    /// Addresses of our scripts.
    pub scripts: &'a [&'a str],
    /// HTML.
    pub body: &'a str,
}

impl Page<'_> {
    #[must_use]
    pub fn html(&self) -> String {
        let Self { language, style, body, .. } = self;
        let title = escape(self.title);
        let scripts: String = self
            .scripts
            .iter()
            .map(|address| format!("<script src=\"{}\" defer></script>\n", escape(address)))
            .collect();
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{style}</style>\n{scripts}</head>\n\
             <body>\n{body}\n</body>\n</html>\n"
        )
    }
}

/// The headers of every answer of the public listener.
#[must_use]
pub fn headers(style: &str, frames: Frames<'_>, secure: bool) -> HeaderMap {
    let Frames(origins) = frames;
    let framed_by = if origins.is_empty() {
        "'none'".to_owned()
    } else {
        origins.iter().map(PublicUrl::as_str).collect::<Vec<_>>().join(" ")
    };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src '{}'; connect-src 'self'; img-src 'self' data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}",
        fingerprint(style)
    );
    let mut headers = HeaderMap::new();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    headers.extend(fixed.map(|(name, value)| (Some(name), HeaderValue::from_static(value))));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if origins.is_empty() {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers
}

/// Text for HTML, in content and in quoted attributes.
///
/// ```
/// use handrail::http::escape;
/// assert_eq!(escape("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            symbol => escaped.push(symbol),
        }
    }
    escaped
}

/// The hash by which a content security policy knows a text (CSP level 3, "hash-source").
///
/// ```
/// use handrail::http::fingerprint;
/// assert_eq!(fingerprint(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
/// ```
#[must_use]
pub fn fingerprint(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let symbol = SYMBOLS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(symbol) } else { '=' });
        }
    }
    text
}
