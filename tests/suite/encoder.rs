//! The encoder against the numpy package it was made from, and against input nobody would call a sentence.

#![expect(clippy::expect_used, reason = "a test that cannot go on should say so and stop")]

use std::sync::LazyLock;

use handrail::encoder::{Encoder, Error, MAX_TOKENS, Vector};
use handrail::ops::Stopwatch;

const WEIGHTS: &[u8] = include_bytes!("../../data/encoder/use-m3.bin.zst");

static ENCODER: LazyLock<Encoder> = LazyLock::new(|| Encoder::load(WEIGHTS).expect("the committed weights load"));

#[derive(serde::Deserialize)]
struct Case {
    text: String,
    vector: Vec<f32>,
}

impl Case {
    fn all() -> Vec<Self> {
        serde_json::from_str(include_str!("../data/encoder/reference.json")).expect("the reference file is valid")
    }

    /// The package's vector, rounded, so its length is not quite 1.
    fn cosine(&self, vector: &Vector) -> f32 {
        let length = self.vector.iter().map(|number| number * number).sum::<f32>().sqrt();
        self.vector.iter().zip(&vector.0).map(|(a, b)| a / length * b).sum()
    }
}

#[test]
fn agrees_with_the_package() {
    let cases = Case::all();
    let texts: Vec<_> = cases.iter().map(|case| &case.text).collect();

    let vectors = ENCODER.embed_batch(&texts);

    let cosines: Vec<_> = cases.iter().zip(&vectors).map(|(case, vector)| case.cosine(vector)).collect();
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    let worst = (0..cases.len()).min_by(|&a, &b| cosines[a].total_cmp(&cosines[b])).expect("there are cases");
    println!("mean {mean:.6}, worst {:.6}: {:?}", cosines[worst], cases[worst].text);
    assert!(mean >= 0.998, "mean cosine {mean}");
    assert!(cosines[worst] >= 0.99, "cosine {} for {:?}", cosines[worst], cases[worst].text);
}

#[test]
fn a_batch_gives_what_single_texts_give() {
    let texts: Vec<_> = Case::all().into_iter().map(|case| case.text).take(60).collect();

    let together = ENCODER.embed_batch(&texts);

    for (text, vector) in texts.iter().zip(together) {
        assert!(ENCODER.embed(text).cosine(&vector) > 0.99999, "{text:?}");
    }
    assert!(ENCODER.embed_batch::<&str>(&[]).is_empty());
}

#[test]
fn any_text_gives_a_vector_of_length_one_in_bounded_time() {
    let binary = String::from_utf8_lossy(&(0..=255).cycle().take(1 << 20).collect::<Vec<u8>>()).into_owned();
    let texts = [
        String::new(),
        " \t\n\u{a0}\u{200b}".to_owned(),
        "\u{301}\u{301}".to_owned(),
        "🙂".repeat(10_000),
        "שלום 你好 привет".to_owned(),
        "help me please ".repeat(70_000),
        "a".repeat(1 << 20),
        " ".repeat(1 << 20),
        format!("{}x", " \u{200b}".repeat(1 << 18)),
        "e\u{301}\u{327}".repeat(1 << 18),
        "\u{fdfa}".repeat(1 << 18),
        "\0".repeat(1 << 20),
        binary,
    ];
    for text in &texts {
        let shown: String = text.chars().take(12).collect();
        let start = Stopwatch::start();

        let vector = ENCODER.embed(text);

        let length = vector.0.iter().map(|number| number * number).sum::<f32>().sqrt();
        assert!((length - 1.0).abs() < 1e-4, "length {length} for {shown:?}");
        // Far above what an optimised build takes (8 ms): this is for work that grows with the text.
        let seconds = start.seconds();
        assert!(seconds < 1.0, "{seconds:.2} s for {shown:?}");
    }
}

#[test]
fn what_comes_after_the_last_token_read_changes_nothing() {
    let long = "we talked about it ".repeat(MAX_TOKENS);
    let longer = format!("{long} and then something else entirely");

    assert_eq!(ENCODER.embed(&long), ENCODER.embed(&longer));
}

#[test]
fn blanks_and_forms_of_a_character_do_not_matter() {
    for (text, same) in [
        ("  how   much\tis it\n", "how much is it"),
        ("cafe\u{301} man\u{303}ana", "café mañana"),
        ("ﬁrst", "first"),
        ("one\u{a0}two", "one two"),
    ] {
        assert_eq!(ENCODER.embed(text), ENCODER.embed(same), "{text:?}");
    }
}

#[test]
fn the_fingerprint_is_the_one_the_script_printed() {
    assert_eq!(format!("{:016x}", ENCODER.fingerprint()), "45c88835cfb0a440");
}

#[test]
fn broken_files_are_told_apart() {
    let load = |file: &[u8]| Encoder::load(file).err().expect("a broken file does not load");
    let flipped = |at: usize| {
        let mut file = WEIGHTS.to_vec();
        file[at] ^= 0x10;
        file
    };

    assert!(matches!(load(b"PK\x03\x04 something else"), Error::NotWeights(_)));
    assert!(matches!(load(b""), Error::Truncated { section: "header" }));
    assert!(matches!(load(&WEIGHTS[..40]), Error::Truncated { .. }));
    assert!(matches!(load(&WEIGHTS[..WEIGHTS.len() / 2]), Error::Truncated { section: "token table" }));
    assert!(matches!(load(&WEIGHTS[..WEIGHTS.len() - 5]), Error::Truncated { .. }));
    assert!(matches!(load(&flipped(WEIGHTS.len() / 2)), Error::Checksum { .. }));
    assert!(matches!(load(&flipped(WEIGHTS.len() - 1)), Error::Checksum { .. }));
    // Valid zstd, other content: one raw block of eight bytes with its checksum left out.
    let other = b"\x28\xb5\x2f\xfd\x20\x08\x41\x00\x00notes.md";
    assert!(matches!(load(other), Error::NotWeights(_)), "{:?}", load(other));
}
