//! A list of help lines for a need: what a guide or an answer shows outside of a card.

use jiff::Timestamp;

use super::directory::Directory;
use super::line_text::{bare, line_text};
use super::need::Need;
use crate::message::{Country, Language};

/// Most lines of one list: no walls of numbers.
const MOST: usize = 4;
/// What stands for "anywhere" while the country is unknown, with the region in its words.
const DEFAULT_COUNTRIES: [&str; 4] = ["US", "CA", "GB", "IE"];

impl Directory {
    /// The lines of a country for a need, with the emergency number first where the need calls for it. While the
    /// country is unknown, one line for each of a few countries, each named, and the address that finds others: a
    /// number is never shown as if it worked everywhere.
    #[must_use]
    pub fn lines_text(&self, country: Option<Country>, need: &str, language: Language, _now: Timestamp) -> String {
        self.lines_text_near(country, None, need, language)
    }

    /// The same; where the country is unknown, that of the place with its name comes first.
    #[must_use]
    pub fn lines_text_near(
        &self,
        country: Option<Country>,
        near: Option<(Country, &str)>,
        need: &str,
        language: Language,
    ) -> String {
        let need = Need::from_name(need).unwrap_or(Need::Suicide);
        let mut paragraphs = match country.and_then(|country| self.country(country.code())) {
            Some(known) => known_lines(known, need, language),
            None if country.is_some() => Vec::new(),
            None => self.unknown(near, need, language),
        };
        paragraphs.extend(self.anywhere().first().map(|site| match language {
            Language::Es => format!("Otros países: {}", bare(&site.web)),
            _ => format!("Other countries: {}", bare(&site.web)),
        }));
        paragraphs.push(match language {
            Language::Es => {
                "Si un número no funciona, llame al número de emergencias y avise a quien maneja este bot.".to_owned()
            }
            _ => "If a number does not work, call your emergency number, and tell the people who run this bot."
                .to_owned(),
        });
        paragraphs.join("\n")
    }

    fn unknown(&self, near: Option<(Country, &str)>, need: Need, language: Language) -> Vec<String> {
        let mut lines = vec![match language {
            Language::Es => "No sé en qué país está. Estas líneas son de estos países:".to_owned(),
            _ => "I do not know your country. These lines are for these countries:".to_owned(),
        }];
        let near_code = near.as_ref().map(|(near, _)| near.code());
        let others = DEFAULT_COUNTRIES.iter().copied().filter(|code| Some(*code) != near_code);
        for country in near_code.into_iter().chain(others).filter_map(|code| self.country(code)) {
            let named =
                near.as_ref().filter(|(near, _)| near.code() == country.code).map(|(_, name)| (*name).to_owned());
            let place = || Country::from_code(&country.code).map(|code| place_name(code, language));
            let name = named.or_else(place).unwrap_or_default();
            if need == Need::Emergency {
                lines.extend(country.emergency_number().map(|number| emergency(number, Some(&name), language)));
            } else if let Some(line) = country.lines_for(need, None).first() {
                lines.push(format!("- {name}: {}", line_text(line, language)));
            }
        }
        if need == Need::Emergency {
            lines.extend(self.country("ES").and_then(super::directory::Country::emergency_number).map(|number| {
                match language {
                    Language::Es => emergency(number, Some("Europa"), language),
                    _ => emergency(number, Some("Europe"), language),
                }
            }));
        }
        lines
    }

    /// The words by which a text names a line: its number, or how to text it.
    #[must_use]
    pub fn short_words(&self, id: &str, language: Language) -> Option<String> {
        let line = self.line(id)?;
        if let Some(phone) = &line.phone {
            return Some(phone.clone());
        }
        let sms = line.sms.as_ref()?;
        Some(match (&sms.keyword, language) {
            (Some(keyword), Language::Es) => format!("envíe {keyword} al {}", sms.number),
            (Some(keyword), _) => format!("text {keyword} to {}", sms.number),
            (None, Language::Es) => format!("envíe un mensaje al {}", sms.number),
            (None, _) => format!("text {}", sms.number),
        })
    }

    /// A country's emergency number.
    #[must_use]
    pub fn emergency_number(&self, code: &str) -> Option<&str> {
        self.country(code)?.emergency_number()
    }
}

/// The lines of a known country.
fn known_lines(country: &super::directory::Country, need: Need, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if need != Need::Warmline && need != Need::Family {
        lines.extend(country.emergency_number().map(|number| emergency(number, None, language)));
    }
    let fitting = country.lines_for(need, None);
    lines.extend(fitting.iter().take(MOST).map(|line| format!("- {}", line_text(line, language))));
    lines
}

fn emergency(number: &str, place: Option<&str>, language: Language) -> String {
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    match language {
        Language::Es => format!("En peligro ahora: {number}{place}."),
        _ => format!("In danger now: {number}{place}."),
    }
}

fn place_name(country: Country, language: Language) -> String {
    let (english, spanish) = match country.code() {
        "US" => ("US", "EE. UU."),
        "CA" => ("Canada", "Canadá"),
        "GB" => ("UK", "Reino Unido"),
        "IE" => ("Ireland", "Irlanda"),
        _ => return country.code().to_owned(),
    };
    if language == Language::Es { spanish.to_owned() } else { english.to_owned() }
}
