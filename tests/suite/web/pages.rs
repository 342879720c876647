//! Pages that need no script: they are whole, fenced in, and in both languages.

use handrail::author::lint::{Banned, readability, wording};
use handrail::channel::web::WebSettings;
use handrail::http::{PublicUrl, fingerprint};
use handrail::message::Language;
use handrail::ops::Time;
use handrail::safety::Directory;
use handrail::source::Position;

use super::client::{get, post};
use super::server::Server;

const PAGES: [&str; 7] = ["/", "/help", "/help/US", "/help/MX", "/privacy", "/crisis-policy", "/nowhere"];

#[tokio::test]
async fn each_page_is_fenced_in_and_loads_nothing_from_elsewhere() {
    let server = Server::usual().await;
    for path in PAGES {
        let page = get(server.address, path, "").await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        let style = page.body.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
        assert!(policy.contains(&format!("style-src '{}'", fingerprint(style))), "{path}: the style is not allowed");
        assert_eq!(page.header("referrer-policy"), Some("same-origin"));
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        for loaded in page.body.split(" src=\"").skip(1) {
            assert!(loaded.starts_with('/') && !loaded.starts_with("//"), "{path}: {loaded:.60}");
        }
        assert!(!page.body.contains("style=\"") && !page.body.contains("onclick"), "{path}");
    }
}

#[tokio::test]
async fn the_chat_is_painted_after_one_round_trip() {
    // Ten segments of 1,460 bytes: what a server may send before the first acknowledgement (RFC 6928).
    const ONE_ROUND_TRIP: usize = 14_600;
    let server = Server::usual().await;
    let page = get(server.address, "/", "").await.body;
    assert!(page.len() < ONE_ROUND_TRIP, "{} bytes", page.len());
    assert!(!page.contains("rel=\"stylesheet\""), "the style comes with the page");
    for script in page.split("<script src=\"").skip(1) {
        let (path, rest) = script.split_once('"').unwrap();
        assert!(rest.starts_with(" defer>"), "{path} holds up the painting");
    }
}

#[tokio::test]
async fn each_page_is_there_in_both_languages_with_nothing_left_to_fill_in() {
    let server = Server::usual().await;
    for path in PAGES {
        let english = get(server.address, &format!("{path}?lang=en"), "").await.body;
        let spanish = get(server.address, path, "Accept-Language: es-MX,es;q=0.9,en;q=0.5\r\n").await.body;
        assert!(english.contains("<html lang=\"en\">"), "{path}");
        assert!(spanish.contains("<html lang=\"es\">"), "{path}");
        for page in [&english, &spanish] {
            let text = page.split_once("</style>").unwrap().1;
            let text = text.split("<script type").next().unwrap_or_default();
            let hole = text.split('{').nth(1).map(|rest| rest.chars().take(30).collect::<String>());
            assert_eq!(hole, None, "{path}");
        }
        assert_ne!(english, spanish, "{path}");
    }
}

#[tokio::test]
async fn all_files_of_the_chat_together_are_small() {
    let server = Server::usual().await;
    let mut bytes = 0;
    for path in ["/", "/chat.js", "/print.js"] {
        bytes += get(server.address, path, "").await.body.len();
    }
    assert!(bytes < 60_000, "{bytes} bytes");
}

#[tokio::test]
async fn every_line_of_every_country_can_be_reached_from_its_page() {
    let server = Server::usual().await;
    let directory = Directory::shipped();
    let list = get(server.address, "/help", "").await.body;
    for country in directory.countries() {
        assert!(list.contains(&format!("href=\"/help/{}?lang=en\"", country.code)), "{}", country.code);
        let page = get(server.address, &format!("/help/{}", country.code.to_lowercase()), "").await;
        assert_eq!(page.status, 200);
        for line in &country.lines {
            let blocks = page
                .body
                .split("<div class=\"line\">")
                .filter(|block| block.contains(&format!("<h3>{}</h3>", handrail::http::escape(&line.name))));
            assert!(blocks.clone().next().is_some(), "{}", line.id);
            for block in blocks {
                let ways = ["href=\"tel:", "href=\"sms:", "href=\"https://", "href=\"http://"];
                assert!(ways.iter().any(|way| block.contains(way)), "{}: no way to reach it", line.id);
            }
        }
        let number = country.emergency_number().unwrap();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        assert!(page.body.contains(&format!("href=\"tel:{digits}\"")), "{}", country.code);
    }
}

#[tokio::test]
async fn a_country_by_name_leads_to_its_page_and_an_unknown_one_to_no_foreign_number() {
    let server = Server::usual().await;
    let named = get(server.address, "/help/mexico?lang=es", "").await;
    assert_eq!((named.status, named.header("location")), (303, Some("/help/MX?lang=es")));
    for path in ["/help/XX", "/help/atlantis", "/help/%3Cscript%3E"] {
        let page = get(server.address, path, "").await;
        assert_eq!(page.status, 404);
        assert!(!page.body.contains("href=\"tel:") && page.body.contains("findahelpline"), "{path}");
        assert!(!page.body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn only_sites_that_the_operator_named_may_show_the_chat() {
    let server = Server::usual().await;
    assert_eq!(get(server.address, "/embed.js", "").await.status, 404);
    let embed = vec![PublicUrl::read("https://clinic.example").unwrap()];
    let settings = WebSettings { embed, ..WebSettings::default() };
    let server = Server::start(settings, Some("https://help.example.org"), Time::system()).await;
    let page = get(server.address, "/", "").await;
    assert!(page.header("content-security-policy").unwrap().ends_with("frame-ancestors https://clinic.example"));
    assert_eq!(page.header("x-frame-options"), None);
    assert!(page.header("strict-transport-security").is_some());
    let script = get(server.address, "/embed.js", "").await;
    assert_eq!(script.header("cross-origin-resource-policy"), Some("cross-origin"));
}

#[tokio::test]
async fn a_document_is_shown_as_it_was_sent_and_runs_nothing() {
    let server = Server::usual().await;
    let headers = format!("Origin: http://{}\r\n", server.address);
    let form = "title=My%20plan&text=First%20line%0A-%20%3Cscript%3Ealert(1)%3C%2Fscript%3E&lang=es";
    let request = format!(
        "POST /document HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{headers}\r\n{form}",
        server.address,
        form.len()
    );
    let page = super::client::ask(server.address, &request).await;
    assert!(page.body.contains("<h1>My plan</h1>\n<p>First line</p>\n<ul><li>&lt;script&gt;"), "{}", page.body);
    assert!(page.body.contains("Imprimir"));
    assert_eq!(post(server.address, "/document", &headers, "{}").await.status, 400);
}

#[test]
fn what_the_page_says_by_itself_is_worded_as_everything_else() {
    let banned = std::fs::read_to_string(crate::support::path("config/banned.yaml")).unwrap();
    let banned = Banned::load("config/banned.yaml", &banned).unwrap();
    let text = std::fs::read_to_string(crate::support::path("web/words.toml")).unwrap();
    let mut texts = Vec::new();
    collect("", &toml::Value::Table(text.parse().unwrap()), &mut texts);
    assert!(texts.len() > 150, "{}", texts.len());
    let mut findings = Vec::new();
    for (name, language, text) in &texts {
        let at = Position { file: format!("web/words.toml {name}").into(), line: 1, column: 1 };
        wording(text, *language, &at, &banned, &mut findings);
        for line in text.lines() {
            readability(line, *language, &at, &mut findings);
        }
    }
    assert!(findings.is_empty(), "{}", findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

/// All texts with their names and languages.
fn collect(name: &str, value: &toml::Value, texts: &mut Vec<(String, Language, String)>) {
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, below)| {
            match (Language::from_tag(key).filter(|_| key.len() == 2), below.as_str()) {
                (Some(language), Some(text)) => texts.push((name.to_owned(), language, text.to_owned())),
                _ => collect(&format!("{name}.{key}"), below, texts),
            }
        }),
        toml::Value::Array(entries) => entries.iter().for_each(|entry| collect(name, entry, texts)),
        _ => {}
    }
}
