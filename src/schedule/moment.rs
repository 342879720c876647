//! One point in the day: an hour as it was named, minutes counted from it (fewer than none for
//! "quarter to six"), and the part of the day if one was said. Only after all is read does it
//! become a time.

use jiff::civil::Time;

use super::Reading;
use super::day_part::{Part, bare_hour};
use super::time_words::Atom;
use super::words::Number;

/// One point in the day as it was named.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) hour: u32,
    /// Minutes after the hour, or before it when negative.
    minutes: i32,
    pub(super) part: Option<Part>,
    /// Written as a clock of twenty-four hours shows it: "05:30", "17".
    pub(super) is_of_24: bool,
    /// A form that is rarely a time: "2026" may be a year.
    is_odd: bool,
}

impl Moment {
    /// The time when the hour is the given one of twenty-four.
    pub(super) fn at(self, hour: u32) -> Option<Time> {
        let minutes = (i32::try_from(hour).ok()? * 60 + self.minutes).rem_euclid(24 * 60);
        Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()
    }

    pub(super) fn reading(self) -> Reading<Time> {
        let hours = match self.part {
            Some(part) => part.hour(self.hour),
            None if self.is_of_24 => Reading::Clear(self.hour),
            // "quarter to one" is before one in the day: what the clock shows decides.
            None => match self.at(self.hour).map(|time| bare_hour(time.hour().unsigned_abs().into())) {
                Some(Reading::Doubtful(_)) => Reading::Doubtful(self.hour + 12),
                Some(Reading::Clear(0)) => Reading::Clear(self.hour + 12),
                _ => Reading::Clear(self.hour),
            },
        };
        let doubt = self.is_odd || matches!(hours, Reading::Doubtful(_));
        Reading::of_options(hours.into_options().into_iter().filter_map(|hour| self.at(hour))).doubtful_if(doubt)
    }
}

pub(super) fn moment(said: &[Atom]) -> Option<Moment> {
    let mut parts = Vec::new();
    let mut clock = Vec::new();
    for atom in said {
        match atom {
            Atom::Part(part) => parts.push(*part),
            other => clock.push(*other),
        }
    }
    let mut found = read_clock(&clock)?;
    if clock.iter().any(|atom| matches!(atom, Atom::Noon | Atom::Midnight)) {
        return Some(found);
    }
    // "9 am in the morning" says one thing twice; "9 am in the evening" says nothing.
    let hours = parts.iter().map(|part| part.hour(found.hour)).collect::<Vec<_>>();
    if hours.windows(2).any(|two| matches!(two, [one, other] if one.value() != other.value())) {
        return None;
    }
    found.part = parts.first().copied();
    Some(found)
}

fn read_clock(said: &[Atom]) -> Option<Moment> {
    use Atom::{And, Before, Colon, Half, Hour, Less, Minutes, Past, Quarter, To};
    match said {
        [clock @ .., Minutes | Hour] if clock.len() > 1 => read_clock(clock),
        [Atom::Number(hour), Colon | Hour, Atom::Number(minute)]
        | [Atom::Number(hour), Colon, Atom::Number(minute), Colon, Atom::Number(_)]
            if minute.digits == 2 =>
        {
            shifted(hour_of(*hour), minutes_of(*minute)?)
        }
        [Atom::Number(hour), Atom::Number(minute)]
            if minute.digits == 2 || (minute.digits == 0 && minute.value >= 10) =>
        {
            shifted(hour_of(*hour), minutes_of(*minute)?)
        }
        [Half, Past, hour @ ..] | [hour @ .., And, Half] => shifted(whole(hour), 30),
        // "half nine" is 9:30, but half past eight to a German.
        [Half, Atom::Number(hour)] => hour_of(*hour).map(|hour| Moment { minutes: 30, is_odd: true, ..hour }),
        [Quarter, Past, hour @ ..] | [hour @ .., And, Quarter] => shifted(whole(hour), 15),
        [Quarter, To | Before, hour @ ..] | [hour @ .., Less, Quarter] => shifted(whole(hour), -15),
        [Atom::Number(minute), Past, hour @ ..]
        | [Atom::Number(minute), Minutes, Past, hour @ ..]
        | [hour @ .., And, Atom::Number(minute)] => shifted(whole(hour), minutes_of(*minute)?),
        [Atom::Number(minute), Minutes, To | Before, hour @ ..]
        | [Atom::Number(minute), Before, hour @ ..]
        | [hour @ .., Less, Atom::Number(minute)] => shifted(whole(hour), -minutes_of(*minute)?),
        [Atom::Number(minute), To, hour @ ..] if matches!(minute.value, 5 | 10 | 20 | 25) => {
            shifted(whole(hour), -minutes_of(*minute)?)
        }
        [Atom::Number(number)] | [Atom::Number(number), Hour]
            if number.digits == 4 || (number.digits == 3 && number.value >= 100) =>
        {
            run_together(*number)
        }
        hour => whole(hour),
    }
}

fn shifted(hour: Option<Moment>, minutes: i32) -> Option<Moment> {
    hour.map(|hour| Moment { minutes, ..hour })
}

/// An hour without minutes.
fn whole(said: &[Atom]) -> Option<Moment> {
    let named = |hour| Moment { hour, minutes: 0, part: None, is_of_24: true, is_odd: false };
    match said {
        [Atom::Noon] | [Atom::Number(Number { value: 12, .. }), Atom::Noon] => Some(named(12)),
        [Atom::Midnight] | [Atom::Number(Number { value: 12, .. }), Atom::Midnight] => Some(named(0)),
        [Atom::Number(hour)] | [Atom::Number(hour), Atom::Hour] => hour_of(*hour),
        _ => None,
    }
}

fn hour_of(number: Number) -> Option<Moment> {
    let (hour, digits) = (number.value, number.digits);
    let is_of_24 = hour == 0 || hour > 12 || (digits == 2 && hour < 10);
    (hour <= 24 && digits <= 2).then_some(Moment {
        hour: hour % 24,
        minutes: 0,
        part: None,
        is_of_24,
        // A lone zero is rarely midnight, and the end of the day is the next one's beginning.
        is_odd: hour == 24 || (hour == 0 && digits < 2),
    })
}

fn minutes_of(number: Number) -> Option<i32> {
    i32::try_from(number.value).ok().filter(|minutes| (0..60).contains(minutes))
}

/// "530", "1730", "0900".
fn run_together(number: Number) -> Option<Moment> {
    let (hour, minute) = (number.value / 100, number.value % 100);
    let hour = Number { value: hour, digits: number.digits - 2, ordinal: false };
    let minute = Number { value: minute, digits: 2, ordinal: false };
    let found = shifted(hour_of(hour), minutes_of(minute)?)?;
    Some(Moment { is_odd: !minute.value.is_multiple_of(5), ..found })
}
