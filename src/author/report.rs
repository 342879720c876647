//! Findings as text for people, as JSON for programs, and as SARIF 2.1.0 for code review tools (OASIS standard, "Static
//! Analysis Results Interchange Format").
//!
//! The findings are printed in the order in which they come; files are named as they were given.

use std::fmt::Write as _;
use std::str::FromStr;

use serde_json::{Value, json};

use super::explain;
use crate::engine::{Finding, Severity};

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
    Sarif,
}

/// There is no such format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no format; there are text, json and sarif")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "sarif" => Ok(Self::Sarif),
            _ => Err(UnknownFormat(name.to_owned())),
        }
    }
}

/// Prints findings.
#[must_use]
pub fn report(findings: &[Finding], format: Format) -> String {
    match format {
        Format::Text => text(findings),
        Format::Json => json(findings),
        Format::Sarif => sarif(findings),
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// One line for each finding, and a last one that counts them.
#[must_use]
pub fn text(findings: &[Finding]) -> String {
    let mut lines = String::new();
    for finding in findings {
        let _ = writeln!(lines, "{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
    let warnings = findings.len() - errors;
    let _ = match (errors, warnings) {
        (0, 0) => writeln!(lines, "no errors, no warnings"),
        _ => writeln!(lines, "{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    if let Some(finding) = findings.first() {
        let _ = writeln!(lines, "`handrail explain {}` says more about a code", finding.code);
    }
    lines
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// `{"findings": [...], "errors": n, "warnings": n}`.
#[must_use]
pub fn json(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
    let listed: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code,
                "severity": level(finding.severity()),
                "file": &*finding.at.file,
                "line": finding.at.line,
                "column": finding.at.column,
                "message": finding.message,
                "suggestion": finding.suggestion,
            })
        })
        .collect();
    pretty(&json!({ "findings": listed, "errors": errors, "warnings": findings.len() - errors }))
}

/// One SARIF run, with the rules that it names.
#[must_use]
pub fn sarif(findings: &[Finding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            let title = explain::headline(code).unwrap_or(code);
            let page = explain::explain(code).unwrap_or(title);
            let severity = if code.starts_with('W') { Severity::Warning } else { Severity::Error };
            json!({
                "id": code,
                "shortDescription": { "text": title },
                "help": { "text": page, "markdown": page },
                "defaultConfiguration": { "level": level(severity) },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let message = match &finding.suggestion {
                Some(suggestion) => format!("{}; {suggestion}", finding.message),
                None => finding.message.clone(),
            };
            json!({
                "ruleId": finding.code,
                "ruleIndex": codes.iter().position(|code| *code == finding.code),
                "level": level(finding.severity()),
                "message": { "text": message },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": uri(&finding.at.file) },
                    "region": { "startLine": finding.at.line.max(1), "startColumn": finding.at.column.max(1) },
                }}],
            })
        })
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "handrail",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// A path as a relative reference: what has a meaning in an address is escaped (RFC 3986, section 2).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn pretty(value: &Value) -> String {
    let mut text = format!("{value:#}");
    text.push('\n');
    text
}
