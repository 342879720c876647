//! At a real terminal: line editing, a history in memory, colours.

use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Config, Editor};

use super::page::Style;
use super::session::{Said, Session};
use crate::ops;

/// Lines of history kept in memory.
const HISTORY: usize = 200;

/// Talks until the person leaves.
///
/// # Errors
/// When the terminal cannot be read.
pub fn talk(mut session: Session, style: &Style) -> Result<(), ReadlineError> {
    let config = Config::builder().max_history_size(HISTORY)?.auto_add_history(true).build();
    let mut editor: Editor<(), MemHistory> = Editor::with_history(config, MemHistory::new())?;
    println!("Type a message. \"help now\" shows crisis lines, \"menu\" what there is, /quit leaves.\n");
    loop {
        match editor.readline("> ") {
            Ok(line) => match session.line(&line, ops::now(), style) {
                Said::Page(page) => println!("{page}"),
                Said::Leave => return Ok(()),
            },
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
