//! Reading files: the traps of YAML, each with the place where it stands and what it says, and what is kept as written.

use handrail::engine::model::{Shown, Skip, Verb};
use handrail::engine::{Flows, Source, Words, check_shape, did_you_mean, shape, tree};
use handrail::message::Language;
use proptest::prelude::*;

use crate::play::{NoReferences, load, load_clean};

/// A flow whose greeting, and more if need be, is put in. The greeting is line 6.
fn greeting(line: &str) -> String {
    format!("flow: tea\nlanguages: [en, es]\nsteps:\n  hello:\n    - say:\n{line}\n    - end: done\n")
}

fn findings(text: &str) -> Vec<String> {
    load(&[text]).1.iter().map(ToString::to_string).collect()
}

/// Each trap: the file, and everything that is found in it.
#[test]
fn traps_are_explained_where_they_stand() {
    let rows: Vec<(String, &[&str])> = vec![
        (
            greeting("      { en: Yes, please, es: Sí }").replace("say:\n      {", "say: {"),
            &[
                "0.yaml:5:23 E002 a comma inside braces made 'please' a key of its own; put each language on its own line, or the text in quotes",
                "0.yaml:5:23 E001 'please' is no language that flows are written in; known are: en, es",
            ],
        ),
        (
            greeting("      en: Note: call your doctor"),
            &["0.yaml:6:15 E002 a text that holds a colon and a space is read as another key; put the text in quotes"],
        ),
        (
            greeting("      en: Call us # toll free"),
            &[
                "0.yaml:6:11 E002 '# toll free' is cut off: a space and # begin a comment; put the text in quotes, or the comment on a line of its own",
            ],
        ),
        (
            greeting("      en: *hello*"),
            &["0.yaml:6:11 E002 a text begins with a sign that YAML keeps for itself; put the text in quotes"],
        ),
        (
            greeting("      en: @nami is here"),
            &["0.yaml:6:11 E002 a text begins with a sign that YAML keeps for itself; put the text in quotes"],
        ),
        (
            greeting("      en: `hello`"),
            &["0.yaml:6:11 E002 a text begins with a sign that YAML keeps for itself; put the text in quotes"],
        ),
        (greeting("\ten: Hello"), &["0.yaml:6:2 E002 a tab stands where spaces are needed; indent with spaces"]),
        (
            greeting("      en: &anchor Hello"),
            &[
                "0.yaml:6:11 E002 anchors and aliases (& and *) are not read here; write the text out, or put it in quotes if it begins with & or *",
            ],
        ),
        (
            greeting("      en: Hello\n      en: Hi"),
            &["0.yaml:7:7 E004 'en' stands here twice; the first is at line 6; keep one of them"],
        ),
        (
            greeting("      en: Hello\n      ess: Hola"),
            &["0.yaml:7:7 E001 unknown key 'ess' in a say; did you mean 'es'?"],
        ),
        (greeting("      en: [Hello, you]"), &["0.yaml:6:11 E003 a text should stand here, and this is a list"]),
        (greeting("      en:"), &["0.yaml:6:9 E003 a text should stand here, and this is nothing"]),
        (greeting("      en: ~"), &["0.yaml:6:11 E003 a text should stand here, and this is nothing"]),
        (
            greeting("      en: Hello").replace("end: done", "edn: done"),
            &[
                "0.yaml:7:7 E001 this begins with none of say, ask, branch, set, call, goto, remind, record, document, end; did you mean 'end' instead of 'edn'?",
            ],
        ),
        (
            greeting("      en: Hello").replace("end: done", "end: All Done"),
            &["0.yaml:7:12 E003 'All Done' is not a name; use small letters, digits and _, beginning with a letter"],
        ),
        (
            greeting("      en: Hello").replace("languages: [en, es]", "languages: [en, it]"),
            &["0.yaml:2:17 E003 'it' is none of en, es"],
        ),
        (
            greeting("      en: Hello").replace("flow: tea\n", ""),
            &[
                "0.yaml:1:1 E003 the key 'flow' is missing from this flow; The name of the flow, the same as the file's.",
            ],
        ),
        (
            greeting("      en: Hello") + "---\nflow: other\n",
            &[
                "0.yaml:8:1 E002 a second document begins here, after a line of three dashes; put it in a file of its own",
            ],
        ),
        (
            greeting("      en: Hello")
                + "slots:\n  cups: { type: nmber }\n  sure: { type: yes_no, private: maybe }\n  days: { type: number, min: one }\n",
            &[
                "0.yaml:9:17 E003 'nmber' is none of text, number, yes_no, choice, choices, list, table, date, time, weekdays, timezone, country; did you mean 'number'?",
                "0.yaml:10:34 E003 'maybe' is not yes or no; write yes or no",
                "0.yaml:11:30 E003 'one' is not a number; write it in digits",
            ],
        ),
        (
            greeting("      en: Hello {name"),
            &["0.yaml:6:11 E301 a { is never closed; close it with }, or leave the { out"],
        ),
        (
            greeting("      en: Call {contact:nobody}"),
            &["0.yaml:6:11 E301 there is no contact 'nobody'; look at config/contacts.yaml and config/hotlines.yaml"],
        ),
        (
            greeting("      en: Hello\n    - branch: [{ if: days >, goto: hello }, { else: hello }, { else: hello }]"),
            &[
                "0.yaml:7:22 E305 'days >' is no condition: expected a slot, a choice, a number or a text in quotes, but read the end; write it like `days >= 3 and stage == looking`",
                "0.yaml:7:62 E004 'else' stands in this branch twice, and only one can be meant; the first is at line 7; keep one of them",
            ],
        ),
        (String::new(), &["0.yaml:1:1 E003 the file is empty; begin it with `flow: name`, or remove it"]),
        ("# nothing\n".to_owned(), &["0.yaml:1:1 E003 the file is empty; begin it with `flow: name`, or remove it"]),
        ("- a\n- b\n".to_owned(), &["0.yaml:1:1 E003 the keys of a flow should stand here, and this is a list"]),
        ("hello\n".to_owned(), &["0.yaml:1:1 E003 the keys of a flow should stand here, and this is a text"]),
    ];
    let mut wrong = Vec::new();
    for (text, expected) in &rows {
        let got = findings(text);
        if got != *expected {
            wrong.push(format!("{text}\n  found: {got:#?}\n  not: {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What YAML would make a truth, a number, a date or nothing stays the text that it is.
#[test]
fn no_scalar_becomes_anything_but_its_text() {
    for written in [
        "no",
        "yes",
        "NO",
        "on",
        "off",
        "true",
        "null",
        "17:30",
        "0x10",
        "1_000",
        "010",
        "2026-11-25",
        "1e3",
        "3.0",
        ".5",
        "=",
        "<<",
    ] {
        let flows = load_clean(&[&greeting(&format!("      en: {written}"))]);
        let Verb::Say(Shown::Words(text)) = &flows.flows[0].steps[0].lines[0].verb else { panic!("no say") };
        assert_eq!(&*text.get(Language::En).unwrap().written, written);
    }
    let flow = "flow: tea\nlanguages: [en]\nslots: { at: { type: time }, land: { type: country }, sure: { type: yes_no } }\nsteps:\n  hello:\n    - { ask: at, en: When?, skip: 17:30 }\n    - { ask: land, en: Where?, skip: NO }\n    - { ask: sure, en: Sure?, skip: no }\n    - end: done\n";
    let flows = load_clean(&[flow]);
    let skips: Vec<String> = flows.flows[0].steps[0]
        .lines
        .iter()
        .filter_map(|line| match &line.verb {
            Verb::Ask(ask) => Some(match &ask.skip {
                Skip::Value { value: Some(value), .. } => handrail::engine::payload::write_value(value),
                other => format!("{other:?}"),
            }),
            _ => None,
        })
        .collect();
    assert_eq!(skips, ["1730", "NO", "no"]);
}

#[test]
fn quotes_blocks_and_line_ends_are_read_as_they_should_be() {
    let said = |line: &str| {
        let flows = load_clean(&[&greeting(line)]);
        let Verb::Say(Shown::Words(text)) = &flows.flows[0].steps[0].lines[0].verb else { panic!("no say") };
        text.get(Language::En).unwrap().written.to_string()
    };
    assert_eq!(said("      en: \"Note: call # now\""), "Note: call # now");
    assert_eq!(said("      en: 'It''s {here}'"), "It's {here}");
    assert_eq!(said("      en: It's fine"), "It's fine");
    assert_eq!(said("      en: a#b"), "a#b");
    assert_eq!(said("      en: |-\n        One\n        # two\n        three: 3"), "One\n# two\nthree: 3");
    assert_eq!(said("      en: >-\n        One\n        two"), "One two");
    assert_eq!(said("      en: |\n        One\n"), "One");
    assert_eq!(said("      en: One\n        two"), "One two");
    // A comment on a line of its own, and one behind a name, cut nothing.
    assert_eq!(said("      # here\n      en: One"), "One");
    let comment = greeting("      en: One").replace("end: done", "end: done # counted");
    assert!(findings(&comment).is_empty());
    let windows = greeting("      en: One").replace('\n', "\r\n");
    assert!(findings(&windows).is_empty());
    let mark = format!("\u{feff}{}", greeting("      en: One"));
    assert!(findings(&mark).is_empty());
}

#[test]
fn columns_count_characters() {
    let text = greeting("      es: ¿Qué? # ¡cortado!");
    assert!(findings(&text)[0].starts_with("0.yaml:6:11 E002 '# ¡cortado!'"), "{:?}", findings(&text));
    let braces = greeting("      x").replace("say:\n      x", "say: { en: Sí, ñu, es: Sí }");
    assert!(findings(&braces)[0].starts_with("0.yaml:5:22 E002"), "{:?}", findings(&braces));
}

#[test]
fn a_file_that_is_nested_too_deeply_or_goes_round_is_refused() {
    for text in ["[".repeat(100_000), "{a: ".repeat(10_000), "- ".repeat(50_000), format!("{}x", "  - a:\n".repeat(3))]
    {
        assert!(!findings(&text).is_empty());
    }
    assert!(findings("a: &x [*x, *x]\n").iter().any(|finding| finding.contains("anchors")));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "measures how long it takes")]
fn two_flows_of_one_name_are_found_and_a_long_name_costs_nothing() {
    let flow = greeting("      en: One");
    let found: Vec<String> = load(&[&flow, &flow]).1.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["1.yaml:1:7 E004 there are two flows called 'tea'; the other is 0.yaml:1:7"]);
    let long = "k".repeat(1000);
    assert!(findings(&format!("{flow}{long}: x\n"))[0].contains("unknown key"));
    let before = std::time::Instant::now();
    assert_eq!(did_you_mean(&"k".repeat(1_000_000), ["kind", &"k".repeat(1_000_001)]), None);
    assert!(before.elapsed().as_secs() < 5);
}

#[test]
fn built_in_words_are_held_to_every_language() {
    let text = std::fs::read_to_string(crate::support::path("config/words.yaml")).unwrap();
    assert!(Words::load("words.yaml", &text).is_ok());
    let without = text
        .replace("label_skip: { en: Skip, es: Saltar }", "label_skip: { en: Skip }")
        .replace("  too_many:", "  to_many:");
    let found: Vec<String> =
        Words::load("words.yaml", &without).unwrap_err().iter().map(|finding| finding.message.clone()).collect();
    assert!(found.iter().any(|message| message == "the reply 'label_skip' has no words in Español"), "{found:?}");
    assert!(found.iter().any(|message| message == "there is no built-in reply 'to_many'"), "{found:?}");
    assert!(Words::load("words.yaml", "reserved: {}\n").is_err());
}

proptest! {
    /// No text makes the loader panic: it gives flows, findings, or both; and a file that gives neither was empty.
    #[test]
    fn any_text_is_loaded_or_refused(text in "\\PC{0,200}", lines in prop::collection::vec(line(), 0..20)) {
        for text in [text, lines.concat()] {
            let (root, findings) = tree::parse("x.yaml", &text);
            prop_assert!(root.is_some() || !findings.is_empty() || text.trim().is_empty() || text.contains(['#', '-', '.', '%', '\u{feff}']), "{:?}", text);
            for finding in &findings {
                prop_assert!(finding.at.line >= 1 && finding.at.column >= 1);
                prop_assert!(finding.at.line as usize <= text.lines().count().max(1) + 1);
            }
            if let Some(root) = root {
                let mut more = Vec::new();
                check_shape(&root, &shape::FLOW, &mut more);
                check_shape(&root, &shape::TEMPLATE, &mut more);
            }
            let source = Source { file: "x.yaml".to_owned(), text };
            let loaded = Flows::load(&[source], empty_words(), &NoReferences);
            prop_assert!(loaded.flows.flows.len() + loaded.findings.len() > 0 || !loaded.flows.documents.is_empty());
        }
    }
}

/// Lines of flows, good and bad, at any indentation.
fn line() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "flow: tea",
        "languages: [en, es]",
        "slots:",
        "steps:",
        "hello:",
        "- say:",
        "en: Hi",
        "es: Hola: ya",
        "- ask: days",
        "days: { type: number }",
        "skip: { goto: hello }",
        "choices:",
        "- { value: no, en: No, es: No }",
        "- branch: [{ if: days > 3, goto: x }, { else: y }]",
        "- end: done",
        "document: sheet",
        "parts: [{ en: '{days}' }]",
        "---",
        "...",
        "# x",
        "&a *a",
        "\t",
        "'",
        "\"",
        "{",
        "[",
        "- - -",
        "? x",
        ": y",
        "%YAML 1.2",
        "|",
        ">-",
        "!!int 3",
        "moved: { a: b }",
        "- call: tea",
        "- set: { days: days + 1 }",
        "- remind: { consent: days }",
        "💧: 💧",
    ]);
    (0..8_usize, words).prop_map(|(indent, words)| format!("{}{words}\n", " ".repeat(indent)))
}

fn empty_words() -> Words {
    static WORDS: std::sync::OnceLock<Words> = std::sync::OnceLock::new();
    WORDS.get_or_init(Words::built_in).clone()
}
