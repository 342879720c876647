//! What people say about reminders: which one, until when, how long.

use jiff::civil::Date;

use crate::engine::read_number;
use crate::message::fold;
use crate::schedule::{self, Language, Reading};
use crate::store::Reminder;

/// Words before a day or a span: "until monday", "for two weeks".
const UNTIL: [&str; 8] = ["until", "till", "til", "hasta", "for", "por", "durante", "to"];
/// The longest time by which a reminder can be put off.
const MINUTES_MOST: f64 = 240.0;

/// The reminders that a text names by their label; all when it names none.
pub fn named(reminders: &[Reminder], text: &str) -> Vec<Reminder> {
    let text = format!(" {} ", fold(text));
    let called = |reminder: &&Reminder| {
        let label = fold(&reminder.words.label);
        !label.is_empty() && text.contains(&format!(" {label} "))
    };
    let named: Vec<Reminder> = reminders.iter().filter(called).cloned().collect();
    if named.is_empty() { reminders.to_vec() } else { named }
}

/// The one reminder that a text picks: by its label, or by its place in the list.
pub fn picked(reminders: &[Reminder], text: &str) -> Option<Reminder> {
    if let Ok(place) = fold(text).parse::<usize>() {
        return reminders.get(place.checked_sub(1)?).cloned();
    }
    let found = named(reminders, text);
    if found.len() == 1 { found.into_iter().next() } else { None }
}

/// A day that is named, or the end of a span: "until monday", "hasta el lunes", "for two weeks".
pub fn day(text: &str, language: Language, today: Date) -> Reading<Date> {
    let text = text.trim();
    let bare = text.split_once(char::is_whitespace).filter(|(first, _)| UNTIL.contains(&fold(first).as_str()));
    let said = bare.map_or(text, |(_, rest)| rest.trim());
    let reading = schedule::read_date(said, language, today);
    if !reading.is_no() {
        return reading;
    }
    ["in", "en"]
        .iter()
        .map(|word| schedule::read_date(&format!("{word} {said}"), language, today))
        .find(|reading| !reading.is_no())
        .unwrap_or(Reading::No)
}

/// "30 minutes", "for 10 min", "an hour", "media hora".
pub fn minutes(text: &str) -> Option<i64> {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(' ').filter(|word| !matches!(*word, "for" | "in" | "by" | "por" | "en")).collect();
    let (number, unit) = match words.as_slice() {
        [number] => (read_number(number)?, "minutes"),
        ["an" | "one" | "una", unit] => (1.0, *unit),
        ["half", "an", unit] | ["media", unit] => (0.5, *unit),
        [number, unit] => (read_number(number)?, *unit),
        _ => return None,
    };
    let minutes = match unit {
        "minutes" | "minute" | "min" | "mins" | "m" | "minutos" | "minuto" => number,
        "hours" | "hour" | "h" | "horas" | "hora" => number * 60.0,
        _ => return None,
    };
    (1.0..=MINUTES_MOST).contains(&minutes).then_some(minutes as i64)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{day, minutes};
    use crate::schedule::{Language, Reading};

    #[test]
    fn a_day_or_a_span_says_until_when() {
        let tuesday = date(2026, 12, 1);
        for (text, language, until) in [
            ("until monday", Language::En, date(2026, 12, 7)),
            ("hasta el lunes", Language::Es, date(2026, 12, 7)),
            ("till December 20", Language::En, date(2026, 12, 20)),
            ("for two weeks", Language::En, date(2026, 12, 15)),
            ("por 10 días", Language::Es, date(2026, 12, 11)),
            ("tomorrow", Language::En, date(2026, 12, 2)),
        ] {
            assert_eq!(day(text, language, tuesday).value(), Some(&until), "{text}");
        }
        assert_eq!(day("until my mother is better", Language::En, tuesday), Reading::No);
    }

    #[test]
    fn a_snooze_has_a_length() {
        let read = ["30 minutes", "for 10 min", "20", "an hour", "half an hour", "media hora", "2 horas"].map(minutes);
        assert_eq!(read, [30, 10, 20, 60, 30, 30, 120].map(Some));
        assert_eq!(["a while", "0 minutes", "9 hours", "forever"].map(minutes), [None; 4]);
    }
}
