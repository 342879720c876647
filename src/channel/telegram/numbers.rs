//! Phone numbers in an answer, for buttons that copy them: a short code is no link on every phone, and a link that dials
//! is refused by Telegram together with its whole message.

/// Most numbers that get a button.
const NUMBERS_MAX: usize = 3;

/// The numbers of a text that one can call or text, each once, in order.
///
/// Dates, years, hours ("24/7") and ages are none: a number has three digits or more, is not part of something with
/// slashes, colons, points or letters, and is no year.
#[must_use]
pub fn numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut rest = text;
    while let Some(start) = rest.find(|symbol: char| symbol.is_ascii_digit() || symbol == '+') {
        let before_number = rest[..start].chars().next_back().unwrap_or(before);
        let from = &rest[start..];
        let end = from
            .find(|symbol: char| !symbol.is_ascii_digit() && !matches!(symbol, ' ' | '-' | '(' | ')' | '+'))
            .unwrap_or(from.len());
        let number = from[..end].trim_end_matches(|symbol: char| !symbol.is_ascii_digit());
        let mut after = from[number.len()..].chars();
        let alone = !is_part(before_number) && !number_goes_on(after.next(), after.next());
        if alone && is_number(number) && !found.iter().any(|known| known == number) {
            found.push(number.to_owned());
        }
        let taken = end.max(1);
        before = from[..taken].chars().next_back().unwrap_or(' ');
        rest = &from[taken..];
    }
    found.truncate(NUMBERS_MAX);
    found
}

fn is_part(symbol: char) -> bool {
    symbol.is_alphanumeric() || matches!(symbol, '/' | ':' | '.' | ',' | '$' | '€' | '£' | '%' | '_')
}

/// Whether what follows makes it something else: "3/4", "5:30", "1.5", "12%". A mark at the end of a sentence does not.
fn number_goes_on(next: Option<char>, after: Option<char>) -> bool {
    match next {
        Some('/' | ':' | '.' | ',') => after.is_some_and(char::is_alphanumeric),
        Some(next) => next.is_alphanumeric() || matches!(next, '%' | '_' | '€'),
        None => false,
    }
}

fn is_number(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    (3..=15).contains(&digits.len()) && number.len() <= 24 && !year
}
