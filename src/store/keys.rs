//! The keys of an installation: one for look-ups that stays, and a list for sealing of which the last is used.
//!
//! The written form is a few lines of text, made for a file of mode 0600, an environment variable or a systemd
//! credential:
//!
//! ```text
//! handrail-keys 1
//! look-up 5f0c...   (64 hexadecimal digits)
//! seal 1 8a11...    (number, 64 hexadecimal digits; the last line seals, older ones open)
//! ```
//!
//! `Debug` shows numbers of keys and nothing of the keys.

use std::fmt;

use zeroize::Zeroizing;

use super::error::StoreError;

type Key = Zeroizing<[u8; 32]>;

const TITLE: &str = "handrail-keys 1";

/// The keys.
#[derive(Clone)]
pub struct Keys {
    look_up: Key,
    seals: Vec<(u32, Key)>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<u32> = self.numbers().collect();
        formatter.debug_struct("Keys").field("numbers", &numbers).finish_non_exhaustive()
    }
}

impl Keys {
    /// New keys from the system's randomness.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn generate() -> Result<Self, StoreError> {
        Ok(Self { look_up: random()?, seals: vec![(1, random()?)] })
    }

    /// The same keys and a new one that seals from now on.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn with_new(&self) -> Result<Self, StoreError> {
        let mut more = self.clone();
        let number = self.current().0 + 1;
        more.seals.push((number, random()?));
        Ok(more)
    }

    /// The same keys without those that no longer seal.
    #[must_use]
    pub fn only_current(&self) -> Self {
        let mut fewer = self.clone();
        let keep = self.current().0;
        fewer.seals.retain(|(number, _)| *number == keep);
        fewer
    }

    /// Reads the written form.
    ///
    /// # Errors
    /// Says which line is wrong, and never what stands in it.
    pub fn read(text: &str) -> Result<Self, StoreError> {
        let mut look_up = None;
        let mut seals = Vec::new();
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        if lines.next().is_none_or(|(_, line)| line.trim() != TITLE) {
            return Err(StoreError::KeysUnreadable { line: 1 });
        }
        for (number, line) in lines {
            let unreadable = || StoreError::KeysUnreadable { line: number + 1 };
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["look-up", digits] if look_up.is_none() => look_up = Some(key_of(digits).ok_or_else(unreadable)?),
                ["seal", id, digits] => {
                    let id: u32 = id.parse().map_err(|_| unreadable())?;
                    if seals.last().is_some_and(|(last, _)| *last >= id) {
                        return Err(unreadable());
                    }
                    seals.push((id, key_of(digits).ok_or_else(unreadable)?));
                }
                _ => return Err(unreadable()),
            }
        }
        match (look_up, seals.is_empty()) {
            (Some(look_up), false) => Ok(Self { look_up, seals }),
            _ => Err(StoreError::KeysIncomplete),
        }
    }

    /// The written form. It is the secret itself: for the key file and nothing else.
    #[must_use]
    pub fn written(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(format!("{TITLE}\nlook-up {}\n", digits_of(&self.look_up).as_str()));
        for (number, key) in &self.seals {
            for piece in ["seal ", &number.to_string(), " ", &digits_of(key), "\n"] {
                text.push_str(piece);
            }
        }
        text
    }

    /// The numbers of the sealing keys, oldest first.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.seals.iter().map(|(number, _)| *number)
    }

    /// The key that seals.
    #[must_use]
    pub fn current(&self) -> (u32, &[u8; 32]) {
        // `read` and `generate` give at least one.
        self.seals.last().map_or((0, &self.look_up), |(number, key)| (*number, key))
    }

    pub(super) fn get(&self, number: u32) -> Option<&[u8; 32]> {
        self.seals.iter().find(|(known, _)| *known == number).map(|(_, key)| &**key)
    }

    pub(super) fn look_up(&self) -> &[u8; 32] {
        &self.look_up
    }
}

fn random() -> Result<Key, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *key).map_err(|_| StoreError::NoRandomness)?;
    Ok(key)
}

fn key_of(digits: &str) -> Option<Key> {
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut key = Zeroizing::new([0; 32]);
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(key)
}

fn digits_of(key: &[u8; 32]) -> Zeroizing<String> {
    let digit = |number: u8| char::from_digit(number.into(), 16).unwrap_or('0');
    Zeroizing::new(key.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}
