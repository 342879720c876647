//! At a real terminal: line editing, a history in memory, colours.

use std::time::Duration;

use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Config, Editor, ExternalPrinter as _};

use super::page::Style;
use super::session::{Said, Session};

/// Lines of history kept in memory.
const HISTORY: usize = 200;
/// How often it is looked for what comes by itself.
const LOOK: Duration = Duration::from_secs(5);

/// Talks until the person leaves. The keyboard has a thread of its own; what comes by itself, such as a reminder, is
/// printed above the line that is being typed.
///
/// # Errors
/// When the terminal cannot be read.
pub async fn talk(mut session: Session, style: &Style) -> Result<(), ReadlineError> {
    let config = Config::builder().max_history_size(HISTORY)?.auto_add_history(true).build();
    let mut editor: Editor<(), MemHistory> = Editor::with_history(config, MemHistory::new())?;
    println!("Type a message. \"help now\" shows crisis lines, \"menu\" what there is, /quit leaves.\n");
    if let Some(page) = session.resume(style).await {
        println!("{page}");
    }
    let mut printer = editor.create_external_printer()?;
    loop {
        let mut reading = tokio::task::spawn_blocking(move || {
            let line = editor.readline("> ");
            (editor, line)
        });
        let (back, line) = loop {
            tokio::select! {
                read = &mut reading => break read.map_err(|error| ReadlineError::Io(std::io::Error::other(error)))?,
                () = tokio::time::sleep(LOOK) => if let Some(page) = session.arrived(style).await {
                    printer.print(format!("{page}\n"))?;
                },
            }
        };
        editor = back;
        match line {
            Ok(line) => match session.line(&line, style).await {
                Said::Page(page) => println!("{page}"),
                Said::Leave => return Ok(()),
            },
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}
