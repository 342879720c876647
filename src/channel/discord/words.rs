//! What Handrail says on Discord only, in every language of the flows. Plain words, no promises, nothing of what a
//! person wrote.

use crate::message::Language;

/// A text in English and Spanish.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    en: &'static str,
    es: &'static str,
}

impl Words {
    const fn new(en: &'static str, es: &'static str) -> Self {
        Self { en, es }
    }

    /// The text in a language; English where there is no other.
    #[must_use]
    pub const fn of(&self, language: Language) -> &'static str {
        match language {
            Language::Es => self.es,
            Language::En | Language::Pt | Language::Fr | Language::De => self.en,
        }
    }
}

pub const WRITE: Words = Words::new("Write", "Escribir");
pub const WRITE_TITLE: Words = Words::new("Write to Handrail", "Escribir a Handrail");
pub const WRITE_LABEL: Words = Words::new("Your answer or question", "Su respuesta o pregunta");
pub const CHOOSE: Words = Words::new("Choose one", "Elija una opción");
pub const HELP_NOW: Words = Words::new("Help now", "Ayuda ya");
pub const ASK_PRIVATELY: Words = Words::new("Ask privately", "Preguntar en privado");
pub const HELP_CHOICE: Words = Words::new("Help now: show crisis lines", "Ayuda ya: mostrar líneas de ayuda");

pub const TO_DM: Words = Words::new("Continue in a direct message", "Seguir por mensaje directo");
pub const WROTE_TO_YOU: Words =
    Words::new("I have written to you in a direct message.", "Le escribí por mensaje directo.");
pub const CANNOT_WRITE: Words = Words::new(
    "I cannot write to you: your direct messages are closed to me, or this server keeps me out of them.",
    "No puedo escribirle: sus mensajes directos están cerrados para mí, o este servidor no los permite.",
);

pub const NOT_YOURS: Words = Words::new(
    "That button was made for someone else. Type /iop to get your own.",
    "Ese botón es de otra persona. Escriba /iop para abrir el suyo.",
);
pub const MISSED: Words = Words::new(
    "A message that you asked for could not reach you, because your direct messages were closed to me.",
    "Un mensaje que usted pidió no le llegó, porque sus mensajes directos estaban cerrados para mí.",
);
pub const MODERATORS_TOLD: Words = Words::new(
    "This server turned on notices to its moderators. They get a link to your message and the time. I do not send them your words.",
    "Este servidor activó avisos a sus moderadores. Reciben un enlace a su mensaje y la hora. No les envío sus palabras.",
);

pub const RESOURCES: Words = Words::new(
    "Help is here for anyone who needs it. What you tell me by these buttons only you can see.",
    "Aquí hay ayuda para quien la necesite. Lo que me diga con estos botones solo lo ve usted.",
);
pub const AUTOMATED: Words = Words::new(
    "I am an automated program. No one reads what you tell me.",
    "Soy un programa. Nadie lee lo que me dice.",
);

pub const HERE: Words = Words::new("In this server:", "En este servidor:");
pub const SCREENED: Words = Words::new(
    "- Messages in these channels are checked by a program for signs of danger: {channels}. Nothing of them is kept.",
    "- Un programa revisa los mensajes de estos canales por si hay señales de peligro: {channels}. No guarda nada de ellos.",
);
pub const NOT_SCREENED: Words =
    Words::new("- No channel is checked for signs of danger.", "- No se revisa ningún canal por señales de peligro.");
pub const ALERTS_ON: Words = Words::new(
    "- When a message there looks like a crisis, moderators get a link to it and the time, never a copy of it.",
    "- Cuando un mensaje de esos canales parece una crisis, los moderadores reciben un enlace y la hora, nunca una copia.",
);
pub const ALERTS_OFF: Words =
    Words::new("- Moderators are not told of anything.", "- No se avisa de nada a los moderadores.");
pub const DMS_OFF: Words = Words::new(
    "- I answer here only where nobody else can see it, and send no direct messages.",
    "- Respondo aquí solo donde nadie más lo ve y no envío mensajes directos.",
);
pub const DMS_ON: Words = Words::new(
    "- If a message in a checked channel looks like a crisis, I send its writer help lines in a direct message.",
    "- Si un mensaje de un canal revisado parece una crisis, envío líneas de ayuda a su autor por mensaje directo.",
);
pub const ANSWERED: Words = Words::new(
    "- I answer questions in these channels without being named: {channels}.",
    "- Respondo preguntas en estos canales sin que me mencionen: {channels}.",
);
pub const LANGUAGE_IS: Words = Words::new("- Language: {value}.", "- Idioma: {value}.");
pub const COUNTRY_IS: Words =
    Words::new("- Country for help lines: {value}.", "- País de las líneas de ayuda: {value}.");
pub const NOT_SET: Words = Words::new("not set", "sin elegir");
pub const WORDS_REFUSED: Words = Words::new(
    "- Discord does not give me the words of messages. Switch on \"Message Content Intent\" in the developer portal; until then no channel can be checked.",
    "- Discord no me da el texto de los mensajes. Active \"Message Content Intent\" en el portal de desarrolladores; hasta entonces no se puede revisar ningún canal.",
);

pub const ADMIN_ONLY: Words = Words::new(
    "Only people who may manage this server can do that.",
    "Eso solo lo pueden hacer quienes administran este servidor.",
);
pub const SERVER_ONLY: Words = Words::new(
    "That works only in a server that Handrail was added to.",
    "Eso solo funciona en un servidor al que se añadió Handrail.",
);
pub const NO_COUNTRY: Words = Words::new(
    "I do not know that country. Please write its name or its two letters, such as US or ES.",
    "No conozco ese país. Escriba su nombre o sus dos letras, por ejemplo US o ES.",
);
pub const ALERTS_NEED_CHANNEL: Words = Words::new(
    "Alerts need a channel that only moderators can see: choose it in \"alert-channel\".",
    "Los avisos necesitan un canal que solo vean los moderadores: elíjalo en \"canal-de-avisos\".",
);
pub const ALERTS_NEED_DMS: Words = Words::new(
    "Alerts need direct messages: a person whose message moderators hear of must be told, and in public I would expose them.",
    "Los avisos necesitan mensajes directos: la persona de cuyo mensaje se avisa debe saberlo, y en público la expondría.",
);
pub const NOT_KEPT: Words = Words::new(
    "I could not keep that just now. Please try again in a minute.",
    "Ahora no pude guardarlo. Inténtelo de nuevo en un minuto.",
);
pub const KEPT: Words = Words::new("Kept.", "Guardado.");
pub const TELL_MEMBERS: Words = Words::new(
    "Please tell your members. You can paste this into your rules:",
    "Avise a sus miembros. Puede copiar esto en sus normas:",
);
pub const RULES_SCREENED: Words = Words::new(
    "Handrail is an automated program. In {channels} it checks messages for signs that someone may be in danger, and offers help lines in private. It keeps nothing. No one reads along.",
    "Handrail es un programa. En {channels} revisa los mensajes por si alguien pudiera estar en peligro y ofrece líneas de ayuda en privado. No guarda nada. Nadie lee lo que se le escribe.",
);
pub const RULES_ALERTS: Words = Words::new(
    "When it offers help, our moderators get a link to the message and the time, not a copy. The person is told. Moderators are not clinicians and are not always here.",
    "Cuando ofrece ayuda, nuestros moderadores reciben un enlace al mensaje y la hora, no una copia. A la persona se le dice. Los moderadores no son personal clínico y no siempre están.",
);
pub const POSTED: Words = Words::new("Posted here, and pinned.", "Publicado aquí y fijado.");
pub const POSTED_NOT_PINNED: Words = Words::new(
    "Posted here. I may not pin messages in this channel: please pin it yourself.",
    "Publicado aquí. No puedo fijar mensajes en este canal: fíjelo usted, por favor.",
);
pub const NOT_POSTED: Words = Words::new(
    "I may not write in this channel. I need \"View Channel\" and \"Send Messages\" here.",
    "No puedo escribir en este canal. Necesito \"Ver canal\" y \"Enviar mensajes\" aquí.",
);
pub const ALERT: Words = Words::new(
    "A message may be about someone in danger: {link} ({time}). Its writer was offered help lines. I do not keep the message and send no copy of it.",
    "Un mensaje puede tratar de alguien en peligro: {link} ({time}). A su autor se le ofrecieron líneas de ayuda. No guardo el mensaje ni envío copia.",
);
pub const ALERT_URGENT: Words = Words::new(
    "A message may be about someone in danger right now: {link} ({time}). Its writer was offered help lines. I do not keep the message and send no copy of it.",
    "Un mensaje puede tratar de alguien en peligro en este momento: {link} ({time}). A su autor se le ofrecieron líneas de ayuda. No guardo el mensaje ni envío copia.",
);
