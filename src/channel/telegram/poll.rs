//! Asking for updates: the next offset goes out only after the updates before it are done with.

use std::sync::Arc;
use std::time::Duration;

use serde_json::value::RawValue;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters as _};
use teloxide::types::AllowedUpdate;

use super::condition::{Condition, Told};
use super::failure::{Failure, Refusal};
use super::intake::Intake;
use crate::channel::Jitter;

/// The kinds of update that Handrail asks for, always said: Telegram remembers what was said before.
pub const ALLOWED: [AllowedUpdate; 4] =
    [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];

/// Most updates at once.
const BATCH: u8 = 100;
/// How long the next request waits for updates under way, so that they need not come twice.
const GRACE: Duration = Duration::from_millis(50);
/// The same where nothing new came beside them.
const LONG_GRACE: Duration = Duration::from_millis(100);
const RETRY_FIRST: Duration = Duration::from_millis(500);
const RETRY_LONGEST: Duration = Duration::from_secs(15);
/// While stopping: how long updates under way may take, and the last request.
const LAST_UPDATES: Duration = Duration::from_secs(6);
const LAST_REQUEST: Duration = Duration::from_secs(2);

/// Asks until a stop, or until the token turns out to be wrong.
pub async fn run(intake: &Arc<Intake>, hold: Duration, jitter: &Jitter, told: &Told) {
    let mut failures = 0_u32;
    loop {
        let asked = ask(intake, hold);
        let batch = tokio::select! {
            batch = asked => batch,
            () = intake.tasks.stopping() => break,
        };
        match batch {
            Ok(updates) => {
                failures = 0;
                told.say(Condition::Connected);
                take(intake, &updates).await;
            }
            Err(Failure::Refused(Refusal::WrongToken)) => {
                told.say(Condition::WrongToken);
                return;
            }
            Err(failure) => {
                let wait = told_wait(&failure, failures, jitter);
                failures = failures.saturating_add(1);
                let other = failure == Failure::Refused(Refusal::OtherPoller);
                told.say(if other { Condition::OtherPoller } else { Condition::Unreachable });
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = intake.tasks.stopping() => break,
                }
            }
        }
    }
    last(intake).await;
}

async fn ask(intake: &Intake, hold: Duration) -> Result<Vec<Box<RawValue>>, Failure> {
    let mut request = GetUpdates::new().limit(BATCH).timeout(hold.as_secs() as u32).allowed_updates(ALLOWED.to_vec());
    request.offset = intake.ledger.offset().and_then(|offset| i32::try_from(offset).ok());
    intake.client.call_held(&request, hold).await
}

async fn take(intake: &Arc<Intake>, updates: &[Box<RawValue>]) {
    if updates.is_empty() {
        intake.ledger.confirmed();
        return;
    }
    let mut news = false;
    for update in updates {
        news |= intake.arrive(update.get().as_bytes()).is_some_and(|(_, new)| new);
    }
    let grace = if news { GRACE } else { LONG_GRACE };
    let _idle = tokio::time::timeout(grace, intake.ledger.idle()).await;
}

fn told_wait(failure: &Failure, failures: u32, jitter: &Jitter) -> Duration {
    match failure {
        Failure::Refused(Refusal::TooFast(wait)) => *wait,
        _ => jitter.spread(RETRY_FIRST.saturating_mul(1 << failures.min(8)).min(RETRY_LONGEST)),
    }
}

/// A stop: what is under way is finished, and confirmed, so that the next start is not told it again.
async fn last(intake: &Intake) {
    let _idle = tokio::time::timeout(LAST_UPDATES, intake.ledger.idle()).await;
    let mut request = GetUpdates::new().limit(1).timeout(0).allowed_updates(ALLOWED.to_vec());
    request.offset = intake.ledger.offset().and_then(|offset| i32::try_from(offset).ok());
    if request.offset.is_some() {
        let _confirmed =
            tokio::time::timeout(LAST_REQUEST, intake.client.call::<_, Vec<serde::de::IgnoredAny>>(&request)).await;
    }
}
