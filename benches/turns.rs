//! The engine's speed on the tiny flow of benches/tiny.yaml, single thread, replies checked before timing; then how long
//! flows take to load and to lint.
//!
//! `cargo bench --bench turns` prints one JSON line for each figure. CPU time is what the scheduler counts for this
//! process (/proc/self/schedstat, Linux); elsewhere it is wall time.

use std::hint::black_box;

use handrail::author::lint::{Banned, Catalog, lint};
use handrail::engine::{Context, Flows, Input, Say, Source, State, Turn, Words, step};
use handrail::library::Files;
use handrail::message::{Language, Place};
use handrail::ops::Stopwatch;
use handrail::source::References;

/// Turns of one measurement.
const TURNS: usize = 400_000;
/// Measurements; the median is printed.
const ROUNDS: usize = 7;
/// Bad answers after which the state must not have grown.
const BAD_ANSWERS: usize = 400;

const COMBINATIONS: [(&str, &str); 4] = [("34", "iop"), ("15", "php"), ("34", "php"), ("15", "iop")];

struct NoNumbers;

impl References for NoNumbers {
    fn find(&self, _kind: &str, _id: &str, _language: Language) -> Option<String> {
        None
    }
}

fn main() {
    let flows = flows(&[("tiny.yaml".to_owned(), include_str!("tiny.yaml").to_owned())]);
    let context = Context {
        now: "2026-12-01T15:00:00Z".parse().unwrap_or_default(),
        language: Language::En,
        place: Place::Private,
        country: None,
        zone: jiff::tz::TimeZone::UTC,
        traced: false,
    };
    check_replies(&flows, &context);
    let (after_turn_4, after_bad) = state_sizes(&flows, &context);
    assert!(after_turn_4 <= 400 && after_bad == after_turn_4, "{after_turn_4} bytes, then {after_bad}");
    for (peer, stored) in [("handrail, state in memory", false), ("handrail, state encoded and decoded", true)] {
        let mut rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|_| measure(&flows, &context, stored)).collect();
        rounds.sort_by(|left, right| left.1.total_cmp(&right.1));
        let (wall, cpu) = rounds[ROUNDS / 2];
        let turns = TURNS as f64;
        println!(
            "{{\"peer\":\"{peer}\",\"turns\":{TURNS},\"turns_per_s_wall\":{:.0},\"turns_per_cpu_s\":{:.0},\"us_cpu_per_turn\":{:.3},\"state_bytes\":{after_turn_4},\"state_bytes_after_{BAD_ANSWERS}_bad_answers\":{after_bad}}}",
            turns / wall,
            turns / cpu,
            cpu * 1e6 / turns,
        );
    }
    load_fifty();
    load_and_lint_fifty();
}

fn flows(sources: &[(String, String)]) -> Flows {
    let sources: Vec<Source> =
        sources.iter().map(|(file, text)| Source { file: file.clone(), text: text.clone() }).collect();
    let loaded = Flows::load(&sources, Words::built_in(), &NoNumbers);
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    loaded.flows
}

/// One input of the conversation: its first begins the flow.
fn input<'a>(turn: usize, combination: (&'a str, &'a str)) -> Input<'a> {
    match turn {
        0 => Input::Start("tiny"),
        1 => Input::Text("Alex"),
        2 => Input::Text("abc"),
        3 => Input::Text(combination.0),
        _ => Input::Text(combination.1),
    }
}

fn words(turn: &Turn) -> String {
    let said: Vec<&str> = turn
        .says
        .iter()
        .map(|say| match say {
            Say::Words(words) | Say::Question(words) => &**words,
            _ => "",
        })
        .collect();
    said.join(" ")
}

fn check_replies(flows: &Flows, context: &Context) {
    for combination in COMBINATIONS {
        let teen = if combination.0 == "15" { "We will look at teen programs. " } else { "" };
        let bye = if combination.1 == "iop" {
            "IOP is a few hours a day, 3 to 5 days a week. Bye, Alex."
        } else {
            "PHP is full days, 5 days a week. Bye, Alex."
        };
        let expected = [
            "Hi! What should I call you?".to_owned(),
            "Thanks, Alex. How old are you?".to_owned(),
            "Please send a number.".to_owned(),
            format!("{teen}Which program interests you: IOP or PHP?"),
            bye.to_owned(),
        ];
        let mut state = State::default();
        for (number, expected) in expected.iter().enumerate() {
            let turn = step(flows, state, input(number, combination), context);
            assert_eq!(words(&turn), *expected);
            state = turn.state;
        }
    }
}

fn state_sizes(flows: &Flows, context: &Context) -> (usize, usize) {
    let mut state = State::default();
    for number in 0..4 {
        state = step(flows, state, input(number, COMBINATIONS[0]), context).state;
    }
    let size = |state: &State| state.encode().map_or(0, |bytes| bytes.len());
    let mut once = step(flows, state, Input::Text("neither"), context).state;
    for _ in 0..2 {
        once = step(flows, once, Input::Text("neither"), context).state;
    }
    let before = size(&once);
    for _ in 0..BAD_ANSWERS {
        once = step(flows, once, Input::Text("neither of them, I think"), context).state;
    }
    (before, size(&once))
}

/// Wall and CPU seconds for all turns.
fn measure(flows: &Flows, context: &Context, stored: bool) -> (f64, f64) {
    let mut bytes = Vec::new();
    let mut state = State::default();
    let wall = Stopwatch::start();
    let cpu = cpu_seconds();
    for number in 0..TURNS {
        let combination = COMBINATIONS[(number / 5) % COMBINATIONS.len()];
        if stored && !bytes.is_empty() {
            state = State::decode(&bytes).unwrap_or_default();
        }
        let turn = step(flows, state, input(number % 5, combination), context);
        black_box(&turn.says);
        state = turn.state;
        if stored {
            bytes = state.encode().unwrap_or_default();
        }
    }
    let wall = wall.seconds();
    (wall, cpu_seconds().zip(cpu).map_or(wall, |(after, before)| after - before))
}

fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

/// Loading fifty flows.
fn load_fifty() {
    let sources: Vec<(String, String)> = (0..50)
        .map(|number| {
            let text = include_str!("tiny.yaml")
                .replace("flow: tiny", &format!("flow: tiny_{number}"))
                .replace("[start]", &format!("[start {number}]"));
            (format!("tiny_{number}.yaml"), text)
        })
        .collect();
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let watch = Stopwatch::start();
            black_box(flows(&sources));
            watch.seconds() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{{\"figure\":\"load 50 tiny flows\",\"ms\":{:.2}}}", times[ROUNDS / 2]);
}

/// Loading and linting fifty large flows: the built-in ones, and the largest of them once more under other names.
fn load_and_lint_fifty() {
    let files = Files::built_in();
    let mut sources: Vec<Source> = files
        .below("flows/")
        .into_iter()
        .filter(|(file, _)| !file.starts_with("flows/faq/") && !file.starts_with("flows/documents/"))
        .map(|(file, text)| Source { file: file.to_owned(), text: text.to_owned() })
        .collect();
    sources.sort_by_key(|source| usize::MAX - source.text.len());
    for number in 0..50 - sources.len() {
        let Source { file, text } = sources[number].clone();
        sources.push(Source { file: format!("{file}.{number}"), text: text.replacen("flow: ", "flow: again_", 1) });
    }
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let Ok(words) = Words::load("config/words.yaml", files.text("config/words.yaml")) else { return };
    let Ok(banned) = Banned::load("config/banned.yaml", files.text("config/banned.yaml")) else { return };
    let catalog =
        Catalog { topics: &|_| true, topic_words: &|_, _| None, needs: &[], is_crisis: &|_| false, banned: &banned };
    let (mut loads, mut lints) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let watch = Stopwatch::start();
        let loaded = Flows::load(&sources, words.clone(), &NoNumbers);
        loads.push(watch.seconds() * 1e3);
        assert_eq!(loaded.flows.flows.len(), 50);
        let watch = Stopwatch::start();
        black_box(lint(&loaded.flows, &catalog));
        lints.push(watch.seconds() * 1e3);
    }
    loads.sort_by(f64::total_cmp);
    lints.sort_by(f64::total_cmp);
    println!(
        "{{\"figure\":\"load and lint 50 large flows\",\"bytes\":{bytes},\"load_ms\":{:.1},\"lint_ms\":{:.1},\"least_ms\":{:.1}}}",
        loads[ROUNDS / 2],
        lints[ROUNDS / 2],
        loads[0] + lints[0],
    );
}
