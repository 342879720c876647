//! An answer as Discord messages: text in pieces of 2,000 characters, buttons below the last, a select for long lists.

use std::collections::HashSet;

use serde_json::{Value, json};
use serenity::builder::{
    CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};
use serenity::model::application::{ButtonStyle, InputTextStyle};

use super::custom_id::{self, Owner};
use super::escape::{escape, escape_for_all};
use super::words;
use crate::channel::split;
use crate::message::{Bubble, Capabilities, Choice, Language, MessageText, Outbound, Platform, Tone};

/// Only the person sees it.
pub const EPHEMERAL: u64 = 1 << 6;
/// No previews of addresses.
const NO_EMBEDS: u64 = 1 << 2;
/// Characters that are left free in a piece, for a mark that must not be cut from what it escapes.
const SPARE: usize = 8;
/// Labels of buttons are cut by phones at about this length; longer ones go into a select.
const SHORT_LABEL: usize = 38;
/// More answers than this go into a select.
const FEW: usize = 8;
const SELECT_MAX: usize = 25;
const OPTION_LABEL: usize = 100;
const ROWS: usize = 5;
/// Longest text that a form takes.
const FORM_MAX: u16 = 4000;

/// How an answer is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub owner: Owner,
    /// Only one person sees it, and cannot type in reply: a button opens a form.
    pub ephemeral: bool,
    /// The bot is not where it is shown: the way to where it is, is offered.
    pub elsewhere: bool,
    pub language: Language,
    /// What the person wrote, where others would see it come back.
    pub wrote: Option<&'a MessageText>,
}

impl Look<'_> {
    /// In direct messages with the bot.
    #[must_use]
    pub const fn in_dm(language: Language) -> Self {
        Self { owner: Owner::Dm, ephemeral: false, elsewhere: false, language, wrote: None }
    }
}

/// The messages of an answer, in order. There is always at least one.
#[must_use]
pub fn pages(outbound: &Outbound, look: Look<'_>) -> Vec<Value> {
    let limits = Platform::Discord.capabilities();
    let limits = Capabilities { text_limit: limits.text_limit - SPARE, ..limits };
    let text = outbound.bubbles.iter().map(|bubble| shown(bubble, look)).collect::<Vec<_>>().join("\n\n");
    let mut pieces = split(&text, &limits);
    mend(&mut pieces);
    if pieces.is_empty() {
        pieces.push("…".to_owned());
    }
    let last = pieces.len() - 1;
    let mut pages: Vec<Value> = pieces.into_iter().map(|piece| page(&piece, look.ephemeral)).collect();
    pages[last]["components"] = components(outbound, look);
    pages
}

/// The messages of an answer as one person sees them: in direct messages, or in a server, where only they do.
#[must_use]
pub fn messages_of(outbound: &Outbound, language: Language, in_server: bool) -> Vec<Value> {
    let look = Look { ephemeral: in_server, elsewhere: in_server, ..Look::in_dm(language) };
    pages(outbound, look)
}

/// A message of plain, safe text.
#[must_use]
pub fn page(content: &str, ephemeral: bool) -> Value {
    let flags = if ephemeral { NO_EMBEDS | EPHEMERAL } else { NO_EMBEDS };
    json!({ "content": content, "components": [], "allowed_mentions": { "parse": [] }, "flags": flags })
}

fn shown(bubble: &Bubble, look: Look<'_>) -> String {
    let safe = |text: &str| match look.wrote {
        Some(wrote) => escape_for_all(text, wrote.reveal()),
        None => escape(text),
    };
    match bubble {
        Bubble::Text(text) => safe(text),
        Bubble::Document { title, text } => format!("**{}**\n\n{}", safe(title), safe(text)),
        Bubble::Image { alt, .. } => safe(alt),
    }
}

/// Keeps an escaping mark with what it escapes.
fn mend(pieces: &mut [String]) {
    for at in 1..pieces.len() {
        let marks = pieces[at - 1].chars().rev().take_while(|symbol| *symbol == '\\').count();
        if marks % 2 == 1 {
            pieces[at - 1].pop();
            pieces[at].insert(0, '\\');
        }
    }
}

fn components(outbound: &Outbound, look: Look<'_>) -> Value {
    let mut known = HashSet::new();
    let choices = outbound.choices.iter().filter(|choice| known.insert(&*choice.payload));
    let (ways, answers): (Vec<&Choice>, Vec<&Choice>) = choices.partition(|choice| is_way(&choice.payload));
    let long = answers.iter().any(|choice| choice.label.chars().count() > SHORT_LABEL);
    let mut rows = Vec::new();
    if outbound.tone == Tone::Plain && (long || answers.len() > FEW) {
        rows.push(selection(&answers, look));
    } else {
        let buttons: Vec<_> = answers.iter().map(|choice| button(choice, ButtonStyle::Primary, look)).collect();
        rows.extend(in_rows(&buttons));
    }
    let mut last: Vec<CreateButton> = ways.iter().map(|choice| button(choice, ButtonStyle::Secondary, look)).collect();
    if look.ephemeral {
        let write = CreateButton::new(custom_id::write(look.owner)).label(words::WRITE.of(look.language));
        last.push(write.style(ButtonStyle::Secondary));
    }
    if look.elsewhere {
        let to_dm = CreateButton::new(custom_id::to_dm(look.owner)).label(words::TO_DM.of(look.language));
        last.push(to_dm.style(ButtonStyle::Secondary));
    }
    rows.extend(in_rows(&last));
    rows.truncate(ROWS);
    json!(rows)
}

/// A way out, or on to more answers, rather than an answer.
fn is_way(payload: &str) -> bool {
    payload.starts_with("w:") || payload.ends_with(":-more") || payload.ends_with(":-done")
}

fn in_rows(buttons: &[CreateButton]) -> Vec<CreateActionRow> {
    let in_a_row = Platform::Discord.capabilities().buttons_per_row;
    buttons.chunks(in_a_row).map(|row| CreateActionRow::Buttons(row.to_vec())).collect()
}

fn button(choice: &Choice, style: ButtonStyle, look: Look<'_>) -> CreateButton {
    let label = cut(&choice.label, Platform::Discord.capabilities().label_limit);
    CreateButton::new(custom_id::choose(look.owner, &choice.payload)).label(label).style(style)
}

fn selection(answers: &[&Choice], look: Look<'_>) -> CreateActionRow {
    let options = answers.iter().take(SELECT_MAX);
    let options = options
        .map(|choice| CreateSelectMenuOption::new(cut(&choice.label, OPTION_LABEL), choice.payload.to_string()))
        .collect();
    let menu = CreateSelectMenu::new(custom_id::select(look.owner), CreateSelectMenuKind::String { options });
    CreateActionRow::SelectMenu(menu.placeholder(words::CHOOSE.of(look.language)))
}

/// The form in which a person writes where they cannot type.
#[must_use]
pub fn form(owner: Owner, language: Language) -> Value {
    let field = CreateInputText::new(InputTextStyle::Paragraph, words::WRITE_LABEL.of(language), "text");
    let field = field.max_length(FORM_MAX).required(true);
    let form = CreateModal::new(custom_id::write(owner), words::WRITE_TITLE.of(language));
    json!(form.components(vec![CreateActionRow::InputText(field)]))
}

/// A button for everyone.
pub fn open_button(label: &str, payload: &str, style: ButtonStyle) -> CreateButton {
    CreateButton::new(custom_id::choose(Owner::Everyone, payload)).label(label).style(style)
}

/// At most so many characters; what is cut off is marked.
#[must_use]
pub fn cut(label: &str, limit: usize) -> String {
    if label.chars().count() <= limit {
        return label.to_owned();
    }
    let mut cut: String = label.chars().take(limit - 1).collect();
    cut.push('…');
    cut
}
