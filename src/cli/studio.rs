//! `handrail studio`: the map, the findings and a conversation beside the files that are being written.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::common::{Encoder, Folders};
use super::server::with_runtime;
use crate::http::{Limits, Listener};
use crate::ops::{Tasks, Time, asked_to_stop};
use crate::studio::{Sources, Token, router};

/// Conversations of many turns are long; nobody but this machine can send any.
const BODY_BYTES: usize = 1 << 20;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The port on this machine; another free one where it is taken is 0
    #[arg(long, default_value_t = 8082)]
    port: u16,
    /// Conversation tests whose coverage is painted on the maps
    #[arg(long, value_name = "TESTS")]
    tests: Option<PathBuf>,
    /// Match questions by meaning, or only by letters
    #[arg(long, value_enum, default_value_t = Encoder::On)]
    encoder: Encoder,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // What lies here is what an author is writing.
    let here = |given: &Option<PathBuf>, name: &str| {
        given.clone().or_else(|| Some(PathBuf::from(name)).filter(|folder| Path::is_dir(folder)))
    };
    let sources = Sources {
        flows: here(&arguments.folders.flows, "flows"),
        config: here(&arguments.folders.config, "config"),
        model: arguments.folders.model.clone(),
        tests: here(&arguments.tests, "tests/conversations"),
        matching: arguments.encoder.into(),
    };
    with_runtime(async {
        let (time, tasks) = (Time::system(), Tasks::new());
        let listener = Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)), "port").await?;
        let token = Token::new().context("this system gives no random numbers")?;
        let link = token.link(listener.address());
        let pages = router(sources, token, &time, &tasks)?;
        listener.serve(pages, Limits { body_bytes: BODY_BYTES, ..Limits::default() }, &tasks);
        println!("The studio is open on this machine alone:\n\n  {link}\n\nCtrl-C closes it.");
        asked_to_stop(&tasks).await.context("this system does not tell when to stop")?;
        tasks.stop();
        Ok(ExitCode::SUCCESS)
    })
}
