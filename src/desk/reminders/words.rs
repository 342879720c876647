//! Reminders in words, in the person's own time.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::desk::answer::Making;
use crate::engine::{Reply, spoken};
use crate::schedule::{Occurrence, Rule, date_in_words, time_in_words};
use crate::store::Reminder;

impl Making<'_> {
    /// A reply with places, without saying it.
    pub fn words(&self, reply: Reply, places: &[(&str, &str)]) -> String {
        self.library.flows.words.say_with(reply, self.context.language, places).to_string()
    }

    /// A day, as the person's language says it.
    pub fn day(&self, day: Date) -> String {
        date_in_words(day, spoken(self.context.language))
    }

    pub fn time(&self, time: Time) -> String {
        time_in_words(time, spoken(self.context.language))
    }

    /// The day and the time of an instant where the person is.
    fn here(&self, instant: Timestamp) -> (Date, Time) {
        let local = self.context.zone.to_datetime(instant);
        (local.date(), local.time())
    }

    /// The time of an instant where the person is.
    pub fn time_here(&self, instant: Timestamp) -> String {
        self.time(self.here(instant).1)
    }

    /// "- Session: Thursday, December 3 at 5:30 pm. I remind you at 4:30 pm."
    pub(super) fn occurrence_line(&self, reminder: &Reminder, occurrence: &Occurrence) -> String {
        let (day, time) = self.here(occurrence.starts_at);
        let (due_day, due) = self.here(occurrence.due_at);
        let reply = match (occurrence.due_at == occurrence.starts_at, due_day == day) {
            (true, _) => Reply::ReminderLine,
            (false, true) => Reply::ReminderLineDue,
            (false, false) => Reply::ReminderLineDay,
        };
        let places = [
            ("day", self.day(day)),
            ("time", self.time_and_there(time, &reminder.rule, occurrence.starts_at)),
            ("due_day", self.day(due_day)),
            ("due", self.time(due)),
            ("label", reminder.words.label.clone()),
        ];
        self.words(reply, &places.each_ref().map(|(name, words)| (*name, words.as_str())))
    }

    /// With the time at the program, where its clock shows another.
    fn time_and_there(&self, time: Time, rule: &Rule, at: Timestamp) -> String {
        let there = rule.zone.time_zone().to_datetime(at).time();
        let time_here = self.time(time);
        if there == time {
            return time_here;
        }
        let (there, city) = (self.time(there), rule.zone.city());
        self.words(Reply::ReminderElsewhere, &[("time", &time_here), ("there", &there), ("city", &city)])
    }

    /// A reminder as a rule: "- Session: Monday and Thursday at 5:30 pm, Chicago time."
    pub(super) fn rule_line(&self, reminder: &Reminder) -> String {
        let rule = &reminder.rule;
        let (days, time) = (rule.weekdays.in_words(spoken(self.context.language)), self.time(rule.time));
        let places =
            [("label", reminder.words.label.as_str()), ("days", &days), ("time", &time), ("city", &rule.zone.city())];
        self.words(Reply::ReminderRule, &places)
    }

    pub(super) fn label_and_day(&self, reply: Reply, reminder: &Reminder, day: Date) -> String {
        self.words(reply, &[("label", &reminder.words.label), ("day", &self.day(day))])
    }
}
