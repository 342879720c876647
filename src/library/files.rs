//! The files of flows/ and config/: compiled in, or out of an operator's folders.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

static FLOWS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/flows");
static CONFIG: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/config");

/// Texts by path, such as `flows/about.yaml` and `config/words.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, String>);

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("cannot read {path}: {source}")]
    Read { path: String, source: std::io::Error },
    #[error("{0} is no folder")]
    NoFolder(String),
}

impl Files {
    /// The files that are compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        let mut files = BTreeMap::new();
        collect(&FLOWS, "flows", &mut files);
        collect(&CONFIG, "config", &mut files);
        Self(files)
    }

    /// The compiled-in files with all flows and topics replaced by those of a folder.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn with_flows(mut self, folder: &Path) -> Result<Self, FilesError> {
        self.0.retain(|file, _| !file.starts_with("flows/"));
        self.read_folder(folder, "flows")?;
        Ok(self)
    }

    /// The same with single files of config/ replaced by those that a folder holds.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn with_config(mut self, folder: &Path) -> Result<Self, FilesError> {
        self.read_folder(folder, "config")?;
        Ok(self)
    }

    fn read_folder(&mut self, folder: &Path, name: &str) -> Result<(), FilesError> {
        let failed = |path: &Path, source| FilesError::Read { path: path.display().to_string(), source };
        if !folder.is_dir() {
            return Err(FilesError::NoFolder(folder.display().to_string()));
        }
        for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, error))? {
            let entry = entry.map_err(|error| failed(folder, error))?;
            let path = entry.path();
            let below = format!("{name}/{}", entry.file_name().to_string_lossy());
            if path.is_dir() {
                self.read_folder(&path, &below)?;
            } else if is_ours(&below) {
                let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
                self.0.insert(below, text);
            }
        }
        Ok(())
    }

    /// Puts a file in, in place of any of the same path.
    pub fn insert(&mut self, path: &str, text: &str) {
        self.0.insert(path.to_owned(), text.to_owned());
    }

    /// A file's text; empty where there is no such file.
    #[must_use]
    pub fn text(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// All YAML files below a folder, by path.
    #[must_use]
    pub fn below<'a>(&'a self, folder: &str) -> Vec<(&'a str, &'a str)> {
        self.0
            .iter()
            .filter(|(file, _)| file.starts_with(folder))
            .map(|(file, text)| (file.as_str(), text.as_str()))
            .collect()
    }
}

fn is_ours(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "yaml")
}

fn collect(dir: &Dir<'_>, name: &str, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        let path = format!("{name}/{}", file.path().to_string_lossy());
        if let (true, Some(text)) = (is_ours(&path), file.contents_utf8()) {
            files.insert(path, text.to_owned());
        }
    }
    dir.dirs().for_each(|below| collect(below, name, files));
}
