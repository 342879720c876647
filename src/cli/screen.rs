//! `handrail screen`: what the crisis screen makes of a text, and why.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::common::{Encoder, Folders};
use crate::faq::Meaning;
use crate::library::Library;
use crate::message::guess_language;
use crate::safety::{Category, Level, Reader, RecentCues, Verdict};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The text
    #[arg(value_name = "TEXT", required_unless_present = "jsonl")]
    text: Option<String>,
    /// Read {"id","text"} lines on standard input and write {"id","level","category","pattern","reader"} lines
    #[arg(long)]
    jsonl: bool,
    /// Let the second reader read what the lexicon passes, or the lexicon alone
    #[arg(long, value_enum, default_value_t = Encoder::On)]
    encoder: Encoder,
    #[command(flatten)]
    folders: Folders,
}

#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Judged<'a> {
    id: &'a serde_json::Value,
    level: &'a str,
    category: Option<&'a str>,
    pattern: Option<&'a str>,
    reader: &'a str,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let library = arguments.folders.library_with(arguments.encoder.into())?;
    match &arguments.text {
        Some(text) if !arguments.jsonl => explain(&library, text),
        _ => batch(&library)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The verdict of both readers, as the desk asks for it.
fn judge(library: &Library, verdict: Verdict, text: &str) -> (Verdict, Option<Meaning>) {
    let meaning = (verdict.sure() < Level::Crisis).then(|| library.matcher.meaning(text)).flatten();
    (library.judge(verdict, text, meaning.as_ref()), meaning)
}

fn explain(library: &Library, text: &str) {
    let explanation = library.screen.explain(text, &RecentCues::new());
    let (verdict, meaning) = judge(library, explanation.verdict.clone(), text);
    println!("level     {}", verdict.level.name());
    println!("category  {}", verdict.category.map_or("none", Category::name));
    println!("pattern   {}", verdict.pattern.as_deref().unwrap_or("none"));
    if verdict.reader == Reader::Second {
        println!("raised by the second reader from {}", explanation.verdict.level.name());
    }
    for found in &explanation.matches {
        let words = text.get(found.span.clone()).unwrap_or_default();
        println!(
            "  {:9} {} ({}): \"{words}\" {:?}",
            found.level.name(),
            found.pattern,
            found.category.name(),
            found.fate
        );
    }
    for (mask, span) in &explanation.masks {
        println!("  hidden    {mask}: \"{}\"", text.get(span.clone()).unwrap_or_default());
    }
    if !verdict.cues.is_empty() {
        println!("cues      {}", verdict.cues.join(", "));
    }
    explain_second(library, text, meaning.as_ref());
}

fn explain_second(library: &Library, text: &str, meaning: Option<&Meaning>) {
    let (Some(second), Some(meaning)) = (&library.second, meaning) else {
        let why = if library.second.is_none() { "is off" } else { "is not asked: the lexicon's answer is enough" };
        println!("second reader {why}");
        return;
    };
    let opinion = second.read(&library.parts(meaning), guess_language(text).unwrap_or_default());
    println!(
        "second reader {}: {:.2} (worry {:.2}, grave {:.2}); agrees above {:.2}, a concern above {:.2}, a crisis above {:.2}",
        opinion.level.name(),
        opinion.score,
        opinion.answers[0],
        opinion.answers[1],
        second.thresholds.agree,
        second.thresholds.concern,
        second.thresholds.crisis
    );
    if let Some(sentence) = meaning.0.get(opinion.part).filter(|_| opinion.part > 0) {
        println!("  the gravest sentence: \"{}\"", sentence.written);
    }
}

/// Each line by itself: no line is another's recent message.
fn batch(library: &Library) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("line {} cannot be read", number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Asked = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no {{\"id\",\"text\"}} line", number + 1))?;
        let (verdict, _) = judge(library, library.screen.screen(&asked.text, &RecentCues::new()), &asked.text);
        let judged = Judged {
            id: &asked.id,
            level: verdict.level.name(),
            category: verdict.category.map(Category::name),
            pattern: verdict.pattern.as_deref(),
            reader: match verdict.reader {
                Reader::Lexicon => "lexicon",
                Reader::Second => "second",
            },
        };
        serde_json::to_writer(&mut output, &judged)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
