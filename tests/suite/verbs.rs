//! The program itself, as an operator types it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn handrail(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handrail"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("XDG_DATA_HOME", folder.join("share"));
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    handrail(folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Types lines into a chat and reads what it answers.
fn chat(folder: &Path, arguments: &[&str], lines: &str) -> String {
    let mut child = handrail(folder)
        .args(["chat", "--encoder", "off"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_chat_killed_in_the_middle_goes_on_where_it_was() {
    let folder = folder();
    let mut child = handrail(folder.path())
        .args(["chat", "--encoder", "off", "--data", "kept"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.as_mut().unwrap().write_all(b"remind me\n18 or older\nyes\n").unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    // It has been answered, so it is on the disk.
    assert!(answers.any(|line| line.unwrap().contains("On which days")));
    child.kill().unwrap();
    child.wait().unwrap();
    let after = chat(folder.path(), &["--data", "kept"], "monday and thursday\n");
    assert!(after.contains("At what time"), "{after}");
}

#[test]
fn a_pipe_keeps_nothing_unless_it_is_told_where() {
    let folder = folder();
    let answer = chat(folder.path(), &[], "hola\n");
    assert!(!answer.is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was kept");
}

#[test]
fn doctor_says_in_plain_words_what_is_not_set_up() {
    let folder = folder();
    let output = run(folder.path(), &["doctor"]);
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    for expected in [
        "There is no data yet",
        "Telegram is not set up",
        "Discord is not set up",
        "nobody can reach it",
        "Nothing is wrong",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the doctor changes nothing");
}

#[test]
fn doctor_names_what_is_wrong() {
    let folder = folder();
    chat(folder.path(), &["--data", "kept"], "hello\n");
    std::fs::remove_file(folder.path().join("kept/keys")).unwrap();
    let output = run(folder.path(), &["doctor", "--data", "kept"]);
    let said = said(&output);
    assert!(!output.status.success() && said.contains("no keys at"), "{said}");
}

#[test]
fn a_database_without_its_keys_is_not_opened_and_no_new_keys_are_made() {
    let folder = folder();
    chat(folder.path(), &["--data", "kept"], "hello\n");
    let keys = folder.path().join("kept/keys");
    std::fs::remove_file(&keys).unwrap();
    let output = run(folder.path(), &["stats", "--data", "kept"]);
    assert!(!output.status.success() && said(&output).contains("put"), "{}", said(&output));
    assert!(!keys.exists());
}

#[test]
fn a_backup_is_restored_and_the_conversation_goes_on() {
    let folder = folder();
    chat(folder.path(), &["--data", "kept"], "remind me\n18 or older\nyes\n");
    assert!(run(folder.path(), &["backup", "copy.db", "--data", "kept"]).status.success());
    let refused = run(folder.path(), &["backup", "copy.db", "--data", "kept"]);
    assert!(!refused.status.success() && said(&refused).contains("never replaces"), "{}", said(&refused));
    let verified = run(folder.path(), &["restore", "--verify", "copy.db", "--data", "kept"]);
    assert!(verified.status.success() && said(&verified).contains("0 cannot"), "{}", said(&verified));
    let in_the_way = run(folder.path(), &["restore", "copy.db", "--data", "kept"]);
    assert!(!in_the_way.status.success() && said(&in_the_way).contains("move it away"), "{}", said(&in_the_way));
    std::fs::remove_file(folder.path().join("kept/handrail.db")).unwrap();
    assert!(run(folder.path(), &["restore", "copy.db", "--data", "kept"]).status.success());
    let after = chat(folder.path(), &["--data", "kept"], "monday\n");
    assert!(after.contains("At what time"), "{after}");
    let bytes = std::fs::read(folder.path().join("copy.db")).unwrap();
    let keys = std::fs::read_to_string(folder.path().join("kept/keys")).unwrap();
    let key = keys.lines().last().unwrap().split(' ').next_back().unwrap().to_owned();
    assert!(!String::from_utf8_lossy(&bytes).contains(&key), "no key inside");
}

#[test]
fn a_damaged_backup_is_told_and_takes_no_place() {
    let folder = folder();
    chat(folder.path(), &["--data", "kept"], "remind me\n");
    assert!(run(folder.path(), &["backup", "copy.db", "--data", "kept"]).status.success());
    let mut bytes = std::fs::read(folder.path().join("copy.db")).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(folder.path().join("copy.db"), bytes).unwrap();
    std::fs::remove_file(folder.path().join("kept/handrail.db")).unwrap();
    let refused = run(folder.path(), &["restore", "copy.db", "--data", "kept"]);
    assert!(!refused.status.success(), "{}", said(&refused));
    assert!(!folder.path().join("kept/handrail.db").exists());
}

#[test]
fn an_operator_exports_and_erases_one_person() {
    let folder = folder();
    chat(folder.path(), &["--data", "kept"], "hola, ¿qué es un iop?\n");
    let who = ["--person", "terminal:you", "--data", "kept"];
    let export = run(folder.path(), &[&["data", "export"], &who[..]].concat());
    assert!(said(&export).contains("\"language\": \"Es\""), "{}", said(&export));
    assert!(run(folder.path(), &[&["data", "erase"], &who[..]].concat()).status.success());
    let gone = run(folder.path(), &[&["data", "export"], &who[..]].concat());
    assert!(said(&gone).contains("nothing is held"), "{}", said(&gone));
    let unclear = run(folder.path(), &["data", "export", "--person", "you"]);
    assert!(!unclear.status.success() && said(&unclear).contains("telegram:12345"), "{}", said(&unclear));
}

#[test]
fn keys_rotate_and_the_conversation_goes_on() {
    let folder = folder();
    chat(folder.path(), &["--data", "kept"], "remind me\n18 or older\n");
    let rotated = run(folder.path(), &["keys", "rotate", "--drop-old", "--data", "kept"]);
    assert!(rotated.status.success() && said(&rotated).contains("key 2 seals now"), "{}", said(&rotated));
    let listed = run(folder.path(), &["keys", "list", "--data", "kept"]);
    assert!(said(&listed).contains("key 2: seals 2 rows") && !said(&listed).contains("key 1"), "{}", said(&listed));
    let after = chat(folder.path(), &["--data", "kept"], "yes\n");
    assert!(after.contains("On which days"), "{after}");
}

#[test]
fn run_without_a_channel_says_what_it_takes() {
    let folder = folder();
    let output = run(folder.path(), &["run", "--data", "kept"]);
    assert!(!output.status.success() && said(&output).contains("telegram.token_file"), "{}", said(&output));
}

#[test]
fn a_wrong_key_of_the_settings_stops_the_start_with_a_suggestion() {
    let folder = folder();
    std::fs::write(folder.path().join("handrail.toml"), "[telegram]\ntokn_file = \"x\"\n").unwrap();
    let output = run(folder.path(), &["run"]);
    let said = said(&output);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("handrail.toml:2") && said.contains("'telegram.token_file'"), "{said}");
}

#[test]
fn an_operator_notes_a_checked_line_and_lists_and_doctor_say_so() {
    let folder = folder();
    let own = folder.path().join("own.yaml");
    std::fs::write(folder.path().join("handrail.toml"), "hotlines = \"own.yaml\"\nencoder = false\n").unwrap();
    let before = said(&run(folder.path(), &["doctor"]));
    let unchecked = |said: &str| -> usize {
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, rest) = words.split_once(" help lines ").unwrap_or_else(|| panic!("{said}"));
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    let output = run(folder.path(), &["hotlines", "checked", "us_988", "--on", "2026-01-31"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(std::fs::read_to_string(&own).unwrap().contains("us_988: \"2026-01-31\""));
    let list = said(&run(folder.path(), &["hotlines", "US"]));
    let line = list.lines().find(|line| line.contains("us_988 ")).unwrap();
    assert!(line.contains("checked on 2026-01-31") && !line.contains("public sources"), "{line}");
    let after = said(&run(folder.path(), &["doctor"]));
    assert_eq!(unchecked(&before), unchecked(&after) + 1, "{after}");
    let today = run(folder.path(), &["hotlines", "checked", "us_crisis_text"]);
    assert!(today.status.success(), "{}", said(&today));
    assert!(run(folder.path(), &["hotlines", "check"]).status.success());
    for wrong in [
        &["hotlines", "checked", "us_nowhere"][..],
        &["hotlines", "checked"],
        &["hotlines", "checked", "us_988", "--on", "yesterday"],
        &["hotlines", "checked", "us_988", "--on", "2999-01-01"],
    ] {
        assert!(!run(folder.path(), wrong).status.success(), "{wrong:?}");
    }
    // What is wrong in the file stops a check, a note and a start, each with its place.
    std::fs::write(&own, "schema: 1\nchecked:\n  us_nowhere: \"2026-01-31\"\n").unwrap();
    for verb in [&["hotlines", "check"][..], &["hotlines", "checked", "us_988"]] {
        let output = run(folder.path(), verb);
        assert!(!output.status.success() && said(&output).contains("yaml:3:1: no line"), "{}", said(&output));
    }
    let start = run(folder.path(), &["run"]);
    assert!(!start.status.success());
}
