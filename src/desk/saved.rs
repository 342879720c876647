//! Pages that a person saves: a page that a guide has shown can be kept for 7, 30 or 90 days. The person sees the day on
//! which it is deleted, can read it again, and can delete it before.
//!
//! Nothing is saved by itself and nothing of a minor is saved. The question says that it is for people of 18 or older;
//! who has said in the conversation that they are younger does not see it.
//!
//! Payloads: `p:save:PAGE`, `p:keep:DAYS:PAGE`, `p:no`, `p:minor`, `p:list`, `p:show:NUMBER`, `p:del:NUMBER`, where PAGE
//! is the name of the template.

use std::sync::Arc;

use jiff::Timestamp;

use super::answer::Making;
use crate::engine::{Reply, Task, read_number, read_yes_no, spoken};
use crate::message::{Bubble, Choice, Place, fold};
use crate::schedule::date_with_year_in_words;
use crate::store::{Change, Document, Item};

/// For how many days a page can be kept; the second is the usual.
pub const DAYS: [i64; 3] = [7, 30, 90];
const USUAL: i64 = 30;
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Most pages of one person.
const MOST: usize = 20;

impl Making<'_> {
    /// The pages that are held now.
    pub fn pages(&self) -> Vec<Item<Document>> {
        let now = self.now.as_second();
        self.conversation.held.documents.iter().filter(|page| page.expires_at > now).cloned().collect()
    }

    /// The day on which something is deleted.
    pub fn deleted_on(&self, expires_at: i64) -> String {
        let end = Timestamp::from_second(expires_at).unwrap_or(self.now);
        date_with_year_in_words(self.context.zone.to_datetime(end).date(), spoken(self.context.language))
    }

    /// A page that was shown just now can be saved.
    pub fn can_save(&mut self, name: &str, title: &str, text: &str) {
        if !self.shown_pages {
            self.conversation.pages.clear();
            self.shown_pages = true;
        }
        if self.context.place == Place::Private && !self.conversation.minor {
            let page = Document { title: title.to_owned(), text: text.to_owned() };
            self.conversation.pages.push((name.to_owned(), page));
        }
    }
}

/// A page is held while the guide that showed it is under way, and for one message more: for that one the button is
/// there.
pub fn let_go(making: &mut Making<'_>, payload: Option<&str>) {
    let about_pages = payload.is_some_and(|payload| payload.starts_with("p:"))
        || making.aside.as_deref().is_some_and(|aside| aside.starts_with("p:"));
    if about_pages || making.asks_to_save {
        return;
    }
    let (flows, frames) = (&making.library.flows, &making.conversation.state.frames);
    let under_way = |name: &str| {
        let document = flows.document(name);
        document.is_some_and(|document| frames.iter().any(|frame| *frame.flow == *document.flow.name))
    };
    making.conversation.pages.retain(|(name, _)| under_way(name));
}

/// A button for each page of this answer, before the ways out.
pub fn offer(making: &mut Making<'_>) {
    if !making.shown_pages || making.trace.card {
        return;
    }
    let pages = &making.conversation.pages;
    let several = pages.len() > 1;
    let buttons: Vec<Choice> = pages
        .iter()
        .map(|(name, page)| {
            let label = if several { Reply::LabelSaveCalled } else { Reply::LabelSave };
            let label = making.words(label, &[("title", &page.title)]);
            Choice { label: Arc::from(label), payload: Arc::from(format!("p:save:{name}")) }
        })
        .collect();
    let ways_out = making.choices.iter().position(|choice| choice.payload.starts_with("w:"));
    let place = ways_out.unwrap_or(making.choices.len());
    making.choices.splice(place..place, buttons);
}

pub fn act(making: &mut Making<'_>, task: Task) {
    match task {
        Task::MyPages => list(making),
        _ => match making.conversation.pages.last().map(|(name, _)| name.clone()) {
            Some(name) => ask_how_long(making, &name),
            None => gone(making),
        },
    }
}

/// A button, after `p:`.
pub fn tap(making: &mut Making<'_>, rest: &str) {
    if !making.is_private() {
        return;
    }
    let (word, more) = rest.split_once(':').unwrap_or((rest, ""));
    let number = || more.parse::<i64>().ok();
    match word {
        "save" => ask_how_long(making, more),
        "keep" => match more.split_once(':').and_then(|(days, name)| Some((days.parse().ok()?, name))) {
            Some((days, name)) if DAYS.contains(&days) => keep(making, name, days),
            _ => gone(making),
        },
        "no" => do_not_keep(making, Reply::PageNotKept),
        "minor" => minor(making),
        "list" => list(making),
        "show" => show(making, number()),
        "del" => delete(making, number()),
        _ => gone(making),
    }
}

/// Words after one of the questions here. Says whether they were an answer.
pub fn said(making: &mut Making<'_>, aside: &str, text: &str) -> bool {
    match aside.split_once(':').unwrap_or((aside, "")) {
        ("save", name) => said_how_long(making, name, text),
        ("list", _) => said_which(making, text),
        _ => false,
    }
}

fn ask_how_long(making: &mut Making<'_>, name: &str) {
    if making.conversation.minor {
        do_not_keep(making, Reply::PageMinor);
        return;
    }
    let Some((_, page)) = making.conversation.pages.iter().find(|(known, _)| known == name).cloned() else {
        gone(making);
        return;
    };
    if making.pages().len() >= MOST {
        making.reply(Reply::PagesFull);
        list(making);
        return;
    }
    making.reply_with(Reply::PageHowLong, &[("title", &page.title)]);
    for days in DAYS {
        let label = making.words(Reply::LabelDays, &[("days", &days.to_string())]);
        making.choices.push(Choice { label: Arc::from(label), payload: Arc::from(format!("p:keep:{days}:{name}")) });
    }
    making.button(Reply::LabelDoNotKeep, Arc::from("p:no"));
    making.button(Reply::LabelMinor, Arc::from("p:minor"));
    making.wait_for(&format!("p:save:{name}"));
}

fn said_how_long(making: &mut Making<'_>, name: &str, text: &str) -> bool {
    let folded = fold(text);
    let says = |making: &Making<'_>, label: Reply| fold(&making.words(label, &[])) == folded;
    if says(making, Reply::LabelMinor) {
        minor(making);
        return true;
    }
    if says(making, Reply::LabelDoNotKeep) || read_yes_no(text) == Some(false) {
        do_not_keep(making, Reply::PageNotKept);
        return true;
    }
    let days = match folded.as_str() {
        "a week" | "one week" | "una semana" => Some(7),
        "a month" | "one month" | "un mes" => Some(30),
        "three months" | "3 months" | "tres meses" | "3 meses" => Some(90),
        _ => {
            let number = folded.strip_suffix(" days").or(folded.strip_suffix(" dias")).unwrap_or(&folded);
            read_number(number).map(|number| number as i64)
        }
    };
    let usual = (read_yes_no(text) == Some(true)).then_some(USUAL);
    match days.filter(|days| DAYS.contains(days)).or(usual) {
        Some(days) => keep(making, name, days),
        None => return false,
    }
    true
}

/// Keeps a page until a day. The same page a second time takes the place of the first.
fn keep(making: &mut Making<'_>, name: &str, days: i64) {
    let page = making.conversation.pages.iter().find(|(known, _)| known == name).map(|(_, page)| page.clone());
    let Some(page) = page.filter(|_| !making.conversation.minor) else {
        gone(making);
        return;
    };
    for same in making.pages().into_iter().filter(|known| known.held == page) {
        making.changes.push(Change::DeleteDocument(same.id));
    }
    let expires_at = making.now.as_second() + days * DAY_SECONDS;
    let day = making.deleted_on(expires_at);
    making.reply_with(Reply::PageKept, &[("title", &page.title), ("day", &day)]);
    making.changes.push(Change::Document { held: page, expires_at });
    making.resume_or_menu();
}

fn do_not_keep(making: &mut Making<'_>, reply: Reply) {
    making.reply(reply);
    making.resume_or_menu();
}

/// They are under 18: nothing of theirs is saved, and nothing that was.
fn minor(making: &mut Making<'_>) {
    making.is_minor();
    do_not_keep(making, Reply::PageMinor);
}

fn gone(making: &mut Making<'_>) {
    making.reply(Reply::PageGone);
    making.resume_or_menu();
}

fn list(making: &mut Making<'_>) {
    let pages = making.pages();
    if pages.is_empty() {
        making.reply(Reply::PagesNone);
        making.way_on();
        return;
    }
    let lines: Vec<String> = pages
        .iter()
        .enumerate()
        .map(|(place, page)| {
            let number = (place + 1).to_string();
            let day = making.deleted_on(page.expires_at);
            making.words(Reply::PageLine, &[("number", &number), ("title", &page.held.title), ("day", &day)])
        })
        .collect();
    making.reply(Reply::PagesList);
    making.bubbles.push(Bubble::Text(Arc::from(lines.join("\n"))));
    for page in &pages {
        let label = Arc::from(page.held.title.as_str());
        making.choices.push(Choice { label, payload: Arc::from(format!("p:show:{}", page.id)) });
    }
    making.way_on();
    making.wait_for("p:list");
}

/// "2", or the title of a page.
fn said_which(making: &mut Making<'_>, text: &str) -> bool {
    let folded = fold(text);
    let pages = making.pages();
    let by_number = folded.parse::<usize>().ok().and_then(|place| pages.get(place.checked_sub(1)?));
    let found = by_number.or_else(|| pages.iter().find(|page| fold(&page.held.title) == folded));
    if let Some(page) = found {
        show(making, Some(page.id));
    }
    found.is_some()
}

fn find(making: &Making<'_>, number: Option<i64>) -> Option<Item<Document>> {
    making.pages().into_iter().find(|page| Some(page.id) == number)
}

fn show(making: &mut Making<'_>, number: Option<i64>) {
    let Some(page) = find(making, number) else {
        gone(making);
        return;
    };
    let Document { title, text } = page.held;
    making.bubbles.push(Bubble::Document { title: Arc::from(title), text: Arc::from(text) });
    let day = making.deleted_on(page.expires_at);
    making.reply_with(Reply::DataDeletedOn, &[("day", &day)]);
    making.button(Reply::LabelDeletePage, Arc::from(format!("p:del:{}", page.id)));
    making.button(Reply::LabelMyPages, Arc::from("p:list"));
    making.way_on();
}

fn delete(making: &mut Making<'_>, number: Option<i64>) {
    let Some(page) = find(making, number) else {
        gone(making);
        return;
    };
    making.changes.push(Change::DeleteDocument(page.id));
    making.reply_with(Reply::PageDeleted, &[("title", &page.held.title)]);
    making.way_on();
}
