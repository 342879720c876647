//! The commands that people find when they type a slash or open the menu of a person or a message.
//!
//! They are registered once and then only when they differ from what Discord has: creating them is limited to 200 a
//! day. What a command does is what a button with the same payload does.

use serde_json::{Value, json};
use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::application::{CommandOptionType, CommandType, InstallationContext, InteractionContext};
use serenity::model::channel::ChannelType;
use serenity::model::id::ApplicationId;
use serenity::model::permissions::Permissions;
use tracing::{info, warn};

use super::rest::{Call, Failure, Rest};

/// The locales of Discord in Spanish.
const SPANISH: [&str; 2] = ["es-ES", "es-419"];

/// The menu entry of a person.
pub const FOR_PERSON: &str = "Get help for this person";
/// The menu entry of a message.
pub const FOR_MESSAGE: &str = "Is this serious? Get help";
/// The command that takes a question.
pub const ASK: &str = "ask";
pub const PRIVACY: &str = "privacy";
/// The command of those who manage a server.
pub const ADMIN: &str = "handrail";

/// A command that is as good as a button: name, its payload, and its words in English and Spanish.
struct Plain {
    name: &'static str,
    payload: &'static str,
    english: &'static str,
    spanish_name: &'static str,
    spanish: &'static str,
}

const fn plain(
    name: &'static str,
    payload: &'static str,
    english: &'static str,
    spanish_name: &'static str,
    spanish: &'static str,
) -> Plain {
    Plain { name, payload, english, spanish_name, spanish }
}

const PLAIN: [Plain; 9] = [
    plain(
        "iop",
        "w:menu",
        "Open the menu: guides, questions, help lines",
        "iop",
        "Abrir el menú: guías, preguntas, líneas de ayuda",
    ),
    plain("find", "s:find_program", "Find or compare programs", "buscar", "Buscar o comparar programas"),
    plain(
        "prepare",
        "s:prepare",
        "Get ready for an assessment or a first day",
        "preparar",
        "Prepararse para una evaluación o el primer día",
    ),
    plain("remind", "s:reminders", "Set up reminders for sessions", "recordar", "Configurar recordatorios de sesiones"),
    plain("help-now", "w:help_now", "Help lines right away", "ayuda-ya", "Líneas de ayuda ahora mismo"),
    plain(
        "resources",
        "s:resources",
        "Help lines and other places to turn to",
        "recursos",
        "Líneas de ayuda y otros lugares a los que acudir",
    ),
    plain(
        "crisis-policy",
        "w:crisis_policy",
        "What is checked for signs of danger, and what happens then",
        "política-de-crisis",
        "Qué se revisa por señales de peligro y qué pasa entonces",
    ),
    plain(
        "about",
        "s:about",
        "What an intensive outpatient program is",
        "acerca",
        "Qué es un programa ambulatorio intensivo",
    ),
    plain(
        PRIVACY,
        "w:privacy",
        "What is kept about you, and what this server turned on",
        "privacidad",
        "Qué se guarda sobre usted y qué activó este servidor",
    ),
];

/// The payload of a command without words of its own.
#[must_use]
pub fn payload(name: &str) -> Option<&'static str> {
    PLAIN.iter().find(|plain| plain.name == name).map(|plain| plain.payload)
}

/// All commands.
#[must_use]
pub fn all() -> Vec<CreateCommand> {
    let mut commands: Vec<CreateCommand> = PLAIN.iter().map(plain_command).collect();
    commands.push(ask());
    for (name, spanish, kind) in [
        (FOR_PERSON, "Ayuda para esta persona", CommandType::User),
        (FOR_MESSAGE, "¿Es grave? Pedir ayuda", CommandType::Message),
    ] {
        let command =
            SPANISH.iter().fold(CreateCommand::new(name), |command, locale| command.name_localized(*locale, spanish));
        commands.push(everywhere(command.kind(kind)));
    }
    commands.push(admin());
    commands
}

fn plain_command(plain: &Plain) -> CreateCommand {
    let mut command = named(plain.name, plain.english, plain.spanish_name, plain.spanish);
    if plain.name == PRIVACY {
        let option = option(
            CommandOptionType::String,
            "mine",
            "See or delete what is kept about you",
            "mis-datos",
            "Ver o borrar lo que se guarda sobre usted",
        );
        command = command.add_option(
            option
                .add_string_choice_localized("show", "show", SPANISH.map(|locale| (locale, "ver")))
                .add_string_choice_localized("delete", "delete", SPANISH.map(|locale| (locale, "borrar"))),
        );
    }
    everywhere(command)
}

fn ask() -> CreateCommand {
    let question = option(CommandOptionType::String, "question", "Your question", "pregunta", "Su pregunta");
    let question = question.required(true).set_autocomplete(true).max_length(2000);
    let command = named(
        ASK,
        "Ask a question; only you see the answer",
        "preguntar",
        "Hacer una pregunta; solo usted ve la respuesta",
    );
    everywhere(command.add_option(question))
}

fn admin() -> CreateCommand {
    let mut setup = option(
        CommandOptionType::SubCommand,
        "setup",
        "Choose what Handrail does here",
        "configurar",
        "Elegir qué hace Handrail aquí",
    );
    let language =
        option(CommandOptionType::String, "language", "Language of this server", "idioma", "Idioma de este servidor")
            .add_string_choice("English", "en")
            .add_string_choice("Español", "es");
    setup = setup.add_sub_option(language);
    let channel = |name, english, spanish_name, spanish| {
        option(CommandOptionType::Channel, name, english, spanish_name, spanish).channel_types(vec![
            ChannelType::Text,
            ChannelType::Forum,
            ChannelType::PublicThread,
        ])
    };
    let options = [
        option(
            CommandOptionType::String,
            "country",
            "Country whose help lines to show",
            "país",
            "País de las líneas de ayuda",
        ),
        channel(
            "screen",
            "Check this channel for signs of danger",
            "revisar",
            "Revisar este canal por señales de peligro",
        ),
        channel("stop-screening", "No longer check this channel", "dejar-de-revisar", "No revisar más este canal"),
        channel(
            "answer-in",
            "Answer questions in this channel without being named",
            "responder-en",
            "Responder preguntas en este canal",
        ),
        channel(
            "stop-answering",
            "No longer answer in this channel",
            "dejar-de-responder",
            "No responder más en este canal",
        ),
        option(
            CommandOptionType::Boolean,
            "alerts",
            "Tell moderators; members must be told",
            "avisos",
            "Avisar a moderadores; los miembros deben saberlo",
        ),
        channel("alert-channel", "Where moderators are told", "canal-de-avisos", "Dónde se avisa a los moderadores"),
        option(
            CommandOptionType::Boolean,
            "direct-messages",
            "May help be sent in direct messages?",
            "mensajes-directos",
            "¿Se puede enviar ayuda por mensaje directo?",
        ),
    ];
    setup = options.into_iter().fold(setup, CreateCommandOption::add_sub_option);
    let post = option(
        CommandOptionType::SubCommand,
        "post",
        "Post help lines in this channel, for everyone",
        "publicar",
        "Publicar líneas de ayuda en este canal",
    );
    let status = option(
        CommandOptionType::SubCommand,
        "status",
        "See what is turned on here",
        "estado",
        "Ver qué está activado aquí",
    );
    named(ADMIN, "For people who manage this server", ADMIN, "Para quienes administran este servidor")
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .integration_types(vec![InstallationContext::Guild])
        .contexts(vec![InteractionContext::Guild])
        .add_option(setup)
        .add_option(post)
        .add_option(status)
}

/// In servers, in direct messages with the bot, and in other direct messages.
fn everywhere(command: CreateCommand) -> CreateCommand {
    command.integration_types(vec![InstallationContext::Guild, InstallationContext::User]).contexts(vec![
        InteractionContext::Guild,
        InteractionContext::BotDm,
        InteractionContext::PrivateChannel,
    ])
}

fn named(name: &str, english: &str, spanish_name: &str, spanish: &str) -> CreateCommand {
    SPANISH.iter().fold(CreateCommand::new(name).description(english), |command, locale| {
        command.name_localized(*locale, spanish_name).description_localized(*locale, spanish)
    })
}

fn option(
    kind: CommandOptionType,
    name: &str,
    english: &str,
    spanish_name: &str,
    spanish: &str,
) -> CreateCommandOption {
    SPANISH.iter().fold(CreateCommandOption::new(kind, name, english), |option, locale| {
        option.name_localized(*locale, spanish_name).description_localized(*locale, spanish)
    })
}

/// Registers the commands, unless Discord has them so already.
pub async fn register(rest: &Rest, application: ApplicationId) {
    let path = format!("/applications/{application}/commands");
    let ours = json!(all());
    let registered = match rest.insist(&Call::get(format!("{path}?with_localizations=true"))).await {
        Ok(theirs) if are_the_same(&ours, &theirs) => return,
        Ok(_) => rest.insist(&Call::put(path, Some(ours))).await.map(drop),
        Err(failure) => Err(failure),
    };
    match registered {
        Ok(()) => info!("the slash commands are registered"),
        Err(failure @ (Failure::Token | Failure::Refused { .. })) => {
            warn!(%failure, "the slash commands could not be registered; direct messages and buttons work");
        }
        Err(failure) => warn!(%failure, "the slash commands could not be compared; they stay as they are"),
    }
}

/// Whether Discord's list holds exactly our commands, whatever it adds to each.
fn are_the_same(ours: &Value, theirs: &Value) -> bool {
    let (Some(ours), Some(theirs)) = (ours.as_array(), theirs.as_array()) else { return false };
    let kind = |command: &Value| command.get("type").and_then(Value::as_u64).unwrap_or(1);
    let is_same = |left: &Value, right: &Value| left.get("name") == right.get("name") && kind(left) == kind(right);
    ours.len() == theirs.len()
        && ours.iter().all(|our| theirs.iter().any(|their| is_same(our, their) && covers(our, their)))
}

/// Whether everything that we say of something is what Discord says of it.
fn covers(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), theirs) => {
            ours.iter().all(|(key, our)| is_unsaid(our) || theirs.get(key).is_some_and(|their| covers(our, their)))
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(our, their)| covers(our, their))
        }
        (ours, theirs) => ours == theirs,
    }
}

/// Discord leaves out what is empty, false or null.
fn is_unsaid(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}
