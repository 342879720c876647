//! Sealing: what could identify or describe a person is encrypted before it reaches a row, and bound to that row.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with a fresh random nonce; the associated data is
//! `table|row id`, so that a value copied into another row does not open there. The sealed form is one byte of form,
//! four bytes of key id, 24 of nonce, then the cipher text with its tag of 16. Look-ups go by HMAC-SHA-256 (RFC 2104)
//! cut to 16 bytes, with a key that no rotation changes.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::error::StoreError;
use super::keys::Keys;
use crate::message::{ConversationKey, PersonKey, Platform};

const FORM: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + 4 + NONCE;

/// The keyed hash that stands for a person, a conversation or an update in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub [u8; 16]);

impl Id {
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// In hexadecimal digits.
    #[must_use]
    pub fn digits(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Seals and opens with the keys of this installation.
#[derive(Debug)]
pub struct Sealer {
    keys: Keys,
}

impl Sealer {
    #[must_use]
    pub const fn new(keys: Keys) -> Self {
        Self { keys }
    }

    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Seals a value for one row.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn seal(&self, table: &str, row: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (id, key) = self.keys.current();
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| StoreError::NoRandomness)?;
        let cipher = XChaCha20Poly1305::new(key.into());
        let payload = Payload { msg: plain, aad: &associated(table, row) };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::Sealing)?;
        let mut bytes = Vec::with_capacity(HEAD + sealed.len());
        bytes.push(FORM);
        bytes.extend_from_slice(&id.to_be_bytes());
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    /// Opens what was sealed for the same row.
    ///
    /// # Errors
    /// When the key is not held, or when the bytes are damaged or belong to another row.
    pub fn open(&self, table: &'static str, row: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let damaged = StoreError::Damaged { table };
        let id = key_id(sealed).ok_or(damaged)?;
        let key = self.keys.get(id).ok_or(StoreError::KeyMissing { id })?;
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(StoreError::Damaged { table })?;
        let nonce: [u8; NONCE] = head[5..].try_into().map_err(|_| StoreError::Damaged { table })?;
        let payload = Payload { msg: rest, aad: &associated(table, row) };
        XChaCha20Poly1305::new(key.into())
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::Damaged { table })
    }

    #[must_use]
    pub fn person(&self, person: &PersonKey) -> Id {
        self.hash(&["person", platform_code(person.platform), &person.user])
    }

    #[must_use]
    pub fn conversation(&self, key: &ConversationKey) -> Id {
        self.hash(&["conversation", platform_code(key.person.platform), &key.person.user, &key.room])
    }

    #[must_use]
    pub fn update(&self, platform: Platform, update: &str) -> Id {
        self.hash(&["update", platform_code(platform), update])
    }

    #[must_use]
    pub fn community(&self, platform: Platform, community: &str) -> Id {
        self.hash(&["community", platform_code(platform), community])
    }

    fn hash(&self, parts: &[&str]) -> Id {
        let mut id = Id([0; 16]);
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.keys.look_up()) {
            for part in parts {
                mac.update(&(part.len() as u64).to_be_bytes());
                mac.update(part.as_bytes());
            }
            let whole = mac.finalize().into_bytes();
            id.0.copy_from_slice(&whole[..16]);
        }
        id
    }
}

/// The id of the key that sealed these bytes.
#[must_use]
pub fn key_id(sealed: &[u8]) -> Option<u32> {
    match sealed {
        [FORM, a, b, c, d, ..] => Some(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => None,
    }
}

/// The platform as rows name it.
#[must_use]
pub const fn platform_code(platform: Platform) -> &'static str {
    match platform {
        Platform::Discord => "discord",
        Platform::Telegram => "telegram",
        Platform::Terminal => "terminal",
        Platform::Web => "web",
    }
}

/// The platform's name in rows, where it is one.
#[must_use]
pub fn platform_named(name: &str) -> Option<&'static str> {
    Platform::ALL.into_iter().map(platform_code).find(|code| *code == name)
}

fn associated(table: &str, row: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(table.len() + 1 + row.len());
    bytes.extend_from_slice(table.as_bytes());
    bytes.push(b'|');
    bytes.extend_from_slice(row);
    bytes
}
