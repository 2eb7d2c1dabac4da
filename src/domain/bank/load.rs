//! Turns the text of a bank's files into a [`Bank`], or into every problem found.
