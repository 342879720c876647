//! Telegram's HTML, as far as Handrail writes it: bold, and three escapes.

/// The text that a person reads; none where the server could not read it.
pub fn read(html: &str) -> Option<String> {
    let mut text = String::new();
    let mut bold = false;
    let mut rest = html;
    while let Some(symbol) = rest.chars().next() {
        let (taken, read) = match symbol {
            '<' if rest.starts_with("<b>") && !bold => {
                bold = true;
                (3, "")
            }
            '<' if rest.starts_with("</b>") && bold => {
                bold = false;
                (4, "")
            }
            '<' => return None,
            '&' if rest.starts_with("&amp;") => (5, "&"),
            '&' if rest.starts_with("&lt;") => (4, "<"),
            '&' if rest.starts_with("&gt;") => (4, ">"),
            // The real server lets a lone ampersand pass; Handrail should not need that.
            '&' => return None,
            symbol => (symbol.len_utf8(), &rest[..symbol.len_utf8()]),
        };
        text.push_str(read);
        rest = &rest[taken..];
    }
    (!bold).then_some(text)
}
