//! The page and its listeners, spoken to in bytes and in a real browser.

mod browser;
mod chat;
mod client;
mod driver;
mod limits;
mod pages;
mod server;
mod studio;
