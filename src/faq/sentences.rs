//! The sentences of a long message: somebody's story holds one question, and its vector is far from all phrasings.

/// More sentences are not looked at: what a person wants stands near the beginning or the end.
const SENTENCES_MAX: usize = 8;
/// Shorter ones say too little alone.
const WORDS_MIN: usize = 3;

/// The sentences of a text with more than `long` words; of many, the first and the last few. Empty for shorter texts
/// and for those of one sentence.
#[must_use]
pub fn of(text: &str, long: usize) -> Vec<&str> {
    if text.split_whitespace().nth(long).is_none() {
        return Vec::new();
    }
    let mut sentences: Vec<&str> = text
        .split_inclusive(['.', '?', '!', '\n', ';', '…'])
        .map(str::trim)
        .filter(|sentence| sentence.split_whitespace().nth(WORDS_MIN - 1).is_some())
        .collect();
    if sentences.len() < 2 {
        return Vec::new();
    }
    if sentences.len() > SENTENCES_MAX {
        let last = sentences.split_off(sentences.len() - SENTENCES_MAX / 2);
        sentences.truncate(SENTENCES_MAX - last.len());
        sentences.extend(last);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_long_message_is_split_and_scraps_are_left_out() {
        let text =
            "Hi. My son left the hospital last week and he sleeps all day now. Well! How much does a program cost?";
        let sentences = of(text, 10);
        assert_eq!(
            sentences,
            ["My son left the hospital last week and he sleeps all day now.", "How much does a program cost?"]
        );
    }

    #[test]
    fn a_short_message_and_one_without_marks_stay_whole() {
        assert!(of("How long is it? And how much?", 10).is_empty());
        assert!(of(&"word ".repeat(60), 10).is_empty());
    }

    #[test]
    fn of_many_sentences_the_first_and_the_last_count() {
        let text = (0..50).map(|number| format!("This is sentence {number}.")).collect::<Vec<_>>().join(" ");
        let sentences = of(&text, 10);
        assert_eq!(sentences.len(), 8);
        assert_eq!(sentences[3..5], ["This is sentence 3.", "This is sentence 46."]);
    }
}
