//! What a build does before the program is compiled.
//!
//! Flows, settings and trained data are compiled in by `include_dir!`, which does not tell cargo about its files: without
//! the lines that are printed here an edited flow would not be in the next `cargo run`.
//!
//! The crisis lexicons are compiled here, by the program's own code, into the tables that a start then only has to read.
//! A fault in one of them ends the build with the file and the line. Where nothing of all this has changed since the last
//! build, its tables stay.

use std::error::Error;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The part of the room `safety` that leads from lexicon files to tables. Reading messages is not among it.
#[path = "src/safety"]
#[allow(dead_code, reason = "the build makes tables, and only the program reads messages with them")]
mod safety {
    pub mod compile;
    pub mod confusables;
    pub mod expand;
    pub mod hash;
    pub mod level;
    pub mod lexicon_file;
    pub mod names;
    pub mod normalise;
    pub mod nursery;
    pub mod phrase;
    pub mod problem;
    pub mod rules;
    pub mod slips;
    pub mod tables;
    pub mod trees;
    pub mod vocabulary;
    pub mod yaml;
}

use flate2::Compression;
use flate2::write::ZlibEncoder;
use safety::lexicon_file::Lexicon;
use safety::tables::{Tables, fingerprint};

#[expect(clippy::disallowed_methods, reason = "Cargo tells a build by its environment where to put what it makes")]
fn main() -> Result<(), Box<dyn Error>> {
    for folder in ["flows", "config", "data"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let tables = Path::new(&env::var("OUT_DIR")?).join("lexicons.bin");
    let stamp = tables.with_extension("stamp");
    let lexicons = lexicons()?;
    let made_of = made_of(&lexicons)?;
    if tables.exists() && fs::read_to_string(&stamp).is_ok_and(|last| last == made_of) {
        return Ok(());
    }
    let files: Vec<(&str, &str)> = lexicons.iter().map(|(name, text)| (&**name, &**text)).collect();
    match Tables::compile(files.iter().map(|(name, text)| Lexicon::read(name, text))) {
        Ok(compiled) => {
            let bytes = postcard::to_stdvec(&(fingerprint(&files), compiled))?;
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&bytes)?;
            fs::write(tables, packed.finish()?)?;
            fs::write(stamp, made_of)?;
        }
        Err(problems) => problems.iter().for_each(|problem| println!("cargo::error={problem}")),
    }
    Ok(())
}

/// Name and text of each lexicon.
fn lexicons() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut lexicons = Vec::new();
    for path in below("config/crisis")? {
        let name = path.to_string_lossy().into_owned();
        if !name.contains("/card.") {
            lexicons.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(lexicons)
}

/// The files of a folder, in order.
fn below(folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries: Result<Vec<_>, _> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut files: Vec<PathBuf> = entries?.into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Tells whether the lexicons or the code that compiles them, which is this program, are others than last time.
fn made_of(lexicons: &[(String, String)]) -> Result<String, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    (lexicons, fs::read(env::current_exe()?)?).hash(&mut hasher);
    Ok(hasher.finish().to_string())
}
