//! Events as Discord writes them, with the fields that strict readers insist on.

use serde_json::{Value, json};

pub fn user(id: u64) -> Value {
    json!({ "id": id.to_string(), "username": "someone", "discriminator": "0", "global_name": null, "avatar": null, "bot": false })
}

/// A message of a person.
pub fn message(id: u64, channel: u64, guild: Option<u64>, author: u64, text: &str) -> Value {
    let mut message = json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": user(author), "content": text,
        "timestamp": "2026-11-26T10:00:00.000000+00:00", "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0, "flags": 0,
        "components": [], "sticker_items": [],
    });
    if let Some(guild) = guild {
        message["guild_id"] = json!(guild.to_string());
        message["member"] =
            json!({ "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": false, "mute": false, "flags": 0 });
    }
    message
}
