//! The hall in which an assessment is taken at a desk: applicants sit down with a ticket, and the host keeps clock and key.
//!
//! - [`papers`]: what an attempt begins or goes on with, and who signs what comes of it
//! - [`order`]: what is asked of the desk, and why it may be refused
//! - [`seat`]: one applicant at the desk, and what there is to see of them
//! - [`keeper`]: what a desk is kept in, where others may lead the same one
//! - [`core`]: all seats, their attempts and the journal; it has no thread and no clock of its own
//! - [`desk`]: the one thread that owns a core, and the handle that pages and lines give their orders to
//! - [`lines`]: a desk led in plain lines
//! - [`podium`]: a desk led at a terminal, as the projector may show it
//! - [`sitting`]: an applicant at a terminal's screen
//! - [`visitor`]: the same, from the ticket that is asked for first
//!
//! Each applicant is a [`Model`](crate::app::Model) in which an assessment is taken, exactly as at a terminal of one's own: the
//! same screens, the same facts in a stream of the attempt's own, the same result. The desk only adds who may sit there.

pub mod core;
pub mod desk;
pub mod keeper;
pub mod lines;
pub mod order;
pub mod papers;
pub mod podium;
pub mod seat;
pub mod sitting;
pub mod visitor;

pub use core::{Core, OpenError, Opening};
pub use desk::{Board, Desk, Running, State};
pub use keeper::Keeper;
pub use order::{Ack, Came, Order, Refused, Reply, What};
pub use seat::{Place, Seat};
pub use visitor::Visitor;
