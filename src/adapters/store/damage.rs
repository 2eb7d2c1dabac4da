//! Damage: a file is looked at as a whole, facts are read out of what is left of it, and a sound file takes its place.
//!
//! - `carve`: rows found in the bytes of a file, whatever became of its order
//! - `salvage`: what was found, put together
//! - `inspect`: whether a file is sound and has all that its log has
//! - `rescue`: the damaged file copied aside, a sound one in its place

mod carve;
mod inspect;
mod rescue;
mod salvage;
#[cfg(test)]
mod tests;

pub(super) use inspect::{Verdict, inspect, is_sound, recognise};
pub(super) use rescue::{Why, rescue, rescue_to_read};
pub(super) use salvage::is_all_in;
