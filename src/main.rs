//! The `handrail` program: everything is in the library.

fn main() -> std::process::ExitCode {
    handrail::cli::run()
}
