//! What the benchmarks of the store share: PostgreSQL in a temporary folder, and the processor time that work takes.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use handrail::store::Place;
use secrecy::SecretString;

/// Ticks of a second in `/proc`.
const TICKS: f64 = 100.0;

/// A server that flushes every commit to the disk; it ends when this is dropped.
pub struct Postgres {
    child: Child,
    folder: String,
}

impl Postgres {
    #[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
    pub fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/postgres.sh");
        let mut child =
            Command::new("sh").arg(script).arg("on").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        while !line.starts_with("ready ") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "PostgreSQL did not start");
        }
        Self { child, folder: line.trim().trim_start_matches("ready ").to_owned() }
    }

    pub fn address(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder)
    }

    pub fn place(&self) -> Place {
        Place::Postgres { address: SecretString::from(self.address()), connections: 16 }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It ends by itself when its input does; here it is only waited for.
        let _ended = self.child.wait();
    }
}

/// Seconds of processor time that this process has taken, over all its threads; 0 where the system does not say.
pub fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in brackets and may hold spaces.
    let after = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = |field: usize| after.split(' ').nth(field).and_then(|text| text.parse().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / TICKS
}
