//! The settings file with every key explained, as it is kept in config/handrail.toml.

use std::fmt::Write as _;

use super::keys::{KEYS, Key, Kind};

const HEAD: &str = "\
# The settings of Handrail. Every line that begins with \"#key =\" shows a key; take the # away to set it.
# The same key from the environment wins: HANDRAIL__TELEGRAM__TOKEN_FILE is token_file below [telegram].
# `handrail config` shows what is set, and from where; `handrail doctor` what is missing.
# This file is written by `handrail config --example`.
";
const WIDTH: usize = 118;

/// The file.
#[must_use]
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    let mut section = "";
    for key in KEYS {
        let (its_section, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if its_section != section {
            section = its_section;
            // Writing into a text cannot fail.
            let _written = write!(text, "\n[{section}]\n");
        }
        text.push('\n');
        for line in textwrap::wrap(key.says, WIDTH - 2) {
            let _written = writeln!(text, "# {line}");
        }
        if let Kind::OneOf(values) = key.kind {
            let _written = writeln!(text, "# One of: {}.", values.join(", "));
        }
        let _written = writeln!(text, "#{name} = {}", written(key));
    }
    text
}

fn written(key: &Key) -> String {
    match key.kind {
        Kind::Number => key.default.to_owned(),
        Kind::YesNo => if key.default == "yes" { "true" } else { "false" }.to_owned(),
        Kind::List => "[]".to_owned(),
        Kind::Text | Kind::Secret | Kind::Path | Kind::OneOf(_) => format!("{:?}", key.default),
    }
}
