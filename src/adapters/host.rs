//! A live class on this machine: the file that a room is kept in, and the one thread that owns it.
//!
//! - [`rooms`]: a room's file, found again by its code
//! - [`desk`]: the thread, and the handle that a line, a page and a terminal all give their orders to
//! - [`database`]: rooms that are kept in one database
//! - [`archive`]: classes that were held: found, listed, forgotten
//! - [`lines`]: a class led in plain lines; [`typed`]: where these come from, until a signal ends them
//! - [`podium`]: a class led at a terminal
//! - [`presence`]: who has a connection just now
//! - [`seat`]: somebody who takes part from a terminal
//! - [`trial`]: whether phones reach this computer, tried before a class

pub mod archive;
pub mod database;
pub mod desk;
pub mod entering;
pub mod lines;
pub mod podium;
pub mod presence;
pub mod rooms;
pub mod seat;
pub mod trial;
pub mod typed;

pub use desk::{Ack, Board, Desk, Order, Refused, Reply, Running, State, Trouble};
pub use rooms::{RoomError, RoomFile, Shelf};
pub use seat::Sitting;
