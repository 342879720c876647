//! Why a call was not done.

use std::time::Duration;

/// Discord's codes that are read here (Discord developer documentation, "JSON error codes").
mod code {
    pub const UNKNOWN_CHANNEL: u64 = 10003;
    pub const UNKNOWN_WEBHOOK: u64 = 10015;
    pub const UNKNOWN_INTERACTION: u64 = 10062;
    pub const DMS_TOO_FAST: u64 = 40003;
    pub const ANSWERED_BEFORE: u64 = 40060;
    pub const NO_ACCESS: u64 = 50001;
    pub const DM_CLOSED: u64 = 50007;
    pub const NO_PERMISSION: u64 = 50013;
    pub const TOKEN_TOO_OLD: u64 = 50027;
    pub const NO_SHARED_SERVER: u64 = 50278;
}

/// Why a call was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("Discord does not accept the bot's token")]
    Token,
    #[error("Discord refused it with status {status} and code {code}")]
    Refused { status: u16, code: u64 },
    #[error("Discord asks to wait {} s", .0.as_secs())]
    Wait(Duration),
    #[error("Discord cannot be reached, or cannot do it now")]
    Unreachable,
    #[error("Discord did not say in time whether it was done")]
    Ambiguous,
}

impl Failure {
    const fn code(self) -> u64 {
        match self {
            Self::Refused { code, .. } => code,
            Self::Token | Self::Wait(_) | Self::Unreachable | Self::Ambiguous => 0,
        }
    }

    /// The person takes no direct messages from the bot.
    #[must_use]
    pub const fn is_closed_dm(self) -> bool {
        matches!(self.code(), code::DM_CLOSED | code::NO_SHARED_SERVER)
    }

    /// Direct messages are being opened too fast.
    #[must_use]
    pub const fn is_too_fast(self) -> bool {
        self.code() == code::DMS_TOO_FAST
    }

    /// The place is gone, or the bot may not write there.
    #[must_use]
    pub const fn is_dead_place(self) -> bool {
        matches!(self.code(), code::NO_ACCESS | code::NO_PERMISSION | code::UNKNOWN_CHANNEL)
    }

    /// Someone, perhaps this program, answered the interaction before.
    #[must_use]
    pub const fn is_answered_before(self) -> bool {
        self.code() == code::ANSWERED_BEFORE
    }

    /// The interaction can no longer be answered.
    #[must_use]
    pub const fn is_too_late(self) -> bool {
        matches!(self.code(), code::UNKNOWN_INTERACTION | code::UNKNOWN_WEBHOOK | code::TOKEN_TOO_OLD)
    }
}
