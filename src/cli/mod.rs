//! The command line: one file for each verb. Exit codes: 0 done, 1 something is wrong with the files, 2 wrong usage, 141
//! nobody reads what is printed.

mod anew;
mod ask;
mod backup;
mod chat;
mod check;
mod closed;
mod common;
mod config;
mod data;
mod doctor;
mod doors;
mod explain;
mod explore;
mod graph;
mod healthcheck;
mod hotlines;
mod house;
mod keys;
mod reload;
mod replay;
mod run;
mod running;
mod schema;
mod screen;
mod serve;
mod server;
mod sole;
mod stats;
mod studio;
mod test;
mod topics;
mod train;
mod train_second;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A chat guide to intensive outpatient programs: to, through and out of them.
#[derive(Debug, Parser)]
#[command(name = "handrail", version, about)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve the channels that the settings name
    Run(run::Arguments),
    /// Talk with Handrail in this terminal
    Chat(chat::Arguments),
    /// Show which topic a text asks for, and why
    Ask(ask::Arguments),
    /// Check flows, topics and settings; errors end with exit code 1
    Check(check::Arguments),
    /// Run the conversation tests
    Test(test::Arguments),
    /// Walk every path and write the conversation tests that are missing
    Explore(explore::Arguments),
    /// Play recorded conversations against edited flows and show what differs
    Replay(replay::Arguments),
    /// Maps, findings and conversations beside the files, in a browser on this machine
    Studio(studio::Arguments),
    /// Draw a flow as Mermaid or SVG
    Graph(graph::Arguments),
    /// Print the JSON Schema of flow files, or the reference page
    Schema(schema::Arguments),
    /// Show the help lines of a country, or check the directory
    Hotlines(hotlines::Arguments),
    /// What the crisis screen makes of a text, and why
    Screen(screen::Arguments),
    /// List the topics
    Topics(topics::Arguments),
    /// Train the matcher on the topics' phrasings
    Train(train::Arguments),
    /// Say what is set up and what is missing, and what to do about it
    Doctor(doctor::Arguments),
    /// Ask the running program whether it lives, or is ready
    Healthcheck(healthcheck::Arguments),
    /// Have the running program read flows, words, lexicons and help lines anew
    Reload(reload::Arguments),
    /// What happened how often, without people
    Stats(stats::Arguments),
    /// Write a copy of the database while everything goes on
    Backup(backup::BackupArguments),
    /// Put a copy in the place of the database, or see whether it can be read
    Restore(backup::RestoreArguments),
    /// Show what is set and from where, or every key explained
    Config(config::Arguments),
    /// The keys that seal what is kept: list, rotate
    Keys(keys::Arguments),
    /// What is held about one person: export, erase
    Data(data::Arguments),
    /// Explain a finding's code
    Explain(explain::Arguments),
}

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    let verb = Arguments::parse().verb;
    closed::quietly_if_closed(|| match verb {
        Verb::Run(arguments) => run::run(&arguments),
        Verb::Chat(arguments) => chat::run(&arguments),
        Verb::Ask(arguments) => ask::run(&arguments),
        Verb::Check(arguments) => check::run(&arguments),
        Verb::Test(arguments) => test::run(&arguments),
        Verb::Explore(arguments) => explore::run(&arguments),
        Verb::Replay(arguments) => replay::run(&arguments),
        Verb::Studio(arguments) => studio::run(&arguments),
        Verb::Graph(arguments) => graph::run(&arguments),
        Verb::Schema(arguments) => schema::run(&arguments),
        Verb::Hotlines(arguments) => hotlines::run(&arguments),
        Verb::Screen(arguments) => screen::run(&arguments),
        Verb::Topics(arguments) => topics::run(&arguments),
        Verb::Train(arguments) => train::run(&arguments),
        Verb::Doctor(arguments) => doctor::run(&arguments),
        Verb::Healthcheck(arguments) => healthcheck::run(&arguments),
        Verb::Reload(arguments) => reload::run(&arguments),
        Verb::Stats(arguments) => stats::run(&arguments),
        Verb::Backup(arguments) => backup::backup(&arguments),
        Verb::Restore(arguments) => backup::restore(&arguments),
        Verb::Config(arguments) => config::run(&arguments),
        Verb::Keys(arguments) => keys::run(&arguments),
        Verb::Data(arguments) => data::run(&arguments),
        Verb::Explain(arguments) => explain::run(&arguments),
    })
}
