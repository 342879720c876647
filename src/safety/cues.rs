//! The weak cues of a person's last minutes: a pure value that the desk keeps in memory and hands in.

/// How long a cue counts. Long enough for a slow conversation, short enough to forget.
pub const CUE_MINUTES: u64 = 30;
/// More than a conversation needs; older ones fall out first.
const MOST: usize = 16;

/// Weak cues with the time, in seconds of any clock that only goes forward, at which they were said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentCues(Vec<(String, u64)>);

impl RecentCues {
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The cues that still count at `now`, and the new ones of a verdict with them.
    #[must_use]
    pub fn remember(&self, cues: &[String], now_seconds: u64) -> Self {
        let mut kept = self.at(now_seconds).0;
        for cue in cues {
            kept.retain(|(name, _)| name != cue);
            kept.push((cue.clone(), now_seconds));
        }
        let surplus = kept.len().saturating_sub(MOST);
        kept.drain(..surplus);
        Self(kept)
    }

    /// Only the cues that still count at `now`.
    #[must_use]
    pub fn at(&self, now_seconds: u64) -> Self {
        let fresh = |said: u64| now_seconds.saturating_sub(said) <= CUE_MINUTES * 60;
        Self(self.0.iter().filter(|(_, said)| fresh(*said)).cloned().collect())
    }

    pub(crate) fn other_than(&self, cue: &str) -> bool {
        self.0.iter().any(|(name, _)| name != cue)
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
