//! Reading weekdays.

use jiff::civil::Weekday;

use super::day_codes::{assignments, days_of_code, unpacked};
use super::vocabulary::{self, Vocabulary, atoms, longest, nearest, phrases};
use super::weekdays::Weekdays;
use super::words::{Number, Phrase, Word};
use super::{Language, Reading, names};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Atom {
    /// One day by its name, or by letters that may stand for two.
    Day(Weekdays),
    /// "weekdays", "weekends".
    Group(Weekdays),
    /// "every day", "todos": all of them unless it is told which ("every day from monday to friday").
    All,
    To,
    /// A range between two days ("mon-fri"), a list among more ("m-w-f").
    Dash,
    And,
    Or,
    Except,
    Filler,
}

const ENGLISH: Vocabulary<Atom> = &[
    (
        "every day|everyday|each day|all days|daily|all week|the whole week|all week long|any day|\
         every single day|all of them|all",
        Atom::All,
    ),
    (
        "weekday|weekdays|week days|workday|workdays|work days|working days|business days",
        Atom::Group(Weekdays::WORKING),
    ),
    ("weekend|weekends|week ends", Atom::Group(Weekdays::WEEKEND)),
    ("to|through|thru|until|till", Atom::To),
    ("and|plus|also|then|as well as", Atom::And),
    ("or", Atom::Or),
    ("except|except for|but|but not|apart from|other than|excluding|minus|not|without|besides", Atom::Except),
    ("on|from|between|the|every|each|of|in|only|just|for|at|week|days|it|we meet|i go", Atom::Filler),
    ("morning|mornings|afternoon|afternoons|evening|evenings|night|nights", Atom::Filler),
];

const SPANISH: Vocabulary<Atom> = &[
    (
        "todos los dias|cada dia|a diario|diario|diariamente|toda la semana|cualquier dia|\
         los siete dias|todos ellos|todos|todas",
        Atom::All,
    ),
    (
        "entre semana|dias laborables|dias laborales|dias habiles|dias de semana|dias de la semana|\
         dias de trabajo|dia laborable|laborables|todos los dias de semana",
        Atom::Group(Weekdays::WORKING),
    ),
    ("fin de semana|fines de semana|finde|findes", Atom::Group(Weekdays::WEEKEND)),
    ("a|al|hasta|hasta el", Atom::To),
    ("y|e|mas|tambien|ademas|y tambien", Atom::And),
    ("o|u", Atom::Or),
    ("excepto|menos|salvo|sin|sin contar|pero no|no|quitando|excluyendo|aparte de", Atom::Except),
    ("de|del|desde|el|los|la|las|cada|solo|solamente|dias|dia|por|en|semana", Atom::Filler),
    ("todos los|todas las|voy|por la|por las|en la|manana|mananas|tarde|tardes|noche|noches", Atom::Filler),
];

impl vocabulary::Atom for Atom {
    fn of_words(words: &[Word], language: Language) -> Option<(Self, usize)> {
        let general = match language {
            Language::En => longest(words, ENGLISH),
            Language::Es => longest(words, SPANISH),
        };
        let day = longest(words, names::weekdays(language));
        let code = match words.first() {
            Some(Word::Text(text)) => days_of_code(text, language),
            _ => None,
        };
        general
            .or(day.map(|(day, length)| (Self::Day(Weekdays::only(day)), length)))
            .or(code.map(|days| (Self::Day(days), 1)))
    }

    fn of_misspelt(word: &str, language: Language) -> Option<Self> {
        let days = phrases(names::weekdays(language)).map(|(name, day)| (name, Self::Day(Weekdays::only(day))));
        let working = Self::Group(Weekdays::WORKING);
        let groups = match language {
            Language::En => [("weekdays", working), ("everyday", Self::All)],
            Language::Es => [("laborables", working), ("diariamente", Self::All)],
        };
        nearest(word, names::SHORTEST_MISSPELT, days.chain(groups))
    }

    /// Never: "3 days a week" does not say which.
    fn of_number(_: Number) -> Option<Self> {
        None
    }

    fn of_sign(sign: char) -> Option<Self> {
        match sign {
            '-' => Some(Self::Dash),
            '/' | '&' | '+' | ',' => Some(Self::And),
            _ => None,
        }
    }
}

/// Reads weekdays: names, letters, groups, ranges and exceptions.
///
/// ```
/// use handrail::schedule::{Language, Reading, Weekdays, read_weekdays};
///
/// let words = |text, language| match read_weekdays(text, language) {
///     Reading::Clear(days) => days.in_words(language),
///     other => format!("{other:?}"),
/// };
/// assert_eq!(words("MTWThF but not Wednesday", Language::En), "Monday, Tuesday, Thursday and Friday");
/// assert_eq!(words("L M X J V", Language::Es), "de lunes a viernes");
/// // M is martes in Spain and often miércoles in Mexico.
/// assert!(matches!(read_weekdays("L M V", Language::Es), Reading::Ambiguous(two) if two.len() == 2));
/// assert_eq!(read_weekdays("3 days a week", Language::En), Reading::No);
/// ```
#[must_use]
pub fn read_weekdays(text: &str, language: Language) -> Reading<Weekdays> {
    Phrase::read(text).map_or(Reading::No, |phrase| phrase.in_either_language(language, days_of))
}

/// The weekdays that exactly these words say.
pub(super) fn days_of(words: &[Word], language: Language) -> Reading<Weekdays> {
    let Some((all, misspelt)) = atoms::<Atom>(&unpacked(words, language), language) else {
        return Reading::No;
    };
    let said: Vec<Atom> = all.into_iter().filter(|atom| *atom != Atom::Filler).collect();
    let mut options = Vec::new();
    let mut is_doubtful = misspelt;
    for alternative in said.split(|atom| *atom == Atom::Or) {
        match alternative_of(alternative) {
            Reading::No => return Reading::No,
            reading => {
                is_doubtful |= matches!(reading, Reading::Doubtful(_));
                options.extend(reading.into_options());
            }
        }
    }
    // "we" and "d" alone are more often something else.
    let is_code = matches!(words, [Word::Text(text)] if days_of_code(text, language).is_some());
    Reading::of_options(options).doubtful_if(is_doubtful || is_code)
}

/// One alternative: days, and days that are taken from them again.
fn alternative_of(said: &[Atom]) -> Reading<Weekdays> {
    let mut parts = said.split(|atom| *atom == Atom::Except).map(sets_of);
    let mut options = parts.next().unwrap_or_default();
    for exceptions in parts {
        let without_each = |(days, doubt): (Weekdays, bool)| {
            exceptions
                .iter()
                .map(move |(exception, in_doubt)| {
                    // "monday, not sunday" takes away what was not there.
                    let is_odd = !exception.without(days).is_empty();
                    (days.without(*exception), doubt || *in_doubt || is_odd)
                })
                .collect::<Vec<_>>()
        };
        options = options.into_iter().flat_map(without_each).collect();
    }
    options.retain(|(days, _)| !days.is_empty());
    let is_doubtful = options.iter().any(|(_, doubt)| *doubt);
    Reading::of_options(options.into_iter().map(|(days, _)| days)).doubtful_if(is_doubtful)
}

/// The sets that a list may mean, each with whether it is in doubt: letters that stand for two
/// days are tried as each.
fn sets_of(said: &[Atom]) -> Vec<(Weekdays, bool)> {
    let places: Vec<Weekdays> = said
        .iter()
        .filter_map(|atom| match atom {
            Atom::Day(days) => Some(*days),
            _ => None,
        })
        .collect();
    let told = |days: Vec<Weekday>| {
        let mut days = days.into_iter();
        let one_day = |atom: &Atom| match atom {
            Atom::Day(_) => days.next().map(|day| Atom::Day(Weekdays::only(day))),
            other => Some(*other),
        };
        union(&said.iter().filter_map(one_day).collect::<Vec<_>>())
    };
    assignments(&places).into_iter().filter_map(told).collect()
}

/// The days of a list and whether they are in doubt.
fn union(said: &[Atom]) -> Option<(Weekdays, bool)> {
    let dashes = said.iter().filter(|atom| **atom == Atom::Dash).count();
    let mut days = Weekdays::default();
    let mut doubt = false;
    let mut rest = said;
    let mut has_all = false;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (Atom::Day(from), [Atom::To, Atom::Day(to), then @ ..]) => {
                let range = range(*from, *to)?;
                doubt |= is_over_the_weekend(*from, *to);
                days = days.with(range);
                rest = then;
            }
            (Atom::Day(from), [Atom::Dash, Atom::Day(to), then @ ..]) if dashes == 1 => {
                let range = range(*from, *to)?;
                doubt |= is_over_the_weekend(*from, *to);
                days = days.with(range);
                rest = then;
            }
            (Atom::Day(some) | Atom::Group(some), _) => days = days.with(*some),
            (Atom::All, _) => has_all = true,
            (Atom::And, _) => {}
            (Atom::Dash, [_, ..]) if dashes > 1 => {}
            _ => return None,
        }
    }
    if has_all && days.is_empty() {
        days = Weekdays::EVERY;
    }
    (!days.is_empty()).then_some((days, doubt))
}

fn range(from: Weekdays, to: Weekdays) -> Option<Weekdays> {
    Some(Weekdays::range(from.iter().next()?, to.iter().next()?))
}

/// "friday to monday": four days, or was it meant the other way round?
fn is_over_the_weekend(from: Weekdays, to: Weekdays) -> bool {
    from.bits() > to.bits()
}
