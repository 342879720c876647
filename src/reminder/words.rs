//! What is sent: words that say nothing on a lock screen but the label that the person chose.
//!
//! One bubble each, so that a reminder arrives whole or not at all.

use std::sync::Arc;

use jiff::Timestamp;

use crate::engine::{Reply, Word, Words, payload};
use crate::message::{Bubble, Choice, Language, Outbound, ReminderTap, Tone};
use crate::schedule::{self, Lead, Rule, date_in_words, time_in_words};
use crate::store::{Claimed, Kind, Reminder};

/// The guide of a check-in, and that of one's own plan.
const CHECK_IN: &str = "check_in";
const PLAN: &str = "plan";
/// A snooze is of use when the session is further away than this, in seconds.
const SNOOZE: i64 = 15 * 60;

/// A reminder as it leaves now.
pub fn reminder(words: &Words, claimed: &Claimed, now: i64) -> Outbound {
    let reminder = &claimed.reminder;
    let kept = reminder.words.text.as_str();
    let or = |reply| if kept.is_empty() { words.say(reply, reminder.words.language) } else { Arc::from(kept) };
    match reminder.kind {
        Kind::Session => session(words, claimed, now),
        Kind::CheckIn => {
            let text = or(Reply::RemindCheckIn);
            let choices =
                vec![choice(words, reminder, Reply::LabelCheckIn, payload::start(CHECK_IN)), stop(words, reminder)];
            outbound(text, choices)
        }
        Kind::Review => {
            let text = or(Reply::RemindReview);
            let choices = vec![choice(words, reminder, Reply::LabelOpen, payload::start(PLAN)), stop(words, reminder)];
            outbound(text, choices)
        }
    }
}

fn session(words: &Words, claimed: &Claimed, now: i64) -> Outbound {
    let reminder = &claimed.reminder;
    let (language, id, starts_at) = (reminder.words.language, reminder.id, claimed.starts_at);
    let mut text = if reminder.words.text.is_empty() || is_evening_before_late(&reminder.rule, starts_at, now) {
        let time = time_in_words(reminder.rule.time, reading(language));
        words.say_with(Reply::RemindToday, language, &[("time", &time), ("label", &reminder.words.label)]).to_string()
    } else {
        reminder.words.text.clone()
    };
    let mut choices = vec![
        choice(words, reminder, Reply::LabelOnMyWay, ReminderTap::OnMyWay.payload()),
        choice(words, reminder, Reply::LabelMiss, ReminderTap::Miss { reminder: id, starts_at }.payload()),
    ];
    if starts_at - now > SNOOZE {
        let snooze = ReminderTap::Snooze { reminder: id, starts_at };
        choices.push(choice(words, reminder, Reply::LabelSnooze, snooze.payload()));
    }
    if is_last(&reminder.rule, claimed.occurs_at) {
        text = format!("{text}\n\n{}", words.say(Reply::RemindLast, language));
        choices.extend(whether_to_go_on(words, reminder));
    } else {
        choices.push(stop(words, reminder));
    }
    outbound(Arc::from(text), choices)
}

/// What a person missed while nothing could be sent: the last of them, and how many there were.
pub fn missed(words: &Words, last: &Claimed, count: usize) -> Outbound {
    let reminder = &last.reminder;
    let language = reminder.words.language;
    let time = time_in_words(reminder.rule.time, reading(language));
    let day = reminder.rule.zone.time_zone().to_datetime(instant(last.starts_at)).date();
    let day = date_in_words(day, reading(language));
    let count_in_words = count.to_string();
    let places = [
        ("count", count_in_words.as_str()),
        ("day", day.as_str()),
        ("time", time.as_str()),
        ("label", reminder.words.label.as_str()),
    ];
    let reply = if count > 1 { Reply::MissedMany } else { Reply::MissedOne };
    let text = words.say_with(reply, language, &places);
    if is_last(&reminder.rule, last.occurs_at) {
        let text = format!("{text}\n\n{}", words.say(Reply::MissedLast, language));
        return outbound(Arc::from(text), whether_to_go_on(words, reminder).into());
    }
    let menu = choice(words, reminder, Reply::LabelMenu, payload::word(Word::Menu));
    outbound(text, vec![menu])
}

/// Whether a delivery is of the rule, and not a snooze or a test of its own.
pub fn is_of_rule(rule: &Rule, occurs_at: i64) -> bool {
    rule.occurrences(instant(occurs_at), instant(occurs_at + 1)).next().is_some()
}

/// Whether the rule ends, and with this one.
fn is_last(rule: &Rule, occurs_at: i64) -> bool {
    rule.last_day.is_some() && rule.occurrences(instant(occurs_at + 1), Timestamp::MAX).next().is_none()
}

/// "Tomorrow" is not true any more.
fn is_evening_before_late(rule: &Rule, starts_at: i64, now: i64) -> bool {
    let zone = rule.zone.time_zone();
    let day = |second| zone.to_datetime(instant(second)).date();
    rule.lead == Lead::EveningBefore && day(now) >= day(starts_at)
}

fn whether_to_go_on(words: &Words, reminder: &Reminder) -> [Choice; 2] {
    let id = reminder.id;
    [
        choice(words, reminder, Reply::LabelGoOn, ReminderTap::GoOn { reminder: id }.payload()),
        choice(words, reminder, Reply::LabelEnough, ReminderTap::Enough { reminder: id }.payload()),
    ]
}

fn stop(words: &Words, reminder: &Reminder) -> Choice {
    choice(words, reminder, Reply::LabelStop, ReminderTap::Stop { reminder: reminder.id }.payload())
}

fn choice(words: &Words, reminder: &Reminder, label: Reply, payload: Arc<str>) -> Choice {
    Choice { label: words.say(label, reminder.words.language), payload }
}

fn outbound(text: Arc<str>, choices: Vec<Choice>) -> Outbound {
    Outbound { bubbles: vec![Bubble::Text(text)], choices, tone: Tone::Plain }
}

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
}

/// The language in which times are said; built-in replies in other languages are in English too.
const fn reading(language: Language) -> schedule::Language {
    match language {
        Language::Es => schedule::Language::Es,
        Language::En | Language::Pt | Language::Fr | Language::De => schedule::Language::En,
    }
}
