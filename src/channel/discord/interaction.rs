//! A slash command, a button, a select, a form, a context menu: what the person did, and with what it can be answered.

use secrecy::SecretString;
use serde_json::Value;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, UserId};
use serenity::model::permissions::Permissions;

use super::read;
use crate::message::{Language, MessageText};

/// Where an interaction happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Server(GuildId),
    /// The direct messages with this bot.
    Dm,
    /// A direct message, a group or a server that the bot is not in: only the interaction itself can be answered.
    Elsewhere,
}

/// An interaction. It has no `Debug`: its token answers for the bot, and its options hold words.
#[derive(Clone)]
pub struct Interaction {
    pub id: InteractionId,
    pub application: ApplicationId,
    pub token: SecretString,
    pub user: UserId,
    pub place: Where,
    pub channel: Option<ChannelId>,
    /// The language of the person's Discord.
    pub locale: Option<Language>,
    /// What the person may do in this channel.
    pub permissions: Permissions,
    pub act: Act,
}

/// What the person did.
#[derive(Clone)]
pub enum Act {
    /// A slash command, with its subcommand and options by name.
    Command {
        name: String,
        sub: Option<String>,
        options: Vec<(String, Value)>,
    },
    /// A command of the menu of a person or a message.
    Menu {
        target: Option<MessageText>,
        own: bool,
    },
    /// A button, or what was chosen in a select.
    Press {
        custom_id: String,
        values: Vec<String>,
    },
    Form {
        custom_id: String,
        text: MessageText,
    },
    /// What stands in a field while it is being typed.
    Typing {
        text: MessageText,
    },
}

impl Interaction {
    /// Reads the event. None when it cannot be answered for lack of an id, a token or a person.
    pub fn of(event: &Value) -> Option<Self> {
        let user = read::id(event, "/member/user/id").or_else(|| read::id(event, "/user/id"))?;
        let guild = read::id(event, "/guild_id");
        let place = match (guild, read::number(event, "/context")) {
            // By an app of the person's own, in a server that the bot was not added to.
            (Some(_), _) if is_only_of_the_person(event) => Where::Elsewhere,
            (Some(guild), _) => Where::Server(guild),
            (None, Some(2)) => Where::Elsewhere,
            (None, _) => Where::Dm,
        };
        let permissions = read::text(event, "/member/permissions").and_then(|bits| bits.parse().ok()).unwrap_or(0);
        Some(Self {
            id: read::id(event, "/id")?,
            application: read::id(event, "/application_id")?,
            token: SecretString::from(read::text(event, "/token")?),
            user,
            place,
            channel: read::id(event, "/channel_id").or_else(|| read::id(event, "/channel/id")),
            locale: read::text(event, "/locale").and_then(Language::from_tag),
            permissions: Permissions::from_bits_truncate(permissions),
            act: act(event, user)?,
        })
    }

    /// Whether the bot itself was added to the server, not only to the person's account.
    pub const fn guild(&self) -> Option<GuildId> {
        match self.place {
            Where::Server(guild) => Some(guild),
            Where::Dm | Where::Elsewhere => None,
        }
    }
}

/// Whether the bot was added to the person's account and not to the server (1 and 0 among the owners; Discord developer
/// documentation, "Authorizing integration owners").
fn is_only_of_the_person(event: &Value) -> bool {
    let owner = |kind: &str| read::has(event, &format!("/authorizing_integration_owners/{kind}"));
    owner("1") && !owner("0")
}

fn act(event: &Value, user: UserId) -> Option<Act> {
    Some(match (read::number(event, "/type")?, read::number(event, "/data/type")) {
        (2, Some(2 | 3)) => menu(event, user),
        (2, _) => {
            let (sub, options) = options(event);
            Act::Command { name: read::text(event, "/data/name")?.to_owned(), sub, options }
        }
        (3, _) => {
            let values =
                read::list(event, "/data/values").iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Act::Press { custom_id: read::text(event, "/data/custom_id")?.to_owned(), values }
        }
        (4, _) => Act::Typing { text: focused(event) },
        (5, _) => {
            let custom_id = read::text(event, "/data/custom_id").unwrap_or_default().to_owned();
            Act::Form { custom_id, text: typed(event) }
        }
        _ => return None,
    })
}

fn menu(event: &Value, user: UserId) -> Act {
    let target = read::text(event, "/data/target_id").unwrap_or_default();
    let message = event.pointer("/data/resolved/messages").and_then(|messages| messages.get(target));
    Act::Menu {
        target: message.and_then(|message| read::text(message, "/content")).map(MessageText::from),
        own: message.and_then(|message| read::id::<UserId>(message, "/author/id")) == Some(user),
    }
}

fn options(event: &Value) -> (Option<String>, Vec<(String, Value)>) {
    let top = read::list(event, "/data/options");
    let sub = top.iter().find(|option| read::number(option, "/type") == Some(1));
    let given = sub.map_or(top, |sub| read::list(sub, "/options"));
    let name = sub.and_then(|sub| read::text(sub, "/name")).map(str::to_owned);
    let given =
        given.iter().filter_map(|option| Some((read::text(option, "/name")?.to_owned(), option.get("value")?.clone())));
    (name, given.collect())
}

fn focused(event: &Value) -> MessageText {
    let top = read::list(event, "/data/options").iter();
    let all = top.flat_map(|option| std::iter::once(option).chain(read::list(option, "/options")));
    let text = all.filter(|option| read::is(option, "/focused")).find_map(|option| read::text(option, "/value"));
    MessageText::from(text.unwrap_or_default())
}

fn typed(event: &Value) -> MessageText {
    let rows = read::list(event, "/data/components").iter();
    let fields = rows.flat_map(|row| read::list(row, "/components").iter().chain(row.get("component")));
    let texts: Vec<&str> =
        fields.filter_map(|field| read::text(field, "/value")).filter(|text| !text.is_empty()).collect();
    MessageText::from(texts.join("\n"))
}
