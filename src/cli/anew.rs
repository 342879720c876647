//! Reading flows, topics, words, lexicons and help lines anew while the program runs: they take the place of the old ones
//! whole, or stay out with the reason.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::house;
use crate::config::Settings;
use crate::keeper::Keeper;
use crate::library::Library;
use crate::ops::{Tasks, asked_to_reload};
use crate::source::Finding;

/// Most reasons that are told; the rest is for `handrail check`.
const REASONS: usize = 20;

/// Reads anew. Cheap to clone; all clones take turns.
#[derive(Clone)]
pub struct Anew {
    settings: Settings,
    keeper: Keeper,
    turn: Arc<Mutex<()>>,
}

impl Anew {
    pub fn new(settings: &Settings, keeper: &Keeper) -> Self {
        Self { settings: settings.clone(), keeper: keeper.clone(), turn: Arc::default() }
    }

    /// Reads everything and puts it in place. The reasons where that cannot be; then nothing has changed.
    pub async fn read(&self) -> Result<String, Vec<String>> {
        let _turn = self.turn.lock().await;
        let settings = self.settings.clone();
        // People are answered meanwhile.
        let read = tokio::task::spawn_blocking(move || library_of(&settings)).await;
        match read.unwrap_or_else(|_| Err(vec!["reading broke; nothing was taken".to_owned()])) {
            Ok(library) => {
                self.keeper.change_library(Arc::new(library));
                tracing::info!("the files were read anew");
                Ok(said(&self.settings))
            }
            Err(reasons) => {
                tracing::error!("the files were not taken, the ones before stay; `handrail reload` tells why");
                Err(reasons)
            }
        }
    }

    /// At each SIGHUP, until a stop.
    pub async fn at_signals(self, tasks: Tasks) {
        loop {
            tokio::select! {
                heard = asked_to_reload() => if heard.is_err() { return },
                () = tasks.stopping() => return,
            }
            for reason in self.read().await.err().into_iter().flatten() {
                tracing::error!("{reason}");
            }
        }
    }
}

fn library_of(settings: &Settings) -> Result<Library, Vec<String>> {
    let opened = house::folders(settings).open(house::matching(settings));
    opened.map_err(|error| vec![format!("{error:#}")])?.map_err(|findings| reasons(&findings))
}

fn reasons(findings: &[Finding]) -> Vec<String> {
    let mut reasons: Vec<String> = findings.iter().take(REASONS).map(ToString::to_string).collect();
    if findings.len() > REASONS {
        reasons.push(format!("and {} more", findings.len() - REASONS));
    }
    reasons
}

fn said(settings: &Settings) -> String {
    let folders = [("flows", &settings.flows), ("config", &settings.config), ("help lines", &settings.hotlines)];
    let read: Vec<String> = folders
        .into_iter()
        .filter_map(|(name, folder)| Some(format!("{name} from {}", folder.as_ref()?.display())))
        .collect();
    if read.is_empty() {
        "Nothing can have changed: the files inside the program are used. The settings `flows` and `config` name folders \
         of your own, `hotlines` a file."
            .to_owned()
    } else {
        format!("Read anew and taken: {}.", read.join(", "))
    }
}
