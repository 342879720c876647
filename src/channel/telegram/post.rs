//! One message to one chat: the call, and the remedies that Telegram's own answers name.

use async_trait::async_trait;
use serde::de::IgnoredAny;
use teloxide::payloads::{SendMessage, SendMessageSetters as _};
use teloxide::types::{LinkPreviewOptions, ParseMode};

use super::client::Client;
use super::failure::{Failure, Refusal};
use super::reach::Reach;
use super::render::Piece;
use super::settings::Limits;
use crate::channel::{Posted, Posts, Rate};

/// Sends messages.
#[derive(Debug)]
pub struct Poster {
    pub client: Client,
    pub limits: Limits,
}

/// How a message is dressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dress {
    Formatted,
    /// Without formatting, with its buttons.
    Plain,
    /// Nothing but words.
    Bare,
}

#[async_trait]
impl Posts for Poster {
    type Piece = Piece;

    async fn post(&self, address: &str, piece: &Piece) -> Posted {
        let Some(reach) = Reach::read(address) else { return Posted::Refused("this is no address of a chat") };
        let mut dress = Dress::Formatted;
        loop {
            let Err(failure) = self.send(reach, piece, dress).await else { return Posted::Done };
            dress = match (&failure, dress) {
                (Failure::Refused(Refusal::Unparsable), Dress::Formatted) => Dress::Plain,
                (Failure::Refused(Refusal::Unparsable | Refusal::Other(_)), Dress::Formatted | Dress::Plain) => {
                    // Whatever it does not like: the words matter most.
                    Dress::Bare
                }
                _ => {
                    if let Failure::Refused(Refusal::Other(code)) = failure {
                        tracing::warn!(code, "Telegram does not take a message, not even as bare text");
                    }
                    return failure.posted();
                }
            };
        }
    }

    fn rate(&self, address: &str) -> Rate {
        let is_group = Reach::read(address).is_some_and(Reach::is_group);
        if is_group { self.limits.group } else { self.limits.chat }
    }
}

impl Poster {
    async fn send(&self, reach: Reach, piece: &Piece, dress: Dress) -> Result<IgnoredAny, Failure> {
        let text = if dress == Dress::Formatted { piece.html() } else { piece.plain.clone() };
        let mut message = SendMessage::new(reach.chat, text).link_preview_options(LinkPreviewOptions {
            is_disabled: true,
            url: None,
            prefer_small_media: false,
            prefer_large_media: false,
            show_above_text: false,
        });
        // A topic may be gone; then the words go to the group itself.
        message.message_thread_id = reach.topic.filter(|_| dress != Dress::Bare);
        if dress == Dress::Formatted {
            message.parse_mode = Some(ParseMode::Html);
        }
        if dress != Dress::Bare
            && let Some(keyboard) = &piece.keyboard
        {
            message = message.reply_markup(keyboard.clone());
        }
        self.client.call(&message).await
    }
}
