//! `handrail explain`: the page of a finding's code.

use std::process::ExitCode;

use anyhow::bail;

use crate::author::explain::{codes, explain, headline};
use crate::source::did_you_mean;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The code, such as E107; without it, all codes are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Some(code) = &arguments.code else {
        codes().for_each(|code| println!("{code}  {}", headline(code).unwrap_or_default()));
        return Ok(ExitCode::SUCCESS);
    };
    match explain(code) {
        Some(page) => println!("{}", page.trim_end()),
        None => match did_you_mean(&code.to_ascii_uppercase(), codes()) {
            Some(near) => bail!("there is no code '{code}'; did you mean {near}?"),
            None => bail!("there is no code '{code}'; `handrail explain` lists them"),
        },
    }
    Ok(ExitCode::SUCCESS)
}
