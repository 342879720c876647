//! What the buttons below a reminder carry: who sends reminders writes it, the desk reads it.
//!
//! `r:` and a word, then the number of the reminder, then where it matters when the session begins. At most 64 bytes
//! (Telegram's `callback_data`). A number is no secret: the desk looks for it among the reminders of whoever tapped.

use std::sync::Arc;

/// A button below a reminder. Times are seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderTap {
    OnMyWay,
    Miss {
        reminder: i64,
        starts_at: i64,
    },
    /// Once more in a quarter of an hour; of no use after `starts_at`.
    Snooze {
        reminder: i64,
        starts_at: i64,
    },
    Stop {
        reminder: i64,
    },
    /// The last day has come: go on.
    GoOn {
        reminder: i64,
    },
    /// The last day has come, and that was it.
    Enough {
        reminder: i64,
    },
}

impl ReminderTap {
    /// ```
    /// use handrail::message::ReminderTap;
    ///
    /// let tap = ReminderTap::Snooze { reminder: i64::MAX, starts_at: 1_796_140_800 };
    /// assert_eq!(&*tap.payload(), "r:snooze:9223372036854775807:1796140800");
    /// assert_eq!(ReminderTap::read(&tap.payload()), Some(tap));
    /// ```
    #[must_use]
    pub fn payload(self) -> Arc<str> {
        Arc::from(match self {
            Self::OnMyWay => "r:ok".to_owned(),
            Self::Miss { reminder, starts_at } => format!("r:miss:{reminder}:{starts_at}"),
            Self::Snooze { reminder, starts_at } => format!("r:snooze:{reminder}:{starts_at}"),
            Self::Stop { reminder } => format!("r:stop:{reminder}"),
            Self::GoOn { reminder } => format!("r:on:{reminder}"),
            Self::Enough { reminder } => format!("r:enough:{reminder}"),
        })
    }

    /// Reads a payload. `None`: it is somebody else's.
    #[must_use]
    pub fn read(payload: &str) -> Option<Self> {
        let (word, numbers) = payload.strip_prefix("r:")?.split_once(':').unwrap_or((&payload[2..], ""));
        let mut numbers = numbers.split(':').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(match word {
            "ok" => Self::OnMyWay,
            "miss" => Self::Miss { reminder: next()?, starts_at: next()? },
            "snooze" => Self::Snooze { reminder: next()?, starts_at: next()? },
            "stop" => Self::Stop { reminder: next()? },
            "on" => Self::GoOn { reminder: next()? },
            "enough" => Self::Enough { reminder: next()? },
            _ => return None,
        })
    }
}
