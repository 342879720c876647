//! Text in a picture: how wide it is, where it breaks, how it is escaped.
//!
//! Widths are estimates on the wide side, for a sans-serif typeface that this program cannot look up: text may leave
//! room in its box, and does not run out of it.

/// The width of a text at a size, in the same unit as the size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

const fn em(symbol: char) -> f64 {
    match symbol {
        'i' | 'j' | 'l' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' | 'í' => 0.34,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.98,
        'A'..='Z' => 0.74,
        '\0'..='\u{24f}' => 0.63,
        '\u{2010}'..='\u{2027}' => 0.55,
        _ => 1.1,
    }
}

/// Breaks a text into lines of at most `limit`, between words where it can.
pub fn wrap(text: &str, size: f64, limit: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let room = limit - width(&line, size);
        if !line.is_empty() && width(" ", size) + width(word, size) > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for symbol in word.chars() {
            if !line.is_empty() && width(&line, size) + em(symbol) * size > limit {
                lines.push(std::mem::take(&mut line));
            }
            line.push(symbol);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Escapes a text for XML, and leaves out what XML 1.0 forbids.
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            symbol if symbol.is_control() => {}
            symbol => escaped.push(symbol),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{width, wrap, xml};

    #[test]
    fn lines_keep_within_the_limit_and_lose_no_word() {
        let word = "Donaudampfschifffahrtsgesellschaft".repeat(4);
        for text in ["", "one", "a few words that fill more than one line of a box", &word, "¿Cómo está? 👋🏽 bien"]
        {
            let lines = wrap(text, 12.0, 120.0);
            assert!(lines.iter().all(|line| width(line, 12.0) <= 120.0), "{lines:?}");
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeeze(&lines.concat()), squeeze(text));
        }
    }

    #[test]
    fn what_xml_forbids_is_escaped_or_left_out() {
        assert_eq!(xml("a<b & \"c\">\u{0}\u{1b}\n\u{ffff}d"), "a&lt;b &amp; &quot;c&quot;&gt; d");
    }
}
