//! The file of weights, read front to back as it is decompressed, each section straight into its own buffer.
//!
//! `tools/encoder/make_weights.py` writes it and documents the layout. Nothing is trusted: lengths are checked before
//! memory is taken, and a wrong checksum is an error even when everything could be read.

use super::Error;
use rten_gemm::{GemmExecutor, PackedBMatrix};
use rten_tensor::NdTensorView;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::FrameDecoderError;
use std::error::Error as _;
use std::io::{self, ErrorKind, Read};

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
const MAGIC: [u8; 8] = *b"USE-M3\r\n";
const VERSION: u32 = 1;

/// More than the whole vocabulary of the model (128,000 pieces of at most 16 characters, rows of 512 levels) could
/// take.
const MAX_PIECES: u32 = 128_000;
const MAX_TEXT_BYTES: usize = MAX_PIECES as usize * 64;
const MAX_TABLE_BYTES: usize = MAX_PIECES as usize * 512;

pub(super) struct Header {
    pub fingerprint: u64,
    pub pieces: u32,
    pub text_bytes: usize,
    pub table_bytes: usize,
    pub unknown_score: f32,
}

pub(super) struct Weights<'a> {
    decoder: StreamingDecoder<&'a [u8], ruzstd::decoding::FrameDecoder>,
    section: &'static str,
}

impl<'a> Weights<'a> {
    pub fn open(file: &'a [u8]) -> Result<Self, Error> {
        if file.len() >= ZSTD_MAGIC.len() && !file.starts_with(&ZSTD_MAGIC) {
            return Err(Error::NotWeights("it is not compressed with zstd"));
        }
        let section = "header";
        let decoder = StreamingDecoder::new(file).map_err(|error| explain(section, io::Error::other(error)))?;
        Ok(Self { decoder, section })
    }

    pub fn header(&mut self) -> Result<Header, Error> {
        if self.array()? != MAGIC {
            return Err(Error::NotWeights("zstd data of another kind"));
        }
        let found = self.u32()?;
        if found != VERSION {
            return Err(Error::Version { found, expected: VERSION });
        }
        let header = Header {
            fingerprint: u64::from_be_bytes(self.array()?),
            pieces: self.u32()?,
            text_bytes: self.u32()? as usize,
            table_bytes: self.u32()? as usize,
            unknown_score: f32::from_le_bytes(self.array()?),
        };
        if header.pieces > MAX_PIECES || header.text_bytes > MAX_TEXT_BYTES || header.table_bytes > MAX_TABLE_BYTES {
            return Err(Error::Inconsistent("the header announces more than the model has"));
        }
        Ok(header)
    }

    /// Names what is read next, for error messages.
    pub fn begin(&mut self, section: &'static str) {
        self.section = section;
    }

    pub fn bytes(&mut self, count: usize) -> Result<Vec<u8>, Error> {
        let mut bytes = vec![0; count];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    pub fn f32s(&mut self, count: usize) -> Result<Vec<f32>, Error> {
        let bytes = self.bytes(count * 4)?;
        Ok(bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect())
    }

    pub fn u16s(&mut self, count: usize) -> Result<Vec<u16>, Error> {
        let bytes = self.bytes(count * 2)?;
        Ok(bytes.as_chunks().0.iter().map(|&two| u16::from_le_bytes(two)).collect())
    }

    /// A matrix of int8 values and a scale for each column, in the layout that multiplies many rows fastest on this CPU.
    pub fn matrix(&mut self, inputs: usize, outputs: usize) -> Result<PackedBMatrix<f32>, Error> {
        let scales = self.f32s(outputs)?;
        let mut values = Vec::with_capacity(inputs * outputs);
        for row in self.bytes(inputs * outputs)?.chunks_exact(outputs) {
            values.extend(row.iter().zip(&scales).map(|(&value, scale)| f32::from(value.cast_signed()) * scale));
        }
        let matrix = NdTensorView::from_data([inputs, outputs], values.as_slice());
        Ok(GemmExecutor::<f32>::default().prepack_b(matrix))
    }

    /// The same matrix, column behind column.
    pub fn columns(&mut self, inputs: usize, outputs: usize) -> Result<Vec<f32>, Error> {
        let scales = self.f32s(outputs)?;
        let values = self.bytes(inputs * outputs)?;
        let column = |column: usize| values.iter().skip(column).step_by(outputs).map(|value| value.cast_signed());
        let scaled = |(number, scale): (usize, &f32)| column(number).map(|value| f32::from(value) * scale).collect();
        Ok(scales.iter().enumerate().flat_map(|column| -> Vec<f32> { scaled(column) }).collect())
    }

    /// Makes sure that the file ends here and that its checksum is right.
    pub fn finish(mut self) -> Result<(), Error> {
        self.begin("end");
        if self.decoder.read(&mut [0]).map_err(|error| explain(self.section, error))? != 0 {
            return Err(Error::Inconsistent("there is more than the header announces"));
        }
        let decoder = self.decoder.into_frame_decoder();
        match (decoder.get_calculated_checksum(), decoder.get_checksum_from_data()) {
            (Some(found), Some(expected)) if found == expected => Ok(()),
            (Some(found), Some(expected)) => Err(Error::Checksum { found, expected }),
            _ => Err(Error::Inconsistent("there is no checksum")),
        }
    }

    fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    pub fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.decoder.read_exact(bytes).map_err(|error| explain(self.section, error))
    }
}

/// Tells a file that was cut off from one that is garbled; the decoder hides the former at the end of a chain of
/// causes.
fn explain(section: &'static str, error: io::Error) -> Error {
    let mut cause = error.get_ref().and_then(|inner| inner.downcast_ref::<FrameDecoderError>()?.source());
    let mut is_cut = error.kind() == ErrorKind::UnexpectedEof;
    while let Some(inner) = cause {
        is_cut |= inner.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == ErrorKind::UnexpectedEof);
        cause = inner.source();
    }
    if is_cut { Error::Truncated { section } } else { Error::Damaged { section, source: error } }
}
