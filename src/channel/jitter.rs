//! Chance for waiting times, handed in: a crowd that was refused together must not come back together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Spreads waiting times. Cheap to clone.
#[derive(Clone)]
pub struct Jitter(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Jitter {
    /// Chance from the operating system; where it has none to give, the full waiting time each time.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fractions(|| getrandom::u32().map_or(1.0, |number| f64::from(number) / f64::from(u32::MAX)))
    }

    /// No chance: the full waiting time each time.
    #[must_use]
    pub fn none() -> Self {
        Self::from_fractions(|| 1.0)
    }

    /// From numbers between 0 and 1.
    #[must_use]
    pub fn from_fractions(fractions: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(fractions))
    }

    /// Something between half the time and all of it.
    #[must_use]
    pub fn spread(&self, time: Duration) -> Duration {
        time.mul_f64(0.5 + 0.5 * (self.0)().clamp(0.0, 1.0))
    }
}

impl fmt::Debug for Jitter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Jitter")
    }
}
