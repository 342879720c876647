//! The program itself, as people meet it: how long from its start until it is ready, 500 conversations at once on the
//! web page, its memory, and how it ends while they go on.
//!
//! `cargo bench --bench web` starts `handrail run` of the same build with the encoder and SQLite, talks to it over HTTP,
//! and prints one JSON line for each figure. Each conversation writes every five seconds, by turns in words and with
//! buttons; nobody writes faster for long. What is measured is the time from a request's first byte to the answer's last.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener as Free};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use handrail::ops::{Stopwatch, Tasks};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const PEOPLE: usize = 500;
/// One person writes so often.
const EVERY: Duration = Duration::from_secs(5);
const LASTS: Duration = Duration::from_mins(1);
const TEXTS: [&str; 6] = [
    "what is an iop",
    "how much does it cost with medicaid",
    "i start next week and i am scared of groups",
    "can i keep my job meanwhile",
    "menu",
    "no se si lo puedo pagar",
];

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
fn main() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut starts = Vec::new();
        for _ in 0..5 {
            let program = Program::start(folder.path()).await;
            starts.push(program.ready_ms);
            program.ends().await;
        }
        starts.sort_by(f64::total_cmp);
        println!("{{\"bench\":\"start to ready, encoder\",\"median_ms\":{:.0},\"worst_ms\":{:.0}}}", starts[2], starts[4]);
        let program = Arc::new(Program::start(folder.path()).await);
        println!("{{\"bench\":\"memory at rest\",\"mib\":{:.0}}}", program.memory("VmRSS"));
        let stopping = Arc::new(AtomicBool::new(false));
        let tasks = Tasks::new();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        for number in 0..PEOPLE {
            let person = Person { number, address: program.public, cookie: String::new(), said: 0, took: Vec::new() };
            let (stopping, tell) = (Arc::clone(&stopping), tell.clone());
            tasks.spawn(async move {
                let _whoever_counts_is_there = tell.send(person.talks(&stopping).await);
            });
        }
        drop(tell);
        tokio::time::sleep(LASTS).await;
        let most = program.memory("VmHWM");
        // Everybody goes on writing while it is told to stop.
        stopping.store(true, Ordering::Relaxed);
        let program = Arc::into_inner(program).unwrap();
        let ended_ms = program.ends().await;
        let mut people = Vec::new();
        while let Some(person) = told.recv().await {
            people.push(person);
        }
        let mut took: Vec<f64> = people.iter().flat_map(|person| person.took.iter().copied()).collect();
        took.sort_by(f64::total_cmp);
        let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
        println!(
            "{{\"bench\":\"web, {PEOPLE} conversations\",\"answers\":{},\"median_ms\":{:.1},\"p99_ms\":{:.1},\"worst_ms\":{:.1},\"memory_mib\":{most:.0}}}",
            took.len(), at(0.5), at(0.99), at(1.0)
        );
        // What was answered is known: sent again after a restart it is not taken a second time.
        let program = Program::start(folder.path()).await;
        let mut lost = 0;
        for person in &mut people {
            person.address = program.public;
            if person.said > 0 && person.is_taken_anew().await {
                lost += 1;
            }
        }
        println!("{{\"bench\":\"stop under load\",\"ms\":{ended_ms:.0},\"answers_lost\":{lost},\"of\":{}}}", people.len());
        program.ends().await;
    });
}

struct Program {
    child: Child,
    public: SocketAddr,
    ready_ms: f64,
}

impl Program {
    #[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
    async fn start(folder: &Path) -> Self {
        let [public, private] = [free(), free()];
        let mut command = Command::new(env!("CARGO_BIN_EXE_handrail"));
        command.arg("run").current_dir(folder).env_clear().env("HANDRAIL__DATA", folder.join("data"));
        command.env("HANDRAIL__HTTP__WEB", "yes").env("HANDRAIL__HTTP__PUBLIC", public.to_string());
        command.env("HANDRAIL__HTTP__PRIVATE", private.to_string()).stderr(Stdio::null()).stdin(Stdio::null());
        let took = Stopwatch::start();
        let child = command.spawn().unwrap();
        let ready = format!("GET /readyz HTTP/1.1\r\nHost: {private}\r\nConnection: close\r\n\r\n");
        while !asked(private, &ready).await.is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            assert!(took.seconds() < 60.0, "it does not become ready");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Self { child, public, ready_ms: took.seconds() * 1000.0 }
    }

    /// A figure of the system about the process, in MiB.
    fn memory(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(f64::NAN) / 1024.0
    }

    /// SIGTERM; how long it took to end, in ms.
    #[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
    async fn ends(mut self) -> f64 {
        let took = Stopwatch::start();
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "it ended badly: {status}");
                return took.seconds() * 1000.0;
            }
            assert!(took.seconds() < 60.0, "it does not end");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

fn free() -> SocketAddr {
    Free::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).unwrap_or_else(|error| panic!("{error}"))
}

async fn asked(address: SocketAddr, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    Some(answer)
}

/// Somebody who talks, on a connection that stays open as a browser's does.
struct Person {
    number: usize,
    address: SocketAddr,
    cookie: String,
    /// Messages that were answered.
    said: usize,
    took: Vec<f64>,
}

impl Person {
    async fn talks(mut self, stopping: &AtomicBool) -> Self {
        // They come one after the other, spread over the first pause.
        tokio::time::sleep(EVERY.mul_f64(self.number as f64 / PEOPLE as f64)).await;
        let mut open = None;
        let mut tap = None;
        loop {
            if open.is_none() {
                open = TcpStream::connect(self.address).await.ok();
            }
            let Some(stream) = open.as_mut() else { return self };
            let body = self.body(self.said + 1, tap.take());
            let took = Stopwatch::start();
            match self.exchange(stream, &body).await {
                Some(answer) => {
                    self.took.push(took.seconds() * 1000.0);
                    self.said += 1;
                    let choices = answer["answer"]["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
                    let chosen =
                        choices.get(self.said % choices.len().max(1)).and_then(|choice| choice["tap"].as_str());
                    tap = chosen.filter(|_| self.said.is_multiple_of(2)).map(str::to_owned);
                }
                None if stopping.load(Ordering::Relaxed) => return self,
                None => open = None,
            }
            tokio::time::sleep(EVERY.saturating_sub(Duration::from_secs_f64(took.seconds()))).await;
        }
    }

    fn body(&self, message: usize, tap: Option<String>) -> String {
        let mut said = json!({ "page": "a1", "number": message, "language": "en" });
        match tap {
            Some(tap) => said["tap"] = tap.into(),
            None => said["text"] = TEXTS[(self.number + message) % TEXTS.len()].into(),
        }
        said.to_string()
    }

    /// The last answered message once more: whether it is answered as a new one.
    async fn is_taken_anew(&mut self) -> bool {
        let Ok(mut stream) = TcpStream::connect(self.address).await else { return true };
        let body = self.body(self.said, None);
        self.exchange(&mut stream, &body).await.is_none_or(|answer| !answer["answer"].is_null())
    }

    async fn exchange(&mut self, stream: &mut TcpStream, body: &str) -> Option<Value> {
        let (address, number, length) = (self.address, self.number, body.len());
        let mut request = Vec::new();
        write!(
            request,
            "POST /api/say HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nContent-Type: application/json\r\n\
             X-Forwarded-For: 10.1.{}.{}\r\nCookie: {}\r\nContent-Length: {length}\r\n\r\n{body}",
            number / 250,
            number % 250 + 1,
            self.cookie,
        )
        .ok()?;
        stream.write_all(&request).await.ok()?;
        let mut answer = Vec::new();
        loop {
            if stream.read_buf(&mut answer).await.ok()? == 0 {
                return None;
            }
            let text = String::from_utf8_lossy(&answer);
            let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if rest.len() < length.unwrap_or(usize::MAX) {
                continue;
            }
            let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
            if let Some(cookie) = cookie {
                cookie.clone_into(&mut self.cookie);
            }
            return head.starts_with("HTTP/1.1 200").then(|| serde_json::from_str(rest).ok())?;
        }
    }
}
