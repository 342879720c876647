//! The keys of a flow file and of a document template, in tables.

pub use crate::source::shape::{Key, Kind, LANGUAGES, Shape};
use crate::source::shape::{key, must};

pub const SLOT_TYPES: &[&str] = &[
    "text", "number", "yes_no", "choice", "choices", "list", "table", "date", "time", "weekdays", "timezone", "country",
];
pub const STORAGE_CLASSES: &[&str] = &["S0", "S1", "S2", "S3", "S4"];
pub const PLACES: &[&str] = &["private", "anywhere"];

/// A whole flow file.
pub static FLOW: Shape = Shape {
    name: "flow",
    about: "One guided conversation.",
    languages: false,
    keys: &[
        must("flow", Kind::Name, "The name of the flow, the same as the file's."),
        key("title", Kind::Text, "What the flow is called in menus and when someone comes back to it."),
        must("languages", Kind::List(&Kind::OneOf(LANGUAGES)), "The languages it is written in."),
        key("starts_on", Kind::Languages(&Kind::List(&Kind::Words)), "What a person can type to begin it."),
        key(
            "place",
            Kind::OneOf(PLACES),
            "private: direct messages only (the default). anywhere: also where others read along.",
        ),
        key("slots", Kind::Names(&Kind::Group(&SLOT)), "What the flow asks for and remembers."),
        must(
            "steps",
            Kind::Names(&Kind::List(&Kind::Verb(VERBS))),
            "Named steps; the first one begins. Each is read top to bottom.",
        ),
        key(
            "moved",
            Kind::Names(&Kind::Name),
            "Questions of older versions: old name to the question or step that takes its place.",
        ),
    ],
};

/// One slot.
pub static SLOT: Shape = Shape {
    name: "slot",
    about: "One thing that the flow asks for and remembers.",
    languages: false,
    keys: &[
        must("type", Kind::OneOf(SLOT_TYPES), "What kind of answer it takes."),
        key("label", Kind::Text, "What a person calls it: 'change days', 'cambiar días'."),
        key("min", Kind::Number, "Smallest number."),
        key("max", Kind::Number, "Largest number; for text and list items the most characters."),
        key("items", Kind::Number, "Most entries of a list or of several choices."),
        key("private", Kind::YesNo, "yes: never shown where others read along, nor in a reminder."),
        key("keep", Kind::OneOf(STORAGE_CLASSES), "How long it is kept: the journey's storage class. S0 unless said."),
        key("person", Kind::YesNo, "yes: an answer also becomes the person's country (slots of type country only)."),
        key("future", Kind::YesNo, "yes: a date must not lie in the past."),
        key("rows", Kind::List(&Kind::Group(&OPTION)), "The rows of a table."),
        key("columns", Kind::List(&Kind::Group(&OPTION)), "The columns of a table."),
    ],
};

/// One choice, row or column.
pub static OPTION: Shape = Shape {
    name: "option",
    about: "One choice of a question, or one row or column of a table.",
    languages: true,
    keys: &[
        must("value", Kind::Name, "The name under which the answer is remembered."),
        key("goto", Kind::Name, "The step to go to when this is chosen."),
        key("if", Kind::Expression, "Offered only while this holds."),
        key("also", Kind::Languages(&Kind::List(&Kind::Words)), "Other words for it that people type."),
    ],
};

/// The lines of a step.
pub static VERBS: &[&Shape] = &[&SAY, &ASK, &BRANCH, &SET, &CALL, &GOTO, &REMIND, &RECORD, &DOCUMENT, &END];

pub static SAY: Shape = Shape {
    name: "say",
    about: "Says something: words, a reviewed answer, crisis lines by need, or a picture.",
    languages: true,
    keys: &[must(
        "say",
        Kind::Either(&[Kind::Empty, Kind::Group(&SHOWN), Kind::Text]),
        "Nothing (the words stand beside it), or what to show.",
    )],
};

pub static SHOWN: Shape = Shape {
    name: "shown",
    about: "Reviewed content that a `say` shows.",
    languages: false,
    keys: &[
        key("topic", Kind::Name, "A reviewed answer of flows/faq."),
        key("lines", Kind::Name, "Crisis lines of the person's country for this need."),
        key("image", Kind::Words, "A picture of the flows folder."),
        key("alt", Kind::Text, "What the picture shows, in words."),
    ],
};

pub static ASK: Shape = Shape {
    name: "ask",
    about: "Asks for a slot and waits. The only line that waits; its name is the resume point.",
    languages: true,
    keys: &[
        must("ask", Kind::Name, "The slot it fills. Each slot is asked at one place in the flow."),
        key("choices", Kind::List(&Kind::Group(&OPTION)), "The buttons of a choice."),
        key(
            "suggest",
            Kind::Languages(&Kind::List(&Kind::Words)),
            "Answers to tap, as a person would type them (dates, times, weekdays, numbers, time zones).",
        ),
        must(
            "skip",
            Kind::Either(&[Kind::Group(&SKIP), Kind::Scalar]),
            "What skipping does: a value, or { goto: step }.",
        ),
        key("unclear", Kind::Text, "What to say when the answer cannot be understood; there is a built-in text."),
    ],
};

pub static SKIP: Shape = Shape {
    name: "skip",
    about: "Skipping leaves the slot unset and goes to a step.",
    languages: false,
    keys: &[must("goto", Kind::Name, "The step to go to.")],
};

pub static BRANCH: Shape = Shape {
    name: "branch",
    about: "Goes on at the first arm whose condition holds.",
    languages: false,
    keys: &[must(
        "branch",
        Kind::List(&Kind::Verb(&[&ARM, &OTHERWISE])),
        "The arms, read top to bottom; the last is `else`.",
    )],
};

pub static ARM: Shape = Shape {
    name: "arm",
    about: "One condition and where it leads.",
    languages: false,
    keys: &[
        must("if", Kind::Expression, "The condition."),
        must("goto", Kind::Name, "The step to go to when it holds."),
    ],
};

pub static OTHERWISE: Shape = Shape {
    name: "else",
    about: "Where to go when no arm holds.",
    languages: false,
    keys: &[must("else", Kind::Name, "The step to go to.")],
};

pub static SET: Shape = Shape {
    name: "set",
    about: "Sets slots without asking.",
    languages: false,
    keys: &[must("set", Kind::Names(&Kind::Expression), "Slot and value.")],
};

pub static CALL: Shape = Shape {
    name: "call",
    about: "Runs another flow and comes back to the next line.",
    languages: false,
    keys: &[
        must("call", Kind::Name, "The other flow."),
        key("give", Kind::Names(&Kind::Name), "Their slot: our slot, copied when it begins."),
        key("take", Kind::Names(&Kind::Name), "Our slot: their slot, copied when it ends."),
    ],
};

pub static GOTO: Shape = Shape {
    name: "goto",
    about: "Goes on at another step.",
    languages: false,
    keys: &[must("goto", Kind::Name, "The step.")],
};

pub static REMIND: Shape = Shape {
    name: "remind",
    about: "Sets up a reminder. Only after an explicit yes.",
    languages: false,
    keys: &[must("remind", Kind::Group(&REMINDER), "When, how, and by which consent.")],
};

pub static REMINDER: Shape = Shape {
    name: "reminder",
    about: "A reminder as a rule: wall time, weekdays, zone.",
    languages: true,
    keys: &[
        must("consent", Kind::Name, "The yes_no slot in which the person agreed."),
        must("days", Kind::Name, "The weekdays slot."),
        must("at", Kind::Name, "The time slot."),
        must("zone", Kind::Name, "The timezone slot."),
        key("lead", Kind::Name, "A choice slot: at_time, min_15, hour_1, evening_before."),
        key("until", Kind::Name, "The date slot of the last day."),
        key("label", Kind::Name, "The text slot that names the session."),
        key(
            "changes",
            Kind::Name,
            "A text slot that is set when the person changes a reminder that they have: it takes its place.",
        ),
        key("check_in", Kind::Name, "The yes_no slot in which the person asked for a check-in after each session."),
    ],
};

pub static RECORD: Shape = Shape {
    name: "record",
    about: "Keeps the number of a check-in and the day, for 30 days. Only after an explicit yes, or where the person \
            has numbers kept already.",
    languages: false,
    keys: &[must("record", Kind::Group(&RECORDED), "Which number, and by which consent.")],
};

pub static RECORDED: Shape = Shape {
    name: "recorded",
    about: "A number of a check-in.",
    languages: false,
    keys: &[
        must("consent", Kind::Name, "The yes_no slot in which the person agreed. It is never set by the flow."),
        must("number", Kind::Name, "The choice slot with the values one, two, three, four, five."),
    ],
};

pub static DOCUMENT: Shape = Shape {
    name: "document",
    about: "Shows a document made from the answers.",
    languages: false,
    keys: &[must("document", Kind::Name, "A template of flows/documents.")],
};

pub static END: Shape = Shape {
    name: "end",
    about: "Ends the flow.",
    languages: false,
    keys: &[must("end", Kind::Name, "The outcome that is counted.")],
};

/// A document template: a file of flows/documents.
pub static TEMPLATE: Shape = Shape {
    name: "document template",
    about: "Something to keep, made from a flow's answers.",
    languages: false,
    keys: &[
        must("document", Kind::Name, "The name of the document, the same as the file's."),
        must("flow", Kind::Name, "The flow whose slots it shows."),
        must("languages", Kind::List(&Kind::OneOf(LANGUAGES)), "The languages it is written in."),
        must("title", Kind::Text, "The first line."),
        must("parts", Kind::List(&Kind::Group(&PART)), "The parts, in order."),
    ],
};

pub static PART: Shape = Shape {
    name: "part",
    about: "One part of a document.",
    languages: true,
    keys: &[key("if", Kind::Expression, "Shown only while this holds.")],
};

/// Every group, for the reference page and the schema.
pub static SHAPES: &[&Shape] = &[
    &FLOW, &SLOT, &OPTION, &SAY, &SHOWN, &ASK, &SKIP, &BRANCH, &ARM, &OTHERWISE, &SET, &CALL, &GOTO, &REMIND,
    &REMINDER, &RECORD, &RECORDED, &DOCUMENT, &END, &TEMPLATE, &PART,
];
