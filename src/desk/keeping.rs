//! For how long a conversation is kept: the storage classes of its answers are the only rule.

use super::Conversation;
use crate::engine::{IDLE_S0, IDLE_S1, Keep};
use crate::library::Library;

/// Seconds after the last message from which on the conversation counts no more: half an hour, or a day where a guide
/// under way holds an answer that may be kept so long.
#[must_use]
pub fn keep_seconds(library: &Library, conversation: &Conversation) -> i64 {
    let longer = conversation.state.frames.iter().any(|frame| {
        let flow = library.flows.flow(&frame.flow);
        let kept_longer = |slot: &str| {
            flow.and_then(|flow| flow.slot(slot).map(|number| flow.slots[number].keep))
                .is_some_and(|keep| keep != Keep::S0)
        };
        frame.slots.iter().any(|(slot, _)| kept_longer(slot))
    });
    60 * if longer { IDLE_S1 } else { IDLE_S0 }
}
