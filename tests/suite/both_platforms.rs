//! The program with both tokens, serving a Discord and a Bot API of this process at once.

use std::time::Duration;

use handrail::ops::Time;
use serde_json::json;

use crate::discord_program::program;
use crate::discord_world::shows_help;
use crate::fake_discord::{At, Fake as Discord, TOKEN, content};
use crate::store::ground::{Backend, on};
use crate::telegram::Fake as Telegram;

const SOMEBODY: u64 = 270_000_000_000_000_001;
const CRISIS: &str = "I want to kill myself";

#[test]
fn one_program_serves_both_platforms_and_each_outlives_a_fault_of_the_other() {
    on(Backend::Sqlite, async |ground| {
        let (discord, telegram) = (Discord::start(Time::system()).await, Telegram::start().await);
        let mut command = program(&discord, TOKEN);
        command
            .env("HANDRAIL__TELEGRAM__TOKEN", crate::telegram::TOKEN)
            .env("HANDRAIL__TELEGRAM__API_URL", &telegram.url)
            .env("HANDRAIL__DATA", ground.file().parent().unwrap())
            .env("HANDRAIL__KEYS__TEXT", ground.keys.written().as_str());
        let mut child = command.spawn().unwrap();
        let talk = async {
            telegram.says(5001, "/start");
            assert!(telegram.sent(5001, 1).await[0].text.contains("What would help today"));
            discord.until("a connection", |state| state.session.connection.as_ref().map(drop)).await;
            let token = discord.slash(SOMEBODY, At::Server, "iop", &json!([]));
            assert!(content(&discord.answer(&token).await).contains("What would help today"));

            // Telegram fails for this chat, Discord cuts the line: the other platform answers meanwhile.
            telegram.fault("sendmessage", Some(5002), crate::telegram::Fault::Silence);
            telegram.says(5002, CRISIS);
            telegram.faults_met().await;
            discord.dm(SOMEBODY, CRISIS);
            assert!(shows_help(&discord.reply(SOMEBODY, 0).await));
            discord.cut();
            telegram.says(5003, CRISIS);
            assert!(telegram.sent(5003, 1).await[0].text.contains("988"));
            discord.dm(SOMEBODY + 1, CRISIS);
            assert!(shows_help(&discord.reply(SOMEBODY + 1, 0).await));
        };
        tokio::time::timeout(Duration::from_mins(1), talk).await.unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    });
}
