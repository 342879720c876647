//! What a button, a select or a form carries: whose it is, and the payload of the choice. No words, no secrets.
//!
//! Owned ones are shown where only one person can use them, and do nothing for anyone else. Open ones stand where
//! everyone sees them: whoever uses one gets an answer of their own.

use serde_json::Value;
use serenity::model::id::{GuildId, UserId};

/// Marks the form of what follows, so that a later form can be told from it.
const FORM: &str = "h1";
/// Before the id of the server in which something was begun.
const BEGUN: char = 'g';
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
    /// The same, but it goes on with what was begun in a server: an answer came too late to be shown there.
    Begun(GuildId),
    Everyone,
}

impl Owner {
    fn tag(self) -> String {
        match self {
            Self::Person(user) => format!("{:x}", user.get()),
            Self::Dm => "d".to_owned(),
            Self::Begun(guild) => format!("{BEGUN}{:x}", guild.get()),
            Self::Everyone => "o".to_owned(),
        }
    }

    /// Whether someone may use it.
    #[must_use]
    pub fn admits(self, user: UserId) -> bool {
        match self {
            Self::Person(owner) => owner == user,
            Self::Dm | Self::Begun(_) | Self::Everyone => true,
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
        // A user id in hexadecimal is longer than one digit and has no "g": the tags are no ids.
        tag => match tag.strip_prefix(BEGUN) {
            Some(guild) => Owner::Begun(hexadecimal(guild)?),
            None => Owner::Person(hexadecimal(tag)?),
        },
    };
    let does = match payload {
        SELECT => Does::Select,
        WRITE => Does::Write,
        TO_DM => Does::ToDm,
        payload => Does::Choose(payload),
    };
    Some((owner, does))
}

fn hexadecimal<T: From<std::num::NonZeroU64>>(text: &str) -> Option<T> {
    std::num::NonZeroU64::new(u64::from_str_radix(text, 16).ok()?).map(T::from)
}

/// The components of a message, made for another owner.
pub fn hand_on(components: &mut Value, owner: Owner) {
    match components {
        Value::Array(list) => list.iter_mut().for_each(|part| hand_on(part, owner)),
        Value::Object(part) => {
            if let Some(id) = part.get("custom_id").and_then(Value::as_str)
                && let Some((_, payload)) = id.strip_prefix(FORM).and_then(|id| id.get(1..)?.split_once(':'))
            {
                let id = choose(owner, payload);
                part.insert("custom_id".to_owned(), Value::String(id));
            }
            if let Some(inner) = part.get_mut("components") {
                hand_on(inner, owner);
            }
        }
        _ => {}
    }
}
