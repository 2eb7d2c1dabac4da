//! What is seen: everything here draws the model and changes nothing.

pub mod text;
