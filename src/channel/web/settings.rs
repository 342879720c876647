//! The section `[web]` of the settings.

use crate::http::PublicUrl;

/// How the page behaves.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Sites that may show the chat inside their own pages, such as `https://www.clinic.example`. None: nobody may.
    pub embed: Vec<PublicUrl>,
    /// Messages of one person in a minute. What may be about danger is answered beyond it.
    pub per_person_per_minute: u32,
    /// Messages from one network address in a minute: a clinic's waiting room shares one.
    pub per_address_per_minute: u32,
    /// Hours after the last message until the page no longer knows who it was.
    pub remember_hours: u32,
    /// Who runs this page, for its privacy page: a name, and how to reach them.
    pub run_by: Option<String>,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            embed: Vec::new(),
            per_person_per_minute: 30,
            per_address_per_minute: 300,
            remember_hours: 24,
            run_by: None,
        }
    }
}
