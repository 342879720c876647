//! The human side: what people do in Discord.

use serde_json::{Value, json};

use super::state::{APPLICATION, Asked, CHANNEL, GUILD};
use super::{Fake, events};

/// Where someone uses a command or a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Server,
    Dm,
    /// In direct messages with someone else, by an app of their own.
    Elsewhere,
}

impl Fake {
    /// Someone writes to the bot.
    pub fn dm(&self, user: u64, text: &str) -> u64 {
        self.dm_with(user, text, |_| {})
    }

    /// Someone writes to the bot, with more in the message.
    pub fn dm_with(&self, user: u64, text: &str, change: impl FnOnce(&mut Value)) -> u64 {
        let channel = self.change(|state| state.dm_of(user));
        self.write(channel, None, user, text, change)
    }

    /// Someone writes in a channel of the server.
    pub fn say(&self, user: u64, channel: u64, text: &str) -> u64 {
        self.say_with(user, channel, text, |_| {})
    }

    pub fn say_with(&self, user: u64, channel: u64, text: &str, change: impl FnOnce(&mut Value)) -> u64 {
        self.write(channel, Some(GUILD), user, text, change)
    }

    fn write(&self, channel: u64, guild: Option<u64>, user: u64, text: &str, change: impl FnOnce(&mut Value)) -> u64 {
        let time = self.inner().time.clone();
        let id = self.change(|state| state.next_id(&time));
        let mut message = events::message(id, channel, guild, user, text);
        change(&mut message);
        self.change(|state| state.messages.entry(channel).or_default().push(message.clone()));
        self.emit("MESSAGE_CREATE", message);
        id
    }

    /// Someone mentions the bot.
    pub fn mention(&self, user: u64, channel: u64, text: &str) -> u64 {
        let bot = super::BOT;
        self.say_with(user, channel, &format!("<@{bot}> {text}"), |message| {
            message["mentions"] = json!([events::user(bot)])
        })
    }

    /// Someone changes a message.
    pub fn edit(&self, id: u64, text: &str) {
        let message = self.change(|state| {
            let mut all = state.messages.values_mut().flatten();
            let message = all.find(|message| message["id"] == id.to_string()).unwrap();
            message["content"] = json!(text);
            message["edited_timestamp"] = json!(format!("2026-11-26T10:00:{:02}.000000+00:00", text.len() % 60));
            message.clone()
        });
        self.emit("MESSAGE_UPDATE", message);
    }

    /// Someone types a slash command.
    pub fn slash(&self, user: u64, at: At, name: &str, options: &Value) -> String {
        self.interact(user, at, 2, json!({ "id": "1", "name": name, "type": 1, "options": options }))
    }

    /// Someone asks a question by `/ask`.
    pub fn ask(&self, user: u64, at: At, question: &str) -> String {
        self.slash(user, at, "ask", &json!([{ "name": "question", "type": 3, "value": question }]))
    }

    /// Someone who manages the server types `/handrail`.
    pub fn administer(&self, user: u64, sub: &str, options: &Value) -> String {
        self.slash(user, At::Server, "handrail", &json!([{ "name": sub, "type": 1, "options": options }]))
    }

    /// Someone types in the field of a command.
    pub fn type_in(&self, user: u64, at: At, text: &str) -> String {
        let options = json!([{ "name": "question", "type": 3, "value": text, "focused": true }]);
        self.interact(user, at, 4, json!({ "id": "1", "name": "ask", "type": 1, "options": options }))
    }

    /// Someone uses the menu of a message.
    pub fn menu_of_message(&self, user: u64, at: At, author: u64, text: &str) -> String {
        let message = events::message(5, CHANNEL, None, author, text);
        self.interact(
            user,
            at,
            2,
            json!({
                "id": "1", "name": "Is this serious? Get help", "type": 3, "target_id": "5",
                "resolved": { "messages": { "5": message } },
            }),
        )
    }

    /// Someone uses the menu of a person.
    pub fn menu_of_person(&self, user: u64, at: At, about: u64) -> String {
        self.interact(
            user,
            at,
            2,
            json!({
                "id": "1", "name": "Get help for this person", "type": 2, "target_id": about.to_string(),
                "resolved": { "users": { about.to_string(): events::user(about) } },
            }),
        )
    }

    /// Someone presses a button.
    pub fn press(&self, user: u64, at: At, custom_id: &str) -> String {
        self.interact(user, at, 3, json!({ "custom_id": custom_id, "component_type": 2 }))
    }

    /// Someone chooses in a select.
    pub fn choose(&self, user: u64, at: At, custom_id: &str, value: &str) -> String {
        self.interact(user, at, 3, json!({ "custom_id": custom_id, "component_type": 3, "values": [value] }))
    }

    /// Someone sends a form.
    pub fn submit(&self, user: u64, at: At, custom_id: &str, text: &str) -> String {
        let field = json!({ "type": 4, "custom_id": "text", "value": text });
        self.interact(
            user,
            at,
            5,
            json!({ "custom_id": custom_id, "components": [{ "type": 1, "components": [field] }] }),
        )
    }

    fn interact(&self, user: u64, at: At, kind: u64, data: Value) -> String {
        let event = self.interaction(user, at, kind, data);
        let token = event["token"].as_str().unwrap().to_owned();
        self.emit("INTERACTION_CREATE", event);
        token
    }

    /// The event of an interaction, and Discord waiting for its answer.
    pub fn interaction(&self, user: u64, at: At, kind: u64, data: Value) -> Value {
        let time = self.inner().time.clone();
        let made_at = time.now().as_millisecond();
        let (id, dm) = self.change(|state| {
            let id = state.next_id(&time);
            let asked = Asked { id, made_at, ..Asked::default() };
            state.asked.insert(format!("token{id}"), asked);
            (id, state.dm_of(user))
        });
        let mut event = json!({
            "id": id.to_string(), "application_id": APPLICATION.to_string(), "type": kind, "data": data,
            "token": format!("token{id}"), "version": 1, "locale": "en-US", "entitlements": [],
            "attachment_size_limit": 10_485_760, "authorizing_integration_owners": {}, "app_permissions": "2147483647",
        });
        match at {
            At::Server => {
                event["guild_id"] = json!(GUILD.to_string());
                event["guild_locale"] = json!("en-US");
                event["channel_id"] = json!(CHANNEL.to_string());
                event["member"] = json!({ "user": events::user(user), "roles": [], "permissions": "0", "deaf": false, "mute": false, "flags": 0 });
                event["context"] = json!(0);
            }
            At::Dm => {
                event["channel_id"] = json!(dm.to_string());
                event["user"] = events::user(user);
                event["context"] = json!(1);
            }
            At::Elsewhere => {
                event["channel_id"] = json!("650000000000000001");
                event["user"] = events::user(user);
                event["context"] = json!(2);
            }
        }
        if user == MANAGER {
            event["member"]["permissions"] = json!("32");
        }
        event
    }

    /// The first message of the answer to an interaction.
    pub async fn answer(&self, token: &str) -> Value {
        let mut all = self.answers(token, 1).await;
        all.swap_remove(0)
    }

    /// The answer to an interaction, once it has so many messages.
    pub async fn answers(&self, token: &str, count: usize) -> Vec<Value> {
        self.until("an answer to an interaction", |state| {
            let asked = state.asked.get(token)?;
            (asked.messages.len() >= count && !asked.waits).then(|| asked.messages.clone())
        })
        .await
    }

    /// The next message of the bot to someone, after so many.
    pub async fn reply(&self, user: u64, after: usize) -> Value {
        self.until("a direct message", |state| state.to_person(user).get(after).cloned()).await
    }

    /// The person takes no direct messages any more.
    pub fn close_dm(&self, user: u64) {
        self.change(|state| state.closed.insert(user));
    }

    pub fn open_dm(&self, user: u64) {
        self.change(|state| state.closed.remove(&user));
    }

    /// The bot may not write in a channel.
    pub fn deny(&self, channel: u64, status: u16, code: u64) {
        self.change(|state| state.denied.insert(channel, (status, code)));
    }

    pub fn delete_channel(&self, channel: u64) {
        self.change(|state| state.deleted.insert(channel));
        self.emit("CHANNEL_DELETE", json!({ "id": channel.to_string(), "guild_id": GUILD.to_string(), "type": 0 }));
    }

    /// The server removes the bot.
    pub fn kick(&self) {
        self.emit("GUILD_DELETE", json!({ "id": GUILD.to_string() }));
    }

    /// Discord has an outage there.
    pub fn outage(&self) {
        self.emit("GUILD_DELETE", json!({ "id": GUILD.to_string(), "unavailable": true }));
    }

    pub fn back(&self) {
        self.emit("GUILD_CREATE", json!({ "id": GUILD.to_string(), "unavailable": false, "threads": [] }));
    }

    /// Lets held requests go on.
    pub fn release(&self) {
        self.inner().released.notify_waiters();
    }
}

/// Someone who may manage the server.
pub const MANAGER: u64 = 300_000_000_000_000_001;

/// The custom id of the button or option with this label.
pub fn button(message: &Value, label: &str) -> String {
    let rows = message["components"].as_array().cloned().unwrap_or_default();
    let parts = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    let found = parts.into_iter().find(|part| part["label"].as_str().is_some_and(|known| known == label));
    let found = found.unwrap_or_else(|| panic!("no button '{label}' in {message}"));
    found["custom_id"].as_str().unwrap().to_owned()
}

/// The select of a message: its custom id and the values of its options.
pub fn select(message: &Value) -> Option<(String, Vec<(String, String)>)> {
    let rows = message["components"].as_array()?;
    let part = rows.iter().flat_map(|row| row["components"].as_array()).flatten().find(|part| part["type"] == 3)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let options = part["options"].as_array()?.iter().map(|option| (text(&option["label"]), text(&option["value"])));
    Some((text(&part["custom_id"]), options.collect()))
}

/// Whether only one person sees a message.
pub fn is_ephemeral(message: &Value) -> bool {
    message["flags"].as_u64().unwrap_or(0) & 64 != 0
}
