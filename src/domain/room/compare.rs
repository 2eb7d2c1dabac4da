//! The same people in two classes, before a course and after it.

use super::results::Share;
use crate::domain::assessment::change::{Claim, GroupChange, claim, group, needed};
use serde::Serialize;
use std::collections::BTreeMap;

/// How somebody did in one class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Did {
    /// How many of what they were asked they had right.
    pub right: Share,
    /// The same by topic.
    pub topics: BTreeMap<String, Share>,
}

/// What changed for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PersonChange {
    /// Before.
    pub before: Share,
    /// After.
    pub after: Share,
    /// How many more right are claimed as a gain; none where they were asked another number of questions.
    pub needed: Option<usize>,
    /// What may be said of it; none where they were asked another number of questions.
    pub claim: Option<Claim>,
}

/// How a topic went that both classes had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicChange {
    /// Its title.
    pub topic: String,
    /// How many answers of these people were right before.
    pub before: Share,
    /// How many were after.
    pub after: Share,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassChange {
    /// One a person.
    pub people: Vec<PersonChange>,
    /// How many of them were asked as many questions in both classes.
    pub comparable: usize,
    /// The mean gain of these in right answers, with its interval; none where they are too few.
    pub group: Option<GroupChange>,
    /// The topics that both classes had.
    pub topics: Vec<TopicChange>,
}

/// What changed for these people, each with what they did before and after.
#[must_use]
pub fn compare(people: &[(Did, Did)]) -> ClassChange {
    let changes: Vec<PersonChange> = people.iter().map(|(before, after)| change(before.right, after.right)).collect();
    let gain = |one: &PersonChange| f64::from(one.after.count) - f64::from(one.before.count);
    let gains: Vec<f64> = changes.iter().filter(|one| one.claim.is_some()).map(gain).collect();
    ClassChange { comparable: gains.len(), group: group(&gains), topics: topics(people), people: changes }
}

fn change(before: Share, after: Share) -> PersonChange {
    let of = usize::try_from(before.of).unwrap_or(usize::MAX);
    let is_comparable = before.of == after.of && before.of > 0;
    let halves = |share: Share| usize::try_from(share.count).unwrap_or(usize::MAX).saturating_mul(2);
    PersonChange {
        before,
        after,
        needed: is_comparable.then(|| needed(of)),
        claim: is_comparable.then(|| claim(halves(before), halves(after), of)),
    }
}

fn topics(people: &[(Did, Did)]) -> Vec<TopicChange> {
    let mut found: BTreeMap<&str, [Share; 2]> = BTreeMap::new();
    for (before, after) in people {
        for (at, did) in [before, after].into_iter().enumerate() {
            for (topic, share) in &did.topics {
                if let Some(sum) = found.entry(topic).or_default().get_mut(at) {
                    *sum = sum.and(*share);
                }
            }
        }
    }
    let in_both = found.into_iter().filter(|(_, [before, after])| before.of > 0 && after.of > 0);
    in_both.map(|(topic, [before, after])| TopicChange { topic: topic.to_owned(), before, after }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn did(count: u32, of: u32, topics: &[(&str, u32, u32)]) -> Did {
        let share = |count, of| Share { count, of };
        let topics = topics.iter().map(|(topic, count, of)| ((*topic).to_owned(), share(*count, *of))).collect();
        Did { right: share(count, of), topics }
    }

    #[test]
    fn a_group_is_told_from_twenty_people_who_were_asked_as_many() {
        let pair = |gain: u32| (did(4, 24, &[]), did(4 + gain, 24, &[]));
        let pairs: Vec<_> = (0..20).map(pair).collect();
        let found = compare(&pairs);
        // Differences 0 to 19: mean 9.5, half of the interval 2.768809, as in the tables of Student's distribution.
        let group = found.group.unwrap();
        assert!((group.mean - 9.5).abs() < 1e-9 && (group.interval.0 - 6.731_19).abs() < 1e-3, "{group:?}");
        // Of 24 questions: 1.96 times the root of 9 is 5.88.
        let gains: Vec<_> = found.people.iter().map(|one| one.claim == Some(Claim::Gain)).collect();
        assert_eq!((gains.iter().position(|gain| *gain), found.people[0].needed), (Some(6), Some(6)));
        let mut late = pairs;
        late[3].1.right.of = 20;
        let found = compare(&late);
        assert_eq!((found.comparable, found.group, found.people[3].claim), (19, None, None));
    }

    #[test]
    fn topics_are_told_that_both_classes_had() {
        let before = did(2, 4, &[("a", 1, 2), ("b", 1, 2)]);
        let after = did(3, 4, &[("a", 2, 3), ("c", 1, 1)]);
        let found = compare(&[(before.clone(), after.clone()), (before, after)]);
        let share = |count, of| Share { count, of };
        let wanted = TopicChange { topic: "a".to_owned(), before: share(2, 4), after: share(4, 6) };
        assert_eq!(found.topics, [wanted]);
    }
}
