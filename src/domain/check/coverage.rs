//! Rules for how much there is: concepts, levels, families, misconceptions, statements, cards, case studies and claims.

use super::rule::{Findings, Rule};
use super::settings::{LintRules, Thresholds};
use super::text::Matcher;
use super::{MANIFEST, percent, ratio, topic_file};
use crate::domain::bank::load::CASES_NAME;
use crate::domain::bank::{Bank, CardKind, Item, Side, Topic, Verdict};
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
        concepts(&file, topic, counted, limits, findings);
        misconceptions(&file, topic, counted, limits, findings);
        proportions(&file, counted, limits, findings);
        singles(&file, topic, counted, limits, findings);
    }
    families(figures, rules, findings);
    sizes(bank, figures, limits, findings);
    verdicts(bank, limits, findings);
    cases(bank, rules, findings);
    claims(bank, rules, findings);
}

/// How many statements, sources and cards there are.
fn sizes(bank: &Bank, figures: &[TopicFigures], limits: &Thresholds, findings: &mut Findings) {
    let statements: usize = figures.iter().map(|topic| topic.statements).sum();
    if statements < limits.statements_min {
        let reason = format!("{statements} statements, fewer than {}", limits.statements_min);
        findings.add(Rule::FewStatements, MANIFEST, "topics", reason);
    }
    let sourced = bank.statements().filter(|entry| !entry.statement.sources.is_empty()).count();
    if statements > 0 && ratio(sourced, statements) < limits.sourced_share_min {
        let reason = format!(
            "{sourced} of {statements} statements cite a source, fewer than {}",
            percent(limits.sourced_share_min)
        );
        findings.add(Rule::FewSources, MANIFEST, "sources", reason);
    }
    let cards: usize = figures.iter().map(|topic| topic.cards).sum();
    if cards < limits.cards_min {
        let reason = format!("{cards} discussion cards, fewer than {}", limits.cards_min);
        findings.add(Rule::FewCards, MANIFEST, "topics", reason);
    }
}

/// How the cards to classify are settled.
fn verdicts(bank: &Bank, limits: &Thresholds, findings: &mut Findings) {
    let cards = bank.topics().flat_map(|(_, topic)| &topic.cards);
    let verdicts: Vec<Verdict> =
        cards.filter(|card| card.kind == CardKind::Classify).filter_map(|card| card.verdict).collect();
    for (verdict, name) in [
        (Verdict::Left, "left"),
        (Verdict::Right, "right"),
        (Verdict::Arguable, "arguable"),
        (Verdict::Neither, "neither"),
    ] {
        let count = verdicts.iter().filter(|one| **one == verdict).count();
        if ratio(count, verdicts.len()) > limits.verdict_share_max {
            let reason = format!(
                "{count} of {} cards to classify are settled as \"{name}\", more than {}",
                verdicts.len(),
                percent(limits.verdict_share_max)
            );
            findings.add(Rule::VerdictMix, MANIFEST, "topics", reason);
        }
    }
}

fn cases(bank: &Bank, rules: &LintRules, findings: &mut Findings) {
    let count = bank.cases().len();
    if count < rules.thresholds.cases_min {
        let reason = format!("{count} case studies, fewer than {}", rules.thresholds.cases_min);
        findings.add(Rule::FewCases, CASES_NAME, "cases", reason);
    }
    if !rules.demands.case_for_each_topic {
        return;
    }
    for (_, topic) in bank.topics() {
        if !bank.cases().iter().any(|case| case.topics.contains(&topic.id)) {
            let reason = format!("no case study is offered at the end of \"{}\"", topic.id);
            findings.add(Rule::FewCases, CASES_NAME, "cases", reason);
        }
    }
}

/// Claims of the short version that no statement of level 1 asks.
fn claims(bank: &Bank, rules: &LintRules, findings: &mut Findings) {
    for claim in &rules.claims {
        let words = Matcher::new(&claim.words);
        let here = bank.statements().filter(|entry| entry.topic.id == claim.topic && entry.at.side == claim.side);
        let asked = here
            .filter(|entry| entry.level() == 1)
            .any(|entry| !words.find(&super::text::lower(&entry.statement.text)).is_empty());
        if !asked {
            let side = &bank.side(claim.side).name;
            let reason = format!("no statement of level 1 for {side} says \"{}\"", claim.words.join("\" or \""));
            findings.add(Rule::UnaskedClaim, &format!("{}.json", claim.topic), "pairs", reason);
        }
    }
}

fn concepts(file: &str, topic: &Topic, counted: &TopicFigures, limits: &Thresholds, findings: &mut Findings) {
    let count = counted.concepts.len();
    if count < limits.concepts_per_topic_min {
        let reason = format!("{count} concepts, fewer than {}", limits.concepts_per_topic_min);
        findings.add(Rule::FewConcepts, file, "concepts", reason);
    }
    if topic.pairs.len() < limits.pairs_per_topic_min {
        let reason = format!("{} pairs, fewer than {}", topic.pairs.len(), limits.pairs_per_topic_min);
        findings.add(Rule::FewPairs, file, "pairs", reason);
    }
    for concept in &counted.concepts {
        let place = format!("concepts.{}", concept.concept);
        let pairs = topic.pairs.iter().filter(|pair| pair.concept == concept.concept).count();
        if pairs < limits.pairs_per_concept_min {
            let reason = format!("{pairs} pairs, fewer than {}", limits.pairs_per_concept_min);
            findings.add(Rule::FewPairs, file, &place, reason);
        }
        for (level, items) in (1..).zip(concept.pairs) {
            if items < limits.items_per_concept_and_level_min {
                let least = limits.items_per_concept_and_level_min;
                let reason = format!("{items} pairs at level {level}, fewer than {least}");
                findings.add(Rule::ConceptLevel, file, &place, reason);
            }
            if items > limits.same_concept_per_level_max {
                let most = limits.same_concept_per_level_max;
                let reason = format!("{items} pairs at level {level}, more than {most}");
                findings.add(Rule::CrowdedConcept, file, &place, reason);
            }
        }
    }
}

fn misconceptions(file: &str, topic: &Topic, counted: &TopicFigures, limits: &Thresholds, findings: &mut Findings) {
    let count = counted.misconceptions.len();
    if count < limits.misconceptions_per_topic_min {
        let reason = format!("{count} misconceptions, fewer than {}", limits.misconceptions_per_topic_min);
        findings.add(Rule::FewMisconceptions, file, "misconceptions", reason);
    }
    for one in topic.misconceptions.iter().filter(|one| one.pushes.is_some()) {
        let statements = counted.misconceptions.get(&one.id).copied().unwrap_or(0);
        if statements < limits.statements_per_misconception_min {
            let least = limits.statements_per_misconception_min;
            let reason = format!("{statements} statements lead to it, fewer than {least}");
            findings.add(Rule::UnreachedMisconception, file, &format!("misconceptions.{}", one.id), reason);
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
            findings.add(Rule::LevelMix, file, "pairs", reason);
        }
    }
}

fn singles(file: &str, topic: &Topic, counted: &TopicFigures, limits: &Thresholds, findings: &mut Findings) {
    let share = ratio(counted.singles, counted.statements);
    if share > limits.single_share_max {
        let most = percent(limits.single_share_max);
        let reason = format!("{} of the statements stand alone, more than {most}", percent(share));
        findings.add(Rule::ManySingles, file, "singles", reason);
    }
    let left = topic.singles.iter().filter(|single| single.side == Side::Left).count();
    let right = topic.singles.len() - left;
    if left.abs_diff(right) > limits.single_difference_max {
        let reason = format!("of the statements that stand alone {left} are on the left and {right} on the right");
        findings.add(Rule::SingleBalance, file, "singles", reason);
    }
}

/// Compares the shares of the families with the wanted ones.
fn families(figures: &[TopicFigures], rules: &LintRules, findings: &mut Findings) {
    let count = |family: &String| figures.iter().filter_map(|topic| topic.families.get(family)).sum::<usize>();
    let all: usize = figures.iter().flat_map(|topic| topic.families.values()).sum();
    for (family, wanted) in rules.families.iter().filter(|_| all > 0) {
        let share = ratio(count(family), all);
        if (share - wanted).abs() > rules.thresholds.family_share_tolerance {
            let reason = format!(
                "{} of the pairs are of the family \"{family}\", wanted {} give or take {}",
                percent(share),
                percent(*wanted),
                percent(rules.thresholds.family_share_tolerance)
            );
            findings.add(Rule::FamilyMix, MANIFEST, "topics", reason);
        }
    }
}
