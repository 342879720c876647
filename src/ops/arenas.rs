//! How the C library lays out memory, which it asks once, before `main`.
//!
//! glibc gives each new thread an arena of its own, up to eight for each core, and what is freed in one is of no use to
//! another: a tenth of this program's memory lay idle so. Two serve as well. It reads that from the environment alone,
//! so the program begins once more with the environment that it wants, as the same process.

/// Begins the program once more with few arenas (glibc manual, "Memory Allocation Tunables"); whoever has said something
/// about arenas is left in peace. Where it cannot begin again it goes on as it is: it only takes more memory.
pub fn begin_with_few_arenas() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    begin_again();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(clippy::disallowed_methods, reason = "these are settings of the C library and none of Handrail")]
fn begin_again() {
    use std::os::unix::process::CommandExt as _;

    const ARENAS: &str = "MALLOC_ARENA_MAX";
    if std::env::var_os(ARENAS).is_some() || std::env::var_os("GLIBC_TUNABLES").is_some() {
        return;
    }
    let mut arguments = std::env::args_os();
    let (Ok(program), Some(name)) = (std::env::current_exe(), arguments.next()) else { return };
    let mut again = std::process::Command::new(program);
    again.arg0(name).args(arguments).env(ARENAS, "2");
    // What is free at the end of an arena goes back to the system from 128 KiB on, however large pieces have been.
    again.env("MALLOC_TRIM_THRESHOLD_", "131072").env("MALLOC_TOP_PAD_", "65536");
    // It returns only where it failed.
    let _goes_on_as_it_is = again.exec();
}
