//! With a pipe for input: reads lines, prints plain text, keeps nothing, ends at the end.

use std::io::{self, BufRead, Write};

use super::page::Style;
use super::session::{Said, Session};

/// Longest line that is taken whole, in bytes; the rest of a longer one is dropped after it has been read.
const LINE_MAX: usize = 1 << 20;

/// Talks until the input ends. Bytes that are no UTF-8 are read as replacement characters.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub async fn talk(mut session: Session, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let style = Style { colours: false, width: None };
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        line.truncate(LINE_MAX);
        match session.line(&String::from_utf8_lossy(&line), &style).await {
            Said::Page(page) => {
                output.write_all(page.as_bytes())?;
                output.flush()?;
            }
            Said::Leave => return Ok(()),
        }
    }
}
