//! Daily totals, put together for reading. What is small leaves this file only as "<5": it could be about one person
//! that somebody knows.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

/// Smaller counts are hidden.
const FEW: i64 = 5;
/// The width of a bar in a terminal, in characters.
pub const BAR: usize = 40;

/// What was counted, in the order in which it is read: what each kind is called, and what its numbers say.
const GROUPS: &[(&str, &str, &str)] = &[
    ("turn", "Messages answered, by platform", ""),
    ("began", "Guides begun", ""),
    ("ended", "Guides ended, by how", ""),
    (
        "stayed",
        "Where people stopped in a guide",
        "How often a question was asked and not gone on from. Who is still at it counts too.",
    ),
    ("topic", "Topics answered", ""),
    ("question", "Questions without a clear answer", ""),
    ("card", "Crisis cards, by level and platform", "Daily totals, written after the fact; there is no live count."),
    ("line", "Gentle lines, by level and platform", ""),
    ("reminder", "Reminders", ""),
];

/// Everything, without people.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub first: String,
    pub last: String,
    pub groups: Vec<Group>,
    /// How often each question was asked and stayed at, as `flow.question`: for the maps.
    pub questions: BTreeMap<String, Question>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    pub kind: String,
    pub title: String,
    pub about: String,
    pub rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub name: String,
    /// The number, or "<5".
    pub total: String,
    /// In hundredths of the longest bar of its group; nothing where the number is hidden.
    pub bar: usize,
    /// Each day of the report: the number, "<5", or nothing where there was none.
    pub days: Vec<(String, String)>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    pub asked: String,
    pub stayed: String,
}

type Days = BTreeMap<String, i64>;

impl Report {
    /// Puts the store's totals (day, name, amount) together.
    pub fn of(totals: &[(String, String, i64)], first: Date, last: Date) -> Self {
        let mut kinds: BTreeMap<&str, BTreeMap<String, Days>> = BTreeMap::new();
        let mut count = |kind, name: &str, day: &str, amount: i64| {
            let days = kinds.entry(kind).or_default().entry(name.to_owned()).or_default();
            *days.entry(day.to_owned()).or_default() += amount;
        };
        let mut asked: BTreeMap<String, i64> = BTreeMap::new();
        let mut onward: BTreeMap<String, i64> = BTreeMap::new();
        for (day, name, amount) in totals {
            match name.split_once('.').unwrap_or((name, "")) {
                ("asked", question) => {
                    *asked.entry(question.to_owned()).or_default() += amount;
                    count("stayed", question, day, *amount);
                }
                ("onward", question) => {
                    *onward.entry(question.to_owned()).or_default() += amount;
                    count("stayed", question, day, -amount);
                }
                // How it was written before questions had a kind of their own.
                ("offered", "") => count("question", "offered", day, *amount),
                (kind, rest) => {
                    if let Some((known, ..)) = GROUPS.iter().find(|(known, ..)| *known == kind) {
                        count(known, rest, day, *amount);
                    }
                }
            }
        }
        let every_day: Vec<String> =
            first.series(1.day()).take_while(|day| *day <= last).map(|day| day.to_string()).collect();
        let groups = GROUPS.iter().filter_map(|(kind, title, about)| {
            let rows = rows(kinds.remove(kind)?, &every_day);
            let (kind, title, about) = ((*kind).to_owned(), (*title).to_owned(), (*about).to_owned());
            (!rows.is_empty()).then_some(Group { kind, title, about, rows })
        });
        let groups = groups.collect();
        let questions = asked.into_iter().map(|(question, asked)| {
            let stayed = asked - onward.get(&question).copied().unwrap_or(0);
            (question, Question { asked: shown(asked), stayed: shown(stayed) })
        });
        Self { first: first.to_string(), last: last.to_string(), groups, questions: questions.collect() }
    }
}

/// The rows of one kind, the most frequent first.
fn rows(names: BTreeMap<String, Days>, every_day: &[String]) -> Vec<Row> {
    let mut sums: Vec<(String, Days, i64)> = names
        .into_iter()
        .map(|(name, days)| {
            let sum = days.values().sum();
            (name, days, sum)
        })
        .collect();
    sums.retain(|(.., sum)| *sum > 0);
    sums.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.0.cmp(&other.0)));
    let most = sums.first().map_or(1, |(.., sum)| *sum).max(1);
    let row = |(name, days, sum): (String, Days, i64)| {
        let bar = if sum < FEW { 0 } else { (sum * 100 / most).max(1) };
        let of_day = |day: &String| {
            (day.clone(), days.get(day).filter(|amount| **amount > 0).map_or_else(String::new, |amount| shown(*amount)))
        };
        Row {
            name: name.replace('.', ", "),
            total: shown(sum),
            bar: usize::try_from(bar).unwrap_or(0),
            days: every_day.iter().map(of_day).collect(),
        }
    };
    sums.into_iter().map(row).collect()
}

/// A number that may be seen. What is none, or was gone on from more often than asked in these days, is none.
fn shown(amount: i64) -> String {
    match amount {
        ..=0 => "0".to_owned(),
        1..FEW => format!("<{FEW}"),
        amount => amount.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Report;

    fn report(totals: &[(&str, &str, i64)]) -> Report {
        let totals: Vec<_> =
            totals.iter().map(|(day, name, amount)| ((*day).to_owned(), (*name).to_owned(), *amount)).collect();
        Report::of(&totals, date(2026, 11, 1), date(2026, 11, 3))
    }

    #[test]
    fn small_numbers_are_hidden_in_the_sum_on_each_day_and_in_the_bars() {
        let report = report(&[
            ("2026-11-01", "turn.web", 3),
            ("2026-11-02", "turn.web", 4),
            ("2026-11-01", "turn.discord", 4),
            ("2026-11-03", "card.crisis.web", 1),
        ]);
        let turns = &report.groups[0];
        assert_eq!((turns.rows[0].name.as_str(), turns.rows[0].total.as_str(), turns.rows[0].bar), ("web", "7", 100));
        assert_eq!((turns.rows[1].total.as_str(), turns.rows[1].bar), ("<5", 0));
        let days: Vec<&str> = turns.rows[0].days.iter().map(|(_, amount)| amount.as_str()).collect();
        assert_eq!(days, ["<5", "<5", ""]);
        assert_eq!(report.groups[1].rows[0].name, "crisis, web");
        assert_eq!(report.groups[1].rows[0].total, "<5");
    }

    #[test]
    fn where_people_stopped_is_what_was_asked_less_what_was_gone_on_from() {
        let report = report(&[
            ("2026-11-01", "asked.find.insurance", 30),
            ("2026-11-01", "onward.find.insurance", 18),
            ("2026-11-02", "asked.find.country", 12),
            ("2026-11-02", "onward.find.country", 12),
        ]);
        let stayed = &report.groups[0];
        assert_eq!(stayed.kind, "stayed");
        assert_eq!(stayed.rows.len(), 1, "nobody stopped at the country");
        assert_eq!((stayed.rows[0].name.as_str(), stayed.rows[0].total.as_str()), ("find, insurance", "12"));
        let question = &report.questions["find.insurance"];
        assert_eq!((question.asked.as_str(), question.stayed.as_str()), ("30", "12"));
    }
}
