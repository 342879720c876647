//! One delivery from claim to end: `sending` is on the disk before the platform is called, and the end after.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;

use super::missed::Line;
use super::outcome::{self, Next};
use super::sender::Sender;
use super::words;
use crate::channel::{Delivered, Lane};
use crate::message::{ConversationKey, Outbound, PersonKey, Platform};
use crate::store::{Claimed, Ended, Kind, Lease, Person, Status, StoreError};

/// A claim holds for two minutes. What has not begun by then is left for the next claim, and what has begun is over
/// before the lease is.
const BEGIN_WITHIN_SECONDS: i64 = 25;
const CALL_MOST: Duration = Duration::from_secs(90);
/// How often an end is written before the delivery is left to be taken for unsure.
const WRITES: u32 = 3;

/// Sends a delivery that was claimed at `claimed_at`.
pub async fn send(sender: &Sender, claimed: Claimed, lease: Lease, claimed_at: i64) {
    if let Err(error) = try_to_send(sender, claimed, lease, claimed_at).await {
        // It is taken up again when its lease ends.
        tracing::warn!(platform = sender.platform.name(), %error, "a reminder waits for the store");
    }
}

async fn try_to_send(sender: &Sender, claimed: Claimed, lease: Lease, claimed_at: i64) -> Result<(), StoreError> {
    let now = sender.time.seconds();
    if claimed.expires_at <= now {
        return late(sender, claimed, lease).await;
    }
    if let Some((ended, why)) = outcome::given_up(&claimed) {
        return end(sender, &claimed, lease, ended, Some(why)).await;
    }
    let person = PersonKey { platform: sender.platform, user: claimed.person.user.clone() };
    if claimed.reminder.kind == Kind::CheckIn && (sender.options.quiet)(&person) {
        // The row must not tell that somebody was left alone, which is as good as why: it ends like one that was sent.
        return end(sender, &claimed, lease, Ended::Sent, None).await;
    }
    let Some(address) = address(&claimed.person, sender.platform) else {
        return end(sender, &claimed, lease, Ended::Dead, Some("no address")).await;
    };
    sender.pace.turn(&sender.time).await;
    let now = sender.time.seconds();
    if sender.tasks.is_stopping() || sender.is_held() || now - claimed_at > BEGIN_WITHIN_SECONDS {
        return give_back(sender, &claimed, lease, now).await;
    }
    if !sender.store.begin_send(claimed.id, lease, now).await? {
        // Stopped in between, or deleted: then there is no row to end.
        let ended = if claimed.interrupted { Ended::Unknown } else { Ended::Skipped };
        return end(sender, &claimed, lease, ended, Some("stopped")).await;
    }
    let nonce = outcome::has_nonces(sender.platform).then(|| format!("r{}", claimed.id));
    let words = AssertUnwindSafe(|| words::reminder(&(sender.options.words)(), &claimed, now));
    let delivered = match std::panic::catch_unwind(words) {
        Ok(outbound) => call(sender, &address, &outbound, nonce.as_deref()).await,
        Err(_panic) => None,
    };
    match outcome::next(delivered, claimed.attempts + 1, sender.platform) {
        Next::End(ended, why) => end(sender, &claimed, lease, ended, why).await,
        Next::Again(wait, counts) => again(sender, claimed, lease, wait, counts).await,
        Next::Unsure => Ok(()),
        Next::Unreachable => {
            sender.count("unreachable");
            sender.store.unreachable(&person, sender.time.seconds()).await
        }
    }
}

/// Tells a person what they missed, unless they have stopped or deleted it meanwhile.
pub async fn tell_missed(sender: &Sender, line: Line) {
    let Some(address) = address(&line.last.person, sender.platform) else { return };
    sender.pace.turn(&sender.time).await;
    let key = ConversationKey { person: line.person.clone(), room: String::new() };
    let recalled = sender.store.recall(&key, "", sender.time.seconds()).await;
    let Ok(recalled) = recalled else {
        sender.missed().give_back(line);
        return;
    };
    let wanted =
        |reminder: &crate::store::Reminder| reminder.id == line.last.reminder.id && reminder.status == Status::Active;
    if !recalled.held.reminders.iter().any(wanted) {
        return;
    }
    let outbound = words::missed(&(sender.options.words)(), &line.last, line.count);
    if let Some(Delivered::RetryAfter(wait)) = call(sender, &address, &outbound, None).await {
        sender.hold(wait);
        sender.missed().give_back(line);
        return;
    }
    sender.count("missed");
}

/// One call of the platform. Nothing when it broke.
async fn call(sender: &Sender, address: &str, outbound: &Outbound, nonce: Option<&str>) -> Option<Delivered> {
    let call = AssertUnwindSafe(sender.delivers.deliver(address, outbound, Lane::Reminder, nonce)).catch_unwind();
    match tokio::time::timeout(CALL_MOST, call).await {
        Ok(Ok(delivered)) => Some(delivered),
        Ok(Err(_panic)) => None,
        Err(_late) => Some(Delivered::Ambiguous),
    }
}

/// Where this person is written to. Who never wrote in private has no chat yet; Discord and Telegram know people by
/// their ids.
fn address(person: &Person, platform: Platform) -> Option<String> {
    match platform {
        _ if !person.reach.is_empty() => Some(person.reach.clone()),
        _ if person.user.is_empty() => None,
        Platform::Discord => Some(format!("u{}", person.user)),
        Platform::Telegram => Some(person.user.clone()),
        Platform::Terminal | Platform::Web => None,
    }
}

/// Writes an end, and again when the store has a hiccup: an end that is lost makes what arrived look unsure.
async fn end(
    sender: &Sender,
    claimed: &Claimed,
    lease: Lease,
    ended: Ended,
    why: Option<&'static str>,
) -> Result<(), StoreError> {
    sender.count(ended.code());
    let mut tries = 1;
    loop {
        match sender.store.finish(claimed.id, lease, ended, why, sender.time.seconds()).await {
            Err(_) if tries < WRITES => sender.time.sleep(Duration::from_secs(1)).await,
            result => return result,
        }
        tries += 1;
    }
}

/// Not sent now; to be claimed again at once. What may have arrived must not lose that mark and waits for its lease.
async fn give_back(sender: &Sender, claimed: &Claimed, lease: Lease, now: i64) -> Result<(), StoreError> {
    if !claimed.interrupted {
        sender.store.retry(claimed.id, lease, now, true).await?;
    }
    Ok(())
}

/// Surely not sent: again later, while it is of use.
async fn again(
    sender: &Sender,
    claimed: Claimed,
    lease: Lease,
    wait: Duration,
    counts: bool,
) -> Result<(), StoreError> {
    if !counts {
        sender.hold(wait);
    }
    let wait = i64::try_from(spread(wait, claimed.id).as_secs()).unwrap_or(i64::MAX / 2);
    let at = sender.time.seconds() + wait;
    if at >= claimed.expires_at {
        return late(sender, claimed, lease).await;
    }
    sender.store.retry(claimed.id, lease, at, counts).await?;
    Ok(())
}

/// What could not be sent in time.
async fn late(sender: &Sender, claimed: Claimed, lease: Lease) -> Result<(), StoreError> {
    let unsure = claimed.interrupted;
    let ended = if unsure { Ended::Unknown } else { Ended::Skipped };
    sender.store.finish(claimed.id, lease, ended, Some("late"), sender.time.seconds()).await?;
    sender.count("late");
    if !unsure {
        sender.missed().note(claimed, sender.platform);
    }
    Ok(())
}

/// Up to a quarter longer, so that a crowd that was refused together does not come back together. Deliveries have
/// random numbers.
fn spread(wait: Duration, delivery: i64) -> Duration {
    wait + wait.mul_f64((delivery.rem_euclid(256)) as f64 / 1024.0)
}
