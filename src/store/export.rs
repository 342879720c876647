//! Everything that is held about one person, for them to read or for an operator who was asked for it.

use serde::Serialize;

use super::error::StoreError;
use super::recall::{Result, Store};
use super::record::{CheckIn, Document, Held, Person};
use crate::message::{ConversationKey, PersonKey};

/// Everything that is held about one person. Times are RFC 3339 in UTC.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    pub person: Person,
    pub reminders: Vec<ExportedReminder>,
    pub documents: Vec<Dated<Document>>,
    pub check_ins: Vec<Dated<CheckIn>>,
    /// Whether a guide is under way; its answers are shown by "show my data" in the conversation.
    pub guide_under_way: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExportedReminder {
    pub label: String,
    pub text: String,
    pub consent: String,
    pub consent_at: String,
    pub time: String,
    pub weekdays: String,
    pub zone: String,
    pub first_day: String,
    pub last_day: Option<String>,
    pub status: &'static str,
    pub deleted_at: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Dated<T> {
    #[serde(flatten)]
    pub held: T,
    pub deleted_at: String,
}

impl Store {
    /// Everything that is held about a person; nothing for somebody unknown.
    ///
    /// # Errors
    /// When the database does not answer or the person's row is damaged.
    pub async fn export(&self, person: &PersonKey, now: i64) -> Result<Option<Export>> {
        let key = ConversationKey { person: person.clone(), room: String::new() };
        let recalled = self.recall(&key, "", now).await?;
        if recalled.damaged {
            return Err(StoreError::Damaged { table: "person" });
        }
        let Some(known) = recalled.person else { return Ok(None) };
        let Held { reminders, documents, check_ins } = recalled.held;
        let reminders = reminders.into_iter().map(|reminder| ExportedReminder {
            time: reminder.rule.time.strftime("%H:%M").to_string(),
            weekdays: reminder.rule.weekdays.in_words(crate::schedule::Language::En),
            zone: reminder.rule.zone.name().to_owned(),
            first_day: reminder.rule.first_day.to_string(),
            last_day: reminder.rule.last_day.map(|day| day.to_string()),
            status: reminder.status.code(),
            deleted_at: reminder.expires_at.map(instant),
            consent_at: instant(reminder.consent_at),
            label: reminder.words.label,
            text: reminder.words.text,
            consent: reminder.words.consent,
        });
        Ok(Some(Export {
            person: known,
            reminders: reminders.collect(),
            documents: documents
                .into_iter()
                .map(|item| Dated { held: item.held, deleted_at: instant(item.expires_at) })
                .collect(),
            check_ins: check_ins
                .into_iter()
                .map(|item| Dated { held: item.held, deleted_at: instant(item.expires_at) })
                .collect(),
            guide_under_way: recalled.asked,
        }))
    }
}

fn instant(second: i64) -> String {
    jiff::Timestamp::from_second(second).map_or_else(|_| String::new(), |instant| instant.to_string())
}
