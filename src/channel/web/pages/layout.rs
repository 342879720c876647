//! What the pages of text have in common.

use axum::response::Html;

use super::super::{Web, assets};
use super::other;
use crate::http::{Page, escape};
use crate::message::Language;

/// A page of text: a head with the ways to the other pages, the text, nothing else. `path` is where the same page is in
/// the other language.
pub struct TextPage<'a> {
    pub language: Language,
    pub title: &'a str,
    pub path: &'a str,
    pub scripts: &'a [&'a str],
    /// HTML.
    pub text: &'a str,
}

impl TextPage<'_> {
    pub fn html(&self, web: &Web) -> Html<String> {
        let Self { language, path, text, .. } = *self;
        let say = |name| escape(web.words.say(name, language));
        let (code, other) = (language.code(), other(language).code());
        let switch = if path.is_empty() {
            String::new()
        } else {
            format!(
                "<a href=\"{}?lang={other}\" lang=\"{other}\" hreflang=\"{other}\">{}</a>",
                escape(path),
                say("page.other_language")
            )
        };
        let body = format!(
            "<a class=\"skip\" href=\"#text\">{skip}</a>\n<header>\n<p class=\"name\"><a href=\"/?lang={code}\">{name}</a></p>\n\
             <nav class=\"tools\"><a class=\"urgent\" href=\"/help?lang={code}\">{help}</a>\
             <a href=\"/?lang={code}\">{chat}</a>{switch}</nav>\n</header>\n\
             <main id=\"text\" class=\"text\" tabindex=\"-1\">\n{text}\n</main>\n\
             <footer><p>{about}</p><p><a href=\"/privacy?lang={code}\">{privacy}</a>\
             <a href=\"/crisis-policy?lang={code}\">{policy}</a></p></footer>",
            skip = say("page.skip_to_content"),
            name = say("page.name"),
            help = say("page.help_lines"),
            chat = say("page.chat"),
            about = say("page.about"),
            privacy = say("page.privacy"),
            policy = say("page.crisis_policy"),
        );
        let title = format!("{} - {}", self.title, web.words.say("page.name", language));
        let page = Page { language: code, title: &title, style: assets::STYLE, scripts: self.scripts, body: &body };
        Html(page.html())
    }
}

/// A text's lines as paragraphs.
pub fn paragraphs(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("<p>{}</p>\n", escape(line.trim())))
        .collect()
}
