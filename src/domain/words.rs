//! Words that depend on a number.

use std::fmt::Display;

/// A number with what it counts, as `1 fact` and `2 facts`.
#[must_use]
pub fn counted<N: Display + Copy + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    format!("{number} {}", plural(number, one, many))
}

/// Only the word for what a number counts, where something stands between the two.
#[must_use]
pub fn plural<'a, N: Copy + PartialEq + From<u8>>(number: N, one: &'a str, many: &'a str) -> &'a str {
    if number == N::from(1) { one } else { many }
}

/// Said behind a count in which some answers were given again after their key was seen: `, 1 given again`; nothing without
/// such answers.
#[must_use]
pub fn given_again<N: Display + Copy + PartialEq + From<u8>>(again: N) -> String {
    if again == N::from(0) { String::new() } else { format!(", {again} given again") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_none_and_many_are_plural() {
        assert_eq!([0, 1, 2].map(|number| counted(number, "fact", "facts")), ["0 facts", "1 fact", "2 facts"]);
        assert_eq!(counted(u64::MAX, "fact", "facts"), "18446744073709551615 facts");
        assert_eq!([plural(1_u32, "is", "are"), plural(0_u32, "is", "are")], ["is", "are"]);
    }
}
