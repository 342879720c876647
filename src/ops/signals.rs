//! Signals: the first asks to stop, the second ends at once; another asks to read the files anew.

use std::process::exit;

use super::Tasks;

/// The exit code of a program that was told twice to stop.
const AT_ONCE: i32 = 130;

/// Returns when the process is asked to stop (SIGTERM, or Ctrl-C). From then on another such signal ends the process.
///
/// # Errors
/// When the system does not let this process hear signals.
pub async fn asked_to_stop(tasks: &Tasks) -> std::io::Result<()> {
    heard().await?;
    tasks.spawn_loose(async {
        if heard().await.is_ok() {
            tracing::warn!("asked to stop a second time: ending at once");
            exit(AT_ONCE);
        }
    });
    Ok(())
}

#[cfg(unix)]
async fn heard() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn heard() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Returns when the process is asked to read its files anew (SIGHUP). Where there is no such signal, never.
///
/// # Errors
/// When the system does not let this process hear signals.
#[cfg(unix)]
pub async fn asked_to_reload() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::hangup())?.recv().await;
    Ok(())
}

/// Returns when the process is asked to read its files anew. Here there is no such signal.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub async fn asked_to_reload() -> std::io::Result<()> {
    std::future::pending().await
}
