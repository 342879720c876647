//! No text whatsoever makes a reader panic, nor takes it long.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use handrail::schedule::Language::{En, Es};
use handrail::schedule::{Reading, read_date, read_session, read_time, read_weekdays, read_zone};

fn read_all(text: &str, today: Date, now: Timestamp) {
    for language in [En, Es] {
        let _ = read_date(text, language, today);
        let _ = read_time(text, language);
        let _ = read_weekdays(text, language);
        let _ = read_zone(text, language, now);
        let _ = read_session(text, language);
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.as_second()..=Timestamp::MAX.as_second()).prop_map(|second| Timestamp::from_second(second).unwrap())
}

/// Words that the readers know, in an order that nobody planned.
fn known_words() -> impl Strategy<Value = String> {
    let words = "monday lunes m t x next this last que viene in en dentro de 3 31 2026 1730 05 99999999 : / - . , + & \
                 to a al hasta from de day week mes días half media cuarto quarter past menos y and or o pm de la tarde \
                 noon mediodía except menos every todos weekdays dec mar the el 5th chicago texas , OR utc gmt \
                 america/ my clock says aquí son las maybe quizás ago hace end fin night noche";
    let words: Vec<&str> = words.split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn arbitrary_text(text in any::<String>(), today in any_day(), now in any_instant()) {
        read_all(&text, today, now);
    }

    #[test]
    fn known_words_in_any_order(text in known_words(), today in any_day(), now in any_instant()) {
        read_all(&text, today, now);
    }

    /// An ambiguous reading always leaves something to choose.
    #[test]
    fn options_are_several_and_distinct(text in known_words()) {
        let today = date(2026, 11, 25);
        if let Reading::Ambiguous(dates) = read_date(&text, En, today) {
            prop_assert!(dates.len() > 1 && dates.windows(2).all(|two| two[0] != two[1]));
        }
        if let Reading::Clear(days) | Reading::Doubtful(days) = read_weekdays(&text, Es) {
            prop_assert!(!days.is_empty());
        }
    }
}

#[test]
fn today_at_the_ends_of_the_calendar() {
    let texts = [
        "tomorrow",
        "yesterday",
        "next friday",
        "the 31st",
        "dec 31",
        "1/1",
        "in 3 weeks",
        "this weekend",
        "end of the month",
    ];
    for text in texts {
        for today in [Date::MIN, Date::MAX, date(0, 1, 1)] {
            read_all(text, today, Timestamp::MAX);
            read_all(text, today, Timestamp::MIN);
        }
    }
}
