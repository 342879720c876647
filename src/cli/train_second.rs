//! The second reader's part of `handrail train`: reading the writers' files, leaving writers out in turn, and saying
//! what came of it.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::encoder::Encoder;
use crate::faq::Glossary;
use crate::library::{Files, Library, corpus, second};
use crate::message::{Language, guess_language};
use crate::ops::together;
use crate::safety::{
    Corpus, Found, Head, LeftOut, Lesson, PARTS, RecentCues, Row, Second, Signs, Thresholds, TrainingLine, choose, fit,
    left_out,
};

/// What there is to learn from.
pub struct Work {
    corpus: Corpus,
    /// What the lexicon makes of each line.
    lexicon: Vec<Found>,
    /// What the lexicon sees in each line. Nothing in its own examples: they were written so that it finds them.
    signs: Vec<Signs>,
}

impl Work {
    /// Reads the writers' files of a folder, and puts all lines together.
    pub fn new(
        files: &Files,
        library: &Library,
        outside: &[(Language, String)],
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let writers = writers(folder)?;
        let corpus = match corpus(files, library, outside, &writers) {
            Ok(corpus) => corpus,
            Err(problems) => {
                problems.iter().for_each(|problem| eprintln!("{problem}"));
                bail!("the second reader has nothing to learn from");
            }
        };
        let found = |text: &str| {
            let verdict = library.screen.screen(text, &RecentCues::new());
            let language = guess_language(text).unwrap_or_default();
            Found { level: verdict.level, sure: verdict.sure(), language }
        };
        let lexicon = corpus.lines.iter().map(|line| found(&line.text)).collect();
        let seen = |line: &TrainingLine| line.writer.map(|_| library.screen.signs(&line.text)).unwrap_or_default();
        let signs = corpus.lines.iter().map(seen).collect();
        Ok(Self { corpus, lexicon, signs })
    }

    /// Whether the committed reader belongs to these lines.
    pub fn check(&self, encoder: u64) -> anyhow::Result<String> {
        if second()?.inputs != self.corpus.fingerprint(encoder) {
            bail!(
                "training/crisis, lexicon examples or topics have changed since the second reader's last training: run \
                 `handrail train`"
            );
        }
        let (lines, writers) = (self.corpus.lines.len(), self.corpus.writers.len());
        Ok(format!("the second reader belongs to these {lines} lines, those of {writers} writers among them"))
    }

    /// The reader as bytes, and a table of what it did with each writer when that writer was left out.
    pub fn train(&self, encoder: &Encoder, glossary: &Glossary) -> (Vec<u8>, String) {
        let Self { corpus, lexicon, signs } = self;
        eprintln!("embedding {} lines for the second reader", corpus.lines.len());
        let prepare = |text: &str| glossary.prepare(text, guess_language(text).unwrap_or_default());
        let texts: Vec<String> = corpus.lines.iter().map(|line| prepare(&line.text)).collect();
        let vectors = encoder.embed_batch(&texts);
        let lessons: Vec<Lesson> = corpus
            .lines
            .iter()
            .zip(vectors)
            .zip(signs)
            .map(|((line, vector), signs)| Lesson::new(&line.text, vector, signs, line.level))
            .collect();
        eprintln!("leaving out the writers in {PARTS} parts, and training on all of them");
        let parts = |odd: usize| -> Vec<LeftOut> {
            let mine = (0..PARTS).filter(|part| part % 2 == odd);
            mine.flat_map(|part| left_out(corpus, &lessons, lexicon, part)).collect()
        };
        let everything = || -> Head { fit(&lessons.iter().collect::<Vec<_>>()) };
        let ((mut scores, head), others) = together(|| (parts(1), everything()), || parts(0));
        scores.extend(others);
        let (thresholds, rows) = choose(corpus, &scores);
        let fingerprint = encoder.fingerprint();
        let second = Second { encoder: fingerprint, inputs: corpus.fingerprint(fingerprint), thresholds, head };
        (second.write(), table(corpus, &thresholds, &rows))
    }
}

/// Name and text of each file, in the order of their names.
fn writers(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let cannot = || format!("cannot read {}", folder.display());
    let mut writers = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            writers.push((path.display().to_string(), text));
        }
    }
    writers.sort();
    Ok(writers)
}

/// Shares of 1 as percentages, lexicon alone and with the second reader.
fn table(corpus: &Corpus, thresholds: &Thresholds, rows: &[Row]) -> String {
    let mut out = format!(
        "second reader: agrees above {:.2}, concern above {:.2}, crisis above {:.2}; shifts {:.2?}. Each writer read by what the others taught, in %,\n\
         lexicon alone -> with the second reader:\n\n| writer | em. + crisis found | concern found | false alarms | \
         false cards |\n|---|---|---|---|---|\n",
        thresholds.agree, thresholds.concern, thresholds.crisis, thresholds.shifts
    );
    let cell = |shares: Option<[f32; 2]>| {
        shares.map_or("-".to_owned(), |[alone, both]| format!("{:.1} -> {:.1}", 100.0 * alone, 100.0 * both))
    };
    let mut line = |name: &str, cells: [Option<[f32; 2]>; 4]| {
        let [found, concerns, alarms, cards] = cells.map(cell);
        let _ = writeln!(out, "| {name} | {found} | {concerns} | {alarms} | {cards} |");
    };
    for row in rows {
        line(&corpus.writers[row.writer], [row.found, row.concerns, row.alarms, row.cards]);
    }
    let mean = |column: fn(&Row) -> Option<[f32; 2]>| {
        let all: Vec<[f32; 2]> = rows.iter().filter_map(column).collect();
        let share = |which: usize| all.iter().map(|shares| shares[which]).sum::<f32>() / all.len() as f32;
        (!all.is_empty()).then(|| [share(0), share(1)])
    };
    let means = [mean(|row| row.found), mean(|row| row.concerns), mean(|row| row.alarms), mean(|row| row.cards)];
    line("mean of the writers", means);
    out
}
