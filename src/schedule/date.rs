//! Reading a day.
//!
//! A day without a year is the nearest one ahead; when it has just gone by, both years are offered.
//! A day in the past is returned as it is: whether that is an answer is for the caller.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::date_words::{Atom, Unit};
use super::vocabulary::atoms;
use super::words::{Number, Phrase, Word};
use super::{Language, Reading};

/// Within so many days, a date that is over may still be the one that is meant.
const JUST_OVER_DAYS: i64 = 60;
/// Sessions and plans are in years like these; anything else was no year.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Reads a day, as seen from `today`.
///
/// ```
/// use handrail::schedule::{Language, Reading, read_date};
/// use jiff::civil::date;
///
/// let wednesday = date(2026, 11, 25);
/// // In two days, or nine? English speakers disagree with one another.
/// assert_eq!(
///     read_date("next friday", Language::En, wednesday),
///     Reading::Ambiguous(vec![date(2026, 11, 27), date(2026, 12, 4)]),
/// );
/// assert_eq!(read_date("12/1", Language::En, wednesday), Reading::Clear(date(2026, 12, 1)));
/// assert_eq!(read_date("12/1", Language::Es, wednesday), Reading::Clear(date(2027, 1, 12)));
/// assert_eq!(read_date("feb 30", Language::En, wednesday), Reading::No);
/// ```
#[must_use]
pub fn read_date(text: &str, language: Language, today: Date) -> Reading<Date> {
    Phrase::read(text).map_or(Reading::No, |phrase| {
        phrase.in_either_language(language, |words, language| date_of(words, language, today))
    })
}

fn date_of(words: &[Word], language: Language, today: Date) -> Reading<Date> {
    let Some((all, misspelt)) = atoms::<Atom>(words, language) else {
        return Reading::No;
    };
    let reader = Reader { today, language, has_article: all.contains(&Atom::Article) };
    let said: Vec<Atom> = all.into_iter().filter(|atom| !matches!(atom, Atom::Filler | Atom::Article)).collect();
    let said = with_months_told(said);
    let alternatives = said.split(|atom| *atom == Atom::Or);
    let readings: Vec<Reading<Date>> = alternatives.map(|said| reader.date(said)).collect();
    if let [only] = readings.as_slice() {
        return only.clone().doubtful_if(misspelt);
    }
    if readings.iter().any(Reading::is_no) {
        return Reading::No;
    }
    Reading::of_options(readings.into_iter().flat_map(Reading::into_options))
}

/// "mar" is March after a number and Tuesday elsewhere; "1-dec-26" is "1 dec 26".
fn with_months_told(said: Vec<Atom>) -> Vec<Atom> {
    let mut told: Vec<Atom> = Vec::new();
    for atom in said {
        let follows_number = told.iter().rfind(|before| !matches!(before, Atom::Separator(_)));
        told.push(match (atom, follows_number) {
            (Atom::Mar, Some(Atom::Number(_))) => Atom::Month(3),
            (Atom::Mar, _) => Atom::Weekday(Weekday::Tuesday),
            (other, _) => other,
        });
    }
    if told.iter().any(|atom| matches!(atom, Atom::Month(_))) {
        told.retain(|atom| !matches!(atom, Atom::Separator(_)));
    }
    told
}

pub(super) struct Reader {
    pub(super) today: Date,
    pub(super) language: Language,
    /// "el 5", "the 5th": surely a day of a month.
    has_article: bool,
}

impl Reader {
    fn date(&self, said: &[Atom]) -> Reading<Date> {
        // "from monday", "a partir del lunes".
        if let [Atom::From, start @ ..] = said {
            return self.date(start);
        }
        let reading = match self.near(said) {
            Reading::No => self.calendar(said),
            reading => reading,
        };
        if !reading.is_no() {
            return reading;
        }
        match said {
            [Atom::Weekday(weekday), day @ ..] | [day @ .., Atom::Weekday(weekday)] => self.checked(*weekday, day),
            _ => Reading::No,
        }
    }

    /// Days told by their place in the calendar.
    fn calendar(&self, said: &[Atom]) -> Reading<Date> {
        use Atom::{Coming, Month, Next, Separator, This};
        match said {
            [Atom::Number(year), Separator(_), Atom::Number(month), Separator(_), Atom::Number(day)]
                if year.digits == 4 =>
            {
                dated(full_year(*year), small(*month), *day).into()
            }
            [Atom::Number(one), Separator(sign), Atom::Number(other)] => {
                // "3-5" may be a range of anything.
                self.numeric(*one, *other, |month, day| self.without_year(month, day)).doubtful_if(*sign != '/')
            }
            [Atom::Number(one), Separator(_), Atom::Number(other), Separator(_), Atom::Number(year)] => {
                self.numeric(*one, *other, |month, day| dated(full_year(*year), small(month), day).into())
            }
            [Atom::Number(day), Month(month), Atom::Number(year)]
            | [Month(month), Atom::Number(day), Atom::Number(year)]
            | [Atom::Number(year), Month(month), Atom::Number(day)]
                if year.digits >= 2 && day.digits <= 2 =>
            {
                dated(full_year(*year), Some(*month), *day).into()
            }
            [Atom::Number(day), Month(month)] | [Month(month), Atom::Number(day)] => self.without_year_in(*month, *day),
            [Atom::Number(day)] if day.ordinal || self.has_article => self.day_of_month(*day, None),
            [Atom::Number(day)] | [Atom::Unit(Unit::Day), Atom::Number(day)] if day.digits > 0 => {
                self.day_of_month(*day, None).doubtful()
            }
            [Atom::Number(day), Next | Coming, Atom::Unit(Unit::Month)]
            | [Atom::Number(day), Atom::Unit(Unit::Month), Next | Coming] => self.in_month(1, *day).into(),
            [Atom::Number(day), This, Atom::Unit(Unit::Month)] => self.in_month(0, *day).into(),
            _ => Reading::No,
        }
    }

    /// Month and day in the order of the language; the other order when that is impossible.
    fn numeric(&self, one: Number, other: Number, date: impl Fn(Number, Number) -> Reading<Date>) -> Reading<Date> {
        let (month, day) = match self.language {
            Language::En => (one, other),
            Language::Es => (other, one),
        };
        if month.value > 12 { date(day, month).doubtful() } else { date(month, day) }
    }

    fn without_year(&self, month: Number, day: Number) -> Reading<Date> {
        small(month).map_or(Reading::No, |month| self.without_year_in(month, day))
    }

    fn without_year_in(&self, month: i8, day: Number) -> Reading<Date> {
        // Eight years hold a February 29, even around 2100.
        let this_year = self.today.year();
        let date = |year| dated(Some(year), Some(month), day);
        let ahead = (this_year..=this_year + 8).filter_map(date).find(|date| *date >= self.today);
        let just_over = [this_year - 1, this_year].into_iter().filter_map(date).find(|date| {
            let days = days_between(*date, self.today);
            (1..=JUST_OVER_DAYS).contains(&days)
        });
        Reading::of_options([just_over, ahead].into_iter().flatten())
    }

    /// The nearest such day of a month ahead, on the weekday if one is given.
    fn day_of_month(&self, day: Number, weekday: Option<Weekday>) -> Reading<Date> {
        let fits = |date: &Date| *date >= self.today && weekday.is_none_or(|day| day == date.weekday());
        (0..=12).filter_map(|months| self.in_month(months, day)).find(fits).into()
    }

    fn in_month(&self, months: i64, day: Number) -> Option<Date> {
        let month = self.today.first_of_month().checked_add(months.months()).ok()?;
        dated(Some(month.year()), Some(month.month()), day)
    }

    /// "Tuesday, December 1": when the two disagree the number counts, and is said back.
    fn checked(&self, weekday: Weekday, day: &[Atom]) -> Reading<Date> {
        if let [Atom::Number(number)] = day {
            if number.digits == 0 && !number.ordinal && !self.has_article {
                return Reading::No;
            }
            let nearest = self.day_of_month(*number, None);
            let on_weekday = self.day_of_month(*number, Some(weekday));
            let agree = nearest == on_weekday;
            return on_weekday.doubtful_if(!agree);
        }
        match self.calendar(day) {
            Reading::Ambiguous(options) => {
                let fits = |date: &Date| date.weekday() == weekday;
                match options.iter().find(|date| fits(date)) {
                    Some(date) => Reading::Clear(*date),
                    None => Reading::Ambiguous(options),
                }
            }
            reading => {
                let agree = reading.value().is_some_and(|date| date.weekday() == weekday);
                reading.doubtful_if(!agree)
            }
        }
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| span.get_days().into())
}

fn small(number: Number) -> Option<i8> {
    i8::try_from(number.value).ok()
}

/// "2026" as it is, "26" in this century.
fn full_year(number: Number) -> Option<i16> {
    let year = i16::try_from(number.value).ok()?;
    let year = if number.digits == 2 { 2000 + year } else { year };
    YEARS.contains(&year).then_some(year)
}

/// The date, if the calendar has it.
fn dated(year: Option<i16>, month: Option<i8>, day: Number) -> Option<Date> {
    Date::new(year?, month?, small(day)?).ok()
}
