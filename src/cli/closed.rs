//! When whoever reads our output stops reading, as `head` does, the program ends without a word, and with the exit code
//! that a shell reports of other tools that end so.
//!
//! `println!` panics there, in whatever verb it stands, and what writes by itself returns an error: both come here. Any
//! other panic and any other error stay what they are.

use std::any::Any;
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::process::ExitCode;

/// 128 and the number of the signal that ends other tools (SIGPIPE).
const NOBODY_READS: u8 = 141;
/// How the panic of `println!` begins. The test of this file's behaviour would say if that changed.
const PRINTING: &str = "failed printing to stdout";

/// Does the work of a verb. Its errors are printed, except when nobody reads any more.
pub fn quietly_if_closed(verb: impl FnOnce() -> anyhow::Result<ExitCode>) -> ExitCode {
    let loud = take_hook();
    set_hook(Box::new(move |panic| {
        if !is_printing(panic.payload()) {
            loud(panic);
        }
    }));
    match catch_unwind(AssertUnwindSafe(verb)) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if is_closed(&error) => ExitCode::from(NOBODY_READS),
        Ok(Err(error)) => {
            eprintln!("handrail: {error:#}");
            ExitCode::FAILURE
        }
        Err(panic) if is_printing(&*panic) => ExitCode::from(NOBODY_READS),
        Err(panic) => resume_unwind(panic),
    }
}

fn is_printing(panic: &(dyn Any + Send)) -> bool {
    panic.downcast_ref::<String>().is_some_and(|message| message.starts_with(PRINTING))
}

fn is_closed(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<io::Error>() {
        Some(error) => Some(error.kind()),
        None => cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind),
    };
    error.chain().any(|cause| kind(cause) == Some(ErrorKind::BrokenPipe))
}
