//! A tutor and quiz in the terminal about one question: does this describe IoT or IIoT?
//!
//! The crate has four layers. Dependencies point one way, and a test reads the `use` lines to keep it so:
//!
//! `main -> adapters -> ui -> app -> domain`
//!
//! - [`domain`] is what is true: the bank, a quiz, a learner's record. It sees no terminal, clock or file.
//! - [`app`] is how a session runs, as data: a model, messages, effects, and the table of keys.
//! - [`ui`] is what is seen: it draws the model and changes nothing.
//! - [`adapters`] is the outside world: terminal, clock, journal, bank files, plain mode.

pub mod adapters;
pub mod app;
pub mod cli;
pub mod commands;
pub mod domain;
pub mod ui;
