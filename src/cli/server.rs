//! A runtime for the verbs that wait for a database or a network.

use std::future::Future;
use std::process::ExitCode;

/// Runs one verb to its end.
pub fn with_runtime<F>(work: F) -> anyhow::Result<ExitCode>
where
    F: Future<Output = anyhow::Result<ExitCode>>,
{
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
