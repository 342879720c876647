//! The format of a conversation test.

use jiff::Timestamp;

use crate::message::{Country, Language, Place};
use crate::source::shape::{Kind, Shape, key, must};
use crate::source::{Finding, Node, Position, check, tree, verb_of};

/// A file of tests.
pub static FILE: Shape = Shape {
    name: "conversation tests file",
    about: "Conversations that have to come out as written.",
    languages: false,
    keys: &[must("conversations", Kind::List(&Kind::Group(&CONVERSATION)), "The conversations.")],
};

/// One conversation.
pub static CONVERSATION: Shape = Shape {
    name: "conversation",
    about: "One conversation from its first message on.",
    languages: false,
    keys: &[
        must("name", Kind::Words, "What it shows, in a sentence."),
        key(
            "language",
            Kind::OneOf(&["en", "es", "pt", "fr", "de"]),
            "The person's language; found out from the text unless said.",
        ),
        key("country", Kind::Scalar, "The person's country, where it is known from the start."),
        key("place", Kind::OneOf(&["private", "public"]), "Whether others read along; private unless said."),
        key("kept", Kind::OneOf(&["no"]), "`no` where there is no store: nothing is kept once the program ends."),
        key("now", Kind::Scalar, "When it begins; 2026-12-01T15:00:00Z unless said."),
        must("turns", Kind::List(&Kind::Verb(LINES)), "What is said, in order."),
    ],
};

/// The lines of a conversation.
pub static LINES: &[&Shape] =
    &[&YOU, &TAP, &LATER, &BOT, &BUTTONS, &FAQ, &OFFERS, &CRISIS, &ASKS, &STORED, &HELD, &SENDS, &ENDED];

static YOU: Shape = Shape {
    name: "you",
    about: "The person writes.",
    languages: false,
    keys: &[must("you", Kind::Scalar, "The words.")],
};
static TAP: Shape = Shape {
    name: "tap",
    about: "The person presses a button.",
    languages: false,
    keys: &[must("tap", Kind::Scalar, "Its label, or a payload.")],
};
static LATER: Shape = Shape {
    name: "later",
    about: "Time passes.",
    languages: false,
    keys: &[must("later", Kind::Words, "Such as `2 days`, `31 minutes`.")],
};
static BOT: Shape = Shape {
    name: "bot",
    about: "The next bubble of the answer, with `*` for anything; `...` for all that are left.",
    languages: false,
    keys: &[must("bot", Kind::Scalar, "The pattern.")],
};
static BUTTONS: Shape = Shape {
    name: "buttons",
    about: "Buttons that are there, in this order, perhaps with others between.",
    languages: false,
    keys: &[must("buttons", Kind::List(&Kind::Scalar), "Their labels.")],
};
static FAQ: Shape = Shape {
    name: "faq",
    about: "The topic that was answered.",
    languages: false,
    keys: &[must("faq", Kind::Name, "Its name.")],
};
static OFFERS: Shape = Shape {
    name: "offers",
    about: "A topic that is among those offered.",
    languages: false,
    keys: &[must("offers", Kind::Name, "Its name.")],
};
static CRISIS: Shape = Shape {
    name: "crisis",
    about: "The level that the screen found.",
    languages: false,
    keys: &[must("crisis", Kind::OneOf(&["none", "concern", "crisis", "emergency"]), "The level.")],
};
static ASKS: Shape = Shape {
    name: "asks",
    about: "The question that waits now, as flow.question; `nothing` when none does.",
    languages: false,
    keys: &[must("asks", Kind::Scalar, "The question.")],
};
static STORED: Shape = Shape {
    name: "stored",
    about: "The slots that are held now, as flow.slot; an empty list when none are.",
    languages: false,
    keys: &[must("stored", Kind::List(&Kind::Scalar), "The slots.")],
};
static HELD: Shape = Shape {
    name: "held",
    about: "What is held beside the conversation: reminders, saved pages, numbers of check-ins; an empty list when nothing is.",
    languages: false,
    keys: &[must("held", Kind::List(&Kind::Scalar), "A pattern for each, in order.")],
};
static SENDS: Shape = Shape {
    name: "sends",
    about: "A single reminder that this turn has put on the way, beside those of the rule.",
    languages: false,
    keys: &[must("sends", Kind::Scalar, "When it is due, as a pattern: 2026-12-01T15:15:*.")],
};
static ENDED: Shape = Shape {
    name: "ended",
    about: "A flow that ended in this turn, as flow.outcome.",
    languages: false,
    keys: &[must("ended", Kind::Scalar, "Flow and outcome.")],
};

/// A conversation to play.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub name: String,
    pub at: Position,
    pub language: Option<Language>,
    pub country: Option<Country>,
    pub place: Place,
    pub not_kept: bool,
    pub now: Timestamp,
    pub turns: Vec<(Position, Turn)>,
}

/// One line of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    You(String),
    Tap(String),
    /// Minutes pass.
    Later(i64),
    Expect(Expectation),
}

/// What has to be so after a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    Bot(String),
    Buttons(Vec<String>),
    Faq(String),
    Offers(String),
    Crisis(String),
    Asks(String),
    Stored(Vec<String>),
    Held(Vec<String>),
    Sends(String),
    Ended(String),
}

/// When conversations begin unless they say otherwise: a Tuesday.
pub const NOW: &str = "2026-12-01T15:00:00Z";

/// Reads a file of tests. What cannot be read is in the findings.
#[must_use]
pub fn load(file: &str, text: &str) -> (Vec<Conversation>, Vec<Finding>) {
    let (root, mut findings) = tree::parse(file, text);
    let Some(root) = root else { return (Vec::new(), findings) };
    check(&root, &FILE, &mut findings);
    let nodes = root.get("conversations").and_then(Node::list).unwrap_or_default();
    let conversations = nodes.iter().filter_map(|node| read(node, &mut findings)).collect();
    (conversations, findings)
}

fn read(node: &Node, findings: &mut Vec<Finding>) -> Option<Conversation> {
    let text = |key: &str| node.get(key).and_then(Node::text);
    let now = text("now").unwrap_or(NOW);
    let Ok(now) = now.parse::<Timestamp>() else {
        findings.push(
            Finding::new("E003", &node.at, format!("'{now}' is no time")).suggest(format!("write it like {NOW}")),
        );
        return None;
    };
    let mut turns = Vec::new();
    for line in node.get("turns").and_then(Node::list).unwrap_or_default() {
        match verb_of(line, LINES).and_then(|verb| read_line(verb.name, line)) {
            Some(turn) => turns.push((line.at.clone(), turn)),
            None => findings.push(
                Finding::new("E003", &line.at, "this line cannot be read").suggest("write it like `- you: hello`"),
            ),
        }
    }
    Some(Conversation {
        name: text("name").unwrap_or_default().to_owned(),
        at: node.at.clone(),
        language: text("language").and_then(Language::from_tag),
        country: text("country").and_then(Country::from_code),
        place: if text("place") == Some("public") { Place::Public } else { Place::Private },
        not_kept: text("kept") == Some("no"),
        now,
        turns,
    })
}

fn read_line(verb: &str, line: &Node) -> Option<Turn> {
    let node = line.get(verb)?;
    let text = || node.text().map(str::to_owned);
    let list = || Some(node.list()?.iter().filter_map(Node::text).map(str::to_owned).collect());
    Some(match verb {
        "you" => Turn::You(text()?),
        "tap" => Turn::Tap(text()?),
        "later" => Turn::Later(minutes(&text()?)?),
        "bot" => Turn::Expect(Expectation::Bot(text()?)),
        "buttons" => Turn::Expect(Expectation::Buttons(list()?)),
        "faq" => Turn::Expect(Expectation::Faq(text()?)),
        "offers" => Turn::Expect(Expectation::Offers(text()?)),
        "crisis" => Turn::Expect(Expectation::Crisis(text()?)),
        "asks" => Turn::Expect(Expectation::Asks(text()?)),
        "stored" => Turn::Expect(Expectation::Stored(list()?)),
        "held" => Turn::Expect(Expectation::Held(list()?)),
        "sends" => Turn::Expect(Expectation::Sends(text()?)),
        _ => Turn::Expect(Expectation::Ended(text()?)),
    })
}

/// Reads a span of time in minutes: "31 minutes", "2 days", "3 horas", "una semana".
///
/// ```
/// use handrail::author::conversation::minutes;
/// assert_eq!(minutes("2 days"), Some(2880));
/// assert_eq!(minutes("media hora"), Some(30));
/// assert_eq!(minutes("soon"), None);
/// ```
#[must_use]
pub fn minutes(text: &str) -> Option<i64> {
    let folded = crate::message::fold(text);
    let (number, unit) = folded.split_once(' ')?;
    let number = crate::engine::read_number(number).or(match number {
        "an" | "media" if number == "media" => Some(0.5),
        "an" | "una" | "un" | "a" => Some(1.0),
        _ => None,
    })?;
    let unit = match unit.split(' ').next_back()? {
        "minute" | "minutes" | "min" | "minuto" | "minutos" => 1.0,
        "hour" | "hours" | "h" | "hora" | "horas" => 60.0,
        "day" | "days" | "dia" | "dias" => 1440.0,
        "week" | "weeks" | "semana" | "semanas" => 10_080.0,
        "month" | "months" | "mes" | "meses" => 43_200.0,
        _ => return None,
    };
    let minutes = number * unit;
    (0.0..=5_256_000.0).contains(&minutes).then_some(minutes as i64)
}
