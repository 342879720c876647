//! The settings: what is said where, and what is told when something is wrong.

use std::path::PathBuf;

use handrail::config::{KEYS, Problem, Settings, Source, Values, example};
use secrecy::ExposeSecret as _;

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Values, Vec<Problem>> {
    let variables: Vec<(String, String)> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Values::read(Some(("handrail.toml", text)), &variables)
}

fn settings(text: &str, variables: &[(&str, &str)]) -> Result<Settings, Vec<Problem>> {
    read(text, variables).and_then(|values| Settings::of(&values))
}

fn told<T: std::fmt::Debug>(read: Result<T, Vec<Problem>>) -> String {
    read.unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_file_in_config_is_the_one_that_the_keys_make() {
    let file = std::fs::read_to_string(crate::support::path("config/handrail.toml")).unwrap();
    assert!(file == example(), "type: handrail config --example > config/handrail.toml");
}

#[test]
fn the_example_sets_nothing_and_says_what_holds_anyway() {
    let text = example();
    let nothing = read(&text, &[]).unwrap();
    assert!(KEYS.iter().all(|key| nothing.source(key.name) == Source::Default));
    let everything: String = text
        .lines()
        .map(|line| {
            line.strip_prefix('#').filter(|rest| rest.contains(" = ") && !rest.starts_with(' ')).unwrap_or(line)
        })
        .fold(String::new(), |text, line| text + line + "\n");
    let same = read(&everything, &[]).unwrap();
    for key in KEYS {
        assert_eq!(same.get(key.name), nothing.get(key.name), "{}", key.name);
    }
}

#[test]
fn the_environment_wins_over_the_file() {
    let values = read("language = \"es\"\n", &[("HANDRAIL__LANGUAGE", "en")]).unwrap();
    assert_eq!(values.get("language"), Some("en"));
    assert_eq!(values.source("language"), Source::Environment("HANDRAIL__LANGUAGE".to_owned()));
}

#[test]
fn an_unknown_key_is_told_with_its_line_and_what_was_meant() {
    let told = told(read("\n[telegram]\ntoken_fil = \"x\"\n", &[]));
    assert_eq!(told, "handrail.toml:3: there is no setting 'telegram.token_fil'; did you mean 'telegram.token_file'?");
    let told = self::told(read("", &[("HANDRAIL__LANGAUGE", "en")]));
    assert!(told.starts_with("HANDRAIL__LANGAUGE: ") && told.contains("'language'"), "{told}");
}

#[test]
fn a_value_of_the_wrong_kind_is_told() {
    for (text, expected) in [
        ("language = \"fr\"", "'language' takes one of en, es"),
        ("encoder = \"maybe\"", "'encoder' takes true or false"),
        ("encoder = 1979-05-27", "cannot have a value of this kind"),
        ("[database]\nconnections = \"many\"", "takes a whole number"),
        ("country = \"Mexico\"", "takes two letters"),
        ("[http]\npublic = \"8080\"", "takes an address with a port"),
        ("[http]\npublic_url = \"example.org\"", "begins with https://"),
        ("[telegram]\ntoken = \"1:a\"\nmode = \"webhook\"", "needs http.public_url"),
        ("language = ", "handrail.toml:1"),
    ] {
        let told = told(settings(text, &[]));
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn a_secret_is_said_or_in_a_file_and_never_both() {
    let told = told(settings("[discord]\ntoken = \"a\"\ntoken_file = \"b\"\n", &[]));
    assert!(told.contains("set 'discord.token' or 'discord.token_file', not both"), "{told}");
}

#[test]
fn a_secret_in_a_file_is_read_without_the_line_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "123:abc\n").unwrap();
    let variables = [("HANDRAIL__TELEGRAM__TOKEN_FILE", file.to_str().unwrap()), ("HANDRAIL__DATA", "d")];
    let settings = settings("", &variables).unwrap();
    assert_eq!(settings.telegram.unwrap().token.expose_secret(), "123:abc");
    assert_eq!(settings.data, PathBuf::from("d"));
}

#[test]
fn a_file_that_cannot_be_read_or_is_empty_is_told_by_its_name() {
    let missing = told(settings("[telegram]\ntoken_file = \"no/such/file\"\n", &[]));
    assert!(missing.contains("handrail.toml:2: telegram.token_file: no/such/file cannot be read"), "{missing}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "\n").unwrap();
    let empty = told(settings("", &[("HANDRAIL__DISCORD__TOKEN_FILE", file.to_str().unwrap())]));
    assert!(empty.ends_with("is empty"), "{empty}");
}

#[test]
fn no_secret_is_shown_by_debug() {
    let variables = [
        ("HANDRAIL__TELEGRAM__TOKEN", "qzxsecret"),
        ("HANDRAIL__DISCORD__TOKEN", "qzxsecret"),
        ("HANDRAIL__DATABASE__URL", "postgres://qzxsecret@localhost/x"),
        ("HANDRAIL__KEYS__TEXT", "qzxsecret"),
    ];
    let values = read("", &variables).unwrap();
    let settings = Settings::of(&values).unwrap();
    assert!(!format!("{values:?} {settings:?}").contains("qzxsecret"));
}
