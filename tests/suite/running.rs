//! The program as it runs for an operator: read anew, asked, stopped.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::support::{copy, path};

/// A `handrail run` that shows the web page, with a copy of the flows.
struct Running {
    child: Child,
    folder: tempfile::TempDir,
    public: SocketAddr,
    private: SocketAddr,
}

fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl Running {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&path("flows"), &folder.path().join("flows"));
        let (public, private) = (free(), free());
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = Self::command(folder.path(), public, private).arg("run").stderr(log).spawn().unwrap();
        let running = Self { child, folder, public, private };
        while !running.ask(&["healthcheck", "--ready"]).status.success() {}
        running
    }

    fn command(folder: &Path, public: SocketAddr, private: SocketAddr) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handrail"));
        command.current_dir(folder).env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        command.env("HANDRAIL__DATA", folder.join("data")).env("HANDRAIL__FLOWS", folder.join("flows"));
        command.env("HANDRAIL__HOTLINES", folder.join("own.yaml")).env("HANDRAIL__ENCODER", "no");
        command.env("HANDRAIL__HTTP__WEB", "yes");
        command.env("HANDRAIL__HTTP__PUBLIC", public.to_string());
        command.env("HANDRAIL__HTTP__PRIVATE", private.to_string());
        command
    }

    fn ask(&self, arguments: &[&str]) -> Output {
        Self::command(self.folder.path(), self.public, self.private).args(arguments).output().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended_before = self.child.kill();
        let _status = self.child.wait();
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn files_are_read_anew_while_the_program_runs_or_refused_with_the_reason() {
    let mut running = Running::start();
    let taken = running.ask(&["reload"]);
    assert!(taken.status.success() && said(&taken).contains("flows from"), "{}", said(&taken));

    let file = running.folder.path().join("flows/menu.yaml");
    let sound = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{sound}\nnonsense: true\n")).unwrap();
    let refused = running.ask(&["reload"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    let why = said(&refused);
    assert!(why.contains("menu.yaml") && why.contains("nonsense") && why.contains("Nothing was taken"), "{why}");
    assert!(running.ask(&["healthcheck", "--ready"]).status.success(), "it goes on with what was there");

    std::fs::write(&file, sound).unwrap();
    assert!(running.ask(&["reload"]).status.success());

    let doctor = running.ask(&["doctor"]);
    assert!(said(&doctor).contains("says that it is ready"), "{}", said(&doctor));

    let stopped = Command::new("kill").args(["-TERM", &running.child.id().to_string()]).status().unwrap();
    assert!(stopped.success() && running.child.wait().unwrap().success(), "a stop is no failure");
    let nobody = running.ask(&["reload"]);
    assert!(!nobody.status.success() && said(&nobody).contains("nothing answers"), "{}", said(&nobody));
}

#[test]
fn an_operators_own_help_lines_are_there_at_the_start_and_after_each_reload() {
    let running = Running::start();
    let shows = |number: &str| {
        let mut page = std::net::TcpStream::connect(running.public).unwrap();
        write!(page, "GET /help/us HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", running.public).unwrap();
        let mut html = String::new();
        page.read_to_string(&mut html).unwrap();
        html.contains(number)
    };
    assert!(!shows("1-555-0101"), "the file is not there yet");
    let own = |number: &str| {
        let line = format!(
            "{{ id: us_ours, name: Ours, phone: \"{number}\", hours: \"24/7\", audience: [general], tier: B, \
             as_of: 2026, sources: [own], checked_on: \"2026-11-26\" }}"
        );
        let source = "{ year: 2026, what: \"the provider's page\", ref: \"https://example.org\" }";
        let text =
            format!("schema: 1\nsources:\n  own: {source}\ncountries:\n  - code: \"US\"\n    lines:\n      - {line}\n");
        std::fs::write(running.folder.path().join("own.yaml"), text).unwrap();
    };
    own("1-555-0101");
    let taken = running.ask(&["reload"]);
    assert!(taken.status.success() && said(&taken).contains("help lines from"), "{}", said(&taken));
    assert!(shows("1-555-0101"));
    own("+45645");
    let refused = running.ask(&["reload"]);
    assert!(!refused.status.success() && said(&refused).contains("hotlines"), "{}", said(&refused));
    assert!(shows("1-555-0101"), "the lines of before stay");
}

#[test]
fn a_port_that_is_taken_is_named_at_the_start_and_by_the_doctor() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    copy(&path("flows"), &folder.path().join("flows"));
    for verb in ["run", "doctor"] {
        let mut command = Running::command(folder.path(), free(), taken.local_addr().unwrap());
        let output = command.arg(verb).output().unwrap();
        assert!(!output.status.success());
        assert!(said(&output).contains("http.private"), "{verb}: {}", said(&output));
    }
}

#[test]
fn a_secret_that_is_given_twice_or_cannot_be_read_stops_the_start_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let run = |settings: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_handrail"));
        command.arg("run").current_dir(folder.path()).env_clear().env("HANDRAIL__DATA", "data");
        let output = command.envs(settings.iter().copied()).output().unwrap();
        assert!(!output.status.success());
        said(&output)
    };
    let secret = "1234567:not-to-be-shown-anywhere";
    std::fs::write(folder.path().join("token"), secret).unwrap();
    let both = run(&[("HANDRAIL__TELEGRAM__TOKEN", secret), ("HANDRAIL__TELEGRAM__TOKEN_FILE", "token")]);
    assert!(both.contains("token_file") && !both.contains(secret), "{both}");
    let gone = run(&[("HANDRAIL__TELEGRAM__TOKEN_FILE", "nowhere")]);
    assert!(gone.contains("nowhere") && gone.contains("token_file"), "{gone}");
}

#[cfg(unix)]
#[test]
fn a_start_names_each_secret_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let start = |mode: u32| {
        let token = folder.path().join("token");
        std::fs::write(&token, "4242:secret").unwrap();
        std::fs::set_permissions(&token, std::fs::Permissions::from_mode(mode)).unwrap();
        // Without a channel it ends at once: a token of a database is no channel.
        let mut command = Command::new(env!("CARGO_BIN_EXE_handrail"));
        command.current_dir(folder.path()).env_clear().env("HANDRAIL__DATABASE__URL_FILE", &token).arg("run");
        said(&command.output().unwrap())
    };
    let open = start(0o644);
    assert!(open.contains("database.url_file") && open.contains("chmod 600"), "{open}");
    assert!(!open.contains("4242"), "{open}");
    let private = start(0o600);
    assert!(!private.contains("chmod"), "{private}");
}
