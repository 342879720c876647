//! The settings: the only place that reads the environment.

/// Whether the environment asks for no colours (<https://no-color.org>: set and not empty).
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
pub fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
