//! A real Chromium, by the WebDriver protocol (W3C Recommendation "WebDriver") and Debian's chromium-driver.
//!
//! Each browser has a profile of its own that is removed with it, and makes no request but to the pages of a test.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::ask;

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Longest wait for something to appear on a page.
const WITHIN: Duration = Duration::from_secs(20);

pub const ENTER: &str = "\u{e007}";
pub const TAB: &str = "\u{e004}";
pub const SPACE: &str = " ";
/// Pressed together.
pub const SHIFT_TAB: &str = "\u{e008}\u{e004}";

pub struct Browser {
    driver: Child,
    /// Open as long as the driver lives: it may still say something.
    _output: BufReader<ChildStdout>,
    address: SocketAddr,
    session: String,
    profile: PathBuf,
}

impl Browser {
    /// Starts one that asks for pages in a language.
    pub async fn start(language: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("handrail-browser-{}-{number}", std::process::id()));
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing: apt-get install chromium chromium-driver");
        let mut output = BufReader::new(driver.stdout.take().expect("the driver's output is a pipe"));
        let port = port_of(&mut output);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1000,800",
            &format!("--user-data-dir={}", profile.display()),
            &format!("--lang={language}"),
            &format!("--accept-lang={language}"),
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments, "prefs": { "intl.accept_languages": language } } } } });
        let mut browser = Self { driver, _output: output, address, session: String::new(), profile };
        let session = browser.command("POST", "/session", &wanted).await;
        browser.session = session["sessionId"].as_str().unwrap_or_else(|| panic!("{session}")).to_owned();
        browser
    }

    async fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let answered = ask(self.address, &request).await;
        let value = answered.json()["value"].take();
        assert!(answered.status == 200, "{method} {path}: {value}");
        value
    }

    async fn in_session(&self, method: &str, path: &str, body: &Value) -> Value {
        self.command(method, &format!("/session/{}{path}", self.session), body).await
    }

    pub async fn open(&self, address: &str) {
        self.in_session("POST", "/url", &json!({ "url": address })).await;
    }

    pub async fn reload(&self) {
        self.in_session("POST", "/refresh", &json!({})).await;
    }

    /// What a script of a few lines returns.
    pub async fn run(&self, script: &str) -> Value {
        self.in_session("POST", "/execute/sync", &json!({ "script": script, "args": [] })).await
    }

    /// Waits until a script returns true.
    pub async fn until(&self, what: &str, script: &str) {
        let began = Instant::now();
        while self.run(&format!("return Boolean({script});")).await != json!(true) {
            if began.elapsed() > WITHIN {
                let page = self.run("return document.body.innerText;").await;
                panic!("{what} did not happen; the page says: {page}");
            }
        }
    }

    /// Clicks on what a CSS selector finds, as a mouse does.
    pub async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        self.in_session("POST", &format!("/element/{element}/click"), &json!({})).await;
    }

    /// Clicks on the button or link with these words.
    pub async fn click_words(&self, words: &str) {
        let mark = format!(
            "const all = [...document.querySelectorAll('button, a')].filter((e) => e.textContent.trim() === {words:?});\
             document.querySelectorAll('[data-test]').forEach((e) => delete e.dataset.test);\
             if (all.length) all.at(-1).dataset.test = 'here'; return all.length;"
        );
        assert!(self.run(&mark).await.as_u64() > Some(0), "no button says {words:?}");
        self.click("[data-test=here]").await;
    }

    async fn find(&self, selector: &str) -> String {
        let found = self.in_session("POST", "/element", &json!({ "using": "css selector", "value": selector })).await;
        found[ELEMENT].as_str().unwrap_or_else(|| panic!("{selector}: {found}")).to_owned()
    }

    /// Types into whatever has the focus, key by key.
    pub async fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })])
            .collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] });
        self.in_session("POST", "/actions", &body).await;
    }

    /// Presses keys one after the other and lets go of all of them only then: the first are Shift and the like.
    pub async fn press_together(&self, keys: &str) {
        let down = keys.chars().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.chars().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] });
        self.in_session("POST", "/actions", &body).await;
    }

    /// Sets the size of the page as a device of that size has it.
    pub async fn size(&self, width: u32, height: u32) {
        let parameters = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", parameters).await;
    }

    /// What people set in their system, such as a dark look; and no motion, so that nothing moves under a click.
    pub async fn prefers(&self, name: &str, value: &str) {
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let features = json!({ "features": [still, { "name": name, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.in_session("POST", "/goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).await
    }

    /// Works inside of a frame from now on, or in the page again.
    pub async fn enter_frame(&self, selector: Option<&str>) {
        let id = match selector {
            Some(selector) => json!({ ELEMENT: self.find(selector).await }),
            None => Value::Null,
        };
        self.in_session("POST", "/frame", &json!({ "id": id })).await;
    }

    /// Works in the window that was opened last.
    pub async fn enter_newest_window(&self) {
        let windows = self.in_session("GET", "/window/handles", &Value::Null).await;
        let newest = windows.as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
        self.in_session("POST", "/window", &json!({ "handle": newest })).await;
    }

    pub async fn windows(&self) -> usize {
        self.in_session("GET", "/window/handles", &Value::Null).await.as_array().map_or(0, Vec::len)
    }

    /// The picture of the page, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let picture = self.in_session("GET", "/screenshot", &Value::Null).await;
        base64(picture.as_str().unwrap_or_default())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to end, the driver ends its browser too.
        if let Ok(mut stream) = std::net::TcpStream::connect(self.address) {
            use std::io::{Read as _, Write as _};
            let (session, host) = (&self.session, self.address);
            // It answers to no other name than its own.
            let request = format!("DELETE /session/{session} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let _asked = stream.write_all(request.as_bytes()).and_then(|()| stream.read(&mut [0; 256]));
        }
        let _ended = self.driver.kill().and_then(|()| self.driver.wait());
        let _removed = std::fs::remove_dir_all(&self.profile);
    }
}

/// The driver says on its first lines which port it took.
fn port_of(output: &mut BufReader<ChildStdout>) -> u16 {
    let lines = output.lines().map_while(Result::ok);
    let port = lines
        .filter_map(|line| line.split_once("started successfully on port ").map(|(_, rest)| rest.to_owned()))
        .find_map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok());
    port.expect("the driver named no port")
}

fn base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for symbol in text.bytes().filter(|symbol| *symbol != b'=') {
        let six = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}
