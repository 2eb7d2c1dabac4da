//! Assessment: a paper fixed in advance, a decision with its error said aloud, and all that is told of many results.
//!
//! A [`form::Form`] says what is asked and how it is decided; [`draw`] makes the papers of a cohort from it; [`figures`]
//! tells beforehand how often it will be wrong, and [`simulate`] shows it with simulated people. Formulas rest on
//! [`crate::domain::ability`]; nothing that self-study knows of a learner plays a part.

pub mod adaptive;
pub mod angoff;
pub mod attempt;

pub mod belief;
pub mod calibrate;
pub mod calibrated;
pub mod chance;
pub mod change;
pub mod choosing;
pub mod class;
pub mod compare;
pub mod desk;
pub mod draw;
pub mod entry;
pub mod figures;
pub mod form;
pub mod items;
pub mod modules;
pub mod numbers;
pub mod pool;
pub mod replay;
pub mod report;
pub mod result;
pub mod scores;
pub mod scoring;
pub mod sheet;

pub mod simulate;
pub mod statistics;
pub mod ticket;
pub mod unlock;
pub mod wald;
