//! Which lines a card names, and in which words. For a known country only its own; for an unknown one the operator's
//! default set, else one line for each large region with the region named. Nothing here guesses a country.

use super::card::{CardRequest, need};
use super::card_words::Words;
use super::directory::{Country, Directory, Line};
use super::hours::{Opening, opening};
use super::line_text::bare;
use super::need::Need;

/// The lines for people whose country is unknown: by id, because the numbers stand in the directory alone.
const NORTH_AMERICA: (&str, &str) = ("US", "us_988");
const BRITAIN: (&str, &str) = ("GB", "gb_samaritans");
/// A country whose emergency number is the European one.
const EUROPE: &str = "FR";

pub(crate) struct Lines<'a> {
    request: &'a CardRequest<'a>,
    words: &'a Words,
    directory: &'a Directory,
    country: Option<&'a Country>,
}

impl<'a> Lines<'a> {
    pub fn new(request: &'a CardRequest<'a>, words: &'a Words, directory: &'a Directory) -> Self {
        Self { request, words, directory, country: request.country.and_then(|code| directory.country(code)) }
    }

    /// A country that was named but is not in the directory counts as known: no foreign number is put in its place.
    pub fn country_known(&self) -> bool {
        self.request.country.is_some()
    }

    /// The emergency number, first and alone.
    pub fn emergency(&self, violence: bool) -> String {
        let number = |country: &'a Country| if violence { country.police_number() } else { country.emergency_number() };
        if let Some(number) = self.country.and_then(number) {
            return self.words.emergency.replace("{number}", number);
        }
        if self.country_known() {
            return self.words.emergency_unknown.replace("{actions}", &self.europe_word());
        }
        self.words.emergency_unknown.replace("{actions}", &self.emergency_numbers())
    }

    fn europe_word(&self) -> String {
        // Mobile networks in most countries put 112 through; it is named as what it is.
        let number = self
            .directory
            .country(EUROPE)
            .and_then(|country| country.emergency.iter().find(|entry| entry.purpose == "all"));
        number.map_or_else(String::new, |entry| entry.number.clone())
    }

    /// The emergency number of the country, or those of the default set with their places.
    pub fn emergency_numbers(&self) -> String {
        if let Some(number) = self.country.and_then(Country::emergency_number) {
            return number.to_owned();
        }
        let place = |number: &str, place: &str| {
            self.words.emergency_place.replace("{number}", number).replace("{place}", place)
        };
        if !self.request.default_countries.is_empty() {
            let all: Vec<String> = self
                .defaults()
                .filter_map(|country| Some(place(country.emergency_number()?, self.name(country))))
                .collect();
            return all.join(", ");
        }
        let places = [
            (NORTH_AMERICA.0, &self.words.places.north_america),
            (BRITAIN.0, &self.words.places.britain),
            (EUROPE, &self.words.places.europe),
        ];
        let all: Vec<String> = places
            .iter()
            .filter_map(|(code, name)| {
                let country = self.directory.country(code)?;
                let number = if *code == EUROPE {
                    country.emergency.iter().find(|entry| entry.purpose == "all")?.number.as_str()
                } else {
                    country.emergency_number()?
                };
                Some(place(number, name))
            })
            .collect();
        all.join(", ")
    }

    fn defaults(&self) -> impl Iterator<Item = &'a Country> {
        self.request.default_countries.iter().filter_map(|code| self.directory.country(code))
    }

    fn name(&self, country: &'a Country) -> &str {
        self.words.countries.get(&country.code).map_or(country.name.as_str(), String::as_str)
    }

    /// The one action: the line that fits the topic and is open, else the general one.
    pub fn action(&self) -> String {
        if let Some(country) = self.country {
            let need = need(self.request);
            let lines = country.lines_for(need, self.request.hour_of_week);
            let Some(line) = lines.first() else { return self.without_lines(Some(country)) };
            let named = need != Need::Suicide && !line.audience.contains(&super::directory::Audience::General);
            let actions = self.ways(line);
            return if named { Self::named(&self.words.line_named, line, &actions) } else { actions };
        }
        if self.country_known() { self.without_lines(None) } else { self.every_place() }
    }

    /// A country without a line: its emergency number and a page that finds lines.
    fn without_lines(&self, country: Option<&Country>) -> String {
        let emergency =
            country.and_then(Country::emergency_number).map(|number| self.words.emergency.replace("{number}", number));
        let page =
            self.directory.anywhere().first().map(|site| self.words.nothing_known.replace("{chat}", bare(&site.web)));
        [page, emergency].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn every_place(&self) -> String {
        let place =
            |place: &str, actions: &str| self.words.place_line.replace("{place}", place).replace("{actions}", actions);
        let mut all = vec![self.words.unknown_country.clone()];
        if self.request.default_countries.is_empty() {
            let places = [(NORTH_AMERICA.1, &self.words.places.north_america), (BRITAIN.1, &self.words.places.britain)];
            all.extend(places.iter().filter_map(|(id, name)| Some(place(name, &self.short(self.directory.line(id)?)))));
            let europe = self.europe_word();
            all.push(place(&self.words.places.europe, &format!("{europe} ({})", self.words.emergency_word)));
        } else {
            all.extend(self.defaults().filter_map(|country| {
                let line = *country.lines_for(need(self.request), self.request.hour_of_week).first()?;
                Some(place(self.name(country), &self.short(line)))
            }));
        }
        all.push(self.anywhere());
        all.join("\n")
    }

    pub fn anywhere(&self) -> String {
        self.directory
            .anywhere()
            .first()
            .map_or_else(String::new, |site| self.words.anywhere.replace("{chat}", bare(&site.web)))
    }

    /// After the emergency number: the line.
    pub fn after_emergency(&self) -> Option<String> {
        if self.country.is_none() {
            return Some(self.action());
        }
        let line = self.best()?;
        Some(Self::named(&self.words.line_after, line, &self.ways(line)))
    }

    fn best(&self) -> Option<&'a Line> {
        self.country?.lines_for(need(self.request), self.request.hour_of_week).first().copied()
    }

    /// Up to two more lines, and one for writing.
    pub fn others(&self) -> Vec<String> {
        let Some(country) = self.country else { return vec![self.action()] };
        let lines = country.lines_for(need(self.request), self.request.hour_of_week);
        let mut all: Vec<String> = lines
            .iter()
            .skip(1)
            .take(2)
            .map(|line| Self::named(&self.words.line_named, line, &self.ways(line)))
            .collect();
        all.extend(self.written_ways().filter(|written| !all.iter().any(|known| known.contains(written.as_str()))));
        if all.is_empty() { vec![self.action()] } else { all }
    }

    /// Text and chat of the country, without a call.
    pub fn written_ways(&self) -> Option<String> {
        let country = self.country?;
        let lines = country.lines_for(need(self.request), self.request.hour_of_week);
        let line = lines.iter().find(|line| line.sms.is_some() || line.chat.is_some())?;
        let ways: Vec<String> = [self.sms(line), self.chat(line)].into_iter().flatten().collect();
        Some(Self::named(&self.words.line_named, line, &ways.join(" ")))
    }

    pub fn youth(&self) -> Option<String> {
        let line = *self.country?.lines_only_for(Need::Youth, self.request.hour_of_week).first()?;
        Some(Self::named(&self.words.line_named, line, &self.ways(line)))
    }

    pub fn warmline(&self) -> Option<String> {
        let line = *self.country?.lines_only_for(Need::Warmline, self.request.hour_of_week).first()?;
        Some(Self::named(&self.words.line_named, line, &self.ways(line)))
    }

    fn named(pattern: &str, line: &Line, actions: &str) -> String {
        pattern.replace("{name}", &line.name).replace("{actions}", actions)
    }

    fn sms(&self, line: &Line) -> Option<String> {
        let sms = line.sms.as_ref()?;
        let keyword = self.spoken(line).and_then(|spoken| spoken.keyword.as_ref()).or(sms.keyword.as_ref());
        Some(match keyword {
            Some(keyword) => self.words.text_keyword.replace("{keyword}", keyword).replace("{number}", &sms.number),
            None => self.words.text.replace("{number}", &sms.number),
        })
    }

    /// How the line is reached in the person's language, where it says so.
    fn spoken<'l>(&self, line: &'l Line) -> Option<&'l super::directory::Spoken> {
        line.spoken.get(self.request.lang.code())
    }

    fn chat(&self, line: &Line) -> Option<String> {
        line.chat.as_ref().map(|chat| self.words.chat.replace("{chat}", bare(chat)))
    }

    fn phone(&self, line: &Line) -> Option<String> {
        let phone = line.phone.as_ref()?;
        let mut number = phone.clone();
        if let Some(extension) = &line.extension {
            number = self.words.extension.replace("{number}", &number).replace("{extension}", extension);
        }
        if line.only_from.is_some() {
            number = self.words.from_mobile.replace("{number}", &number);
        }
        let press = self.spoken(line).and_then(|spoken| spoken.press.as_ref()).or(line.press.as_ref());
        if let Some(press) = press {
            return Some(self.words.call_press.replace("{number}", &number).replace("{press}", press));
        }
        let both = line.sms.as_ref().is_some_and(|sms| sms.keyword.is_none() && &sms.number == phone);
        Some(if both { &self.words.call_or_text } else { &self.words.call }.replace("{number}", &number))
    }

    /// All ways to reach a line and what it is, in a few words.
    fn ways(&self, line: &Line) -> String {
        let both = line
            .sms
            .as_ref()
            .is_some_and(|sms| sms.keyword.is_none() && line.phone.as_deref() == Some(sms.number.as_str()));
        let sms = if both && self.spoken(line).is_none() { None } else { self.sms(line) };
        let website = if line.phone.is_none() && line.sms.is_none() && line.chat.is_none() {
            line.web.as_ref().map(|web| self.words.chat.replace("{chat}", bare(web)))
        } else {
            None
        };
        [self.phone(line), sms, self.facts(line), self.chat(line), website]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// One way, for lists of places: without what only one of the places has (a language's own key).
    fn short(&self, line: &Line) -> String {
        let shared = Line { spoken: std::collections::BTreeMap::default(), ..line.clone() };
        self.phone(&shared)
            .or_else(|| self.sms(&shared))
            .or_else(|| self.chat(line))
            .unwrap_or_else(|| line.name.clone())
    }

    fn facts(&self, line: &Line) -> Option<String> {
        let free = line.cost.as_deref() == Some("free");
        match opening(&line.hours, self.request.hour_of_week) {
            Opening::Open if free && line.hours == "24/7" => Some(self.words.free_day_and_night.clone()),
            Opening::Open if line.hours == "24/7" => Some(self.words.day_and_night.clone()),
            Opening::Open => free.then(|| self.words.free.clone()),
            Opening::MayBeClosed | Opening::Closed => Some(if free {
                format!("{} {}", self.words.free, self.words.may_be_closed)
            } else {
                self.words.may_be_closed.clone()
            }),
        }
    }
}
