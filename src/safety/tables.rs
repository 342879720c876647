//! Lexicons once they are compiled: words, trees and rules, as they are read by a walk over a message, and as bytes.
//!
//! The build compiles the lexicons of config/crisis/ and puts the bytes into the program, packed (zlib), so that a start
//! need not read and compile them again. The bytes carry a fingerprint of the texts they come from, and are used for these
//! texts only.

use std::hash::Hasher as _;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use serde::{Deserialize, Serialize};

use super::compile::Compiler;
use super::hash::FastHasher;
use super::lexicon_file::Lexicon;
use super::problem::Problem;
use super::rules::Rules;
use super::trees::Trees;
use super::vocabulary::Vocabulary;

/// The lexicon that stands under the files: few words, the gravest ones.
const MINIMUM: &str = include_str!("minimal.yaml");

#[derive(Serialize, Deserialize)]
pub(crate) struct Tables {
    pub vocabulary: Vocabulary,
    pub trees: Trees,
    pub rules: Rules,
}

impl Tables {
    /// Compiles lexicons on top of the compiled-in minimum: in the order of their names, however they are given.
    pub fn compile(lexicons: impl IntoIterator<Item = Lexicon>) -> Result<Self, Vec<Problem>> {
        let mut lexicons: Vec<Lexicon> = lexicons.into_iter().collect();
        lexicons.sort_by(|left, right| left.file.cmp(&right.file));
        let mut compiler = Compiler::new();
        compiler.add(Lexicon::read("minimal.yaml", MINIMUM));
        lexicons.into_iter().for_each(|lexicon| compiler.add(lexicon));
        compiler.finish()
    }

    /// The tables that were made of exactly these files, if the packed bytes hold them.
    pub fn decode(packed: &[u8], files: &[(&str, &str)]) -> Option<Self> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed).read_to_end(&mut bytes).ok()?;
        let (made_of, rest) = postcard::take_from_bytes::<u64>(&bytes).ok()?;
        if made_of != fingerprint(files) {
            return None;
        }
        postcard::from_bytes(rest).ok()
    }
}

/// Of the names and texts, however they are ordered, and of the minimum under them. It stands before the tables' bytes.
pub(crate) fn fingerprint(files: &[(&str, &str)]) -> u64 {
    let mut files = files.to_vec();
    files.sort_unstable();
    let mut hasher = FastHasher::default();
    for (name, text) in [("", MINIMUM)].into_iter().chain(files) {
        hasher.write(name.as_bytes());
        hasher.write(text.as_bytes());
    }
    hasher.finish()
}
