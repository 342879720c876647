//! Pages that work without a script, and the page of the chat.

mod chat;
mod document;
mod help;
mod layout;
mod texts;

use axum::http::{HeaderMap, header};
use serde::Deserialize;

use crate::message::Language;

pub use chat::chat;
pub use document::document;
pub use help::{help, help_of};
pub use texts::{crisis_policy, not_found, privacy};

/// What an address may say.
#[derive(Deserialize)]
pub struct Wanted {
    lang: Option<String>,
}

impl Wanted {
    /// The language of a page: the one in its address, else the first of the browser's that we have.
    fn language(&self, headers: &HeaderMap) -> Language {
        let ours = |tag: &str| Language::from_tag(tag.trim()).filter(|language| Language::FLOWS.contains(language));
        if let Some(language) = self.lang.as_deref().and_then(ours) {
            return language;
        }
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut tags: Vec<(f32, &str)> = accepted
            .split(',')
            .take(20)
            .map(|entry| {
                let (tag, weight) = entry.split_once(";q=").unwrap_or((entry, "1"));
                (weight.trim().parse().unwrap_or(0.0), tag)
            })
            .collect();
        tags.sort_by(|left, right| right.0.total_cmp(&left.0));
        tags.into_iter().find_map(|(_, tag)| ours(tag)).unwrap_or_default()
    }
}

/// The other of the two languages of the pages.
const fn other(language: Language) -> Language {
    match language {
        Language::Es => Language::En,
        _ => Language::Es,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Wanted;
    use crate::message::Language;

    #[test]
    fn the_address_wins_over_the_browser_and_weights_count() {
        let browser = |accepted: &'static str| -> HeaderMap {
            std::iter::once((header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted))).collect()
        };
        let of = |lang: Option<&str>, accepted| Wanted { lang: lang.map(str::to_owned) }.language(&browser(accepted));
        assert_eq!(of(Some("es"), "en"), Language::Es);
        assert_eq!(of(Some("fr"), "es-MX,es;q=0.9"), Language::Es);
        assert_eq!(of(None, "en;q=0.4, es;q=0.8"), Language::Es);
        assert_eq!(of(None, "fr-FR, fr;q=0.9"), Language::En);
        assert_eq!(of(None, ";;q=,,"), Language::En);
    }
}
