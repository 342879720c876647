//! What both readers of the screen cost together, as one JSON line: `taskset -c 1 cargo bench --bench readers`.
//!
//! The lexicon alone on messages of 100 and of 2,000 characters, and both readers together, embedding included, as the
//! desk asks them.

use std::hint::black_box;

use handrail::library::{Files, Library, Matching};
use handrail::ops::Stopwatch;
use handrail::safety::{RecentCues, Verdict};

const TEXT: &str = "\
    I missed two sessions this week because my car broke down and my boss changed my shift again, so I sat at home and \
    watched the rain. My sister says I should call them but I never know what to say on the phone. Ayer hablé con la \
    trabajadora social y me dijo que puedo volver el lunes, pero me da vergüenza entrar otra vez. Some days are fine and \
    some days I can't see the point of getting dressed; then the group starts and somebody says exactly what I was \
    thinking. How long does it take until this gets easier? My counselor is kind, the coffee is terrible :) ";
const MESSAGES: usize = 600;

fn main() {
    let Ok(library) = Library::open_with(&Files::built_in(), Matching::Encoder) else {
        eprintln!("the library does not open");
        std::process::exit(1);
    };
    let lexicon = |text: &str| library.screen.screen(text, &RecentCues::new());
    let both = |text: &str| -> Verdict { library.judge(lexicon(text), text, library.matcher.meaning(text).as_ref()) };
    let [lexicon_100, lexicon_2000] = [100, 2000].map(|length| latencies(length, lexicon));
    let [both_100, both_500] = [100, 500].map(|length| latencies(length, both));
    let (middle, most) = (MESSAGES / 2, MESSAGES * 99 / 100);
    println!(
        "{{\"lexicon_100_us\":{:.1},\"lexicon_2000_us\":{:.1},\"lexicon_2000_p99_us\":{:.1},\"both_100_ms\":{:.2},\
         \"both_100_p99_ms\":{:.2},\"both_500_ms\":{:.2},\"both_500_p99_ms\":{:.2}}}",
        lexicon_100[middle] * 1e6,
        lexicon_2000[middle] * 1e6,
        lexicon_2000[most] * 1e6,
        both_100[middle] * 1e3,
        both_100[most] * 1e3,
        both_500[middle] * 1e3,
        both_500[most] * 1e3,
    );
}

/// Seconds for each message, ascending; every message begins elsewhere.
fn latencies(length: usize, judge: impl Fn(&str) -> Verdict) -> Vec<f64> {
    let mut all: Vec<f64> = (0..MESSAGES)
        .map(|message| {
            let text: String = TEXT.chars().cycle().skip(message * 37).take(length).collect();
            let watch = Stopwatch::start();
            black_box(judge(black_box(&text)));
            watch.seconds()
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all
}
