//! One message in, one answer out: the order of the desk.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::coming_back::Lapse;
use super::conversation::Conversation;
use super::screened::{self, Look, Screened, is_urgent, words_of};
use super::{asides, check_ins, courtesy, crisis, my_data, open_card, questions, reminders, render, reserved, saved};
use crate::engine::payload::{self, Tap};
use crate::engine::{self, Context, Effect, Fit, Input, Reply, Say, Standing, Task, Turn, Visit, Word};
use crate::faq::Match;
use crate::library::Library;
use crate::message::{
    Body, Bubble, Choice, Country, Inbound, Language, Outbound, ReminderTap, clear_language, guess_language,
};
use crate::safety::{Level, Reader};
use crate::schedule::Zone;
use crate::store::Change;

/// What the desk decided.
#[derive(Clone, Debug)]
pub struct Answer {
    pub conversation: Conversation,
    pub outbound: Outbound,
    /// What should happen besides the answer; the desk's keeper carries it out with the turn.
    pub effects: Vec<Effect>,
    /// What changes in what is held beside the conversation.
    pub changes: Vec<Change>,
    /// Everything that is held about the person is to be deleted.
    pub forget: bool,
    pub trace: Trace,
}

/// How the answer came about: for conversation tests and totals. It holds no words of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    pub crisis: Level,
    /// Who found that.
    pub reader: Reader,
    /// A crisis card was shown.
    pub card: bool,
    /// The topic that was answered.
    pub topic: Option<Arc<str>>,
    /// The topics that were offered.
    pub offered: Vec<Arc<str>>,
    /// A question found neither an answer nor a choice of answers.
    pub unanswered: bool,
    /// The person said that what they got was not what they meant.
    pub not_meant: bool,
    /// The question that waited when the message came, as flow and name.
    pub waited: Option<(Arc<str>, Arc<str>)>,
    pub reserved: Option<Word>,
    pub task: Option<Task>,
    /// Whether the engine did its step.
    pub stepped: bool,
    /// What the engine went over.
    pub visits: Vec<Visit>,
}

/// An answer in the making.
pub(super) struct Making<'a> {
    pub library: &'a Library,
    pub conversation: Conversation,
    pub context: Context,
    /// The country of the place, while that of the person is unknown.
    pub place_country: Option<Country>,
    pub now: Timestamp,
    pub bubbles: Vec<Bubble>,
    pub choices: Vec<Choice>,
    pub effects: Vec<Effect>,
    pub changes: Vec<Change>,
    pub forget: bool,
    pub trace: Trace,
    /// What the time since the last message did.
    pub lapse: Lapse,
    /// The message as the encoder and the second reader see it.
    pub look: Look,
    /// The question of the desk's own that this message may answer.
    pub aside: Option<Arc<str>>,
    /// Pages were shown in this answer.
    pub shown_pages: bool,
    /// The message asks to save a page.
    pub asks_to_save: bool,
}

/// Answers one message. Pure; never fails, and is never silent.
#[must_use]
pub fn answer(library: &Library, conversation: Conversation, inbound: &Inbound, now: Timestamp) -> Answer {
    let screened = screened::screen(library, &conversation.crisis, inbound, now);
    answer_screened(library, conversation, inbound, screened, now)
}

/// The other steps, for a message that was screened.
#[must_use]
pub fn answer_screened(
    library: &Library,
    conversation: Conversation,
    inbound: &Inbound,
    screened: Screened,
    now: Timestamp,
) -> Answer {
    let text = words_of(inbound);
    let verdict = &screened.verdict;
    let mut conversation = conversation;
    crisis::forget_old(&mut conversation, now);
    let first = conversation.last_at.is_none() && !conversation.known;
    let mut making = Making::new(library, conversation, inbound, now, text);
    making.look = screened.look;
    crisis::remember(&mut making.conversation, verdict, now);
    making.trace.crisis = verdict.level;
    making.trace.reader = verdict.reader;
    if is_urgent(verdict) {
        making.let_time_pass();
        crisis::show_card(&mut making, verdict, text);
        making.say_how_late(inbound);
        return making.finish();
    }
    making.let_time_pass();
    making.asks_to_save = library.flows.words.task(text).is_some_and(|(task, _)| task == Task::SavePage);
    let payload = match &inbound.body {
        Body::Tap(payload) => Some(payload.as_str()),
        Body::Text(_) | Body::Unreadable(_) => None,
    };
    saved::let_go(&mut making, payload);
    match &inbound.body {
        Body::Text(_) => making.text(text, first),
        Body::Tap(payload) => making.tap(payload),
        Body::Unreadable(_) => making.unreadable(),
    }
    if verdict.level == Level::Concern && !making.trace.card {
        crisis::add_line(&mut making, verdict);
    }
    reminders::offer_again(&mut making);
    making.say_how_late(inbound);
    making.finish()
}

/// What conditions can ask about the person. The zone is let go with the last thing that needs it.
fn standing(conversation: &mut Conversation, now: Timestamp) -> Standing {
    let held = &conversation.held;
    if held.reminders.is_empty() && held.check_ins.is_empty() {
        conversation.zone = None;
    }
    let zone = conversation.zone.as_ref().map_or(TimeZone::UTC, Zone::time_zone);
    let today = zone.to_datetime(now).date();
    Standing {
        keeps_numbers: !held.check_ins.is_empty(),
        hard_days: check_ins::hard_days(&held.check_ins, today),
        not_safe: conversation.crisis.not_safe_at.is_some(),
        minor: conversation.minor,
        not_kept: conversation.not_kept,
    }
}

impl<'a> Making<'a> {
    fn new(
        library: &'a Library,
        mut conversation: Conversation,
        inbound: &Inbound,
        now: Timestamp,
        text: &str,
    ) -> Self {
        let guessed = guess_language(text);
        let language = conversation.language.or(guessed).or(inbound.language).unwrap_or_default();
        if guessed.is_some() {
            conversation.crisis.language = guessed.filter(|guessed| !Language::FLOWS.contains(guessed));
        }
        // "Show my data" right after "delete my data" finds nothing: a reserved word is not kept as a language.
        if conversation.language.is_none() && library.flows.words.reserved(text).is_none() {
            conversation.language = guessed.filter(|guessed| Language::FLOWS.contains(guessed));
        }
        let waited = conversation.question();
        let aside = conversation.aside.take();
        let person = standing(&mut conversation, now);
        let zone = conversation.zone.as_ref().map_or(TimeZone::UTC, Zone::time_zone);
        let context =
            Context { now, language, place: inbound.place, country: conversation.country, zone, person, traced: true };
        Self {
            library,
            conversation,
            context,
            place_country: inbound.country,
            now,
            bubbles: Vec::new(),
            choices: Vec::new(),
            effects: Vec::new(),
            changes: Vec::new(),
            forget: false,
            trace: Trace { waited, ..Trace::default() },
            lapse: Lapse::default(),
            look: Look::default(),
            aside,
            shown_pages: false,
            asks_to_save: false,
        }
    }

    fn finish(mut self) -> Answer {
        if self.bubbles.is_empty() {
            self.reply(Reply::AnythingElse);
            self.menu_button();
        }
        saved::offer(&mut self);
        self.conversation.last_at = Some(self.now);
        let tone = if self.trace.card { crate::message::Tone::Crisis } else { crate::message::Tone::Plain };
        Answer {
            conversation: self.conversation,
            outbound: Outbound { bubbles: self.bubbles, choices: self.choices, tone },
            effects: self.effects,
            changes: self.changes,
            forget: self.forget,
            trace: self.trace,
        }
    }

    fn text(&mut self, text: &str, first: bool) {
        let flows = &self.library.flows;
        if self.conversation.deleting {
            self.conversation.deleting = false;
            let sure = engine::read_yes_no(text) == Some(true) || flows.words.reserved(text) == Some(Word::DeleteData);
            reserved::delete(self, sure);
            return;
        }
        self.follow_language(text);
        if let Some(step) = open_card::step_of(self) {
            open_card::text(self, step, text);
            return;
        }
        // 3 words.
        if let Some(word) = flows.words.reserved(text) {
            reserved::act(self, word);
            return;
        }
        if self.aside.take().is_some_and(|aside| asides::text(self, &aside, text)) || self.asked(text) {
            return;
        }
        if self.conversation.state.parked {
            self.text_while_parked(text);
            return;
        }
        let waits = self.conversation.state.is_asking();
        if waits && let Some(wanted) = flows.words.change_of(text) {
            self.step(Input::Change(Some(&wanted)));
            return;
        }
        let fit = engine::fit(flows, &self.conversation.state, text, &self.context);
        if fit != Fit::Fits
            && let Some(courtesy) = flows.words.courtesy(text)
        {
            if !waits {
                courtesy::alone(self, courtesy);
                return;
            }
            if courtesy::in_question(self, courtesy) {
                return;
            }
        }
        if let Some(flow) = flows.started_by(text) {
            let name = Arc::clone(&flow.name.name);
            self.step(Input::Start(&name));
            return;
        }
        // 5 fit, 6 faq, 7 step.
        if fit == Fit::Fits {
            self.step(Input::Text(text));
            return;
        }
        let found = self.topic_of(text);
        if waits && found.is_clear() {
            questions::answer_aside(self, &found);
        } else if waits {
            self.step(Input::Text(text));
        } else if self.lapse == Lapse::Expired && !found.is_clear() {
            // It was meant for a question that is gone: no guesses.
            self.reply(Reply::AnythingElse);
            self.menu_button();
        } else if !first && !text.chars().any(char::is_alphanumeric) {
            self.reply(Reply::OnlyWords);
            self.menu_button();
        } else {
            questions::answer(self, &found, first);
        }
    }

    /// The topic that the message asks for.
    pub fn topic_of(&self, text: &str) -> Match {
        if self.look.is_left_out {
            return self.library.word_for_word(text);
        }
        self.library.matcher.find_with(text, self.look.meaning.as_ref())
    }

    /// Two messages in a row that are clearly in the other language: the bot follows, and says how to go back.
    fn follow_language(&mut self, text: &str) {
        let clear = clear_language(text).filter(|clear| Language::FLOWS.contains(clear));
        let other = clear.filter(|clear| *clear != self.context.language);
        match other {
            Some(other) if self.conversation.drifting == Some(other) => {
                self.conversation.drifting = None;
                self.conversation.language = Some(other);
                self.context.language = other;
                if let Some(shown) = &mut self.conversation.crisis.shown {
                    shown.language = other;
                }
                self.reply(Reply::LanguageFollowed);
            }
            other => self.conversation.drifting = other,
        }
    }

    fn tap(&mut self, payload: &str) {
        self.conversation.deleting = false;
        if open_card::step_of(self).is_some() && open_card::tap(self, payload) {
            return;
        }
        match payload::read(payload) {
            Tap::Answer { flow, question, hash, value } => self.step(Input::Tap { flow, question, hash, value }),
            Tap::Change { flow, question } => self.step(Input::ChangeQuestion { flow, question }),
            Tap::Word(word) => reserved::act(self, word),
            Tap::Start(flow) => self.step(Input::Start(flow)),
            Tap::Other(other) => match other.split_once(':') {
                Some(("r", _)) if let Some(tap) = ReminderTap::read(other) => reminders::delivered(self, tap),
                Some(("t", topic)) => questions::show(self, topic),
                Some(("q", topic)) => questions::sources(self, topic),
                Some(("n", _)) => questions::none_of_these(self),
                Some(("d", "json")) => my_data::file(self),
                Some(("m", rest)) => reminders::tap(self, rest),
                Some(("p", rest)) => saved::tap(self, rest),
                Some(("i", rest)) => check_ins::tap(self, rest),
                Some(("d", sure)) => reserved::delete(self, sure == "yes"),
                Some(("k", key)) => crisis::card_choice(self, key),
                _ => {
                    self.reply(Reply::GoneButton);
                    self.resume_or_menu();
                }
            },
        }
    }

    /// What a text asks to be done with what is held. A question that takes such words as its answer comes first; one that
    /// takes any words does not stand before a look at one's own data.
    fn asked(&mut self, text: &str) -> bool {
        let words = &self.library.flows.words;
        let waits = self.conversation.state.is_asking() && !self.conversation.state.parked;
        if let Some((task, rest)) = words.task(text) {
            // In a guide this corrects its answers.
            let corrects = waits && task == Task::ChangeReminder;
            let looks = task.is_look() && self.takes_any_words();
            if !corrects && (looks || !waits || !self.takes(text)) {
                asides::act(self, task, rest);
                return true;
            }
        }
        if let Some((aspect, value)) = words.reminder_change(text).filter(|_| !waits && !self.reminders().is_empty()) {
            reminders::change_part(self, aspect, value);
            return true;
        }
        false
    }

    /// Whether the question that waits takes a text.
    fn takes(&self, text: &str) -> bool {
        engine::fit(&self.library.flows, &self.conversation.state, text, &self.context) != Fit::No
    }

    /// Whether the question that waits takes words of the person's own.
    fn takes_any_words(&self) -> bool {
        let state = &self.conversation.state;
        let slot = state.top().zip(state.pending.as_ref()).and_then(|(frame, pending)| {
            let flow = self.library.flows.flow(&frame.flow)?;
            Some(&flow.slots[flow.slot(&pending.question)?])
        });
        slot.is_some_and(|slot| slot.kind.is_free_text())
    }

    fn unreadable(&mut self) {
        self.reply(Reply::OnlyText);
        if open_card::step_of(self).is_some() {
            open_card::still_here(self);
        } else {
            self.button(Reply::LabelHelp, payload::word(Word::HelpNow));
        }
    }

    /// Does the engine's step and says what came of it.
    pub fn step(&mut self, input: Input<'_>) {
        let state = std::mem::take(&mut self.conversation.state);
        let Turn { state, says, choices, effects, visits } =
            engine::step(&self.library.flows, state, input, &self.context);
        self.conversation.state = state;
        self.trace.stepped = true;
        self.hear(&visits);
        self.trace.visits.extend(visits);
        for effect in effects {
            self.carry_out(&effect);
            self.effects.push(effect);
        }
        for say in says {
            self.say(say);
        }
        self.choices.extend(choices);
        if !self.conversation.state.is_asking() && self.choices.is_empty() && !self.bubbles.is_empty() {
            self.menu_button();
        }
    }

    fn carry_out(&mut self, effect: &Effect) {
        match effect {
            Effect::Country(country) => {
                self.conversation.country = Some(*country);
                self.context.country = Some(*country);
            }
            Effect::Remind(reminder) => self.set_reminder(reminder),
            Effect::Number(number) => self.keep_number(*number),
            Effect::Ended { outcome, .. } if **outcome == *engine::NOT_SAFE => {
                self.conversation.crisis.not_safe_at = Some(self.now);
            }
            Effect::Began { .. } | Effect::Ended { .. } => {}
        }
    }

    fn say(&mut self, say: Say) {
        match say {
            Say::Words(text) | Say::Question(text) => self.bubbles.push(Bubble::Text(text)),
            Say::Document { name, title, text } => {
                self.can_save(&name, &title, &text);
                self.bubbles.push(Bubble::Document { title, text });
            }
            Say::Image { file, alt } => self.bubbles.push(Bubble::Image { file, alt }),
            Say::Topic(topic) => {
                if let Some(topic) = self.library.topics.get(&topic) {
                    self.trace.topic = Some(Arc::clone(&topic.name));
                    self.bubbles.extend(render::topic(self.library, topic, &self.context, self.place_country));
                }
            }
            Say::Lines(need) => {
                self.bubbles.extend(render::lines(self.library, &need, &self.context, self.place_country));
            }
        }
    }

    /// The language of a card: that of the card that is open, else what the person last wrote in where only cards have
    /// it, else what they chose.
    pub fn crisis_language(&self) -> Language {
        if let (Some(_), Some(shown)) = (&self.conversation.crisis.open, &self.conversation.crisis.shown) {
            return shown.language;
        }
        self.conversation.crisis.language.unwrap_or(self.context.language)
    }

    pub fn reply(&mut self, reply: Reply) {
        let words = self.library.flows.words.say(reply, self.context.language);
        self.bubbles.push(Bubble::Text(words));
    }

    pub fn reply_with(&mut self, reply: Reply, places: &[(&str, &str)]) {
        let words = self.library.flows.words.say_with(reply, self.context.language, places);
        self.bubbles.push(Bubble::Text(words));
    }

    pub fn button(&mut self, label: Reply, payload: Arc<str>) {
        let label = self.library.flows.words.say(label, self.context.language);
        self.choices.push(Choice { label, payload });
    }

    pub fn menu_button(&mut self) {
        self.button(Reply::LabelMenu, payload::word(Word::Menu));
    }

    /// Asks again what waits, or offers the menu when nothing does. While a card is open, a guide waits.
    pub fn resume_or_menu(&mut self) {
        if open_card::step_of(self).is_some() {
            open_card::ways_on(self);
        } else if self.conversation.state.is_asking() {
            self.step(Input::Resume);
        } else {
            self.menu_button();
        }
    }
}
