//! Any bytes as a stored state. What can be read is answered to.

#![no_main]

use std::sync::LazyLock;

use handrail::engine::{Context, Flows, Input, Standing, State, step};
use handrail::library::{Files, Library};
use handrail::message::{Language, Place};
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

static FLOWS: LazyLock<Flows> = LazyLock::new(|| match Library::open(&Files::built_in()) {
    Ok(library) => library.flows,
    Err(findings) => panic!("{findings:?}"),
});

fuzz_target!(|data: (bool, &[u8], &str)| {
    let (same, bytes, text) = data;
    let Ok(mut state) = State::decode(bytes) else { return };
    if same {
        state.fingerprint = FLOWS.fingerprint;
    }
    let context = Context {
        now: jiff::Timestamp::UNIX_EPOCH,
        language: Language::En,
        place: Place::Private,
        country: None,
        zone: TimeZone::UTC,
        person: Standing::default(),
        traced: false,
    };
    for input in [Input::Text(text), Input::Back, Input::Skip, Input::Expire { idle_minutes: 60 }] {
        let turn = step(&FLOWS, state.clone(), input, &context);
        assert!(!turn.says.is_empty() || matches!(input, Input::Expire { .. }), "nothing said");
        assert_eq!(turn.state.is_asking(), !turn.state.frames.is_empty(), "a flow without a question");
        assert!(turn.state.encode().is_ok_and(|bytes| State::decode(&bytes).is_ok()), "a state that cannot be stored");
    }
});
