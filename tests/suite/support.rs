//! What several tests need.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use handrail::library::{Files, Library, Matching};
use handrail::safety::{Level, RecentCues};

/// The library that is compiled in.
pub fn library() -> Library {
    Library::open(&Files::built_in()).unwrap_or_else(|findings| {
        panic!("{}", findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// The same with the encoder and the second reader, read once for all tests.
pub fn reading_library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    let open = || Arc::new(Library::open_with(&Files::built_in(), Matching::Encoder).unwrap());
    Arc::clone(LIBRARY.get_or_init(open))
}

/// Harmless words that only unsure patterns take for a crisis, and the second reader does not: the first of these.
pub fn let_go_by_the_second_reader() -> &'static str {
    let library = reading_library();
    [
        "it's been seven years since I burned myself, and today I got the scar tattooed over with a fern",
        "In my twenties I drank to die. In my fifties I drink chamomile to sleep.",
        "the scars on my arm are older than my students lol",
        "Früher dachte ich, alle wären ohne mich besser dran. Heute rufen sie an, wenn ich mal nicht koche.",
        "Aos vinte eu queria morrer, aos quarenta quero é férias",
        "Je voulais mourir pendant tout le lycée, maintenant je veux juste dormir jusqu'à dix heures",
    ]
    .into_iter()
    .find(|text| {
        let alone = library.screen.screen(text, &RecentCues::new());
        let unsure = alone.level >= Level::Crisis && alone.sure() < Level::Concern;
        unsure && library.judge(alone, text, library.matcher.meaning(text).as_ref()).level < Level::Crisis
    })
    .unwrap()
}

/// Words that the second reader alone takes for a crisis: the first of these, whatever it has learned lately.
pub fn found_by_the_second_reader_alone() -> &'static str {
    let library = reading_library();
    [
        "I keep thinking how peaceful it would be if I simply stopped being a person",
        "I wrote everyone a letter and put them in the drawer with the insurance papers, it feels so quiet now",
        "cada noche le pido a dios que no me despierte mañana",
        "every night I hope that the morning just does not come for me, they would manage without me",
        "I have picked the day and nobody knows, it is such a relief to know when it stops",
        "it would be easier for all of them if I was not around to be taken care of",
        "I just want it all to go dark and stay dark, I am done fighting to be here",
    ]
    .into_iter()
    .find(|text| {
        let alone = library.screen.screen(text, &RecentCues::new());
        let passed = alone.level < Level::Crisis && alone.cues.is_empty();
        passed && library.judge(alone, text, library.matcher.meaning(text).as_ref()).level >= Level::Crisis
    })
    .expect("the second reader finds one of them")
}

/// A path of the package.
pub fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder, in order.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
