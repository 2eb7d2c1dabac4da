//! The outside world: bank files, journal, clock, terminal, plain mode.

pub mod bank_files;
pub mod clock;
pub mod journal;
pub mod places;
