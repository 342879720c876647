//! How a platform will show an answer: what its channel would send, message by message, so that nothing here can differ
//! from what people see. The studio only takes the wrapping off again.

use serde::Serialize;
use serde_json::Value;

use crate::channel::{discord, telegram};
use crate::message::{Language, Outbound, Platform};

/// One message of a platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Message {
    /// In bold, above the text.
    pub title: String,
    pub text: String,
    /// Its length as the platform counts it, marks included, and the most that it takes.
    pub length: usize,
    pub most: usize,
    pub rows: Vec<Vec<Control>>,
}

/// A button, or an entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Control {
    pub label: String,
    /// What it carries; nothing where it only copies a number.
    pub tap: Option<String>,
    /// It is an entry of a list that opens.
    pub listed: bool,
}

/// An answer on Telegram.
#[must_use]
pub fn on_telegram(outbound: &Outbound) -> Vec<Message> {
    let can = Platform::Telegram.capabilities();
    let messages = telegram::render(outbound).into_iter().map(|piece| {
        let (title, text) = piece.plain.split_at_checked(piece.title).unwrap_or(("", &piece.plain));
        let control = |(label, tap)| Control { label, tap, listed: false };
        Message {
            title: title.to_owned(),
            text: text.trim_start().to_owned(),
            length: can.length(&piece.plain),
            most: can.text_limit,
            rows: piece.buttons().into_iter().map(|row| row.into_iter().map(control).collect()).collect(),
        }
    });
    messages.collect()
}

/// An answer on Discord: in direct messages, or where others read along, for one person's eyes.
#[must_use]
pub fn on_discord(outbound: &Outbound, language: Language, public: bool) -> Vec<Message> {
    let can = Platform::Discord.capabilities();
    let mut left: Vec<_> = outbound.choices.iter().collect();
    let messages = discord::messages_of(outbound, language, public).into_iter().map(|sent| {
        let content = sent["content"].as_str().unwrap_or_default();
        let (title, text) = match content.strip_prefix("**").and_then(|rest| rest.split_once("**\n\n")) {
            Some((title, text)) => (plain(title), plain(text)),
            None => (String::new(), plain(content)),
        };
        let rows = sent["components"].as_array().into_iter().flatten();
        let rows = rows.map(|row| {
            let controls = row["components"].as_array().into_iter().flatten().flat_map(|component| {
                match component["options"].as_array() {
                    Some(options) => options.iter().map(|option| (option, true)).collect(),
                    None => vec![(component, false)],
                }
            });
            let control = |(shown, listed): (&Value, bool)| {
                let label = shown["label"].as_str().unwrap_or_default().to_owned();
                let begins = label.trim_end_matches('…');
                // A button carries more than its payload: who it is for. The answer's own choice is the same one.
                let at = left.iter().position(|choice| choice.label.starts_with(begins));
                Control { tap: at.map(|at| left.remove(at).payload.to_string()), label, listed }
            };
            controls.map(control).collect()
        });
        Message { title, text, length: can.length(content), most: can.text_limit, rows: rows.collect() }
    });
    messages.collect()
}

/// Without the marks that keep Discord from reading markup.
fn plain(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut symbols = content.chars().peekable();
    while let Some(symbol) = symbols.next() {
        if symbol == '\\' && symbols.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        text.push(symbol);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{on_discord, on_telegram};
    use crate::message::{Bubble, Choice, Language, Outbound};

    fn long(words: usize, answers: usize) -> Outbound {
        let choice = |label: String, payload: String| Choice { label: label.into(), payload: payload.into() };
        let mut choices: Vec<Choice> =
            (0..answers).map(|number| choice(format!("Answer {number}"), format!("c:flow:q:{number}"))).collect();
        choices.push(choice("Back".to_owned(), "w:back".to_owned()));
        Outbound {
            bubbles: vec![
                Bubble::Text("👋 one_word ".repeat(words).into()),
                Bubble::Document { title: "My page".into(), text: "Something to keep.".into() },
            ],
            choices,
            ..Outbound::default()
        }
    }

    #[test]
    fn a_long_text_is_cut_as_the_channel_cuts_it_and_no_word_is_lost() {
        let outbound = long(500, 2);
        for messages in [on_telegram(&outbound), on_discord(&outbound, Language::En, false)] {
            assert!(messages.len() > 1);
            assert!(messages.iter().all(|message| message.length <= message.most));
            let text: String = messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join(" ");
            assert_eq!(text.matches("one_word").count(), 500, "marks are taken off again");
        }
        assert_eq!(on_telegram(&outbound).last().map(|message| message.title.as_str()), Some("My page"));
    }

    #[test]
    fn buttons_stand_where_the_channel_puts_them_and_carry_the_same() {
        let few = long(1, 3);
        for messages in [on_telegram(&few), on_discord(&few, Language::En, false)] {
            let rows = &messages[messages.len() - 1].rows;
            assert_eq!(rows[rows.len() - 1][0].tap.as_deref(), Some("w:back"), "ways out come last");
            assert_eq!(rows[0][0].tap.as_deref(), Some("c:flow:q:0"));
        }
        let many = on_discord(&long(1, 12), Language::En, false);
        let rows = &many[many.len() - 1].rows;
        assert!(rows[0].len() == 12 && rows[0][0].listed, "a long list becomes a select");
        assert_eq!(rows[0][11].tap.as_deref(), Some("c:flow:q:11"));
    }
}
