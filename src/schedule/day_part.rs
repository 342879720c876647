//! Which hour of twenty-four someone means by an hour and a part of the day.

use super::Reading;

/// What stands beside an hour to tell morning from evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Am,
    Pm,
    /// "de la madrugada": after midnight, before dawn.
    SmallHours,
    Morning,
    /// "del mediodía".
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The hour of twenty-four, when the words fit together: "17 in the morning" does not.
    pub(super) fn hour(self, hour: u32) -> Reading<u32> {
        use Reading::{Ambiguous, Clear, Doubtful, No};
        match (self, hour) {
            // People who write "12 am" mean either end of the morning.
            (Self::Am | Self::Evening, 12) => Doubtful(0),
            (Self::Night | Self::SmallHours, 12 | 0) | (Self::Am | Self::Morning, 0) => Clear(0),
            (Self::Morning, 12) => Ambiguous(vec![12, 0]),

            (Self::Pm | Self::Afternoon | Self::Midday, 12) => Clear(12),
            (Self::Pm, 1..=11)
            | (Self::Afternoon, 1..=8)
            | (Self::Evening, 4..=11)
            | (Self::Night, 6..=11)
            | (Self::Midday, 1..=3) => Clear(hour + 12),
            (Self::Afternoon, 9..=11) | (Self::Evening, 1..=3) | (Self::Night, 5) => Doubtful(hour + 12),
            (Self::Night, 1..=4) => Doubtful(hour),

            (Self::Am | Self::Morning, 1..=11)
            | (Self::SmallHours, 1..=6)
            | (Self::Pm, 13..=23)
            | (Self::Afternoon, 13..=20)
            | (Self::Evening, 16..=23)
            | (Self::Night, 18..=23) => Clear(hour),
            _ => No,
        }
    }
}

/// The hour without any part of the day. One to seven is taken for the afternoon, when sessions
/// are, but said back; eight to twelve is what a clock shows in the daytime.
pub(super) fn bare_hour(hour: u32) -> Reading<u32> {
    match hour {
        1..=7 => Reading::Doubtful(hour + 12),
        _ => Reading::Clear(hour),
    }
}
