//! One reviewed answer.

use std::sync::Arc;

use crate::message::Localised;
use crate::source::{Position, Template};

/// Where what an answer says is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    General,
    /// Law, insurance, prices or lines of the United States: labelled, or hidden from people known to be elsewhere.
    Us,
}

/// A topic of flows/faq.
#[derive(Clone, Debug)]
pub struct Topic {
    pub name: Arc<str>,
    pub at: Position,
    /// The question in a few words: the label of its button.
    pub question: Localised<Template>,
    /// One to three short paragraphs.
    pub answer: Localised<Template>,
    /// What people type when they mean it.
    pub phrasings: Localised<Vec<Arc<str>>>,
    pub region: Region,
    /// Sibling topics, the likeliest mistaken first.
    pub related: Vec<Arc<str>>,
    /// The flow that helps further.
    pub journey: Option<Arc<str>>,
    /// The need whose help lines follow the answer.
    pub lines: Option<Arc<str>>,
    /// Keys of config/sources.yaml.
    pub sources: Vec<Arc<str>>,
    /// Whether a clinician has reviewed it.
    pub reviewed: bool,
}

/// A page behind a fact, from config/sources.yaml.
#[derive(Clone, Debug)]
pub struct Source {
    pub key: Arc<str>,
    pub title: Arc<str>,
    pub address: Arc<str>,
    pub year: Arc<str>,
}
