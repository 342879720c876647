//! How long the screen takes for one message, as JSON lines: `cargo bench --bench screen`.
//!
//! Messages are cut from everyday text in five languages, with sentences of danger among them: exactly 100 and exactly
//! 2,000 characters. What is timed is one call of `Screen::screen`, on one core, each message several times; the quickest
//! time of a message counts, so that another program on the machine does not.

use std::hint::black_box;

use handrail::ops::Stopwatch;
use handrail::safety::{LEXICONS, Lexicon, Problem, RecentCues, Screen};

const TEXT: &str = "\
    My brother has been in an intensive outpatient program for three weeks now. At the beginning he went to every \
    session, but last week he missed two evenings, and when I asked he got angry & left the house :( what can we do?? \
    i feel like everyone would be better off without me and i dont know how to say it to my mom, so i just stay in bed. \
    Salí del hospital el lunes y me dieron una lista de programas, pero la mitad de los teléfonos no funciona y en los \
    otros hay que esperar seis semanas. ¿Qué puedo hacer mientras espero? no se q aser, tengo miedo de volver a empesar. \
    ya no quiero vivir asi, nadie me va a extrañar. Tive uma recaída ontem à noite e estou com vergonha de contar. \
    Quantas vezes por semana eu preciso ir, e quanto custa? Je prends 20 mg de fluoxétine et 2,5 mg d'olanzapine par \
    jour ; est-ce que je peux continuer à travailler ? MERCI D'AVANCE Man hat mir eine Liste mit Programmen gegeben, \
    aber die Hälfte der Nummern stimmt nicht. Der erste Termin ist am 14.03.2025. i relapsed last nite and im scared to \
    tell my counsler, they will kick me out rite? 3:00 a.m. and i still cant sleep 😞 that joke killed me lol, see you \
    tomorrow after group. honestly i dont want to be here anymore, i think about the bridge when i drive home. Ich weiß \
    nicht mehr weiter, ich kann nicht mehr. thanks for listening, the skills sheet from tuesday helped a bit!! ";
const MESSAGES: usize = 400;
const ROUNDS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Stopwatch::start();
    black_box(Screen::build(LEXICONS.map(|(name, text)| Lexicon::read(name, text)))).map_err(said)?;
    println!("{{\"figure\":\"read and compile five lexicons\",\"ms\":{:.1}}}", start.seconds() * 1e3);
    let start = Stopwatch::start();
    let screen = Screen::ready(&LEXICONS).ok_or("the tables were made of other lexicons")?;
    println!("{{\"figure\":\"read the tables of the build\",\"ms\":{:.1}}}", start.seconds() * 1e3);
    for length in [100, 2_000] {
        let times = microseconds(&screen, length);
        println!(
            "{{\"figure\":\"screen\",\"characters\":{length},\"messages\":{MESSAGES},\"p50_us\":{:.1},\"p99_us\":{:.1},\"max_us\":{:.1}}}",
            times[MESSAGES / 2],
            times[MESSAGES * 99 / 100],
            times[MESSAGES - 1],
        );
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "it takes what `map_err` gives")]
fn said(problems: Vec<Problem>) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Microseconds for each message, ascending.
fn microseconds(screen: &Screen, length: usize) -> Vec<f64> {
    let recent = RecentCues::new();
    let messages: Vec<String> = (0..MESSAGES).map(|number| cut(number, length)).collect();
    let mut times = vec![f64::MAX; MESSAGES];
    for _ in 0..ROUNDS {
        for (message, time) in messages.iter().zip(&mut times) {
            let start = Stopwatch::start();
            black_box(screen.screen(black_box(message), &recent));
            *time = time.min(start.seconds() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

/// A piece of the text, from another place each time.
fn cut(number: usize, length: usize) -> String {
    TEXT.chars().cycle().skip(number * 137 % TEXT.chars().count()).take(length).collect()
}
