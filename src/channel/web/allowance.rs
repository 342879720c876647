//! How fast somebody may write: a bucket that fills with time, for each of them. It lives in memory only.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

/// From so many buckets on, full ones are let go of.
const MANY: usize = 4096;

/// The buckets of all keys.
pub struct Allowances<K> {
    per_minute: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Timestamp,
}

impl<K: Hash + Eq> Allowances<K> {
    /// So many in a minute, and as many at once.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute: f64::from(per_minute.max(1)), buckets: Mutex::default() }
    }

    /// Takes one. `Err` says how long to wait for the next.
    pub fn take(&self, key: K, now: Timestamp) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.per_minute);
        }
        let bucket = buckets.entry(key).or_insert(Bucket { left: self.per_minute, at: now });
        bucket.left = self.filled(bucket, now);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - bucket.left) * 60.0 / self.per_minute))
    }

    fn filled(&self, bucket: &Bucket, now: Timestamp) -> f64 {
        let seconds = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        (bucket.left + seconds * self.per_minute / 60.0).min(self.per_minute)
    }
}

/// The part of an address that one person has: all of an IPv4 address, the network of an IPv6 one.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let mut parts = address.segments();
            parts[4..].fill(0);
            IpAddr::from(parts)
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use jiff::{SignedDuration, Timestamp};

    use super::{Allowances, MANY, network};

    #[test]
    fn a_flood_costs_the_one_who_sends_it() {
        let (all, now) = (Allowances::new(30), Timestamp::UNIX_EPOCH);
        assert_eq!((0..1000).filter(|_| all.take("flood", now).is_ok()).count(), 30);
        assert_eq!(all.take("other", now), Ok(()));
        assert_eq!(all.take("flood", now), Err(Duration::from_secs(2)));
        assert_eq!(all.take("flood", now + SignedDuration::from_secs(2)), Ok(()));
    }

    #[test]
    fn those_who_left_take_no_memory() {
        let (all, now) = (Allowances::new(30), Timestamp::UNIX_EPOCH);
        for key in 0..2 * MANY {
            let later = now + SignedDuration::from_mins(i64::try_from(key).unwrap_or(0));
            assert_eq!(all.take(key, later), Ok(()));
        }
        assert!(all.buckets.lock().map(|buckets| buckets.len()).unwrap_or_default() <= MANY);
    }

    #[test]
    fn a_home_with_ipv6_is_one_address() {
        let read = |text: &str| text.parse::<IpAddr>().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(network(read("2001:db8:1:2:3:4:5:6")), network(read("2001:db8:1:2:ffff::1")));
        assert_eq!(network(read("::ffff:192.0.2.1")), read("192.0.2.1"));
    }
}
