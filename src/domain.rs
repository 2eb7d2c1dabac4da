//! What is true: the bank, a quiz, and a learner's record.
//!
//! Nothing here sees a terminal, a file, a socket, a clock or an unseeded random number: texts, moments and seeds
//! arrive as arguments. So the same rules serve the screen, plain mode, simulation and tests.

pub mod bank;
pub mod certainty;
pub mod fact;
pub mod learner;
pub mod moment;
pub mod quiz;
pub mod seed;
pub mod sitting;
