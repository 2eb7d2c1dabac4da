//! The door, its times and what is shown, by a client in this program.
