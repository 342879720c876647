//! What an edit of the flows would have changed in a conversation that was recorded: the same inputs, once with the
//! old flows and once with the new ones.
//!
//! Two roads are compared with the old answers. [`Road::Anew`]: the whole conversation with the new flows. It ends at
//! the first turn after which another question waits, since what was said next answered the old one.
//! [`Road::CarriedOver`]: a person who is in the middle when the edit arrives; each input is given to the new flows
//! with the state, and the buttons, that the old flows had made up to there.
//!
//! A recording holds what the author of a test wrote, never a person's messages. Crisis screening, answers of the
//! FAQ and other words of the desk (menu, help now) are not replayed: they do not depend on flows.

mod difference;
mod player;

pub use difference::{Answer, Difference, Road};

use jiff::Timestamp;

use crate::engine::Flows;
use crate::message::{Country, Language, Place};
use player::Player;

/// A conversation to play again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The flow that it begins with.
    pub start: String,
    pub language: Language,
    pub country: Option<Country>,
    pub place: Place,
    pub now: Timestamp,
    /// What was typed or tapped, in order: a button by its label, reserved words as they are typed.
    pub inputs: Vec<String>,
}

/// Plays a conversation with the old flows and the new ones, and gives every answer that differs, in order.
///
/// ```
/// # use handrail::author::replay::{Recorded, replay};
/// # use handrail::engine::{Flows, References, Source, Words};
/// # use handrail::message::{Language, Place};
/// # struct Nothing;
/// # impl References for Nothing {
/// #     fn find(&self, _: &str, _: &str, _: Language) -> Option<String> { None }
/// # }
/// # let words = Words::load("words.yaml", include_str!("../../../config/words.yaml")).unwrap();
/// # let load = |text: &str| {
/// #     Flows::load(&[Source { file: "a.yaml".into(), text: text.into() }], words.clone(), &Nothing).flows
/// # };
/// let old = "{flow: a, languages: [en], steps: {hi: [{say: {en: Hello}}, {end: done}]}}";
/// let new = old.replace("Hello", "Hi");
/// let recorded = Recorded {
///     start: "a".to_owned(),
///     language: Language::En,
///     country: None,
///     place: Place::Private,
///     now: "2026-03-02T15:00:00Z".parse().unwrap(),
///     inputs: Vec::new(),
/// };
/// let differences = replay(&recorded, &load(old), &load(&new));
/// assert!(differences[0].to_string().contains("- Hello\n    + Hi"));
/// ```
#[must_use]
pub fn replay(recorded: &Recorded, old: &Flows, new: &Flows) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut before = Player::new(old, recorded);
    let mut anew = Some(Player::new(new, recorded));
    let inputs = std::iter::once(None).chain(recorded.inputs.iter().map(Some));
    for (turn, input) in inputs.enumerate() {
        let carried = input.map(|input| (before.carried_to(new), input));
        let answer = play(&mut before, recorded, input);
        let mut compare = |road, other: Answer| {
            if other != answer {
                let input = input.cloned().unwrap_or_default();
                differences.push(Difference { turn, input, road, old: answer.clone(), new: other });
            }
        };
        if let Some(player) = &mut anew {
            let other = play(player, recorded, input);
            let parted = other.waits != answer.waits;
            compare(Road::Anew, other);
            if parted {
                anew = None;
            }
        }
        if let Some((mut player, input)) = carried {
            // What was tapped is the button of the old flows.
            let step = before.last_step();
            let other = player.take(step, input);
            compare(Road::CarriedOver, other);
        }
    }
    differences
}

fn play(player: &mut Player<'_>, recorded: &Recorded, input: Option<&String>) -> Answer {
    match input {
        None => player.start(&recorded.start),
        Some(input) => player.hear(input),
    }
}
