//! What is true: the bank, a quiz, and a learner's record.
//!
//! Nothing here sees a terminal, a file, a socket, a clock or an unseeded random number: texts, moments and seeds
//! arrive as arguments. So the same rules serve the screen, plain mode, simulation and tests.

pub mod ability;
pub mod answers;
pub mod assessment;
pub mod bank;
pub mod calibration;
pub mod certainty;
pub mod characters;
pub mod check;
pub mod code;
pub mod fact;
pub mod learner;
pub mod mastery;
pub mod moment;
pub mod quiz;
pub mod review;
pub mod room;
pub mod seed;
pub mod session;
pub mod simulate;
pub mod store;
pub mod words;
