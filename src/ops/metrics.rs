//! How the machine does, in numbers for an operator's monitoring. No person, no text, and nothing about a crisis: these
//! figures are live, and a live count in a small community points at somebody.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the classes of how long an answer took, in seconds.
const CLASSES: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5];

/// What became of a message that we send on our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    Sent,
    Failed,
    Skipped,
}

impl Fate {
    const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// How a message was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// With what is remembered, and remembered.
    Kept,
    /// Without memory, because the store did not answer in time.
    WithoutMemory,
    /// With where help is, because the desk broke.
    Trouble,
    /// It was answered before: the platform sent it again.
    Again,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::WithoutMemory => "without_memory",
            Self::Trouble => "trouble",
            Self::Again => "again",
        }
    }
}

/// The figures. Cheap to clone; all clones count together.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<Figures>>);

#[derive(Debug, Default)]
struct Figures {
    answers: BTreeMap<&'static str, Durations>,
    limited: BTreeMap<&'static str, u64>,
    left_out: BTreeMap<&'static str, u64>,
    turns: BTreeMap<(&'static str, Outcome), u64>,
    store_failures: BTreeMap<&'static str, u64>,
    deliveries: BTreeMap<(&'static str, Fate, &'static str), u64>,
    reminders_planned: u64,
    /// How late, how many under way.
    due: BTreeMap<&'static str, (f64, u32)>,
}

#[derive(Clone, Debug, Default)]
struct Durations {
    classes: [u64; CLASSES.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A message was answered. The channel is one of ours by name, such as `web`.
    pub fn answered(&self, channel: &'static str, took: Duration) {
        self.change(|figures| {
            let durations = figures.answers.entry(channel).or_default();
            let seconds = took.as_secs_f64();
            durations.count += 1;
            durations.seconds += seconds;
            for (count, _) in durations.classes.iter_mut().zip(CLASSES).filter(|(_, upper)| seconds <= *upper) {
                *count += 1;
            }
        });
    }

    /// Somebody wrote faster than the limit for one person.
    pub fn limited(&self, channel: &'static str) {
        self.change(|figures| *figures.limited.entry(channel).or_default() += 1);
    }

    /// What became of a message. Nothing tells a crisis from anything else.
    pub fn turn(&self, channel: &'static str, outcome: Outcome) {
        self.change(|figures| *figures.turns.entry((channel, outcome)).or_default() += 1);
    }

    /// The store did not do what it was asked for, or not in time; what it was is one word.
    pub fn store_failed(&self, asked_to: &'static str) {
        self.change(|figures| *figures.store_failures.entry(asked_to).or_default() += 1);
    }

    /// So many reminders had something to plan.
    pub fn planned(&self, reminders: usize) {
        self.change(|figures| figures.reminders_planned += reminders as u64);
    }

    /// A message was read by the crisis lexicons alone, and why in a word. How many were read by both is not counted: taken
    /// from the number of messages it would leave those that the lexicons found.
    pub fn left_out(&self, reason: &'static str) {
        self.change(|figures| *figures.left_out.entry(reason).or_default() += 1);
    }

    /// A reminder was sent, failed or left out, and why in a word.
    pub fn delivery(&self, channel: &'static str, fate: Fate, reason: &'static str) {
        self.change(|figures| *figures.deliveries.entry((channel, fate, reason)).or_default() += 1);
    }

    /// How late the latest reminder is that was taken up in the last look, and how many are being sent.
    pub fn due(&self, channel: &'static str, late: Duration, under_way: u32) {
        self.change(|figures| {
            figures.due.insert(channel, (late.as_secs_f64(), under_way));
        });
    }

    fn change(&self, change: impl FnOnce(&mut Figures)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The figures in the text format of Prometheus.
    #[must_use]
    pub fn text(&self) -> String {
        let figures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        head(&mut text, "handrail_answer_seconds", "histogram", "Time from a message to its answer.");
        for (channel, durations) in &figures.answers {
            for (upper, count) in CLASSES.iter().zip(durations.classes) {
                let _ =
                    writeln!(text, "handrail_answer_seconds_bucket{{channel=\"{channel}\",le=\"{upper}\"}} {count}");
            }
            let Durations { count, seconds, .. } = durations;
            let _ = writeln!(text, "handrail_answer_seconds_bucket{{channel=\"{channel}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "handrail_answer_seconds_sum{{channel=\"{channel}\"}} {seconds}");
            let _ = writeln!(text, "handrail_answer_seconds_count{{channel=\"{channel}\"}} {count}");
        }
        head(&mut text, "handrail_limited_total", "counter", "Messages over the limit for one person.");
        for (channel, count) in &figures.limited {
            let _ = writeln!(text, "handrail_limited_total{{channel=\"{channel}\"}} {count}");
        }
        head(&mut text, "handrail_turns_total", "counter", "Messages by how they were answered.");
        for ((channel, outcome), count) in &figures.turns {
            let outcome = outcome.name();
            let _ = writeln!(text, "handrail_turns_total{{channel=\"{channel}\",outcome=\"{outcome}\"}} {count}");
        }
        let help = "Times the store did not do what it was asked for, or not in time.";
        head(&mut text, "handrail_store_failures_total", "counter", help);
        for (asked_to, count) in &figures.store_failures {
            let _ = writeln!(text, "handrail_store_failures_total{{asked_to=\"{asked_to}\"}} {count}");
        }
        let help = "Messages that the second reader was too busy for.";
        head(&mut text, "handrail_second_reader_left_out_total", "counter", help);
        for (reason, count) in &figures.left_out {
            let _ = writeln!(text, "handrail_second_reader_left_out_total{{reason=\"{reason}\"}} {count}");
        }
        head(&mut text, "handrail_deliveries_total", "counter", "Reminders by what became of them.");
        for ((channel, fate, reason), count) in &figures.deliveries {
            let fate = fate.name();
            let _ = writeln!(
                text,
                "handrail_deliveries_total{{channel=\"{channel}\",fate=\"{fate}\",reason=\"{reason}\"}} {count}"
            );
        }
        head(&mut text, "handrail_reminders_planned_total", "counter", "Reminders that had something to plan.");
        let _ = writeln!(text, "handrail_reminders_planned_total {}", figures.reminders_planned);
        let help = "How late the latest reminder is that the last look took up.";
        head(&mut text, "handrail_due_lag_seconds", "gauge", help);
        for (channel, (late, _)) in &figures.due {
            let _ = writeln!(text, "handrail_due_lag_seconds{{channel=\"{channel}\"}} {late}");
        }
        head(&mut text, "handrail_due_under_way", "gauge", "Reminders that are being sent.");
        for (channel, (_, under_way)) in &figures.due {
            let _ = writeln!(text, "handrail_due_under_way{{channel=\"{channel}\"}} {under_way}");
        }
        text
    }
}

/// The two lines above the values of a figure.
pub(super) fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Fate, Metrics};

    #[test]
    fn an_answer_counts_in_its_class_and_in_all_wider_ones() {
        let metrics = Metrics::new();
        metrics.answered("web", Duration::from_millis(7));
        metrics.delivery("telegram", Fate::Skipped, "stopped");
        let text = metrics.text();
        assert!(text.contains("handrail_answer_seconds_bucket{channel=\"web\",le=\"0.005\"} 0\n"), "{text}");
        assert!(text.contains("handrail_answer_seconds_bucket{channel=\"web\",le=\"0.01\"} 1\n"), "{text}");
        assert!(text.contains("handrail_answer_seconds_bucket{channel=\"web\",le=\"+Inf\"} 1\n"), "{text}");
        assert!(text.contains("fate=\"skipped\",reason=\"stopped\"} 1\n"), "{text}");
    }
}
