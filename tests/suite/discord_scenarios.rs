//! The 25 scenarios that the channel must survive, each in both set-ups: REST at another address, and at Discord's own
//! name with a test authority. Numbers as in the list of the design.

/// Runs each scenario in both set-ups.
macro_rules! scenarios {
    ($(async fn $name:ident($set_up:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "scenarios need different things")]
            use super::*;

            async fn scenario($set_up: crate::discord_world::SetUp) $body

            #[tokio::test]
            async fn by_address() {
                scenario(crate::discord_world::SetUp::Address).await;
            }

            #[tokio::test]
            async fn by_name() {
                scenario(crate::discord_world::SetUp::Name).await;
            }
        }
    )+};
}

mod community;
mod gateway;
mod sending;
mod words;
