//! How a platform will show a text: cut where it has to be, with its buttons in rows.

use serde::Serialize;

use crate::channel::split;
use crate::message::{Outbound, Platform, TextUnit};

/// An answer on one platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Each bubble as the messages it becomes.
    pub bubbles: Vec<Vec<Cut>>,
    /// Labels of buttons, row by row.
    pub rows: Vec<Vec<String>>,
}

/// One message of a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cut {
    pub text: String,
    /// Its length as the platform counts it, and the most that it takes.
    pub length: usize,
    pub most: Option<usize>,
}

/// Lays an answer out.
#[must_use]
pub fn preview(outbound: &Outbound, platform: Platform) -> Preview {
    let can = platform.capabilities();
    let most = (can.unit != TextUnit::Unlimited).then_some(can.text_limit);
    let cut = |text: String| Cut { length: can.length(&text), text, most };
    let bubbles =
        outbound.bubbles.iter().map(|bubble| split(&bubble.words(), &can).into_iter().map(cut).collect()).collect();
    let labels: Vec<String> = outbound.choices.iter().map(|choice| shorten(&choice.label, can.label_limit)).collect();
    let rows = labels.chunks(can.buttons_per_row.max(1)).map(<[String]>::to_vec).collect();
    Preview { bubbles, rows }
}

fn shorten(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    let short: String = label.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Preview, preview};
    use crate::message::{Bubble, Choice, Outbound, Platform};

    fn long(words: usize) -> Outbound {
        let choice = |label: &str| Choice { label: label.into(), payload: "x".into() };
        Outbound {
            bubbles: vec![Bubble::Text("👋 word ".repeat(words).into())],
            choices: vec![choice("Yes"), choice("No"), choice(&"long ".repeat(40))],
            ..Outbound::default()
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words_and_no_word_is_lost() {
        for platform in [Platform::Discord, Platform::Telegram] {
            let outbound = long(1000);
            let Preview { bubbles, .. } = preview(&outbound, platform);
            let cuts = &bubbles[0];
            assert!(cuts.len() > 1);
            assert!(cuts.iter().all(|cut| Some(cut.length) <= cut.most), "{platform:?}");
            let words: Vec<&str> = cuts.iter().flat_map(|cut| cut.text.split_whitespace()).collect();
            assert_eq!(words.len(), 2000);
        }
        assert_eq!(preview(&long(1000), Platform::Web).bubbles[0].len(), 1);
    }

    #[test]
    fn labels_are_cut_and_buttons_stand_in_rows() {
        let rows = preview(&long(1), Platform::Discord).rows;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0][2].chars().count(), 80);
    }
}
