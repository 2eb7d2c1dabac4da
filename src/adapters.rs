//! The outside world: bank files, journal, clock, settings, terminal, plain mode.

pub mod attempts;
pub mod bank_files;
pub mod calibrations;
pub mod clock;
pub mod connection;
pub mod counts;
pub mod files;
pub mod formats;
pub mod forms;
pub mod hall;
pub mod host;
pub mod paths;
pub mod plain;
pub mod report;
pub mod results;
pub mod runner;
#[cfg(feature = "web")]
pub mod serve;
pub mod settings;
pub mod store;
pub mod system;
pub mod terminal;
pub mod tickets;
pub mod worksheet;
