//! The vocabulary licence: words of the trade may decide, if they are taught and if no few of them carry a learner.

use super::rule::{Findings, Rule};
use super::settings::LintRules;
use super::text::{self, Matcher};
use super::{percent, ratio, topic_file};
use crate::domain::bank::{Bank, Entry, Side, Sides, Topic};
use std::collections::BTreeMap;

/// Examines the licences of all topics.
pub(super) fn examine(bank: &Bank, rules: &LintRules, findings: &mut Findings) {
    let glossary: String = bank.manifest.glossary.iter().map(|term| text::singular_words(&term.term) + "|").collect();
    for (number, topic) in bank.topics() {
        let file = topic_file(topic);
        hard_terms(bank, number, topic, rules, &file, findings);
        neutral_terms(bank, number, topic, rules, &file, findings);
        if rules.demands.terms_taught {
            untaught(topic, &glossary, &file, findings);
        }
    }
}

/// The statements that have each of `terms`.
fn uses<'a>(terms: &[String], entries: impl Iterator<Item = Entry<'a>>) -> BTreeMap<String, Vec<Entry<'a>>> {
    let matcher = Matcher::new(terms);
    let mut uses: BTreeMap<String, Vec<Entry<'a>>> = BTreeMap::new();
    for entry in entries {
        for term in matcher.find_once(&text::lower(&entry.statement.text)) {
            uses.entry(term.to_owned()).or_default().push(entry);
        }
    }
    uses
}

fn hard_terms(bank: &Bank, number: usize, topic: &Topic, rules: &LintRules, file: &str, findings: &mut Findings) {
    let limits = &rules.thresholds;
    for side in Side::BOTH {
        for (term, all) in uses(topic.licence.hard(side), bank.statements()) {
            let here: Vec<&Entry<'_>> = all.iter().filter(|entry| entry.at.topic == number).collect();
            // What is too much in the bank is told once, where the term is licensed first.
            let first =
                bank.topics().find(|(_, one)| one.licence.hard(side).iter().any(|one| text::lower(one) == term));
            let of_bank = if first.is_some_and(|(first, _)| first == number) { all.len() } else { 0 };
            for (count, most, whose) in [
                (here.len(), limits.hard_term_topic_max, "this topic"),
                (of_bank, limits.hard_term_bank_max, "the bank"),
            ] {
                if count > most {
                    let reason = format!("\"{term}\" is in {count} statements of {whose}, more than {most}");
                    findings.add(Rule::HardTermCount, file, "licence", reason);
                }
            }
            for entry in here.into_iter().filter(|entry| entry.at.side != side && entry.level() < 3) {
                let reason = format!(
                    "\"{term}\" belongs to {}, and is no decoy at level {}",
                    bank.side(side).name,
                    entry.level()
                );
                findings.add(Rule::HardTermSide, file, &entry.statement.id, reason);
            }
        }
    }
}

fn neutral_terms(bank: &Bank, number: usize, topic: &Topic, rules: &LintRules, file: &str, findings: &mut Findings) {
    let limits = &rules.thresholds;
    let entries = bank.statements().filter(|entry| entry.at.topic == number);
    for (term, uses) in uses(&topic.licence.neutral, entries) {
        let mut sides: Sides<usize> = Sides::default();
        for entry in &uses {
            *sides.get_mut(entry.at.side) += 1;
        }
        let least = sides.left.min(sides.right);
        let enough = uses.len() >= limits.neutral_term_min_count.max(1);
        if enough && ratio(least, uses.len()) < limits.neutral_term_share_min {
            let reason = format!(
                "of {} statements with \"{term}\", {} are {} and {} {}; either side should have {}",
                uses.len(),
                sides.left,
                bank.side(Side::Left).name,
                sides.right,
                bank.side(Side::Right).name,
                percent(limits.neutral_term_share_min)
            );
            findings.add(Rule::NeutralTermSide, file, "licence.neutral", reason);
        }
    }
}

/// Hard terms that neither the topic's lesson nor the glossary has. Neutral ones decide nothing, so nobody needs them.
fn untaught(topic: &Topic, glossary: &str, file: &str, findings: &mut Findings) {
    let lesson = topic.lesson.as_ref().map(super::lesson::texts).unwrap_or_default();
    let mut taught: String = lesson.into_iter().map(|(_, text)| text::singular_words(text) + "|").collect();
    taught.push_str(glossary);
    for (list, terms) in [("hard_left", &topic.licence.hard_left), ("hard_right", &topic.licence.hard_right)] {
        let missing = terms.iter().filter(|term| !taught.contains(&text::singular_words(term)));
        for term in missing {
            let reason = format!("\"{term}\" is neither in the lesson nor in the glossary");
            findings.add(Rule::UntaughtTerm, file, &format!("licence.{list}"), reason);
        }
    }
}
