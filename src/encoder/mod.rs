//! Text to sentence vector: Universal Sentence Encoder multilingual v3 in plain Rust.
//!
//! [`Encoder::load`] reads `data/encoder/use-m3.bin.zst`, [`Encoder::embed`] turns a text into a [`Vector`] of 512
//! numbers and length 1; the cosine of two vectors says how alike the meanings are, across languages too. `tokenizer`
//! cuts the text into pieces, `table` holds a row for each piece, `network` makes one vector of the rows, `weights`
//! reads the file.
//!
//! Any text is fine and work is bounded: after the first [`MAX_TOKENS`] pieces the rest is not read. The same text
//! gives the same vector to about 1e-5 on every CPU, not to the last bit: compare with a tolerance.
//!
//! Not done here: lower-casing, glossaries, splitting into sentences. The caller knows the language and the length of a
//! thought.

mod error;
mod layers;
mod network;
mod table;
mod tokenizer;
mod vector;
mod weights;

pub use error::Error;
pub use tokenizer::MAX_TOKENS;
pub use vector::Vector;

use network::Network;
use table::Table;
use tokenizer::Tokenizer;
use weights::Weights;

/// Texts of a batch go through the network together up to this many tokens: enough to use each weight well while it is
/// in the cache, few enough that the buffers stay small.
const BATCH_TOKENS: usize = 384;

/// The sentence encoder. Load it once and share it; it takes about 44 MB.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = std::fs::read("data/encoder/use-m3.bin.zst")?;
/// let encoder = handrail::encoder::Encoder::load(&file)?;
///
/// let question = encoder.embed("How much does it cost?");
/// let spanish = encoder.embed("¿Cuánto cuesta?");
/// let other = encoder.embed("Can I bring my dog?");
/// assert!(question.cosine(&spanish) > 0.8);
/// assert!(question.cosine(&other) < 0.5);
///
/// // Nothing to read is not an error: all empty texts share one vector, which is close to no sentence.
/// assert!(encoder.embed(" \n").cosine(&encoder.embed("")) > 0.999);
/// # Ok(()) }
/// ```
pub struct Encoder {
    tokenizer: Tokenizer,
    table: Table,
    network: Network,
    fingerprint: u64,
}

impl Encoder {
    /// Reads the compressed file of weights.
    ///
    /// # Errors
    /// When the bytes are not such a file, of another version, truncated or damaged.
    pub fn load(file: &[u8]) -> Result<Self, Error> {
        let mut weights = Weights::open(file)?;
        let header = weights.header()?;
        let tokenizer = Tokenizer::read(&mut weights, &header)?;
        let table = Table::read(&mut weights, &header)?;
        let network = Network::read(&mut weights)?;
        weights.finish()?;
        Ok(Self { tokenizer, table, network, fingerprint: header.fingerprint })
    }

    /// The vector of one text.
    #[must_use]
    pub fn embed(&self, text: &str) -> Vector {
        self.network.forward(&self.table, &[self.tokenizer.tokens(text)]).swap_remove(0)
    }

    /// The vectors of many texts, in their order; about twice as fast as one call for each.
    #[must_use]
    pub fn embed_batch<S: AsRef<str>>(&self, texts: &[S]) -> Vec<Vector> {
        let mut vectors = Vec::with_capacity(texts.len());
        let mut group = Vec::new();
        let mut tokens_in_group = 0;
        for text in texts {
            let tokens = self.tokenizer.tokens(text.as_ref());
            if tokens_in_group + tokens.len() > BATCH_TOKENS {
                vectors.append(&mut self.network.forward(&self.table, &group));
                group.clear();
                tokens_in_group = 0;
            }
            tokens_in_group += tokens.len();
            group.push(tokens);
        }
        vectors.append(&mut self.network.forward(&self.table, &group));
        vectors
    }

    /// Says which weights made a vector: store it beside vectors, and make them anew when it has changed.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}
