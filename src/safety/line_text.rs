//! A line of the directory as text: numbers as people there dial them, keyword included.

use super::directory::Line;
use crate::message::Language as Lang;

/// One line for lists outside the card, in English or Spanish; other languages get the English words around the same
/// numbers until somebody has written theirs.
#[must_use]
pub fn line_text(line: &Line, lang: Lang) -> String {
    let spanish = lang == Lang::Es;
    let say = |english: &'static str, spanish_words: &'static str| if spanish { spanish_words } else { english };
    let mut parts = Vec::new();
    let spoken = line.spoken.get(lang.code());
    let press = spoken.and_then(|spoken| spoken.press.as_ref());
    if let Some(phone) = &line.phone {
        let key = press.or(line.press.as_ref());
        let press = key.map(|key| format!(" {} {key}", say("and press", "y oprima"))).unwrap_or_default();
        let extension = line.extension.as_ref().map(|number| format!(", {} {number}", say("extension", "extensión")));
        let mobile = line.only_from.map(|_| say(" (from a mobile phone)", " (desde un celular)"));
        let after = format!("{}{}", extension.unwrap_or_default(), mobile.unwrap_or_default());
        parts.push(format!("{} {phone}{after}{press}", say("call", "llame al")));
    }
    if let Some(sms) = &line.sms {
        let keyword = spoken.and_then(|spoken| spoken.keyword.as_ref()).or(sms.keyword.as_ref());
        parts.push(match keyword {
            Some(keyword) => format!("{} {keyword} {} {}", say("text", "envíe"), say("to", "al"), sms.number),
            None => format!("{} {}", say("text", "mensaje de texto al"), sms.number),
        });
    }
    if let Some(whatsapp) = &line.whatsapp {
        parts.push(format!("WhatsApp {whatsapp}"));
    }
    if let Some(chat) = line.chat.as_ref().or(if parts.is_empty() { line.web.as_ref() } else { None }) {
        parts.push(format!("chat {}", bare(chat)));
    }
    let mut facts = vec![match line.hours.as_str() {
        "24/7" => say("day and night", "día y noche").to_owned(),
        "unknown" | "check provider" => {
            say("hours not known, may be closed", "horario no conocido, puede estar cerrado").to_owned()
        }
        hours => hours.to_owned(),
    }];
    match line.cost.as_deref() {
        Some("free") => facts.push(say("free", "gratis").to_owned()),
        Some(cost) => facts.push(cost.to_owned()),
        None => {}
    }
    if !line.languages.is_empty() {
        facts.push(languages(line, lang));
    }
    if let Some(scope) = &line.scope {
        facts.push(scope.clone());
    }
    facts.push(match &line.checked_on {
        Some(day) => format!("{} {day}", say("checked on", "comprobado el")),
        None => format!("{} {}", say("from public sources, as of", "de fuentes públicas, datos de"), line.as_of),
    });
    format!("{}: {}. {}.", line.name, parts.join(say(" or ", " o ")), facts.join("; "))
}

/// An address as people read it.
pub(crate) fn bare(address: &str) -> &str {
    address
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.")
        .trim_end_matches('/')
}

/// The languages in which a line answers, by name where it is one of ours.
fn languages(line: &Line, lang: Lang) -> String {
    let name = |code: &String| match (code.as_str(), lang) {
        ("en", Lang::Es) => "inglés".to_owned(),
        ("en", _) => "English".to_owned(),
        ("es", Lang::Es) => "español".to_owned(),
        ("es", _) => "Spanish".to_owned(),
        ("fr", Lang::Es) => "francés".to_owned(),
        ("fr", _) => "French".to_owned(),
        (other, _) => other.to_owned(),
    };
    line.languages.iter().map(name).collect::<Vec<_>>().join(", ")
}
