//! Patterns with `*`: any run of characters, also none.

/// Whether a text matches a pattern. White space is folded on both sides, so that line breaks do not matter.
///
/// ```
/// use handrail::author::conversation::matches;
/// assert!(matches("Thanks*old are you?", "Thanks, Alex.\nHow old are you?"));
/// assert!(!matches("Thanks", "Thanks, Alex"));
/// ```
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (pattern, text) = (fold(pattern), fold(text));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut last = None;
    for part in parts {
        let part = part.trim();
        match rest.find(part) {
            Some(place) => rest = &rest[place + part.len()..],
            None => return false,
        }
        last = Some(part);
    }
    match last {
        // The last part has to stand at the end: look for it there, not where it stood first.
        Some(part) => part.is_empty() || rest.is_empty() || rest.ends_with(part),
        None => rest.is_empty(),
    }
}
