//! What several verbs need: the library out of the right folders, and findings printed.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::author::check::check;
use crate::library::{Files, Library, Matching};
use crate::source::{Finding, Severity};

/// Where the files come from.
#[derive(Debug, clap::Args)]
pub struct Folders {
    /// A folder of flows in place of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub flows: Option<PathBuf>,
    /// A folder whose files take the place of the built-in settings of the same name
    #[arg(long, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// What `handrail train` made of these files, in place of the built-in model
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// An operator's own help lines, where the settings name a file of them.
    #[arg(skip)]
    pub hotlines: Option<PathBuf>,
}

impl Folders {
    /// All files.
    pub fn files(&self) -> anyhow::Result<Files> {
        let mut files = files(self.flows.as_deref(), self.config.as_deref())?;
        if let Some(hotlines) = &self.hotlines {
            files = files.with_hotlines(hotlines).context("the help lines could not be read")?;
        }
        match &self.model {
            Some(model) => files.with_model(model).context("the model could not be read"),
            None => Ok(files),
        }
    }

    /// The library, or its errors printed. Files of an operator's own are checked whole before anything starts; the
    /// built-in ones were, when the program was tested.
    pub fn library(&self) -> anyhow::Result<Library> {
        self.library_with(Matching::Letters)
    }

    /// The same with a way to match questions.
    pub fn library_with(&self, matching: Matching) -> anyhow::Result<Library> {
        self.open(matching)?.or_else(|errors| refuse_errors(errors).and_then(|()| bail!("the files cannot be read")))
    }

    /// The library, or what is wrong with its files; a failure where they cannot be read at all.
    pub fn open(&self, matching: Matching) -> anyhow::Result<Result<Library, Vec<Finding>>> {
        let files = self.files()?;
        if self.flows.is_some() || self.config.is_some() || self.hotlines.is_some() {
            let errors = errors_of(check(&files));
            if !errors.is_empty() {
                return Ok(Err(errors));
            }
        }
        Ok(Library::open_with(&files, matching).map_err(errors_of))
    }
}

/// Whether questions are matched by meaning.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Encoder {
    /// By meaning
    On,
    /// By letters: less memory, and it finds less
    Off,
}

impl From<Encoder> for Matching {
    fn from(encoder: Encoder) -> Self {
        match encoder {
            Encoder::On => Self::Encoder,
            Encoder::Off => Self::Letters,
        }
    }
}

/// The built-in files with those of the folders in their place.
pub fn files(flows: Option<&Path>, config: Option<&Path>) -> anyhow::Result<Files> {
    let mut files = Files::built_in();
    if let Some(folder) = flows {
        files = files.with_flows(folder).context("the flows could not be read")?;
    }
    if let Some(folder) = config {
        files = files.with_config(folder).context("the settings could not be read")?;
    }
    Ok(files)
}

/// Prints errors and refuses to go on; warnings are for `handrail check`.
pub fn refuse_errors(findings: Vec<Finding>) -> anyhow::Result<()> {
    let errors = errors_of(findings);
    errors.iter().for_each(|finding| eprintln!("{finding}"));
    match errors.len() {
        0 => Ok(()),
        1 => bail!("the files have one error; `handrail explain {}` tells more", errors[0].code),
        many => bail!("the files have {many} errors; `handrail explain CODE` tells more of each"),
    }
}

fn errors_of(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| finding.severity() == Severity::Error).collect()
}
