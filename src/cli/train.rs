//! `handrail train`: makes the matcher's model out of the topics, and the crisis screen's second reader out of what
//! writers wrote; `--check` says whether both still belong to them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::common::{Folders, refuse_errors};
use super::train_second as second;
use crate::faq::{Examples, Progress, read_out_of_scope, train};
use crate::library::{Library, encoder, glossary, model};

/// Vectors of one text on two processors are at least so alike.
const SAME: f32 = 0.99;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Train nothing; say whether topics, glossary, encoder, lexicons or writers' files have changed since the last time
    #[arg(long)]
    check: bool,
    /// The file to write
    #[arg(long, default_value = "data/faq/model.bin", value_name = "FILE", conflicts_with_all = ["check", "model"])]
    to: PathBuf,
    /// Texts that no topic answers
    #[arg(long, default_value = "training/faq/out-of-scope.yaml", value_name = "FILE")]
    out_of_scope: PathBuf,
    /// Writers' files for the second reader of the crisis screen; with an empty name it is left as it is
    #[arg(long, default_value = "training/crisis", value_name = "DIR")]
    crisis: PathBuf,
    /// The file of the second reader to write
    #[arg(long, default_value = "data/crisis/second.bin", value_name = "FILE", conflicts_with = "check")]
    crisis_to: PathBuf,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = arguments.folders.files()?;
    let name = arguments.out_of_scope.display().to_string();
    let outside = std::fs::read_to_string(&arguments.out_of_scope).with_context(|| format!("cannot read {name}"))?;
    let opened = Library::read(&files);
    let mut findings = opened.findings;
    let glossary = glossary(&files, &mut findings);
    let outside = read_out_of_scope(&name, &outside, &mut findings);
    refuse_errors(findings)?;
    let examples = Examples::new(&opened.library.topics, &outside, &glossary);
    let encoder = encoder()?;
    let fingerprint = encoder.fingerprint();
    let texts: Vec<&str> = examples.all.iter().map(|example| example.prepared.as_str()).collect();
    let reader = if arguments.crisis.as_os_str().is_empty() {
        None
    } else {
        Some(second::Work::new(&files, &opened.library, &outside, &arguments.crisis)?)
    };
    if arguments.check {
        let model = model(&files)?;
        if model.inputs != examples.fingerprint(fingerprint) {
            bail!("topics, glossary or out-of-scope texts have changed since the last training: run `handrail train`");
        }
        let places = model.places();
        for (example, vector) in examples.all.iter().zip(encoder.embed_batch(&texts)) {
            let place = places.get(&example.key());
            if place.is_none_or(|place| model.vectors.cosine(*place, &vector) < SAME) {
                bail!("the vector of '{}' is another now: run `handrail train`", example.written);
            }
        }
        println!("the model belongs to these {} texts of {} topics", texts.len(), examples.names.len());
        if let Some(reader) = reader {
            println!("{}", reader.check(fingerprint)?);
        }
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("embedding {} texts of {} topics", texts.len(), examples.names.len());
    let vectors = encoder.embed_batch(&texts);
    let (model, report) = train(&examples, &vectors, fingerprint, |progress| match progress {
        Progress::Gate { part, parts } => eprintln!("reading part {part} of {parts} with what the others teach"),
        Progress::Head => eprintln!("training on all of them"),
    });
    std::fs::write(&arguments.to, model.write()).with_context(|| format!("cannot write {}", arguments.to.display()))?;
    println!(
        "of the texts that were left out in turn, {:.1} % found their own topic first and {:.1} % among the first three",
        100.0 * report.first,
        100.0 * report.among_three
    );
    if let Some(reader) = reader {
        let (bytes, table) = reader.train(&encoder, &glossary);
        let to = &arguments.crisis_to;
        std::fs::write(to, bytes).with_context(|| format!("cannot write {}", to.display()))?;
        println!("\n{table}");
    }
    Ok(ExitCode::SUCCESS)
}
