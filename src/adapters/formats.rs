//! What is taken along and taken in: facts as lines of JSON.

pub mod exchange;
