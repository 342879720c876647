//! Days told by their distance from today, or by their weekday.
//!
//! A week begins on Monday: "friday next week" is in the seven days after the coming Sunday.

use jiff::civil::{Date, Weekday};

use super::date::{Reader, YEARS};
use super::date_words::{Atom, Unit};
use super::words::Number;
use super::{Language, Reading};

impl Reader {
    /// Days told by their distance or their weekday.
    pub(super) fn near(&self, said: &[Atom]) -> Reading<Date> {
        use Atom::{Coming, Last, Next, This, Weekend};
        match said {
            [Atom::FromToday(days)] => self.after(*days, Unit::Day).into(),
            // "mañana o pasado".
            [Last] if self.language == Language::Es => self.after(2, Unit::Day).into(),
            [Atom::Weekday(day)] if *day == self.today.weekday() => {
                Reading::of_options([0, 7].into_iter().filter_map(|days| self.after(days, Unit::Day)))
            }
            [Atom::Weekday(day)] => self.coming(*day).into(),
            [This, Atom::Weekday(day)] | [Atom::Weekday(day), This, Atom::Unit(Unit::Week)] => self.this(*day),
            [Coming, Atom::Weekday(day)]
            | [Atom::Weekday(day), Coming | Next]
            | [This, Atom::Weekday(day), Next | Coming] => {
                // "el próximo viernes" on a Wednesday is the one in two days, to most.
                let is_in_doubt = self.language == Language::Es && self.is_in_this_week(*day);
                Reading::from(self.coming(*day)).doubtful_if(is_in_doubt)
            }
            [Next, Atom::Weekday(day)] => {
                Reading::of_options([self.coming(*day), self.in_week(1, *day)].into_iter().flatten())
            }
            [Last, Atom::Weekday(day)] | [Atom::Weekday(day), Last] => self.latest(*day).into(),
            [Next | Coming, Atom::Unit(Unit::Week), Atom::Weekday(day)]
            | [Atom::Weekday(day), Next | Coming, Atom::Unit(Unit::Week)]
            | [Atom::Weekday(day), Atom::Unit(Unit::Week), Next] => self.in_week(1, *day).into(),
            [Weekend] | [This, Weekend] => self.weekend(0),
            [Next | Coming, Weekend] | [Weekend, Next | Coming] => self.weekend(1),
            [Next | Coming, Atom::Unit(unit)] | [Atom::Unit(unit), Next | Coming] => {
                Reading::from(self.after(1, *unit)).doubtful()
            }
            [Atom::End, Atom::Unit(Unit::Month)] | [Atom::End, This, Atom::Unit(Unit::Month)] => {
                Reading::Clear(self.today.last_of_month())
            }
            [Atom::End, Next | Coming, Atom::Unit(Unit::Month)]
            | [Atom::End, Atom::Unit(Unit::Month), Next | Coming] => {
                self.after(1, Unit::Month).map(Date::last_of_month).into()
            }
            _ => self.counted(said),
        }
    }

    /// "in 3 days", "two weeks from tomorrow", "hace una semana".
    fn counted(&self, said: &[Atom]) -> Reading<Date> {
        use Atom::{Ago, Couple, From, In, Now};
        let (count, unit, rest, is_in) = match said {
            [In, count, Atom::Unit(unit), rest @ ..] => (count, *unit, rest, true),
            [Ago, count, Atom::Unit(unit)] => (count, *unit, &[Ago][..], false),
            [count, Atom::Unit(unit), rest @ ..] => (count, *unit, rest, false),
            _ => return Reading::No,
        };
        let (count, is_vague) = match count {
            Atom::Number(Number { value, ordinal: false, .. }) => (i64::from(*value), false),
            Couple => (2, true),
            _ => return Reading::No,
        };
        match rest {
            [] if is_in && self.is_inclusive_week(count, unit) => {
                // "en ocho días" is in a week, "en quince días" in two: both ends are counted.
                let options = [count - 1, count].into_iter();
                Reading::of_options(options.filter_map(|days| self.after(days, unit)))
            }
            [] => Reading::from(self.after(count, unit)).doubtful_if(!is_in || is_vague),
            [From, Now] | [Now] => Reading::from(self.after(count, unit)).doubtful_if(is_vague),
            [Ago] => Reading::from(self.after(-count, unit)).doubtful_if(is_vague),
            [From, start @ ..] if start.len() <= 2 => match self.near(start) {
                Reading::Clear(start) => Reading::from(moved(start, count, unit)).doubtful_if(is_vague),
                _ => Reading::No,
            },
            _ => Reading::No,
        }
    }

    fn is_inclusive_week(&self, count: i64, unit: Unit) -> bool {
        self.language == Language::Es && unit == Unit::Day && matches!(count, 8 | 15)
    }

    fn after(&self, count: i64, unit: Unit) -> Option<Date> {
        moved(self.today, count, unit)
    }

    /// The first such weekday after today.
    fn coming(&self, day: Weekday) -> Option<Date> {
        self.today.nth_weekday(1, day).ok()
    }

    fn latest(&self, day: Weekday) -> Option<Date> {
        self.today.nth_weekday(-1, day).ok()
    }

    /// "this friday": today counts, and a day of this week that is over makes it doubtful.
    fn this(&self, day: Weekday) -> Reading<Date> {
        if day == self.today.weekday() {
            return Reading::Doubtful(self.today);
        }
        Reading::from(self.coming(day)).doubtful_if(!self.is_in_this_week(day))
    }

    fn is_in_this_week(&self, day: Weekday) -> bool {
        day.to_monday_zero_offset() > self.today.weekday().to_monday_zero_offset()
    }

    /// The weekday in a calendar week (Monday to Sunday) after this one.
    fn in_week(&self, weeks: i64, day: Weekday) -> Option<Date> {
        let offset = day.to_monday_zero_offset() - self.today.weekday().to_monday_zero_offset();
        self.after(weeks * 7 + i64::from(offset), Unit::Day)
    }

    fn weekend(&self, weeks: i64) -> Reading<Date> {
        let days = [Weekday::Saturday, Weekday::Sunday];
        let ahead = days.into_iter().filter_map(|day| self.in_week(weeks, day));
        Reading::of_options(ahead.filter(|date| *date >= self.today))
    }
}

fn moved(date: Date, count: i64, unit: Unit) -> Option<Date> {
    let span = match unit {
        Unit::Day => jiff::Span::new().try_days(count),
        Unit::Week => jiff::Span::new().try_weeks(count),
        Unit::Month => jiff::Span::new().try_months(count),
        Unit::Year => jiff::Span::new().try_years(count),
    };
    date.checked_add(span.ok()?).ok().filter(|date| YEARS.contains(&date.year()))
}
