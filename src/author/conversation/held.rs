//! What is held beside a conversation, one line each, for `held:` in conversation tests.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::desk::Conversation;
use crate::store::Change;

/// Reminders, saved pages and numbers, in this order:
///
/// - `reminder 1 Session: monday thursday 17:30 America/Chicago, active, until 2027-01-26`, after it perhaps
///   `, paused until DAY` and `, without DAY DAY`;
/// - `page 1 My plan, until 2026-12-31`;
/// - `number 2 on 2026-12-01`.
#[must_use]
pub fn lines(conversation: &Conversation) -> Vec<String> {
    let held = &conversation.held;
    let mut lines = Vec::new();
    for reminder in &held.reminders {
        let rule = &reminder.rule;
        let days: Vec<String> = rule.weekdays.iter().map(|day| format!("{day:?}").to_lowercase()).collect();
        let mut line = format!(
            "reminder {} {}: {} {} {}, {}",
            reminder.id,
            reminder.words.label,
            days.join(" "),
            rule.time.strftime("%H:%M"),
            rule.zone.name(),
            reminder.status.code(),
        );
        if let Some(day) = rule.last_day {
            let _ = write!(line, ", until {day}");
        }
        if let Some(day) = rule.paused_until {
            let _ = write!(line, ", paused until {day}");
        }
        if !rule.skip.is_empty() {
            let days: Vec<String> = rule.skip.iter().map(ToString::to_string).collect();
            let _ = write!(line, ", without {}", days.join(" "));
        }
        lines.push(line);
    }
    let day = |second: i64| Timestamp::from_second(second).map(|at| at.strftime("%Y-%m-%d").to_string());
    for page in &held.documents {
        let until = day(page.expires_at).unwrap_or_default();
        lines.push(format!("page {} {}, until {until}", page.id, page.held.title));
    }
    for item in &held.check_ins {
        lines.push(format!("number {} on {}", item.held.number, item.held.day));
    }
    lines
}

/// When a single reminder is due, where a change is one.
#[must_use]
pub fn single(change: &Change) -> Option<String> {
    match change {
        Change::Once { at, .. } => Timestamp::from_second(*at).map(|at| at.to_string()).ok(),
        _ => None,
    }
}
