//! The files that the studio shows, read again whenever one of them changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;

use crate::author::check::check;
use crate::author::conversation;
use crate::author::coverage::Coverage;
use crate::library::{Files, FilesError, Library, Matching};
use crate::ops::{Tasks, Time};
use crate::source::{Finding, has_errors};

/// How often the folders are looked at.
const LOOK: Duration = Duration::from_millis(400);

/// Where the files are; what is not given is the program's own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub flows: Option<PathBuf>,
    pub config: Option<PathBuf>,
    pub model: Option<PathBuf>,
    /// Conversation tests, for the coverage.
    pub tests: Option<PathBuf>,
    pub matching: Matching,
}

/// Why the studio cannot start.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("the files have errors; `handrail check` lists them")]
    Errors(Vec<Finding>),
}

/// One state of the files.
pub struct State {
    /// Goes up with each change.
    pub version: u64,
    /// Goes up with each set of files that was taken.
    pub loaded: u64,
    /// The last state without errors.
    pub library: Arc<Library>,
    /// Of the newest state, errors among them.
    pub findings: Vec<Finding>,
    /// The newest state cannot be taken: what is shown is an older one.
    pub refused: Option<String>,
    pub coverage: Option<Coverage>,
    pub files: Files,
}

/// The state that is shown. Cheap to clone; all clones share it.
#[derive(Clone)]
pub struct Loaded {
    sources: Arc<Sources>,
    state: Arc<ArcSwap<State>>,
}

impl Sources {
    fn files(&self) -> Result<Files, FilesError> {
        let mut files = Files::built_in();
        if let Some(folder) = &self.flows {
            files = files.with_flows(folder)?;
        }
        if let Some(folder) = &self.config {
            files = files.with_config(folder)?;
        }
        if let Some(model) = &self.model {
            files = files.with_model(model)?;
        }
        Ok(files)
    }

    /// When each file was last written, and how long it is.
    fn marks(&self) -> BTreeMap<PathBuf, (Option<SystemTime>, u64)> {
        let mut marks = BTreeMap::new();
        for folder in [&self.flows, &self.config, &self.tests].into_iter().flatten() {
            mark(folder, &mut marks);
        }
        marks
    }

    fn coverage(&self, library: &Library) -> Option<Coverage> {
        let mut files = BTreeMap::new();
        mark(self.tests.as_deref()?, &mut files);
        let mut coverage = Coverage::default();
        for file in files.keys().filter(|file| file.extension().is_some_and(|extension| extension == "yaml")) {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            for test in conversation::load(&file.display().to_string(), &text).0 {
                let outcome = conversation::run(library, &test);
                coverage.add(&outcome.visits, &outcome.languages);
            }
        }
        Some(coverage)
    }
}

fn mark(path: &Path, marks: &mut BTreeMap<PathBuf, (Option<SystemTime>, u64)>) {
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.metadata() {
            Ok(about) if about.is_dir() => mark(&path, marks),
            Ok(about) => {
                marks.insert(path, (about.modified().ok(), about.len()));
            }
            // A file that went away between two looks is a change; the next look sees it.
            Err(_) => {}
        }
    }
}

impl Loaded {
    /// Reads everything for the first time. Matching by letters is enough until the first change: the encoder follows.
    ///
    /// # Errors
    /// When a folder cannot be read or the files have errors: there is nothing to show then.
    pub fn read(sources: Sources) -> Result<Self, LoadError> {
        let files = sources.files()?;
        let findings = check(&files);
        if has_errors(&findings) {
            return Err(LoadError::Errors(findings));
        }
        let library = Arc::new(Library::open_with(&files, sources.matching).map_err(LoadError::Errors)?);
        let state = State { version: 1, loaded: 1, library, findings, refused: None, coverage: None, files };
        Ok(Self { sources: Arc::new(sources), state: Arc::new(ArcSwap::from_pointee(state)) })
    }

    pub fn state(&self) -> Arc<State> {
        self.state.load_full()
    }

    /// Looks for changes until the tasks stop. The first look also plays the conversation tests.
    pub fn watch(&self, time: &Time, tasks: &Tasks) {
        let (loaded, time, stop) = (self.clone(), time.clone(), tasks.clone());
        tasks.spawn(async move {
            let mut known = loaded.sources.marks();
            loaded.in_background(Self::cover).await;
            loop {
                tokio::select! {
                    () = stop.stopping() => return,
                    () = time.sleep(LOOK) => {}
                }
                let marks = loaded.sources.marks();
                if marks != known {
                    known = marks;
                    loaded.in_background(Self::read_again).await;
                    loaded.in_background(Self::cover).await;
                }
            }
        });
    }

    /// Reading and playing take long: the pages are answered meanwhile.
    async fn in_background(&self, work: fn(&Self)) {
        let loaded = self.clone();
        let _a_panic_leaves_the_last_state = tokio::task::spawn_blocking(move || work(&loaded)).await;
    }

    fn cover(&self) {
        let state = self.state();
        let coverage = self.sources.coverage(&state.library);
        self.change(|state| state.coverage = coverage);
    }

    fn read_again(&self) {
        let files = match self.sources.files() {
            Ok(files) => files,
            Err(error) => return self.change(|state| state.refused = Some(error.to_string())),
        };
        let findings = check(&files);
        let opened = if has_errors(&findings) {
            Err("the newest files have errors; this is the last state without".to_owned())
        } else {
            Library::open_with(&files, self.sources.matching).map_err(|_| "the newest files cannot be read".to_owned())
        };
        self.change(|state| {
            state.findings = findings;
            state.files = files;
            match opened {
                Ok(library) => {
                    state.library = Arc::new(library);
                    state.loaded += 1;
                    state.coverage = None;
                    state.refused = None;
                }
                Err(why) => state.refused = Some(why),
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let old = self.state();
        let mut new = State {
            version: old.version + 1,
            loaded: old.loaded,
            library: Arc::clone(&old.library),
            findings: old.findings.clone(),
            refused: old.refused.clone(),
            coverage: old.coverage.clone(),
            files: old.files.clone(),
        };
        change(&mut new);
        self.state.store(Arc::new(new));
    }
}
