//! Whether this process alone uses a data folder. The system lets go of the lock when a process ends, however it ends: what
//! a killed one held of the database in that folder is then taken over at once, and nobody who writes waits for it.

use std::fs::{self, File};
use std::path::Path;

use crate::store::Place;

const LOCK: &str = "handrail.lock";
/// What the only process calls itself, so that its leases are its own again after a crash.
const HOLDER: &str = "the process of this folder";

/// The lock of a data folder, held until it is dropped.
#[derive(Debug)]
pub struct Sole(Option<File>);

impl Sole {
    /// Of the folder of a database in a file. A server's database is shared, and a folder that cannot be locked may be:
    /// then leases end by themselves, as between machines.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        let Place::File(database) = place else { return Self(None) };
        Self(database.parent().and_then(lock))
    }

    /// The name under which this process holds leases; `other` where it may not be the only one.
    #[must_use]
    pub fn holder(&self, other: String) -> String {
        if self.0.is_some() { HOLDER.to_owned() } else { other }
    }
}

fn lock(folder: &Path) -> Option<File> {
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(LOCK)).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot have a folder should fail")]
mod tests {
    use super::{HOLDER, Sole};
    use crate::store::Place;

    #[test]
    fn one_process_of_a_folder_is_its_only_one_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("handrail.db"));
        let first = Sole::of(&place);
        assert_eq!(first.holder("me".to_owned()), HOLDER);
        assert_eq!(Sole::of(&place).holder("me".to_owned()), "me");
        drop(first);
        assert_eq!(Sole::of(&place).holder("me".to_owned()), HOLDER);
    }
}
