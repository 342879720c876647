//! Text made safe to show: what a person wrote comes back as they wrote it, and does nothing.
//!
//! Reviewed texts hold no markup, so every mark that Discord reads is escaped, wherever it came from. Addresses stay as
//! they are, except one that the person has just written and that others would see under the bot's name.

/// Comes between the parts of a mention, so that none is left.
const GAP: char = '\u{200b}';

/// Escapes markup, breaks mentions, and drops what turns text around or colours it. Lists stay lists.
///
/// ```
/// use handrail::channel::discord::escape;
/// assert_eq!(escape("**hi** <@1> @everyone"), "\\*\\*hi\\*\\* <\u{200b}@1> @\u{200b}everyone");
/// assert_eq!(escape("- one\n> two"), "- one\n\\> two");
/// assert_eq!(escape("see https://a.org/b_c_d"), "see https://a.org/b_c_d");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            escaped.push('\n');
        }
        escape_line(line, &mut escaped);
    }
    escaped
}

/// The same, with addresses of these words broken: for places where others read along.
#[must_use]
pub fn escape_for_all(text: &str, wrote: &str) -> String {
    let mut text = text.to_owned();
    for word in wrote.split_whitespace().filter(|word| word.contains("://")) {
        let broken = word.replace("://", &format!(":{GAP}//"));
        text = text.replace(word, &broken);
    }
    escape(&text)
}

fn escape_line(line: &str, escaped: &mut String) {
    let start = line.trim_start();
    let indent = line.len() - start.len();
    let opens = start.starts_with(['>', '#']) || start.starts_with("-#");
    let mut address = false;
    for (at, symbol) in line.char_indices() {
        let rest = &line[at..];
        if rest.starts_with("https://") || rest.starts_with("http://") {
            address = true;
        } else if symbol.is_whitespace() {
            address = false;
        }
        match symbol {
            _ if address => escaped.push(symbol),
            '\t' => escaped.push(symbol),
            _ if symbol.is_control() || turns(symbol) => {}
            '*' | '_' | '~' | '`' | '|' | '\\' => {
                escaped.push('\\');
                escaped.push(symbol);
            }
            '[' if rest.contains("](") => escaped.push_str("\\["),
            '>' | '#' | '-' if opens && at == indent => {
                escaped.push('\\');
                escaped.push(symbol);
            }
            '<' if rest[1..].starts_with(['@', '#', ':', '/', 't', 'a', 'i']) => {
                escaped.push(symbol);
                escaped.push(GAP);
            }
            '@' if rest.starts_with("@everyone") || rest.starts_with("@here") => {
                escaped.push(symbol);
                escaped.push(GAP);
            }
            _ => escaped.push(symbol),
        }
    }
}

/// Marks that turn the direction of text.
const fn turns(symbol: char) -> bool {
    matches!(symbol, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}
