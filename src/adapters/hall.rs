//! The hall in which an assessment is taken at a desk: applicants sit down with a ticket, and the host keeps clock and key.

pub mod papers;
