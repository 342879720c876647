//! What can be wrong with a file of weights.

use std::io;

/// Why the encoder could not be loaded. Embedding itself cannot fail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are something else.
    #[error("not a file of encoder weights: {0}")]
    NotWeights(&'static str),
    /// Made by another version of `tools/encoder/make_weights.py`.
    #[error("encoder weights have version {found}, this program reads version {expected}")]
    Version {
        /// What the file says.
        found: u32,
        /// What this program reads.
        expected: u32,
    },
    /// The file ends too early.
    #[error("encoder weights are truncated: the file ends in the {section}")]
    Truncated {
        /// The part of the file being read.
        section: &'static str,
    },
    /// The compressed data makes no sense.
    #[error("encoder weights are damaged in the {section}")]
    Damaged {
        /// The part of the file being read.
        section: &'static str,
        /// What decompression says.
        source: io::Error,
    },
    /// Lengths or indices in the file contradict each other.
    #[error("encoder weights contradict themselves: {0}")]
    Inconsistent(&'static str),
    /// All could be read, but the content is not what was written.
    #[error("encoder weights are damaged: checksum {found:08x}, expected {expected:08x}")]
    Checksum {
        /// Of the content.
        found: u32,
        /// Written in the file.
        expected: u32,
    },
    /// The system gave no thread to compute on.
    #[error("cannot start the encoder's thread")]
    Thread(#[from] rayon::ThreadPoolBuildError),
}
