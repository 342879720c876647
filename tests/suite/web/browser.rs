//! The page in a real browser. These run with `cargo test browser -- --ignored`, as scripts/check does: they need
//! Debian's chromium and chromium-driver, and axe-core below target/axe (`npm install --prefix target/axe axe-core`).

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use handrail::channel::web::WebSettings;
use handrail::http::{Limits, Listener, PublicUrl};
use handrail::ops::{Tasks, Time};
use serde_json::{Value, json};

use super::driver::{Browser, ENTER, SHIFT_TAB, SPACE, TAB};
use super::server::Server;
use super::studio::{Folder, Studio};
use crate::support::path;

const DANGER: &str = "i want to kill myself tonight";
const IDLE: &str = "document.getElementById('wait').hidden";

/// How many answers the page shows, the greeting not counted.
const ANSWERS: &str = "document.querySelectorAll('.said:not(.mine):not(#start)').length";

/// Opens the page as a window of a usual size shows it.
async fn open(browser: &Browser, address: &str) {
    browser.size(1000, 800).await;
    browser.prefers("prefers-color-scheme", "light").await;
    browser.open(address).await;
}

async fn write(browser: &Browser, text: &str) {
    let before = browser.run(&format!("return {ANSWERS};")).await;
    browser.click("#say").await;
    browser.press(text).await;
    browser.press(ENTER).await;
    browser.until("an answer", &format!("{ANSWERS} > {before} && {IDLE}")).await;
}

async fn choose(browser: &Browser, words: &str) {
    let before = browser.run(&format!("return {ANSWERS};")).await;
    browser.click_words(words).await;
    browser.until("an answer", &format!("{ANSWERS} > {before} && {IDLE}")).await;
}

async fn last_answer(browser: &Browser) -> String {
    let text = browser.run("return [...document.querySelectorAll('.said:not(.mine)')].at(-1).innerText;").await;
    text.as_str().unwrap_or_default().to_owned()
}

/// Keeps a picture of the page for people to look at.
async fn keep(browser: &Browser, name: &str) {
    let folder = path("docs/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.png")), browser.picture().await).unwrap();
}

/// Holds the page against the rules of axe-core (WCAG 2.0 to 2.2, levels A and AA, and good practice).
async fn accessible(browser: &Browser, what: &str) {
    let file = path("target/axe/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("axe-core is missing: npm install --prefix target/axe axe-core"));
    browser.run(&axe).await;
    browser.run("window.found = null; axe.run(document).then((result) => { window.found = result; });").await;
    browser.until("the check", "window.found").await;
    let report = "return window.found.violations.map((v) => v.id + ': ' + v.help + ' ' + \
         v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join('; '));";
    assert_eq!(browser.run(report).await, json!([]), "{what}");
    assert!(browser.run("return window.found.passes.length;").await.as_u64() > Some(10), "{what}: little was checked");
}

async fn no_sideways_scroll(browser: &Browser, what: &str) {
    let wide = browser.run("return document.documentElement.scrollWidth;").await.as_u64();
    let room = browser.run("return window.innerWidth;").await.as_u64();
    assert!(wide <= room, "{what}: {wide:?} wide in {room:?}");
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn a_whole_journey_from_the_menu_to_a_page_that_prints() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    open(&browser, &server.link("/")).await;
    accessible(&browser, "the beginning").await;
    keep(&browser, "chat-start").await;
    choose(&browser, "Menu").await;
    keep(&browser, "chat-menu").await;
    accessible(&browser, "the menu").await;
    write(&browser, "what is an iop").await;
    let answer = last_answer(&browser).await;
    assert!(answer.contains("intensive outpatient"), "{answer}");
    keep(&browser, "chat-answer").await;
    write(&browser, "questions to ask a program").await;
    journey_to_document(&browser).await;
    keep(&browser, "chat-document").await;
    accessible(&browser, "a document").await;
    let moves = "return document.documentElement.scrollHeight > window.innerHeight;";
    assert_eq!(browser.run(moves).await, false, "only the conversation scrolls, so that help stays on the screen");
    browser.click_words("Open to print").await;
    while browser.windows().await < 2 {}
    browser.enter_newest_window().await;
    browser.until("the page to print", "document.getElementById('print')").await;
    accessible(&browser, "the page to print").await;
    keep(&browser, "document").await;
    browser.run("window.printed = 0; window.print = () => { window.printed += 1; };").await;
    browser.click("#print").await;
    assert_eq!(browser.run("return window.printed;").await, 1);
}

/// Takes the first choice of each question until there is a document.
async fn journey_to_document(browser: &Browser) {
    for _ in 0..40 {
        if browser.run("return document.querySelectorAll('.paper').length;").await.as_u64() > Some(0) {
            return;
        }
        let before = browser.run(&format!("return {ANSWERS};")).await;
        let first = "return [...document.querySelectorAll('.choice')].map((e) => e.textContent);";
        let choices = browser.run(first).await;
        let choices: Vec<&str> = choices.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        match choices.iter().find(|label| **label == "Skip").or(choices.first()) {
            Some(label) => browser.click_words(label).await,
            None => panic!("the journey ended without a document: {}", last_answer(browser).await),
        }
        browser.until("an answer", &format!("{ANSWERS} > {before} && {IDLE}")).await;
    }
    panic!("no document after forty steps: {}", last_answer(browser).await);
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn a_crisis_card_has_links_to_call_and_to_text_and_goes_on() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    open(&browser, &server.link("/")).await;
    write(&browser, DANGER).await;
    let links = browser.run("return [...document.querySelectorAll('.urgent-answer a')].map((a) => a.href);").await;
    let links: Vec<&str> = links.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(links.contains(&"tel:988") && links.contains(&"tel:911"), "{links:?}");
    assert!(links.contains(&"sms:988"), "{links:?}");
    accessible(&browser, "a crisis card").await;
    keep(&browser, "crisis").await;
    browser.prefers("prefers-color-scheme", "dark").await;
    accessible(&browser, "a crisis card in the dark").await;
    keep(&browser, "crisis-dark").await;
    choose(&browser, "Not right now").await;
    assert!(last_answer(&browser).await.contains("You don't have to call"), "{}", last_answer(&browser).await);
    // The link on every page does the same without a word.
    browser.click("#help").await;
    browser.until("the card", "document.querySelectorAll('.urgent-answer').length >= 3").await;
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn everything_can_be_done_with_the_keyboard_alone() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    open(&browser, &server.link("/")).await;
    // The first stop is the way past everything else.
    browser.press(TAB).await;
    assert_eq!(browser.run("return document.activeElement.className;").await, "skip");
    browser.press(ENTER).await;
    browser.until("the box", "document.activeElement.id === 'say'").await;
    browser.press("menu").await;
    browser.press(ENTER).await;
    browser.until("the menu", &format!("{ANSWERS} === 1 && {IDLE}")).await;
    assert_eq!(browser.run("return document.activeElement.id;").await, "say", "the box keeps the focus");
    browser.press_together(SHIFT_TAB).await;
    assert_eq!(browser.run("return document.activeElement.className;").await, "choice");
    browser.press(SPACE).await;
    browser.until("the next answer", &format!("{ANSWERS} === 2 && {IDLE}")).await;
    // The focus is on what was asked, not lost with the button that is gone.
    let focused = browser.run("return document.activeElement.className;").await;
    assert_eq!(focused, "choice", "{}", last_answer(&browser).await);
    let ring = browser.run("return getComputedStyle(document.activeElement).outlineStyle;").await;
    assert_eq!(ring, "solid", "the focus can be seen");
    keep(&browser, "chat-keyboard").await;
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn on_a_narrow_phone_nothing_has_to_be_moved_sideways() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    browser.size(320, 640).await;
    browser.prefers("prefers-color-scheme", "light").await;
    for path in ["/help", "/help/US", "/help/MX?lang=es", "/privacy", "/crisis-policy?lang=es", "/nowhere"] {
        browser.open(&server.link(path)).await;
        no_sideways_scroll(&browser, path).await;
        accessible(&browser, path).await;
    }
    browser.open(&server.link("/help/US")).await;
    keep(&browser, "help-phone").await;
    browser.open(&server.link("/")).await;
    for text in ["menu", "what does it cost", DANGER, &"a".repeat(300)] {
        write(&browser, text).await;
        no_sideways_scroll(&browser, text).await;
        if text == "menu" {
            keep(&browser, "chat-phone").await;
        }
        if text == DANGER {
            keep(&browser, "crisis-phone").await;
        }
    }
    let box_seen = "const r = document.getElementById('say').getBoundingClientRect(); \
         return r.top >= 0 && r.bottom <= window.innerHeight;";
    assert_eq!(browser.run(box_seen).await, true, "the box is on the screen");
    let small = "return [...document.querySelectorAll('button, .said a')].filter((e) => { \
         const r = e.getBoundingClientRect(); return r.width && (r.height < 24 || r.width < 24); }).map((e) => e.outerHTML);";
    assert_eq!(browser.run(small).await, json!([]), "fingers need 24 pixels (WCAG 2.2, 2.5.8)");
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn a_browser_that_speaks_spanish_gets_spanish_and_the_switch_works_both_ways() {
    let (server, browser) = (Server::usual().await, Browser::start("es").await);
    open(&browser, &server.link("/")).await;
    assert_eq!(browser.run("return document.documentElement.lang;").await, "es");
    write(&browser, "hola").await;
    accessible(&browser, "en español").await;
    keep(&browser, "chat-spanish").await;
    browser.click("#language").await;
    browser
        .until(
            "English",
            "document.documentElement.lang === 'en' && document.querySelector('.send').textContent === 'Send'",
        )
        .await;
    browser.until("the answer", &format!("{ANSWERS} >= 2 && {IDLE}")).await;
    assert!(last_answer(&browser).await.contains("in English"), "{}", last_answer(&browser).await);
    browser.click("#language").await;
    browser.until("Spanish", "document.querySelector('.send').textContent === 'Enviar'").await;
    browser.until("the answer", &format!("{ANSWERS} >= 3 && {IDLE}")).await;
    write(&browser, "quiero morirme").await;
    assert!(last_answer(&browser).await.contains("Llame"), "{}", last_answer(&browser).await);
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn a_page_that_is_loaded_again_goes_on_where_it_was() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    open(&browser, &server.link("/")).await;
    choose(&browser, "Menu").await;
    let choices = "return [...document.querySelectorAll('.choice')].map((e) => e.textContent);";
    let before = browser.run(choices).await;
    browser.reload().await;
    browser.until("the last answer", &format!("{ANSWERS} === 1")).await;
    assert_eq!(browser.run(choices).await, before);
    keep(&browser, "chat-reload").await;
    let first = before[0].as_str().unwrap().to_owned();
    choose(&browser, &first).await;
    browser.run("navigator.sendBeacon = (address) => { window.left = address; return true; };").await;
    assert_eq!(browser.run("return document.cookie;").await, "", "scripts cannot read the cookie");
    assert_eq!(browser.run("return localStorage.length + sessionStorage.length;").await, 0);
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn an_answer_that_did_not_arrive_can_be_asked_for_again() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    open(&browser, &server.link("/")).await;
    let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.emulateNetworkConditions", offline).await;
    write(&browser, "menu").await;
    assert!(last_answer(&browser).await.contains("did not arrive"), "{}", last_answer(&browser).await);
    accessible(&browser, "trouble").await;
    keep(&browser, "chat-offline").await;
    let online = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.emulateNetworkConditions", online).await;
    browser.click_words("Try again").await;
    browser.until("the answer", &format!("{ANSWERS} === 1 && document.querySelectorAll('.choice').length > 2")).await;
}

/// A page of somebody else's that shows the chat, on another site (`localhost` and `127.0.0.1` are two).
async fn clinic(script: String) -> (SocketAddr, Tasks) {
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>A clinic</title><main><h1>A clinic</h1><p>Welcome.</p></main>{script}"
    );
    let tasks = Tasks::new();
    let listener = Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), "public").await.unwrap();
    let address = listener.address();
    let router = Router::new().route("/", get(async move || Html(page)));
    listener.serve(router, Limits::default(), &tasks);
    (address, tasks)
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn a_site_that_the_operator_named_shows_the_chat_and_no_other_can() {
    // The clinic's page needs the chat's address and the chat has to know the clinic's: the ports are found first.
    let held = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = held.local_addr().unwrap().port();
    drop(held);
    let embed = vec![PublicUrl::read(&format!("http://localhost:{port}")).unwrap()];
    let server = Server::start(WebSettings { embed, ..WebSettings::default() }, None, Time::system()).await;
    let tasks = Tasks::new();
    let script = format!("<script src=\"{}\" async></script>", server.link("/embed.js"));
    let page =
        format!("<!doctype html><html lang=\"en\"><title>A clinic</title><main><h1>A clinic</h1></main>{script}");
    let listener = Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), "public").await.unwrap();
    listener.serve(Router::new().route("/", get(async move || Html(page))), Limits::default(), &tasks);

    let browser = Browser::start("en").await;
    browser.open(&format!("http://localhost:{port}/")).await;
    browser.until("the button", "document.querySelector('button')").await;
    browser.click_words("Open the help chat").await;
    browser.enter_frame(Some("iframe")).await;
    browser.until("the chat", "document.getElementById('say')").await;
    choose(&browser, "Menu").await;
    browser.enter_frame(None).await;
    keep(&browser, "embedded").await;
    accessible(&browser, "a page with the chat").await;
    browser.reload().await;
    browser.click_words("Open the help chat").await;
    browser.enter_frame(Some("iframe")).await;
    browser.until("the conversation, known again by its cookie", &format!("{ANSWERS} === 1")).await;
    tasks.stop();

    let (other, other_tasks) = clinic(format!("<iframe src=\"{}\" title=\"chat\"></iframe>", server.link("/"))).await;
    browser.enter_frame(None).await;
    browser.open(&format!("http://{other}/")).await;
    browser.enter_frame(Some("iframe")).await;
    assert_eq!(browser.run("return document.getElementById('say') === null;").await, true);
    other_tasks.stop();
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn help_lines_can_be_read_and_called_without_any_script() {
    let (server, browser) = (Server::usual().await, Browser::start("en").await);
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    open(&browser, &server.link("/")).await;
    browser.click("noscript a, .tools .urgent").await;
    browser.click("a[href^='/help/US']").await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await;
    let calls = browser.run("return [...document.querySelectorAll('a[href^=\"tel:\"]')].map((a) => a.href);").await;
    let calls: Vec<&str> = calls.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(calls.contains(&"tel:911") && calls.contains(&"tel:988"), "{calls:?}");
    accessible(&browser, "help lines").await;
    keep(&browser, "help").await;
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn the_studio_shows_a_map_and_a_conversation_beside_it() {
    let (studio, browser) = (Studio::open(None).await, Browser::start("en").await);
    browser.size(1280, 860).await;
    browser.open(&studio.link).await;
    browser.until("the map", "document.querySelector('#drawing svg')").await;
    assert_eq!(browser.run("return location.search;").await, "", "the token is no longer in the address");
    browser.click("#begin").await;
    browser.until("an answer", "document.querySelector('.bubble')").await;
    browser.until("the step on the map", "document.querySelector('.here')").await;
    browser.click(".row button").await;
    browser.until("the next answer", "document.querySelectorAll('.turn').length === 2").await;
    browser
        .run(
            "document.getElementById('platform').value = 'discord'; \
        document.getElementById('platform').dispatchEvent(new Event('change'));",
        )
        .await;
    browser.until("the length", "document.querySelector('.bubble small')").await;
    keep(&browser, "studio").await;
    accessible(&browser, "the studio").await;
    browser.click("#tab-screen").await;
    browser.click("#message").await;
    browser.press("i want to die").await;
    browser.press(ENTER).await;
    browser
        .until("what the screen sees", "document.getElementById('screen-result').textContent.includes('Level: ')")
        .await;
    accessible(&browser, "the screen's page").await;
    keep(&browser, "studio-screen").await;
    browser.click("#tab-findings").await;
    accessible(&browser, "the findings").await;
    browser.click("#undo").await;
    browser.until("one turn less", "document.querySelectorAll('.turn').length === 1").await;
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn the_studio_draws_numbers_with_the_tables_behind_them_and_hides_small_ones() {
    let (studio, browser) = (Studio::open(None).await, Browser::start("en").await);
    browser.size(1280, 860).await;
    browser.open(&studio.link).await;
    browser.until("the map", "document.querySelector('#drawing svg')").await;
    choose_value(&browser, "flow", "find_program").await;
    browser.until("counts on the map", "document.querySelector('.counts')").await;
    let painted = browser.run("return document.querySelector('.counts').textContent;").await;
    assert_eq!(painted, "asked 120, stopped here 14");
    browser.click("#tab-numbers").await;
    browser.until("the numbers", "document.querySelectorAll('#numbers-result .group').length === 3").await;
    browser.click("#numbers-result summary").await;
    browser.until("the days", "document.querySelector('details[open] svg.days')").await;
    let said = browser.run("return document.getElementById('numbers-result').innerText;").await;
    assert!(said.as_str().unwrap().contains("<5"), "{said}");
    accessible(&browser, "the numbers").await;
    keep(&browser, "studio-numbers").await;
}

#[tokio::test]
#[ignore = "needs chromium, see the head of the file"]
async fn the_map_follows_the_conversation_and_an_edit_shows_what_it_changes() {
    let folder = Folder::with_flows("browser");
    let (studio, browser) = (Studio::open(Some(folder.0.clone())).await, Browser::start("en").await);
    browser.size(1280, 860).await;
    browser.open(&studio.link).await;
    browser.until("the map", "document.querySelector('#drawing svg')").await;
    browser.click("#say").await;
    browser.press("remind me").await;
    browser.press(ENTER).await;
    browser
        .until(
            "the other map",
            "document.getElementById('flow').value === 'reminders' && document.querySelector('.here')",
        )
        .await;
    choose_value(&browser, "platform", "telegram").await;
    browser.until("a message as Telegram shows it", "document.querySelector('.bubble.telegram small')").await;
    choose_value(&browser, "how-long", "10080").await;
    browser.click("#later").await;
    browser.until("a week later", "document.querySelector('#talk').textContent.includes('(a week later)')").await;
    browser.click("#undo").await;
    let file = folder.0.join("reminders.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let said = browser.run("return document.querySelector('.bubble').firstChild.textContent;").await;
    let first: String = said.as_str().unwrap().split(['.', '?', ',']).next().unwrap().to_owned();
    assert!(text.contains(&first), "{first}");
    std::fs::write(&file, text.replace(&first, "Something quite new")).unwrap();
    browser.until("what is new", "document.querySelector('.difference ins')").await;
    browser.until("what was", "document.querySelector('.difference del')").await;
    accessible(&browser, "an edit").await;
    keep(&browser, "studio-edit").await;
    browser.click("#accept").await;
    browser.until("nothing marked", "!document.querySelector('.difference')").await;
    std::fs::write(&file, text + "\nnonsense: true\n").unwrap();
    browser.until("the refusal", "!document.getElementById('refused').hidden").await;
    browser.click("#tab-findings").await;
    browser.click("#found button").await;
    browser.until("the line", "document.querySelector('#source .at')").await;
    keep(&browser, "studio-findings").await;
}

/// Chooses in a list, as a person would.
async fn choose_value(browser: &Browser, list: &str, value: &str) {
    let script = format!(
        "const list = document.getElementById('{list}'); list.value = '{value}'; \
         list.dispatchEvent(new Event('change'));"
    );
    browser.run(&script).await;
}
