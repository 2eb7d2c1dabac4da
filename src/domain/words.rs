//! Words that depend on a number.

/// A number with what it counts, as `1 fact` and `2 facts`.
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{number} {word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_none_and_many_are_plural() {
        assert_eq!([0, 1, 2].map(|number| counted(number, "fact", "facts")), ["0 facts", "1 fact", "2 facts"]);
    }
}
