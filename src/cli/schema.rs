//! `handrail schema`: the JSON Schema of flow files, for completion and checks in editors.

use std::process::ExitCode;

use crate::author::{reference, schema};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The reference page of all keys, as Markdown, in place of the schema
    #[arg(long)]
    reference: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.reference {
        print!("{}", reference::reference());
    } else {
        println!("{}", serde_json::to_string_pretty(&schema::schema())?);
    }
    Ok(ExitCode::SUCCESS)
}
