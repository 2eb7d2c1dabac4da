//! The outside world: bank files, journal, clock, terminal, plain mode.

pub mod bank_files;
pub mod plain;
pub mod runner;
pub mod settings;
pub mod terminal;
