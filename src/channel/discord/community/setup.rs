//! `/handrail setup`: what the person chose, read and applied.

use serde_json::Value;
use serenity::model::id::ChannelId;

use super::Community;
use crate::channel::discord::read;
use crate::channel::discord::words::{self, Words};
use crate::engine::find_country;
use crate::message::{Country, Language};

/// What was chosen; what was not chosen stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    language: Option<Language>,
    country: Option<Country>,
    screen: Option<ChannelId>,
    stop_screening: Option<ChannelId>,
    answer_in: Option<ChannelId>,
    stop_answering: Option<ChannelId>,
    alerts: Option<bool>,
    alert_channel: Option<ChannelId>,
    direct_messages: Option<bool>,
}

/// Reads the options of the command.
///
/// # Errors
/// What to tell the person, when an option cannot be read.
pub fn change(options: &[(String, Value)]) -> Result<Change, Words> {
    let mut change = Change::default();
    for (name, value) in options {
        let channel = || read::as_id::<ChannelId>(value);
        match name.as_str() {
            "language" => change.language = value.as_str().and_then(Language::from_tag),
            "country" => change.country = Some(country(value.as_str().unwrap_or_default()).ok_or(words::NO_COUNTRY)?),
            "screen" => change.screen = channel(),
            "stop-screening" => change.stop_screening = channel(),
            "answer-in" => change.answer_in = channel(),
            "stop-answering" => change.stop_answering = channel(),
            "alerts" => change.alerts = value.as_bool(),
            "alert-channel" => change.alert_channel = channel(),
            "direct-messages" => change.direct_messages = value.as_bool(),
            _ => {}
        }
    }
    Ok(change)
}

fn country(name: &str) -> Option<Country> {
    let by_code = find_country(&name.to_uppercase()).filter(|_| name.len() == 2);
    by_code.or_else(|| find_country(name)).map(|(country, _)| country)
}

impl Change {
    /// Applies it.
    ///
    /// # Errors
    /// What to tell the person, when the settings do not go together: nothing has changed then.
    pub fn apply(&self, community: &mut Community) -> Result<(), Words> {
        let mut changed = community.clone();
        changed.language = self.language.or(changed.language);
        changed.country = self.country.or(changed.country);
        changed.screened.extend(self.screen);
        changed.answered.extend(self.answer_in);
        if let Some(channel) = self.stop_screening {
            changed.screened.remove(&channel);
        }
        if let Some(channel) = self.stop_answering {
            changed.answered.remove(&channel);
        }
        if let Some(allowed) = self.direct_messages {
            changed.stay_out_of_dms = !allowed;
        }
        match (self.alerts, self.alert_channel.or(changed.alerts)) {
            (Some(false), _) => changed.alerts = None,
            (Some(true), None) => return Err(words::ALERTS_NEED_CHANNEL),
            (Some(true), channel) => changed.alerts = channel,
            (None, _) if changed.alerts.is_some() => changed.alerts = self.alert_channel.or(changed.alerts),
            (None, _) => {}
        }
        if changed.alerts.is_some() && changed.stay_out_of_dms {
            return Err(words::ALERTS_NEED_DMS);
        }
        *community = changed;
        Ok(())
    }
}
