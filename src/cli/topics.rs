//! `handrail topics`: what can be answered, and what a clinician has yet to review.

use std::process::ExitCode;

use super::common::Folders;
use crate::faq::Region;
use crate::message::Language;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only those that no clinician has reviewed
    #[arg(long)]
    unreviewed: bool,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let library = arguments.folders.library()?;
    let topics = &library.topics.all;
    for topic in topics.iter().filter(|topic| !arguments.unreviewed || !topic.reviewed) {
        let question = topic.question.best(Language::En).map_or("", |question| &*question.written);
        let region = if topic.region == Region::Us { "US only" } else { "" };
        let reviewed = if topic.reviewed { "reviewed" } else { "not reviewed" };
        println!("{:<24} {reviewed:<13} {region:<8} {question}", topic.name);
    }
    let reviewed = topics.iter().filter(|topic| topic.reviewed).count();
    println!("{} topics, {reviewed} of them reviewed by a clinician", topics.len());
    Ok(ExitCode::SUCCESS)
}
