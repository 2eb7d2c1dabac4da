//! `lint.json`: the thresholds and word lists of one bank, so that another subject brings its own.

use super::rule::{Rule, problem};
use crate::domain::bank::problem::Problem;
use crate::domain::bank::{FORMAT_VERSION, Side, Sides};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the file with the rules of a bank.
pub const FILE: &str = "lint.json";

/// `lint.json`: what the gate expects of a bank. What is left out keeps its neutral value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LintRules {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format, 1.
    pub format_version: u32,
    /// Numbers that statements and the whole bank are held to.
    pub thresholds: Thresholds,
    /// Limits of the texts around the statements.
    pub texts: TextLimits,
    /// Word budgets of the lesson's screens: fewest and most words.
    pub lesson_words: LessonWords,
    /// Word lists.
    pub words: WordLists,
    /// Words that do not count when two statements are compared for duplicates.
    pub stop_words: Vec<String>,
}

impl Default for LintRules {
    fn default() -> Self {
        Self {
            schema: None,
            format_version: FORMAT_VERSION,
            thresholds: Thresholds::default(),
            texts: TextLimits::default(),
            lesson_words: LessonWords::default(),
            words: WordLists::default(),
            stop_words: Vec::new(),
        }
    }
}

impl LintRules {
    /// Reads `lint.json`; without one, the neutral rules.
    ///
    /// # Errors
    /// The problems of the file: not JSON, an unknown field, another version, or a share outside 0 to 1.
    pub fn parse(text: Option<&str>) -> Result<Self, Vec<Problem>> {
        let Some(text) = text else { return Ok(Self::default()) };
        let rules: Self = serde_json::from_str(text).map_err(|error| {
            let line = Some(error.line()).filter(|line| *line > 0);
            vec![problem(Rule::LintRules, FILE, line, "", format!("the rules cannot be read: {error}"))]
        })?;
        let problems = rules.problems();
        if problems.is_empty() { Ok(rules) } else { Err(problems) }
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.format_version != FORMAT_VERSION {
            let reason = format!("the version is {}, this program reads {FORMAT_VERSION}", self.format_version);
            problems.push(problem(Rule::LintRules, FILE, None, "format_version", reason));
        }
        for (name, share) in self.thresholds.shares() {
            if !(0.0..=1.0).contains(&share) {
                let reason = format!("{share} is not a share between 0 and 1");
                problems.push(problem(Rule::LintRules, FILE, None, &format!("thresholds.{name}"), reason));
            }
        }
        if self.thresholds.words_min > self.thresholds.words_max {
            let reason = "words_min is greater than words_max".to_owned();
            problems.push(problem(Rule::LintRules, FILE, None, "thresholds.words_min", reason));
        }
        problems
    }
}

/// Numbers that statements and the whole bank are held to. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Fewest words of a statement.
    pub words_min: usize,
    /// Most words of a statement.
    pub words_max: usize,
    /// Most characters of a statement.
    pub characters_max: usize,
    /// Most words of an explanation.
    pub explanation_words_max: usize,
    /// How an explanation begins, left and right; none where the bank has no fixed form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation_patterns: Option<[String; 2]>,
    /// Least share of words that twins have in common.
    pub twin_similarity_min: f64,
    /// Most words by which twins differ in length.
    pub twin_length_difference_max: usize,
    /// From this share of common words on, two statements of one side are near duplicates.
    pub near_duplicate_jaccard: f64,
    /// From this share of words in the same order on, two statements of one side are near duplicates.
    pub near_duplicate_sequence: f64,
    /// A word is judged for leakage when this many statements have it.
    pub word_leak_min_count: usize,
    /// Greatest share of a word's statements on one side.
    pub word_leak_share: f64,
    /// The same among the statements of level 1.
    pub word_leak_share_level_1: f64,
    /// A word is judged for leakage within a topic when this many statements of the topic have it.
    pub topic_word_leak_min_count: usize,
    /// Greatest share of a word's statements on one side within a topic.
    pub topic_word_leak_share: f64,
    /// Greatest difference between the sides' mean lengths, as a share of the greater.
    pub length_mean_difference_max: f64,
    /// Greatest share of one side among the longest quarter of the statements.
    pub longest_quartile_share_max: f64,
    /// Lengths are judged from this many statements on.
    pub length_statements_min: usize,
    /// Highest accuracy of the cue-only reader at levels 1, 2 and 3.
    pub reader_ceilings: [f64; 3],
    /// The cue-only reader is judged at a level from this many statements on.
    pub reader_statements_min: usize,
    /// Fewest concepts of a topic.
    pub concepts_per_topic_min: usize,
    /// Fewest twins of a concept.
    pub twins_per_concept_min: usize,
    /// Fewest twins of a concept at each level.
    pub twins_per_concept_and_level_min: usize,
    /// Most twins of a concept at one level.
    pub same_concept_per_level_max: usize,
    /// Fewest misconceptions of a topic.
    pub misconceptions_per_topic_min: usize,
    /// Fewest statements that lead to a misconception.
    pub statements_per_misconception_min: usize,
    /// Wanted shares of levels 1, 2 and 3 in each topic.
    pub level_shares: [f64; 3],
    /// How far a topic's share of a level may be from the wanted one.
    pub level_share_tolerance: f64,
    /// Most statements of level 1 a topic and side that name a setting of that side.
    pub giveaways_level_1_max: usize,
    /// Sides are said to differ when chance explains the difference with less than this probability.
    pub rate_difference_significance: f64,
    /// Fewest statements of the bank.
    pub statements_min: usize,
    /// Fewest discussion cards of the bank.
    pub cards_min: usize,
    /// Fewest blind readings of each current statement; 0 where the bank keeps no such record.
    pub readings_min: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            words_min: 8,
            words_max: 20,
            characters_max: 110,
            explanation_words_max: 30,
            explanation_patterns: None,
            twin_similarity_min: 0.3,
            twin_length_difference_max: 3,
            near_duplicate_jaccard: 0.45,
            near_duplicate_sequence: 0.75,
            word_leak_min_count: 6,
            word_leak_share: 0.8,
            word_leak_share_level_1: 0.9,
            topic_word_leak_min_count: 5,
            topic_word_leak_share: 0.75,
            length_mean_difference_max: 0.05,
            longest_quartile_share_max: 0.6,
            length_statements_min: 20,
            reader_ceilings: [0.85, 0.75, 0.65],
            reader_statements_min: 40,
            concepts_per_topic_min: 1,
            twins_per_concept_min: 1,
            twins_per_concept_and_level_min: 0,
            same_concept_per_level_max: usize::MAX,
            misconceptions_per_topic_min: 1,
            statements_per_misconception_min: 1,
            level_shares: [0.35, 0.4, 0.25],
            level_share_tolerance: 1.0,
            giveaways_level_1_max: 3,
            rate_difference_significance: 0.05,
            statements_min: 0,
            cards_min: 0,
            readings_min: 0,
        }
    }
}

impl Thresholds {
    fn shares(&self) -> Vec<(&'static str, f64)> {
        let mut shares = vec![
            ("twin_similarity_min", self.twin_similarity_min),
            ("near_duplicate_jaccard", self.near_duplicate_jaccard),
            ("near_duplicate_sequence", self.near_duplicate_sequence),
            ("word_leak_share", self.word_leak_share),
            ("word_leak_share_level_1", self.word_leak_share_level_1),
            ("topic_word_leak_share", self.topic_word_leak_share),
            ("length_mean_difference_max", self.length_mean_difference_max),
            ("longest_quartile_share_max", self.longest_quartile_share_max),
            ("level_share_tolerance", self.level_share_tolerance),
            ("rate_difference_significance", self.rate_difference_significance),
        ];
        shares.extend(self.reader_ceilings.map(|share| ("reader_ceilings", share)));
        shares.extend(self.level_shares.map(|share| ("level_shares", share)));
        shares
    }
}

/// Limits of the texts around the statements; they follow from the places on the screen that show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TextLimits {
    /// Most characters of a summary line.
    pub summary_characters_max: usize,
    /// Most characters of the line to remember.
    pub takeaway_characters_max: usize,
    /// Most characters of a concept's title.
    pub concept_title_characters_max: usize,
    /// Most characters of a misconception's claim.
    pub claim_characters_max: usize,
    /// Most words of a refutation.
    pub refutation_words_max: usize,
    /// Most characters of a card's title.
    pub card_title_characters_max: usize,
    /// Most words of a card's case.
    pub card_case_words_max: usize,
    /// Most words of a card's reasoning.
    pub card_reasoning_words_max: usize,
    /// Most words of the detail that would flip a card.
    pub card_flip_words_max: usize,
    /// Most characters of a text in the lesson's pair or prediction.
    pub lesson_text_characters_max: usize,
    /// Most characters of what the halves of the lesson's pair share.
    pub same_characters_max: usize,
    /// Most characters of the meaning of a word in the lesson.
    pub word_meaning_characters_max: usize,
    /// Most characters of the label of a row of numbers.
    pub number_label_characters_max: usize,
    /// Most characters of a value in a row of numbers.
    pub number_value_characters_max: usize,
    /// Most characters of what is usual on a side, in a concept.
    pub usual_characters_max: usize,
    /// Most characters of a preformatted line of figures.
    pub figure_characters_max: usize,
    /// Most words of a sentence in a lesson.
    pub sentence_words_max: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self {
            summary_characters_max: 60,
            takeaway_characters_max: 76,
            concept_title_characters_max: 28,
            claim_characters_max: 76,
            refutation_words_max: 30,
            card_title_characters_max: 40,
            card_case_words_max: 60,
            card_reasoning_words_max: 70,
            card_flip_words_max: 30,
            lesson_text_characters_max: 125,
            same_characters_max: 60,
            word_meaning_characters_max: 36,
            number_label_characters_max: 14,
            number_value_characters_max: 26,
            usual_characters_max: 45,
            figure_characters_max: 68,
            sentence_words_max: 22,
        }
    }
}

/// Word budgets of the lesson's screens: fewest and most words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LessonWords {
    /// Both texts of the first screen.
    pub predict: [usize; 2],
    /// What is said after the prediction.
    pub reveal: [usize; 2],
    /// The second screen.
    pub idea: [usize; 2],
    /// The words of the trade, terms and meanings of both sides.
    pub words: [usize; 2],
    /// The pair.
    pub pair: [usize; 2],
    /// The numbers, figures left out.
    pub numbers: [usize; 2],
    /// The boundary case.
    pub bends: [usize; 2],
    /// What one may have heard.
    pub heard: [usize; 2],
    /// Words below and above a budget that are a warning rather than an error.
    pub tolerance: [usize; 2],
}

impl Default for LessonWords {
    fn default() -> Self {
        Self {
            predict: [10, 50],
            reveal: [5, 40],
            idea: [30, 135],
            words: [0, 220],
            pair: [20, 120],
            numbers: [10, 120],
            bends: [40, 150],
            heard: [30, 110],
            tolerance: [6, 8],
        }
    }
}

/// Word lists. Words and phrases match whole words, whatever their capitals. Empty lists find nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WordLists {
    /// Names of the answers.
    pub answer_terms: Vec<String>,
    /// Words that leave no exception.
    pub absolutes: Vec<String>,
    /// Words that negate.
    pub negatives: Vec<String>,
    /// Words that hedge.
    pub hedges: Vec<String>,
    /// Words that must not open a statement.
    pub openings: Vec<String>,
    /// Stock phrases of the subject, allowed at level 1.
    pub seed_wording: Vec<String>,
    /// Those of them that belong to the left side; allowed on the right side at level 3.
    pub seed_left: Vec<String>,
    /// Those of them that belong to the right side; allowed on the left side at level 3.
    pub seed_right: Vec<String>,
    /// Words that go out of date.
    pub dated: Vec<String>,
    /// Brand names.
    pub brands: Vec<String>,
    /// Pieces of text that join two ideas; they match anywhere, not whole words.
    pub joiners: Vec<String>,
    /// Phrases that may stand once in a statement.
    pub clauses_once: Vec<String>,
    /// Words of boundary cases, listed for a human to look at.
    pub watch: Vec<String>,
    /// Acronyms that everybody knows.
    pub known_acronyms: Vec<String>,
    /// Settings that give the left side away.
    pub giveaways_left: Vec<String>,
    /// Settings that give the right side away.
    pub giveaways_right: Vec<String>,
    /// Named lists whose words must be equally frequent on both sides, beside absolutes, hedges and negatives.
    pub compared: BTreeMap<String, Vec<String>>,
}

impl WordLists {
    /// Settings that give a side away.
    #[must_use]
    pub const fn giveaways(&self) -> Sides<&Vec<String>> {
        Sides { left: &self.giveaways_left, right: &self.giveaways_right }
    }

    /// The side that a stock phrase belongs to, where it belongs to one.
    #[must_use]
    pub fn seed_side(&self, phrase: &str) -> Option<Side> {
        let phrase = super::text::lower(phrase);
        let has = |list: &Vec<String>| list.iter().any(|one| super::text::lower(one) == phrase);
        match (has(&self.seed_left), has(&self.seed_right)) {
            (true, false) => Some(Side::Left),
            (false, true) => Some(Side::Right),
            _ => None,
        }
    }

    /// All stock phrases, each once, those without a side first.
    #[must_use]
    pub fn seeds(&self) -> Vec<String> {
        let mut seeds: Vec<String> = Vec::new();
        for phrase in self.seed_wording.iter().chain(&self.seed_left).chain(&self.seed_right) {
            if !seeds.contains(phrase) {
                seeds.push(phrase.clone());
            }
        }
        seeds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_without_the_file_gets_neutral_rules() {
        let rules = LintRules::parse(None).unwrap();
        assert_eq!(rules, LintRules::default());
        assert_eq!(rules.words, WordLists::default());
    }

    #[test]
    fn what_is_left_out_keeps_its_neutral_value() {
        let rules = LintRules::parse(Some(r#"{"thresholds": {"words_max": 12}}"#)).unwrap();
        assert_eq!(rules.thresholds, Thresholds { words_max: 12, ..Thresholds::default() });
    }

    #[test]
    fn the_rules_of_the_built_in_bank_are_usable_and_give_each_stock_phrase_a_side() {
        let rules = LintRules::parse(Some(include_str!("../../../questions/lint.json"))).unwrap();
        for phrase in rules.words.seeds() {
            assert!(rules.words.seed_side(&phrase).is_some(), "{phrase} has no side");
        }
        assert_eq!(rules.thresholds.readings_min, 2);
    }

    #[test]
    fn unusable_rules_are_refused_with_the_place() {
        let cases = [
            ("{", "", Some(1)),
            (r#"{"word": {}}"#, "", Some(1)),
            (r#"{"format_version": 3}"#, "format_version", None),
            (r#"{"thresholds": {"word_leak_share": 80}}"#, "thresholds.word_leak_share", None),
            (r#"{"thresholds": {"reader_ceilings": [0.5, -1, 0.5]}}"#, "thresholds.reader_ceilings", None),
            (r#"{"thresholds": {"words_min": 30}}"#, "thresholds.words_min", None),
        ];
        for (text, place, line) in cases {
            let problems = LintRules::parse(Some(text)).unwrap_err();
            assert_eq!(problems.len(), 1, "{text}");
            assert_eq!((problems[0].rule, problems[0].place.as_str(), problems[0].line), ("lint-rules", place, line));
        }
    }

    #[test]
    fn the_rules_have_a_schema() {
        let schema = serde_json::to_value(schemars::schema_for!(LintRules)).unwrap();
        assert!(schema["properties"]["thresholds"].is_object());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,80}") {
            let _ = LintRules::parse(Some(&text));
        }
    }
}
