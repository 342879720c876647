//! What a button, a select or a form carries: whose it is, and the payload of the choice. No words, no secrets.
//!
//! Owned ones are shown where only one person can use them, and do nothing for anyone else. Open ones stand where
//! everyone sees them: whoever uses one gets an answer of their own.

use serenity::model::id::UserId;

/// Marks the form of what follows, so that a later form can be told from it.
const FORM: &str = "h1";
/// In place of a payload: the payload is the value of a select.
const SELECT: &str = "=";
/// In place of a payload: opens a form to write in, and is that form.
const WRITE: &str = "+";
/// In place of a payload: goes on in direct messages.
const TO_DM: &str = "~";

/// Whose a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Person(UserId),
    /// Whoever can see it in a direct message.
    Dm,
    Everyone,
}

impl Owner {
    fn tag(self) -> String {
        match self {
            Self::Person(user) => format!("{:x}", user.get()),
            Self::Dm => "d".to_owned(),
            Self::Everyone => "o".to_owned(),
        }
    }

    /// Whether someone may use it.
    #[must_use]
    pub fn admits(self, user: UserId) -> bool {
        match self {
            Self::Person(owner) => owner == user,
            Self::Dm | Self::Everyone => true,
        }
    }
}

/// What a component does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does<'a> {
    Choose(&'a str),
    Select,
    Write,
    ToDm,
}

#[must_use]
pub fn choose(owner: Owner, payload: &str) -> String {
    format!("{FORM}:{}:{payload}", owner.tag())
}

#[must_use]
pub fn select(owner: Owner) -> String {
    choose(owner, SELECT)
}

#[must_use]
pub fn write(owner: Owner) -> String {
    choose(owner, WRITE)
}

#[must_use]
pub fn to_dm(owner: Owner) -> String {
    choose(owner, TO_DM)
}

/// Reads one back; none when it is not of this form.
#[must_use]
pub fn read(custom_id: &str) -> Option<(Owner, Does<'_>)> {
    let (tag, payload) = custom_id.strip_prefix(FORM)?.strip_prefix(':')?.split_once(':')?;
    let owner = match tag {
        "d" => Owner::Dm,
        "o" => Owner::Everyone,
        // A user id in hexadecimal is longer than one digit: the two tags are no ids.
        id => Owner::Person(std::num::NonZeroU64::new(u64::from_str_radix(id, 16).ok()?).map(UserId::from)?),
    };
    let does = match payload {
        SELECT => Does::Select,
        WRITE => Does::Write,
        TO_DM => Does::ToDm,
        payload => Does::Choose(payload),
    };
    Some((owner, does))
}
