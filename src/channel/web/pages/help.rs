//! The help lines of a country, as a page that needs no script: this is where a link in a card leads.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::super::view::{call_link, text_link};
use super::super::{PageWords, Web};
use super::Wanted;
use super::layout::TextPage;
use crate::engine::{country_name, find_country};
use crate::http::escape;
use crate::message::{Country as Code, Language};
use crate::safety::{Audience, Country, Directory, Emergency, Line};

/// `/help`: the countries, and where to look for others.
pub async fn help(State(web): State<Arc<Web>>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    let language = wanted.language(&headers);
    let library = web.keeper.library();
    let writer = Writer { words: &web.words, language };
    let text = writer.countries(&library.directory);
    let title = web.words.say("help.title", language);
    TextPage { language, title, path: "/help", scripts: &[], text: &text }.html(&web).into_response()
}

/// `/help/US`, `/help/mexico`.
pub async fn help_of(
    State(web): State<Arc<Web>>,
    Path(asked): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let language = wanted.language(&headers);
    let library = web.keeper.library();
    let Some(country) = library.directory.country(&asked) else {
        return match find_country(&asked) {
            Some((code, _)) if library.directory.country(code.code()).is_some() => {
                Redirect::to(&format!("/help/{code}?lang={}", language.code())).into_response()
            }
            found => unknown(&web, language, &library.directory, found.map(|(code, _)| code)),
        };
    };
    let writer = Writer { words: &web.words, language };
    let name = writer.name(country);
    let title = web.words.say_with("help.title_of", language, "country", &name);
    let text = writer.lines(country, &title, &library.directory);
    let path = format!("/help/{}", country.code);
    TextPage { language, title: &title, path: &path, scripts: &[], text: &text }.html(&web).into_response()
}

/// A country without lines here: never somebody else's numbers in their place.
fn unknown(web: &Web, language: Language, directory: &Directory, country: Option<Code>) -> Response {
    let writer = Writer { words: &web.words, language };
    let title = match country {
        Some(code) => web.words.say_with("help.title_of", language, "country", &country_name(code, language)),
        None => web.words.say("help.title", language).to_owned(),
    };
    let say = |name| escape(web.words.say(name, language));
    let text = format!(
        "<h1>{}</h1>\n<p>{}</p>\n<p>{}</p>\n{}",
        escape(&title),
        say("help.none"),
        say("help.danger"),
        writer.elsewhere(directory)
    );
    let page = TextPage { language, title: &title, path: "/help", scripts: &[], text: &text }.html(web);
    (StatusCode::NOT_FOUND, page).into_response()
}

struct Writer<'a> {
    words: &'a PageWords,
    language: Language,
}

impl Writer<'_> {
    fn say(&self, name: &str) -> String {
        escape(self.words.say(name, self.language))
    }

    fn say_with(&self, name: &str, place: &str, words: &str) -> String {
        escape(&self.words.say_with(name, self.language, place, words))
    }

    fn name(&self, country: &Country) -> String {
        let named = Code::from_code(&country.code).map(|code| country_name(code, self.language));
        named.filter(|name| *name != country.code).unwrap_or_else(|| country.name.clone())
    }

    fn countries(&self, directory: &Directory) -> String {
        let mut named: Vec<(String, &str)> =
            directory.countries().iter().map(|country| (self.name(country), country.code.as_str())).collect();
        named.sort_by_key(|(name, _)| crate::message::fold(name));
        let links: String = named
            .iter()
            .map(|(name, code)| {
                format!("<li><a href=\"/help/{code}?lang={}\">{}</a></li>\n", self.language.code(), escape(name))
            })
            .collect();
        format!(
            "<h1>{}</h1>\n<div class=\"emergency\"><p><strong>{}</strong></p></div>\n<p>{}</p>\n<h2>{}</h2>\n\
             <ul class=\"countries\">\n{links}</ul>\n{}\n<p>{}</p>",
            self.say("help.title"),
            self.say("help.danger"),
            self.say("help.choose"),
            self.say("help.all_countries"),
            self.elsewhere(directory),
            self.say("help.who_answers"),
        )
    }

    fn elsewhere(&self, directory: &Directory) -> String {
        let sites: String = directory
            .anywhere()
            .iter()
            .map(|site| format!("<li>{}</li>", outside(&site.web, &escape(&site.name), "")))
            .collect();
        format!("<h2>{}</h2>\n<p>{}</p>\n<ul>{sites}</ul>", self.say("help.elsewhere"), self.say("help.elsewhere_text"))
    }

    fn lines(&self, country: &Country, title: &str, directory: &Directory) -> String {
        let emergency: String = country.emergency.iter().map(|entry| self.emergency(entry)).collect();
        let mut html = format!(
            "<h1>{}</h1>\n<div class=\"emergency\"><h2>{}</h2><ul class=\"ways\">{emergency}</ul></div>\n",
            escape(title),
            self.say("help.danger_of"),
        );
        let mut shown: Vec<&str> = Vec::new();
        for audience in Audience::ALL {
            // A line stands once, below the first of its audiences.
            let lines: Vec<&Line> = country
                .lines
                .iter()
                .filter(|line| line.audience.contains(&audience) && !shown.contains(&line.id.as_str()))
                .collect();
            if lines.is_empty() {
                continue;
            }
            let _ = writeln!(html, "<h2>{}</h2>", self.say(&format!("audience.{}", audience.name())));
            for line in lines {
                shown.push(&line.id);
                self.line(&mut html, line);
            }
        }
        if shown.is_empty() {
            let _ = writeln!(html, "<p>{}</p>", self.say("help.none"));
        }
        let _ = write!(
            html,
            "<p>{}</p>\n<p>{}</p>\n{}",
            self.say("help.who_answers"),
            self.say("help.wrong"),
            self.elsewhere(directory)
        );
        html
    }

    fn emergency(&self, entry: &Emergency) -> String {
        let purpose = self.say(&format!("emergency.{}", entry.purpose));
        let number = &entry.number;
        let (link, words) = if entry.purpose.starts_with("SMS") {
            (text_link(number, None), self.say_with("help.text", "number", number))
        } else {
            (call_link(number), self.say_with("help.call", "number", number))
        };
        format!("<li><a class=\"way\" href=\"{}\">{words}</a> {purpose}</li>", escape(&link))
    }

    fn line(&self, html: &mut String, line: &Line) {
        let _ = writeln!(html, "<div class=\"line\"><h3>{}</h3>\n<ul class=\"ways\">", escape(&line.name));
        self.ways(html, line);
        let hours = match line.hours.as_str() {
            "24/7" => self.say("help.day_and_night"),
            "unknown" | "check provider" => self.say("help.hours_unknown"),
            hours => escape(hours),
        };
        let cost = match line.cost.as_deref() {
            Some("free") => self.say("help.free"),
            Some(cost) => escape(cost),
            None => self.say("help.cost_unknown"),
        };
        let data = match &line.checked_on {
            Some(day) => self.say_with("help.checked", "day", day),
            None => self.say_with("help.as_of", "year", &line.as_of.to_string()),
        };
        html.push_str("</ul>\n<dl>");
        let mut fact = |name: &str, words: &str| {
            let _ = writeln!(html, "<dt>{}</dt><dd>{words}</dd>", self.say(name));
        };
        fact("help.hours", &hours);
        fact("help.cost", &cost);
        if !line.languages.is_empty() {
            fact("help.languages", &escape(&self.languages(line)));
        }
        if let Some(scope) = &line.scope {
            fact("help.where", &escape(scope));
        }
        fact("help.data", &data);
        html.push_str("</dl></div>\n");
    }

    fn ways(&self, html: &mut String, line: &Line) {
        let spoken = line.spoken.get(self.language.code());
        let name = escape(&line.name);
        if let Some(phone) = &line.phone {
            let press = spoken.and_then(|spoken| spoken.press.as_deref()).or(line.press.as_deref());
            let notes = [
                line.extension.as_deref().map(|number| self.say_with("help.extension", "number", number)),
                press.map(|key| self.say_with("help.press", "key", key)),
                line.only_from.map(|_| self.say("help.from_mobile")),
            ];
            let notes = notes.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let link = call_link(line.dial.as_deref().unwrap_or(phone));
            way(html, &link, &self.say_with("help.call", "number", phone), &notes);
        }
        for phone in &line.alt {
            way(html, &call_link(phone), &self.say_with("help.call", "number", phone), "");
        }
        if let Some(sms) = &line.sms {
            let keyword = spoken.and_then(|spoken| spoken.keyword.as_deref()).or(sms.keyword.as_deref());
            let words = match keyword {
                Some(keyword) => self
                    .words
                    .say_with("help.text_keyword", self.language, "keyword", keyword)
                    .replace("{number}", &sms.number),
                None => self.words.say_with("help.text", self.language, "number", &sms.number),
            };
            way(html, &text_link(&sms.number, keyword), &escape(&words), "");
        }
        if let Some(number) = &line.whatsapp {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let words = self.say_with("help.whatsapp", "number", number);
            let _ = writeln!(html, "<li>{}</li>", outside(&format!("https://wa.me/{digits}"), &words, "way"));
        }
        for (address, words) in [(&line.chat, "help.open_chat"), (&line.web, "help.website")] {
            if let Some(address) = address {
                // Screen readers list links by their words alone: each says whose it is.
                let words = format!("{}<span class=\"hidden\"> - {name}</span>", self.say(words));
                let _ = writeln!(html, "<li>{}</li>", outside(address, &words, "way"));
            }
        }
    }

    fn languages(&self, line: &Line) -> String {
        let named = |code: &String| match (code.as_str(), self.language) {
            ("en", Language::Es) => "inglés".to_owned(),
            ("en", _) => "English".to_owned(),
            ("es", Language::Es) => "español".to_owned(),
            ("es", _) => "Spanish".to_owned(),
            ("fr", Language::Es) => "francés".to_owned(),
            ("fr", _) => "French".to_owned(),
            (code, _) => code.to_owned(),
        };
        line.languages.iter().map(named).collect::<Vec<_>>().join(", ")
    }
}

fn way(html: &mut String, link: &str, words: &str, notes: &str) {
    let _ = writeln!(html, "<li><a class=\"way\" href=\"{}\">{words}</a> {notes}</li>", escape(link));
}

/// A link to another site; it is not told where the person came from.
fn outside(address: &str, words: &str, class: &str) -> String {
    format!(
        "<a class=\"{class}\" href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">{words}</a>",
        escape(address)
    )
}
