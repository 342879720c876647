//! A message as the encoder sees it: whole and, where it is long, sentence by sentence. It is embedded once; the matcher
//! and the crisis screen's second reader share it. It holds words of a person: it lives for one turn and shows nothing.

use crate::encoder::Vector;

/// A message and its vectors; the whole first, then sentences of a long one.
#[derive(Clone)]
pub struct Meaning(pub Vec<Portion>);

/// The whole message, or a sentence of it.
#[derive(Clone)]
pub struct Portion {
    pub written: String,
    /// As the encoder saw it.
    pub prepared: String,
    pub vector: Vector,
}

impl std::fmt::Debug for Meaning {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} vectors", self.0.len())
    }
}
