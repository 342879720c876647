//! The last answer of each conversation, in memory: a page that is loaded again shows it, and a message that is sent
//! again (the answer was lost on its way) gets it instead of a second one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::message::Outbound;

/// Most conversations whose last answer is kept.
const MOST: usize = 20_000;

/// An answer that was given.
#[derive(Clone)]
pub struct Given {
    pub update: String,
    pub outbound: Arc<Outbound>,
    pub at: Timestamp,
}

/// All of them, by person.
pub struct LastAnswers {
    keep: SignedDuration,
    given: Mutex<HashMap<String, Given>>,
}

impl LastAnswers {
    #[must_use]
    pub fn new(keep: SignedDuration) -> Self {
        Self { keep, given: Mutex::default() }
    }

    pub fn keep(&self, user: String, given: Given) {
        let now = given.at;
        let mut all = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(user, given);
        if all.len() > MOST {
            all.retain(|_, given| now.duration_since(given.at) < self.keep);
        }
        if all.len() > MOST
            && let Some(oldest) = all.iter().min_by_key(|(_, given)| given.at).map(|(user, _)| user.clone())
        {
            all.remove(&oldest);
        }
    }

    pub fn of(&self, user: &str, now: Timestamp) -> Option<Given> {
        let mut all = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let given = all.get(user)?.clone();
        if now.duration_since(given.at) < self.keep {
            return Some(given);
        }
        all.remove(user);
        None
    }

    pub fn forget(&self, user: &str) {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).remove(user);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::{SignedDuration, Timestamp};

    use super::{Given, LastAnswers, MOST};
    use crate::message::Outbound;

    fn given(at: Timestamp) -> Given {
        Given { update: "1".to_owned(), outbound: Arc::new(Outbound::default()), at }
    }

    #[test]
    fn an_answer_is_let_go_of_when_its_time_is_over() {
        let (start, hour) = (Timestamp::UNIX_EPOCH, SignedDuration::from_hours(1));
        let all = LastAnswers::new(hour);
        all.keep("a".to_owned(), given(start));
        assert!(all.of("a", start).is_some());
        assert!(all.of("b", start).is_none());
        assert!(all.of("a", start + hour).is_none());
    }

    #[test]
    fn memory_does_not_grow_with_the_number_of_people() {
        let all = LastAnswers::new(SignedDuration::from_hours(24));
        for number in 0..MOST + 50 {
            let at = Timestamp::UNIX_EPOCH + SignedDuration::from_millis(i64::try_from(number).unwrap_or(0));
            all.keep(number.to_string(), given(at));
        }
        assert!(all.of("0", Timestamp::UNIX_EPOCH).is_none());
        assert!(all.of(&(MOST + 49).to_string(), Timestamp::UNIX_EPOCH).is_some());
    }
}
