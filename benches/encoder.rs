//! Load time, latency and memory of the encoder as one JSON line: `taskset -c 1 cargo bench --bench encoder`.
//!
//! Latency is over messages cut from text in five languages: exactly 100 characters, and 1 to 500 evenly spread. Memory
//! is read from Linux's /proc, null elsewhere; `rss_mb` after the file's bytes were given back, `peak_rss_mb` with
//! them.

use std::error::Error;
use std::hint::black_box;

use handrail::encoder::Encoder;
use handrail::ops::Stopwatch;

const TEXT: &str = "\
    My brother has been in an intensive outpatient program for three weeks now. At the beginning he went to every \
    session, but last week he missed two evenings, and when I asked he got angry & left the house :( what can we do?? \
    Salí del hospital el lunes y me dieron una lista de programas, pero la mitad de los teléfonos no funciona y en los \
    otros hay que esperar seis semanas. ¿Qué puedo hacer mientras espero? no se q aser, tengo miedo de volver a empesar. \
    Tive uma recaída ontem à noite e estou com vergonha de contar. Quantas vezes por semana eu preciso ir, e quanto \
    custa? Je prends 20 mg de fluoxétine et 2,5 mg d'olanzapine par jour ; est-ce que je peux continuer à travailler ? \
    MERCI D'AVANCE Man hat mir eine Liste mit Programmen gegeben, aber die Hälfte der Nummern stimmt nicht. Der erste \
    Termin ist am 14.03.2025. i relapsed last nite and im scared to tell my counsler, they will kick me out rite? 3:00 \
    a.m. and i still cant sleep 😞 ";
const MESSAGES: usize = 600;

fn main() -> Result<(), Box<dyn Error>> {
    let before = memory_mb("VmRSS");
    let file = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/encoder/use-m3.bin.zst"))?;
    let start = Stopwatch::start();
    let encoder = Encoder::load(&file)?;
    let load_ms = milliseconds(start);
    let file_mb = file.len() as f64 / 1e6;
    drop(file);

    let start = Stopwatch::start();
    black_box(encoder.embed("How much does it cost?"));
    let first_ms = milliseconds(start);
    let hundred = latencies(&encoder, |_| 100);
    let up_to_500 = latencies(&encoder, |message| 1 + message * 500 / MESSAGES);
    let longest = latencies(&encoder, |_| 100_000);
    let messages: Vec<_> = (0..MESSAGES).map(|message| cut(message, 100)).collect();
    let start = Stopwatch::start();
    black_box(encoder.embed_batch(&messages));
    let batch_ms = milliseconds(start) / MESSAGES as f64;

    println!(
        "{{\"file_mb\":{file_mb:.1},\"load_ms\":{load_ms:.1},\"first_ms\":{first_ms:.2},\
         \"p50_100_ms\":{:.2},\"p99_100_ms\":{:.2},\"p50_500_ms\":{:.2},\"p99_500_ms\":{:.2},\"p99_any_ms\":{:.2},\
         \"batch_100_ms\":{batch_ms:.2},\"rss_before_mb\":{before},\"rss_mb\":{},\"peak_rss_mb\":{}}}",
        hundred[MESSAGES / 2],
        hundred[MESSAGES * 99 / 100],
        up_to_500[MESSAGES / 2],
        up_to_500[MESSAGES * 99 / 100],
        longest[MESSAGES * 99 / 100],
        memory_mb("VmRSS"),
        memory_mb("VmHWM"),
    );
    Ok(())
}

/// Milliseconds for each message, ascending.
fn latencies(encoder: &Encoder, length: impl Fn(usize) -> usize) -> Vec<f64> {
    let mut all: Vec<_> = (0..MESSAGES)
        .map(|message| {
            let text = cut(message, length(message));
            let start = Stopwatch::start();
            black_box(encoder.embed(&text));
            milliseconds(start)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all
}

/// Every message begins elsewhere.
fn cut(message: usize, length: usize) -> String {
    TEXT.chars().cycle().skip(message * 37).take(length).collect()
}

fn milliseconds(start: Stopwatch) -> f64 {
    start.seconds() * 1e3
}

fn memory_mb(field: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.map_or("null".to_owned(), |kilobytes| format!("{:.1}", kilobytes / 1024.0))
}
