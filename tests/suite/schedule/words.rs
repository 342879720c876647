use jiff::ToSpan as _;
use jiff::civil::{Time, Weekday, date, time};

use handrail::schedule::Language::{En, Es};
use handrail::schedule::{
    Reading, Weekdays, date_in_words, date_with_year_in_words, read_date, read_time, read_weekdays, time_in_words,
};

#[test]
fn times() {
    let rows = [
        (time(0, 0, 0, 0), "midnight", "0:00"),
        (time(0, 5, 0, 0), "12:05 am", "0:05"),
        (time(9, 0, 0, 0), "9 am", "9:00"),
        (time(11, 59, 0, 0), "11:59 am", "11:59"),
        (time(12, 0, 0, 0), "noon", "12:00"),
        (time(12, 30, 0, 0), "12:30 pm", "12:30"),
        (time(17, 30, 0, 0), "5:30 pm", "17:30"),
        (time(23, 59, 59, 0), "11:59 pm", "23:59"),
    ];
    for (time, english, spanish) in rows {
        assert_eq!(time_in_words(time, En), english);
        assert_eq!(time_in_words(time, Es), spanish);
    }
}

#[test]
fn days() {
    let day = date(2026, 12, 1);
    assert_eq!(date_in_words(day, En), "Tuesday, December 1");
    assert_eq!(date_in_words(day, Es), "martes 1 de diciembre");
    assert_eq!(date_with_year_in_words(day, En), "Tuesday, December 1, 2026");
    assert_eq!(date_with_year_in_words(day, Es), "martes 1 de diciembre de 2026");
}

#[test]
fn sets_of_days() {
    let days = |days: &[Weekday]| days.iter().copied().collect::<Weekdays>();
    let rows = [
        (days(&[]), "", ""),
        (days(&[Weekday::Sunday]), "Sunday", "domingo"),
        (Weekdays::WEEKEND, "Saturday and Sunday", "sábado y domingo"),
        (
            days(&[Weekday::Friday, Weekday::Monday, Weekday::Wednesday]),
            "Monday, Wednesday and Friday",
            "lunes, miércoles y viernes",
        ),
        (Weekdays::WORKING, "Monday to Friday", "de lunes a viernes"),
        (Weekdays::EVERY, "every day", "todos los días"),
    ];
    for (days, english, spanish) in rows {
        assert_eq!(days.in_words(En), english);
        assert_eq!(days.in_words(Es), spanish);
    }
}

/// What the bot says back, a person may copy.
#[test]
fn every_set_time_and_day_said_back_is_read_again() {
    for language in [En, Es] {
        for bits in 1..=Weekdays::EVERY.bits() {
            let days = Weekdays::from_bits(bits).unwrap();
            assert_eq!(read_weekdays(&days.in_words(language), language), Reading::Clear(days));
        }
        for minute in (0..24 * 60i64).step_by(5) {
            let time = Time::midnight() + minute.minutes();
            let read = read_time(&time_in_words(time, language), language);
            let is_said = match &read {
                Reading::Clear(read) => *read == time,
                // Spanish "5:30" is said back again: nobody has to know that it was the bot's.
                Reading::Doubtful(read) => read.minute() == time.minute(),
                _ => false,
            };
            assert!(is_said, "{time}: {read:?}");
        }
        let today = date(2026, 11, 25);
        for day in today.series(1.day()).step_by(3).take(121) {
            let said = date_with_year_in_words(day, language);
            assert_eq!(read_date(&said, language, today), Reading::Clear(day), "{said}");
            assert_eq!(read_date(&date_in_words(day, language), language, today), Reading::Clear(day));
        }
    }
}
