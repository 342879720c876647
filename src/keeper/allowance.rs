//! How often a thing is done for one person or one place: at most so many times in any minute.
//!
//! It counts by minutes and takes the minute before in part, as far as it reaches into the last sixty seconds. What it
//! holds is a keyed hash and two numbers, in memory, for two minutes: nobody can be read off it.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The length of a window in seconds.
const WINDOW: u64 = 60;
/// So many are known at once. Beyond, somebody new is let through unnoted rather than held back for others.
const MOST: usize = 20_000;

#[derive(Debug)]
pub struct Allowance {
    per_minute: u32,
    hash: RandomState,
    known: Mutex<HashMap<u64, Counted>>,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    window: u64,
    before: u32,
    now: u32,
}

impl Allowance {
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute, hash: RandomState::new(), known: Mutex::default() }
    }

    /// Takes one, where there is one left. `passed` is any time that only goes forward.
    pub fn take(&self, whose: &impl Hash, passed: Duration) -> bool {
        let key = self.hash.hash_one(whose);
        let window = passed.as_secs() / WINDOW;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST && !known.contains_key(&key) {
            let_go(&mut known, window);
            if known.len() >= MOST {
                return true;
            }
        }
        let counted = known.entry(key).or_insert(Counted { window, before: 0, now: 0 });
        match window.saturating_sub(counted.window) {
            0 => {}
            1 => *counted = Counted { window, before: counted.now, now: 0 },
            _ => *counted = Counted { window, before: 0, now: 0 },
        }
        let left_of_before = 1.0 - (passed.as_secs_f64() / WINDOW as f64).fract();
        let taken = f64::from(counted.before) * left_of_before + f64::from(counted.now);
        let is_left = taken + 1.0 <= f64::from(self.per_minute);
        counted.now += u32::from(is_left);
        is_left
    }

    /// Forgets everyone of whom nothing counts any more.
    pub fn sweep(&self, passed: Duration) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let_go(&mut known, passed.as_secs() / WINDOW);
    }
}

fn let_go(known: &mut HashMap<u64, Counted>, window: u64) {
    known.retain(|_, counted| counted.window + 1 >= window);
}

#[cfg(test)]
mod tests {
    use std::sync::PoisonError;
    use std::time::Duration;

    use super::{Allowance, MOST};

    fn known(all: &Allowance) -> usize {
        all.known.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    #[test]
    fn a_flood_costs_the_one_who_sends_it() {
        let all = Allowance::new(30);
        let at = Duration::from_secs(7);
        assert_eq!((0..1000).filter(|_| all.take(&"flood", at)).count(), 30);
        assert!(all.take(&"other", at));
    }

    #[test]
    fn no_minute_holds_more_than_the_limit() {
        let all = Allowance::new(30);
        let taken: Vec<u64> = (0..600).filter(|second| all.take(&"one", Duration::from_secs(*second))).collect();
        for start in 0..540 {
            let within = taken.iter().filter(|second| (start..start + 60).contains(*second)).count();
            assert!(within <= 31, "{within} from second {start}");
        }
        assert!(taken.len() > 200, "who slows down is read again: {}", taken.len());
    }

    #[test]
    fn those_who_left_are_forgotten_and_a_crowd_takes_no_more_memory() {
        let all = Allowance::new(30);
        for number in 0..2 * MOST {
            assert!(all.take(&number, Duration::ZERO), "nobody new is held back");
        }
        assert_eq!(known(&all), MOST);
        all.sweep(Duration::from_mins(1));
        assert_eq!(known(&all), MOST);
        all.sweep(Duration::from_mins(2));
        assert_eq!(known(&all), 0);
    }
}
