//! The files of flows/ and config/: compiled in, or out of an operator's folders.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

static FLOWS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/flows");
static CONFIG: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/config");

/// An operator's own help lines, on top of config/hotlines.yaml.
pub const OWN_HOTLINES: &str = "config/hotlines.local.yaml";

/// Texts by path, such as `flows/about.yaml` and `config/words.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Files {
    texts: BTreeMap<String, String>,
    /// A trained model in place of the built-in one.
    model: Option<Vec<u8>>,
}

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
        Self { texts: files, model: None }
    }

    /// The compiled-in files with all flows and topics replaced by those of a folder.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn with_flows(mut self, folder: &Path) -> Result<Self, FilesError> {
        self.texts.retain(|file, _| !file.starts_with("flows/"));
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

    /// The same with an operator's own help lines out of a file, in place of those of the folder.
    ///
    /// # Errors
    /// When the file cannot be read. One that is not there yet holds nothing.
    pub fn with_hotlines(mut self, file: &Path) -> Result<Self, FilesError> {
        match std::fs::read_to_string(file) {
            Ok(text) => self.insert(OWN_HOTLINES, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(FilesError::Read { path: file.display().to_string(), source }),
        }
        Ok(self)
    }

    /// The same with another model of `handrail train`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn with_model(mut self, file: &Path) -> Result<Self, FilesError> {
        let read = std::fs::read(file);
        self.model = Some(read.map_err(|source| FilesError::Read { path: file.display().to_string(), source })?);
        Ok(self)
    }

    /// The bytes of another model, where there is one.
    #[must_use]
    pub fn model(&self) -> Option<&[u8]> {
        self.model.as_deref()
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
                self.texts.insert(below, text);
            }
        }
        Ok(())
    }

    /// Puts a file in, in place of any of the same path.
    pub fn insert(&mut self, path: &str, text: &str) {
        self.texts.insert(path.to_owned(), text.to_owned());
    }

    /// A file's text; empty where there is no such file.
    #[must_use]
    pub fn text(&self, path: &str) -> &str {
        self.texts.get(path).map_or("", String::as_str)
    }

    /// All YAML files below a folder, by path.
    #[must_use]
    pub fn below<'a>(&'a self, folder: &str) -> Vec<(&'a str, &'a str)> {
        self.texts
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
