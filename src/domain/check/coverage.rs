//! Rules for how much there is: concepts, levels, misconceptions, objects, statements and cards.

use super::rule::{Findings, Rule};
use super::settings::{LintRules, Thresholds};
use super::{MANIFEST, percent, ratio, topic_file};
use crate::domain::bank::{Bank, Item, Side, Topic};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a topic holds.
#[derive(Debug, Clone, Serialize)]
pub struct TopicFigures {
    /// The topic's identifier.
    pub topic: String,
    /// Scored statements.
    pub statements: usize,
    /// Statements of the left side, level 1 to 3.
    pub left: [usize; 3],
    /// Statements of the right side, level 1 to 3.
    pub right: [usize; 3],
    /// Shares of levels 1, 2 and 3.
    pub level_shares: [f64; 3],
    /// Concepts with their pairs and singles at levels 1, 2 and 3.
    pub concepts: Vec<ConceptFigures>,
    /// Named misconceptions with the statements that lead to them.
    pub misconceptions: BTreeMap<String, usize>,
    /// Pairs and singles of each family.
    pub families: BTreeMap<String, usize>,
    /// Statements that stand alone.
    pub singles: usize,
    /// Discussion cards.
    pub cards: usize,
    /// Words of the written screens of the lesson.
    pub lesson_words: usize,
}

/// What a concept holds.
#[derive(Debug, Clone, Serialize)]
pub struct ConceptFigures {
    /// The concept's identifier.
    pub concept: String,
    /// Pairs and singles at levels 1, 2 and 3.
    pub pairs: [usize; 3],
}

/// Counts what each topic holds.
pub(super) fn figures(bank: &Bank) -> Vec<TopicFigures> {
    bank.topics().map(|(_, topic)| topic_figures(topic)).collect()
}

/// How many of these items there are at levels 1 to 3.
fn by_level<'a>(items: impl Iterator<Item = Item<'a>>) -> [usize; 3] {
    let mut counts = [0; 3];
    for item in items {
        if let Some(count) = counts.get_mut(usize::from(item.level()).wrapping_sub(1)) {
            *count += 1;
        }
    }
    counts
}

fn topic_figures(topic: &Topic) -> TopicFigures {
    let of_side = |side: Side| by_level(topic.items().filter(|item| item.statement(side).is_some()));
    let levels = by_level(topic.items());
    let concept = |id: &str| by_level(topic.items().filter(|item| item.concept() == id));
    let mut misconceptions: BTreeMap<String, usize> =
        topic.misconceptions.iter().map(|one| (one.id.clone(), 0)).collect();
    for (_, statement) in topic.items().flat_map(Item::statements) {
        if let Some(count) = statement.misconception.as_ref().and_then(|id| misconceptions.get_mut(id)) {
            *count += 1;
        }
    }
    let mut families = BTreeMap::new();
    for family in topic.items().filter_map(Item::family) {
        *families.entry(family.to_owned()).or_default() += 1;
    }
    let concepts = topic.concepts.iter();
    TopicFigures {
        topic: topic.id.clone(),
        statements: 2 * topic.pairs.len() + topic.singles.len(),
        left: of_side(Side::Left),
        right: of_side(Side::Right),
        level_shares: levels.map(|count| ratio(count, topic.item_count())),
        concepts: concepts.map(|one| ConceptFigures { concept: one.id.clone(), pairs: concept(&one.id) }).collect(),
        misconceptions,
        families,
        singles: topic.singles.len(),
        cards: topic.cards.len(),
        lesson_words: topic
            .lesson
            .as_ref()
            .map_or(0, |lesson| super::lesson::screen_words(lesson).iter().map(|(_, words)| words).sum()),
    }
}

/// Compares what there is with what the bank's rules ask for.
pub(super) fn judge(bank: &Bank, figures: &[TopicFigures], rules: &LintRules, findings: &mut Findings) {
    let limits = &rules.thresholds;
    for ((_, topic), counted) in bank.topics().zip(figures) {
        let file = topic_file(topic);
        concepts(&file, counted, limits, findings);
        misconceptions(&file, counted, limits, findings);
        proportions(&file, counted, limits, findings);
    }
    let statements: usize = figures.iter().map(|topic| topic.statements).sum();
    if statements < limits.statements_min {
        let reason = format!("{statements} statements, fewer than {}", limits.statements_min);
        findings.add(Rule::FewStatements, MANIFEST, "topics", reason);
    }
    let cards: usize = figures.iter().map(|topic| topic.cards).sum();
    if cards < limits.cards_min {
        let reason = format!("{cards} discussion cards, fewer than {}", limits.cards_min);
        findings.add(Rule::FewCards, MANIFEST, "topics", reason);
    }
}

fn concepts(file: &str, counted: &TopicFigures, limits: &Thresholds, findings: &mut Findings) {
    let count = counted.concepts.len();
    if count < limits.concepts_per_topic_min {
        let reason = format!("{count} concepts, fewer than {}", limits.concepts_per_topic_min);
        findings.add(Rule::FewConcepts, file, "concepts", reason);
    }
    for concept in &counted.concepts {
        let place = format!("concepts.{}", concept.concept);
        let twins: usize = concept.pairs.iter().sum();
        if twins < limits.twins_per_concept_min {
            let reason = format!("{twins} twins, fewer than {}", limits.twins_per_concept_min);
            findings.add(Rule::FewTwins, file, &place, reason);
        }
        for (level, twins) in (1..).zip(concept.pairs) {
            if twins < limits.twins_per_concept_and_level_min {
                let least = limits.twins_per_concept_and_level_min;
                let reason = format!("{twins} twins at level {level}, fewer than {least}");
                findings.add(Rule::ConceptLevel, file, &place, reason);
            }
            if twins > limits.same_concept_per_level_max {
                let most = limits.same_concept_per_level_max;
                let reason = format!("{twins} twins at level {level}, more than {most}");
                findings.add(Rule::CrowdedConcept, file, &place, reason);
            }
        }
    }
}

fn misconceptions(file: &str, counted: &TopicFigures, limits: &Thresholds, findings: &mut Findings) {
    let count = counted.misconceptions.len();
    if count < limits.misconceptions_per_topic_min {
        let reason = format!("{count} misconceptions, fewer than {}", limits.misconceptions_per_topic_min);
        findings.add(Rule::FewMisconceptions, file, "misconceptions", reason);
    }
    for (id, statements) in &counted.misconceptions {
        if *statements < limits.statements_per_misconception_min {
            let least = limits.statements_per_misconception_min;
            let reason = format!("{statements} statements lead to it, fewer than {least}");
            findings.add(Rule::UnreachedMisconception, file, &format!("misconceptions.{id}"), reason);
        }
    }
}

fn proportions(file: &str, counted: &TopicFigures, limits: &Thresholds, findings: &mut Findings) {
    for ((level, share), wanted) in (1..).zip(counted.level_shares).zip(limits.level_shares) {
        if (share - wanted).abs() > limits.level_share_tolerance {
            let reason = format!(
                "{} of the statements are of level {level}, wanted {} give or take {}",
                percent(share),
                percent(wanted),
                percent(limits.level_share_tolerance)
            );
            findings.add(Rule::LevelMix, file, "twins", reason);
        }
    }
}
