//! `handrail ask`: which topic a text asks for, and why; for many texts, one line of JSON each.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::common::{Encoder, Folders};
use crate::faq::{Candidate, Match, Matcher, Semantic, Verdict};
use crate::message::Language;

/// Topics and phrasings shown.
const SHOWN: usize = 5;
/// From so many lines on, progress is shown.
const MANY: usize = 200;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The text
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    text: Option<String>,
    /// Read lines of {"id", "text"[, "lang"]} and write {"id", "intent", "top3", "ask"}
    #[arg(long)]
    jsonl: bool,
    /// The language of the text; found out unless said
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Match questions by meaning, or only by letters
    #[arg(long, value_enum, default_value_t = Encoder::On)]
    encoder: Encoder,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let language = arguments.language.as_deref().map(language_of).transpose()?;
    let library = arguments.folders.library_with(arguments.encoder.into())?;
    match &arguments.text {
        Some(text) => match &library.matcher {
            Matcher::Semantic(matcher) => explain(matcher, text, language),
            Matcher::Lexical(matcher) => explain_letters(&matcher.find(text), &matcher.rank(text)),
        },
        None => many(&library.matcher, language)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn language_of(code: &str) -> anyhow::Result<Language> {
    match Language::from_tag(code).filter(|language| Language::FLOWS.contains(language)) {
        Some(language) => Ok(language),
        None => bail!("there are no topics in '{code}'; the languages are en and es"),
    }
}

fn explain(matcher: &Semantic, text: &str, language: Option<Language>) {
    let reading = matcher.read(text, language);
    let best = reading.ranked.first().map_or("-", |best| &*best.topic);
    match reading.verdict {
        Verdict::Answer => println!("answers with {best}"),
        Verdict::Offer => println!("offers the first three to choose from"),
        Verdict::Nothing => println!("has no answer"),
    }
    if let Some(sentence) = &reading.sentence {
        println!("of the message this sentence counted: {sentence}");
    }
    println!("read as: {}", reading.prepared);
    println!("{:.3} sure that a topic is meant; the best has {:.3} of the best two", reading.gate, reading.margin);
    println!("\nshare  topic");
    for candidate in reading.ranked.iter().take(SHOWN) {
        println!("{:.3}  {}", candidate.similarity, candidate.topic);
    }
    println!("\ncosine  nearest known texts");
    for (topic, text, similarity) in matcher.nearest(&reading, SHOWN) {
        println!("{similarity:.3}   {}: {text}", topic.unwrap_or("none"));
    }
}

fn explain_letters(found: &Match, ranked: &[Candidate]) {
    match found {
        Match::Answer(best, _) => println!("answers with {}", best.topic),
        Match::Offer(candidates, _) => println!("offers the first {} to choose from", candidates.len()),
        Match::None => println!("has no answer"),
    }
    println!("\nalike  topic");
    for candidate in ranked.iter().take(SHOWN) {
        println!("{:.3}  {}", candidate.similarity, candidate.topic);
    }
}

fn many(matcher: &Matcher, language: Option<Language>) -> anyhow::Result<()> {
    let lines: Vec<String> = io::stdin().lock().lines().collect::<Result<_, _>>().context("cannot read the lines")?;
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut bar = Bar { all: lines.len(), shown: usize::MAX };
    for (number, line) in lines.iter().enumerate() {
        bar.show(number);
        if line.trim().is_empty() {
            continue;
        }
        let asked: Value = serde_json::from_str(line).with_context(|| format!("line {} is no JSON", number + 1))?;
        let Some(text) = asked["text"].as_str() else { bail!("line {} has no \"text\"", number + 1) };
        let language = match asked["lang"].as_str() {
            Some(code) => Language::from_tag(code),
            None => language,
        };
        let names = |ranked: &[Candidate]| -> Vec<String> {
            ranked.iter().take(3).map(|candidate| candidate.topic.to_string()).collect()
        };
        let (intent, top, asks) = match matcher {
            Matcher::Semantic(matcher) => {
                let reading = matcher.read(text, language);
                let top = names(&reading.ranked);
                let intent = top.first().filter(|_| reading.verdict == Verdict::Answer).cloned();
                (intent, top, reading.verdict == Verdict::Offer)
            }
            Matcher::Lexical(matcher) => match matcher.find(text) {
                Match::Answer(best, rest) => {
                    let all: Vec<Candidate> = std::iter::once(best).chain(rest).collect();
                    let top = names(&all);
                    (top.first().cloned(), top, false)
                }
                Match::Offer(candidates, _) => (None, names(&candidates), true),
                Match::None => (None, names(&matcher.rank(text)), false),
            },
        };
        let answer = json!({ "id": asked["id"], "intent": intent, "top3": top, "ask": asks });
        writeln!(output, "{answer}").context("cannot write the answers")?;
    }
    bar.show(lines.len());
    output.flush().context("cannot write the answers")
}

/// Progress on standard error, for people only.
struct Bar {
    all: usize,
    shown: usize,
}

impl Bar {
    fn show(&mut self, done: usize) {
        let percent = (done * 100).checked_div(self.all).unwrap_or(100);
        if self.all < MANY || percent == self.shown || !io::stderr().is_terminal() {
            return;
        }
        self.shown = percent;
        let filled = percent * 40 / 100;
        let end = if done == self.all { "\n" } else { "" };
        eprint!("\r[{}{}] {percent:>3} % of {} lines{end}", "#".repeat(filled), " ".repeat(40 - filled), self.all);
    }
}
