//! How each channel stands just now: told by the channel itself, read by whoever asks for health or figures.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use super::metrics::head;

/// How a channel stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// It is in touch with its platform.
    pub connected: bool,
    /// Nothing about it has to be mended. Another process may serve the bot while this one waits for its turn.
    pub well: bool,
    /// In plain words, for the operator. No token, no person.
    pub why: String,
    /// Answers that wait to be sent. Crisis answers are not told apart: a live count of them would point at somebody.
    pub answers_waiting: usize,
    pub reminders_waiting: usize,
    /// How often the platform asked us to wait, since the channel began.
    pub slowed: u64,
}

impl Standing {
    /// Not in touch, with nothing wrong.
    #[must_use]
    pub fn waiting(why: impl Into<String>) -> Self {
        Self { well: true, ..Self::wrong(why) }
    }

    /// Not in touch, and something has to be mended.
    #[must_use]
    pub fn wrong(why: impl Into<String>) -> Self {
        Self { connected: false, well: false, why: why.into(), answers_waiting: 0, reminders_waiting: 0, slowed: 0 }
    }
}

type Look = Arc<dyn Fn() -> Standing + Send + Sync>;

/// How all channels stand. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub struct Standings(Arc<Mutex<BTreeMap<String, Look>>>);

impl fmt::Debug for Standings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.all()).finish()
    }
}

impl Standings {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on this channel is asked how it stands.
    pub fn ask(&self, channel: &str, look: impl Fn() -> Standing + Send + Sync + 'static) {
        let mut channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        channels.insert(channel.to_owned(), Arc::new(look));
    }

    /// This channel stands so until something else is said.
    pub fn say(&self, channel: &str, standing: Standing) {
        self.ask(channel, move || standing.clone());
    }

    /// Each channel by name.
    #[must_use]
    pub fn all(&self) -> Vec<(String, Standing)> {
        // Asked without the lock: a channel may take a moment to count.
        let channels = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        channels.into_iter().map(|(channel, look)| (channel, look())).collect()
    }

    /// The figures in the text format of Prometheus.
    #[must_use]
    pub fn text(&self) -> String {
        let all = self.all();
        let mut text = String::new();
        head(&mut text, "handrail_channel_connected", "gauge", "1 while the channel is in touch with its platform.");
        for (channel, standing) in &all {
            let _ =
                writeln!(text, "handrail_channel_connected{{channel=\"{channel}\"}} {}", u8::from(standing.connected));
        }
        head(&mut text, "handrail_waiting", "gauge", "What waits to be sent.");
        for (channel, standing) in &all {
            for (what, number) in [("answers", standing.answers_waiting), ("reminders", standing.reminders_waiting)] {
                let _ = writeln!(text, "handrail_waiting{{channel=\"{channel}\",what=\"{what}\"}} {number}");
            }
        }
        head(&mut text, "handrail_slowed_total", "counter", "Times a platform asked us to wait.");
        for (channel, standing) in &all {
            let _ = writeln!(text, "handrail_slowed_total{{channel=\"{channel}\"}} {}", standing.slowed);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, Standings};

    #[test]
    fn a_channel_is_asked_anew_each_time_and_the_last_word_counts() {
        let standings = Standings::new();
        standings.say("telegram", Standing::waiting("starting"));
        assert!(standings.text().contains("handrail_channel_connected{channel=\"telegram\"} 0\n"));
        standings.ask("telegram", || Standing {
            connected: true,
            answers_waiting: 3,
            slowed: 2,
            ..Standing::waiting("connected")
        });
        let text = standings.text();
        assert!(text.contains("handrail_channel_connected{channel=\"telegram\"} 1\n"), "{text}");
        assert!(text.contains("handrail_waiting{channel=\"telegram\",what=\"answers\"} 3\n"), "{text}");
        assert!(text.contains("handrail_slowed_total{channel=\"telegram\"} 2\n"), "{text}");
    }
}
