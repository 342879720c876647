//! `handrail VERB | head -1`: whoever reads may stop, and no verb complains about it.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// Runs a verb whose output nobody reads, with lines on its input. Gives its exit code and what it complained about.
fn unread(arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_handrail"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // The verb may have ended before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_verb_ends_without_a_word_when_nobody_reads() {
    let lines = "{\"id\":1,\"text\":\"hello\"}\n".repeat(2_000);
    for (arguments, input) in [
        (&["check"][..], ""),
        (&["chat", "--encoder", "off"], "hi\nmenu\n"),
        (&["explain", "E101"], ""),
        (&["graph", "menu"], ""),
        (&["hotlines", "US"], ""),
        (&["schema"], ""),
        (&["screen", "hello"], ""),
        (&["screen", "--jsonl"], &lines),
        (&["topics"], ""),
    ] {
        assert_eq!(unread(arguments, input), (Some(141), String::new()), "{arguments:?}");
    }
}

/// Only a closed output is passed over: what is wrong is still said.
#[test]
fn errors_are_still_said_when_nobody_reads() {
    let (code, said) = unread(&["graph", "no_such_flow"], "");
    assert_eq!(code, Some(1));
    assert!(said.contains("no_such_flow"), "{said}");
}
