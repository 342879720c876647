//! Opening hours as the directory writes them. What cannot be read counts as "may be closed": nobody is sent to a line
//! because we guessed.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Open,
    MayBeClosed,
    Closed,
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Whether a line answers in an hour of the week, counted from Monday midnight in its country.
///
/// ```
/// use handrail::safety::{Opening, opening};
/// assert_eq!(opening("24/7", None), Opening::Open);
/// assert_eq!(opening("22:00-02:00 daily", Some(1)), Opening::Open);
/// assert_eq!(opening("Mon-Fri 09:00-17:00", Some(5 * 24 + 10)), Opening::Closed);
/// assert_eq!(opening("check provider", Some(3)), Opening::MayBeClosed);
/// ```
#[must_use]
pub fn opening(hours: &str, hour_of_week: Option<u8>) -> Opening {
    if hours == "24/7" {
        return Opening::Open;
    }
    let (Some(hour), Some((first, last, from, until))) = (hour_of_week, read(hours)) else {
        return Opening::MayBeClosed;
    };
    let minutes = u32::from(hour % 168) * 60;
    let (day, minute) = (minutes / 1440, minutes % 1440);
    let on = |day: u32| (first..=last).contains(&day);
    let open = if from < until {
        on(day) && (from..until).contains(&minute)
    } else {
        on(day) && minute >= from || on((day + 6) % 7) && minute < until
    };
    if open { Opening::Open } else { Opening::Closed }
}

/// First and last day, first and last minute; None for anything but the plain forms.
fn read(hours: &str) -> Option<(u32, u32, u32, u32)> {
    let mut words: Vec<&str> = hours.split_whitespace().collect();
    if words
        .last()
        .is_some_and(|word| *word == "daily" || word.len() <= 4 && word.chars().all(|c| c.is_ascii_uppercase()))
    {
        words.pop();
    }
    let (days, times) = match words[..] {
        [times] => (None, times),
        [days, times] => (Some(days), times),
        _ => return None,
    };
    let (first, last) = match days {
        None => (0, 6),
        Some(days) => {
            let (first, last) = days.split_once('-')?;
            (day(first)?, day(last)?)
        }
    };
    let (from, until) = times.split_once('-')?;
    Some((first, last, minute(from)?, minute(until)?))
}

fn day(name: &str) -> Option<u32> {
    (0..7).find(|&index| DAYS[index as usize] == name)
}

fn minute(time: &str) -> Option<u32> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}
