//! The settings of a community in words: for its moderators, for its members, for its rules.

use serenity::model::id::ChannelId;

use super::Community;
use crate::channel::discord::words::{self, Words};
use crate::message::Language;

/// What a community turned on, one line each.
#[must_use]
pub fn shown(community: &Community, language: Language) -> String {
    let mut lines = vec![words::HERE.of(language).to_owned()];
    let mut say = |words: Words| lines.push(words.of(language).to_owned());
    if community.screened.is_empty() {
        say(words::NOT_SCREENED);
    }
    let say_channels = |lines: &mut Vec<String>, words: Words, named: Vec<ChannelId>| {
        if !named.is_empty() {
            lines.push(words.of(language).replace("{channels}", &channels(named)));
        }
    };
    say_channels(&mut lines, words::SCREENED, community.screened.iter().copied().collect());
    if !community.screened.is_empty() {
        let alerts = if community.alerts.is_some() { words::ALERTS_ON } else { words::ALERTS_OFF };
        lines.push(alerts.of(language).to_owned());
    }
    if community.stay_out_of_dms {
        lines.push(words::DMS_OFF.of(language).to_owned());
    } else if !community.screened.is_empty() {
        lines.push(words::DMS_ON.of(language).to_owned());
    }
    say_channels(&mut lines, words::ANSWERED, community.answered.iter().copied().collect());
    lines.join("\n")
}

/// What members must be told, for the rules of the server; nothing when nothing is turned on.
#[must_use]
pub fn rules(community: &Community, language: Language) -> Option<String> {
    if community.screened.is_empty() {
        return None;
    }
    let named = channels(community.screened.iter().copied());
    let mut text = words::RULES_SCREENED.of(language).replace("{channels}", &named);
    if community.alerts.is_some() {
        text.push(' ');
        text.push_str(words::RULES_ALERTS.of(language));
    }
    Some(text)
}

/// Channels as Discord shows them.
#[must_use]
pub fn channels(channels: impl IntoIterator<Item = ChannelId>) -> String {
    channels.into_iter().map(|channel| format!("<#{channel}>")).collect::<Vec<_>>().join(", ")
}
