//! The page of each code, as `handrail explain CODE` prints it: docs/codes, compiled in.

/// One page for each code.
macro_rules! pages {
    ($($code:literal),+ $(,)?) => {
        &[$(($code, include_str!(concat!("../../docs/codes/", $code, ".md")))),+]
    };
}

/// In order, so that it can be searched.
static PAGES: &[(&str, &str)] = pages![
    "E001", "E002", "E003", "E004", "E101", "E102", "E103", "E104", "E105", "E106", "E107", "E108", "E201", "E203",
    "E207", "E208", "E301", "E302", "E303", "E304", "E305", "E311", "E401", "E601", "E602", "E603", "E604", "E605",
    "E701", "E702", "W109", "W204", "W206", "W306", "W606",
];

/// The page of a code, in any case; `None` when there is no such code.
///
/// ```
/// use handrail::author::explain::explain;
/// assert!(explain("e107").unwrap().starts_with("# E107: loop without a question"));
/// assert_eq!(explain("E999"), None);
/// ```
#[must_use]
pub fn explain(code: &str) -> Option<&'static str> {
    let code = code.trim().to_ascii_uppercase();
    PAGES.iter().find(|(known, _)| *known == code).map(|(_, page)| *page)
}

/// Every code, in order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(code, _)| *code)
}

/// What a code is called: the first line of its page.
#[must_use]
pub fn headline(code: &str) -> Option<&'static str> {
    explain(code)?.lines().next()?.split_once(": ").map(|(_, title)| title)
}
