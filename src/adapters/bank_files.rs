//! Where a bank comes from: the one built in, or a folder.

use crate::domain::bank::Bank;

/// `bank.json` of the built-in bank.
const MANIFEST: &str = include_str!("../../questions/bank.json");

/// The topics of the built-in bank, in the order of its manifest.
const TOPICS: [&str; 10] = [
    include_str!("../../questions/what-is-iot.json"),
    include_str!("../../questions/what-is-iiot.json"),
    include_str!("../../questions/purpose.json"),
    include_str!("../../questions/environment.json"),
    include_str!("../../questions/complexity.json"),
    include_str!("../../questions/data-usage.json"),
    include_str!("../../questions/security.json"),
    include_str!("../../questions/reliability.json"),
    include_str!("../../questions/examples.json"),
    include_str!("../../questions/careers.json"),
];

/// The bank that is part of the program.
#[must_use]
pub fn builtin() -> Bank {
    Bank::embedded(MANIFEST, &TOPICS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_topic_parses_and_stands_where_the_manifest_says() {
        let bank = builtin();
        assert_eq!(bank.topic_count(), bank.manifest.topics.len());
        for (number, name) in bank.manifest.topics.iter().enumerate() {
            let topic = bank.topic(number).unwrap_or_else(|| panic!("{} does not parse", name.id));
            assert_eq!((&topic.id, &topic.title), (&name.id, &name.title));
        }
    }
}
