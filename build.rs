//! Flows, settings and trained data are compiled in by `include_dir!`, which does not tell cargo about its files.
//! Without these lines an edited flow would not be in the next `cargo run`.

fn main() {
    for folder in ["flows", "config", "data"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
