//! `lint.json`: the thresholds and word lists of one bank, so that another subject brings its own.

use super::FILE;
use super::rule::{Rule, problem};
use crate::domain::bank::problem::Problem;
use crate::domain::bank::{FORMAT_VERSION, Side, Sides};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeMap;

/// No limit.
const UNLIMITED: usize = usize::MAX;

/// `lint.json`: what the gate expects of a bank. What is left out keeps its neutral value, which expects nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LintRules {
    /// Where an editor finds the schema of this file; ignored by the program.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format, 2.
    pub format_version: u32,
    /// Numbers that statements and the whole bank are held to.
    pub thresholds: Thresholds,
    /// What readers that know nothing may reach.
    pub gates: Gates,
    /// What each part of the bank has to bring.
    pub demands: Demands,
    /// What the record of blind readings has to show.
    pub readings: ReadingRules,
    /// Limits of the texts around the statements.
    pub texts: TextLimits,
    /// Word budgets of the lesson's screens: fewest and most words.
    pub lesson_words: LessonWords,
    /// The families of statements with their wanted shares of the bank; empty where a bank has none.
    pub families: BTreeMap<String, f64>,
    /// What is asked plainly at level 1.
    pub claims: Vec<Claim>,
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
            gates: Gates::default(),
            demands: Demands::default(),
            readings: ReadingRules::default(),
            texts: TextLimits::default(),
            lesson_words: LessonWords::default(),
            families: BTreeMap::new(),
            claims: Vec::new(),
            words: WordLists::default(),
            stop_words: Vec::new(),
        }
    }
}

impl LintRules {
    /// Reads `lint.json`; without one, the neutral rules. What cannot be used is told, and all the rest is used, so that
    /// one run tells all that is to be mended.
    #[must_use]
    pub fn parse(text: Option<&str>) -> (Self, Vec<Problem>) {
        let Some(text) = text else { return Default::default() };
        let (rules, mut problems) = match serde_json::from_str(text) {
            Ok(rules) => (rules, Vec::new()),
            Err(error) => {
                let line = Some(error.line()).filter(|line| *line > 0);
                let whole = problem(Rule::LintRules, FILE, line, "", format!("the rules cannot be read: {error}"));
                serde_json::from_str(text).map_or_else(|_| (Self::default(), vec![whole]), Self::section_by_section)
            }
        };
        rules.judge(&mut problems);
        super::lines::fill_from(&mut problems, FILE, text);
        (rules, problems)
    }

    /// Reads each section by itself, and tells which cannot be used.
    fn section_by_section(mut sections: BTreeMap<String, Value>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut of = Sections { sections: &mut sections, problems: &mut problems };
        let rules = Self {
            schema: of.take("$schema", None),
            format_version: of.take("format_version", FORMAT_VERSION),
            thresholds: of.take("thresholds", Thresholds::default()),
            gates: of.take("gates", Gates::default()),
            demands: of.take("demands", Demands::default()),
            readings: of.take("readings", ReadingRules::default()),
            texts: of.take("texts", TextLimits::default()),
            lesson_words: of.take("lesson_words", LessonWords::default()),
            families: of.take("families", BTreeMap::new()),
            claims: of.take("claims", Vec::new()),
            words: of.take("words", WordLists::default()),
            stop_words: of.take("stop_words", Vec::new()),
        };
        for name in sections.keys() {
            let reason = format!("there is no field \"{name}\"");
            problems.push(problem(Rule::LintRules, FILE, None, name, reason));
        }
        (rules, problems)
    }

    fn judge(&self, problems: &mut Vec<Problem>) {
        let mut tell = |place: &str, reason: String| {
            problems.push(problem(Rule::LintRules, FILE, None, place, reason));
        };
        if self.format_version != FORMAT_VERSION {
            let reason = format!("the version is {}, this program reads {FORMAT_VERSION}", self.format_version);
            tell("format_version", reason);
        }
        for (name, share) in self.shares() {
            if !(0.0..=1.0).contains(&share) {
                tell(&name, format!("{share} is not a share between 0 and 1"));
            }
        }
        if self.thresholds.words_min > self.thresholds.words_max {
            tell("thresholds.words_min", "words_min is greater than words_max".to_owned());
        }
    }

    /// All that has to be between 0 and 1, with its place.
    fn shares(&self) -> Vec<(String, f64)> {
        let mut shares = Vec::new();
        let mut add = |place: &str, values: &[f64]| {
            shares.extend(values.iter().map(|value| (place.to_owned(), *value)));
        };
        let of = &self.thresholds;
        add("thresholds.near_duplicate_jaccard", &[of.near_duplicate_jaccard]);
        add("thresholds.near_duplicate_sequence", &[of.near_duplicate_sequence]);
        add("thresholds.word_leak_share", &[of.word_leak_share]);
        add("thresholds.word_leak_share_level_1", &[of.word_leak_share_level_1]);
        add("thresholds.topic_word_leak_share", &[of.topic_word_leak_share]);
        add("thresholds.length_mean_difference_max", &[of.length_mean_difference_max]);
        add("thresholds.longest_quartile_share_max", &[of.longest_quartile_share_max]);
        add("thresholds.longer_left_share", &of.longer_left_share);
        add("thresholds.figures_left_share", &of.figures_left_share);
        add("thresholds.neutral_term_share_min", &[of.neutral_term_share_min]);
        add("thresholds.level_shares", &of.level_shares);
        add("thresholds.level_share_tolerance", &[of.level_share_tolerance]);
        add("thresholds.family_share_tolerance", &[of.family_share_tolerance]);
        add("thresholds.single_share_max", &[of.single_share_max]);
        add("thresholds.sourced_share_min", &[of.sourced_share_min]);
        add("thresholds.rate_difference_significance", &[of.rate_difference_significance]);
        add("thresholds.verdict_share_max", &[of.verdict_share_max]);
        let gates = &self.gates;
        add("gates.form", gates.form.as_slice());
        add("gates.cheat_sheet", gates.cheat_sheet.as_slice());
        for (place, ceilings) in [
            ("gates.function_words", gates.function_words),
            ("gates.settings", gates.settings),
            ("gates.everyday", gates.everyday),
            ("gates.licence", gates.licence),
            ("gates.explanations", gates.explanations),
        ] {
            add(place, ceilings.as_ref().map_or(&[], <[f64; 3]>::as_slice));
        }
        let readings = &self.readings;
        add("readings.knowledge_share_min", &[readings.knowledge_share_min]);
        add("readings.knowledge_side_share_min", &[readings.knowledge_side_share_min]);
        add("readings.topic_share_min", &[readings.topic_share_min]);
        add("families", &self.families.values().copied().collect::<Vec<f64>>());
        shares
    }
}

/// The sections of a file that could not be read as a whole.
struct Sections<'a> {
    sections: &'a mut BTreeMap<String, Value>,
    problems: &'a mut Vec<Problem>,
}

impl Sections<'_> {
    fn take<T: DeserializeOwned>(&mut self, name: &str, neutral: T) -> T {
        let Some(value) = self.sections.remove(name) else { return neutral };
        serde_json::from_value(value).unwrap_or_else(|error| {
            self.problems.push(problem(Rule::LintRules, FILE, None, name, format!("it cannot be used: {error}")));
            neutral
        })
    }
}

/// A claim of the subject's short version, which a statement of level 1 asks plainly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The topic's id.
    pub topic: String,
    /// The side of the statement.
    pub side: Side,
    /// Words or phrases of which the statement has one at least.
    pub words: Vec<String>,
}

/// Numbers that statements and the whole bank are held to. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Fewest words of a statement, counted by its spaces.
    pub words_min: usize,
    /// Most words of a statement.
    pub words_max: usize,
    /// Most characters of a statement.
    pub characters_max: usize,
    /// Most negatives in a statement.
    pub negatives_max: usize,
    /// Fewest words of an explanation.
    pub explanation_words_min: usize,
    /// Most words of an explanation.
    pub explanation_words_max: usize,
    /// Most words by which the two of a pair differ in length.
    pub pair_length_difference_max: usize,
    /// From this share of common words on, two statements of one side are near duplicates.
    pub near_duplicate_jaccard: f64,
    /// From this share of words in the same order on, two statements of one side are near duplicates.
    pub near_duplicate_sequence: f64,
    /// A word is judged for leakage when this many statements have it.
    pub word_leak_min_count: usize,
    /// Greatest share of a word's statements on one side; words of the licence are left out.
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
    /// Least and greatest share of unequal pairs in which the left statement is the longer.
    pub longer_left_share: [f64; 2],
    /// Least and greatest share of the left side among the statements with a figure.
    pub figures_left_share: [f64; 2],
    /// Lengths and figures are judged from this many statements on.
    pub length_statements_min: usize,
    /// Most statements of a topic that one of its hard terms may stand in.
    pub hard_term_topic_max: usize,
    /// Most statements of the bank that a hard term may stand in.
    pub hard_term_bank_max: usize,
    /// A neutral term is judged when this many statements of its topic have it.
    pub neutral_term_min_count: usize,
    /// Least share of either side among the statements with a neutral term.
    pub neutral_term_share_min: f64,
    /// Fewest concepts of a topic.
    pub concepts_per_topic_min: usize,
    /// Fewest pairs of a topic.
    pub pairs_per_topic_min: usize,
    /// Fewest pairs of a concept.
    pub pairs_per_concept_min: usize,
    /// Fewest pairs and singles of a concept at each level.
    pub items_per_concept_and_level_min: usize,
    /// Most pairs and singles of a concept at one level.
    pub same_concept_per_level_max: usize,
    /// Fewest misconceptions of a topic.
    pub misconceptions_per_topic_min: usize,
    /// Fewest statements that lead to a misconception that pushes to a side.
    pub statements_per_misconception_min: usize,
    /// Wanted shares of levels 1, 2 and 3 in each topic.
    pub level_shares: [f64; 3],
    /// How far a topic's share of a level may be from the wanted one.
    pub level_share_tolerance: f64,
    /// How far the share of a family in the bank may be from the wanted one.
    pub family_share_tolerance: f64,
    /// Greatest share of a topic's statements that stand alone.
    pub single_share_max: f64,
    /// Most by which a topic's single statements of one side outnumber those of the other.
    pub single_difference_max: usize,
    /// Least share of statements that cite a source.
    pub sourced_share_min: f64,
    /// Sides are said to differ when chance explains the difference with less than this probability.
    pub rate_difference_significance: f64,
    /// Fewest statements of the bank.
    pub statements_min: usize,
    /// Fewest discussion cards of the bank.
    pub cards_min: usize,
    /// Greatest share of one verdict among the cards to classify.
    pub verdict_share_max: f64,
    /// Fewest case studies of the bank.
    pub cases_min: usize,
    /// The readers that know nothing are judged from this many statements of a level on.
    pub gate_statements_min: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            words_min: 1,
            words_max: 30,
            characters_max: 125,
            negatives_max: 1,
            explanation_words_min: 0,
            explanation_words_max: 30,
            pair_length_difference_max: UNLIMITED,
            near_duplicate_jaccard: 0.45,
            near_duplicate_sequence: 0.75,
            word_leak_min_count: 6,
            word_leak_share: 1.0,
            word_leak_share_level_1: 1.0,
            topic_word_leak_min_count: 5,
            topic_word_leak_share: 1.0,
            length_mean_difference_max: 1.0,
            longest_quartile_share_max: 1.0,
            longer_left_share: [0.0, 1.0],
            figures_left_share: [0.0, 1.0],
            length_statements_min: 20,
            hard_term_topic_max: UNLIMITED,
            hard_term_bank_max: UNLIMITED,
            neutral_term_min_count: 5,
            neutral_term_share_min: 0.0,
            concepts_per_topic_min: 1,
            pairs_per_topic_min: 0,
            pairs_per_concept_min: 0,
            items_per_concept_and_level_min: 0,
            same_concept_per_level_max: UNLIMITED,
            misconceptions_per_topic_min: 0,
            statements_per_misconception_min: 0,
            level_shares: [0.35, 0.4, 0.25],
            level_share_tolerance: 1.0,
            family_share_tolerance: 1.0,
            single_share_max: 1.0,
            single_difference_max: UNLIMITED,
            sourced_share_min: 0.0,
            rate_difference_significance: 0.05,
            statements_min: 0,
            cards_min: 0,
            verdict_share_max: 1.0,
            cases_min: 0,
            gate_statements_min: 40,
        }
    }
}

/// What readers that know nothing of the subject may reach, as shares between 0 and 1. What is left out is measured, and not limited.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Gates {
    /// Highest accuracy of a reader of form: length, punctuation, figures, clause openers, voice, sentence type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<f64>,
    /// Highest accuracy of a reader of function words at levels 1, 2 and 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_words: Option<[f64; 3]>,
    /// Highest accuracy of a reader of settings at levels 1, 2 and 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<[f64; 3]>,
    /// Highest accuracy of a reader of all words outside the licence at levels 1, 2 and 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub everyday: Option<[f64; 3]>,
    /// Highest accuracy with the ten best single words learnt by heart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cheat_sheet: Option<f64>,
    /// Highest accuracy of a reader of licensed terms alone at levels 1, 2 and 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<[f64; 3]>,
    /// Least share of explanations of levels 1, 2 and 3 that give a mechanism, a figure, a document or a licensed term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanations: Option<[f64; 3]>,
}

/// What each part of the bank has to bring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the file")]
pub struct Demands {
    /// A statement with a figure cites a source, or says that it is a design value.
    pub numbers_sourced: bool,
    /// An acronym is licensed, in the glossary, or in the topic's lesson.
    pub acronyms_taught: bool,
    /// A licensed term stands in the topic's lesson or in the glossary.
    pub terms_taught: bool,
    /// A statement of level 3 names its decoy and what settles it.
    pub decoys_named: bool,
    /// A single statement says how the other side does it.
    pub other_side_told: bool,
    /// Each topic has a lesson, and its numbers cite a document.
    pub lessons: bool,
    /// Each topic is offered a case study at its end.
    pub case_for_each_topic: bool,
}

/// What the record of blind readings has to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReadingRules {
    /// Fewest blind readings of each current statement; 0 where the bank keeps no such record.
    pub readers_min: usize,
    /// The backgrounds of readers who know the field; at least one reading of each, and all agree with the key.
    pub experts: Vec<String>,
    /// Further backgrounds of which a reading is needed.
    pub others: Vec<String>,
    /// Least mean of naturalness, 1 to 5, of a statement.
    pub natural_min: f64,
    /// Least mean of naturalness of the bank.
    pub natural_mean_min: f64,
    /// Least mean of naturalness at level 3.
    pub natural_level_3_min: f64,
    /// Greatest difference of naturalness between the sides.
    pub natural_side_difference_max: f64,
    /// Least share of statements of which most readers say that knowledge is needed.
    pub knowledge_share_min: f64,
    /// The same on either side.
    pub knowledge_side_share_min: f64,
    /// Least share of readings that tell the topic.
    pub topic_share_min: f64,
    /// Fewest reviewers who looked whether a pair is inverted.
    pub inversion_ticks_min: usize,
}

impl Default for ReadingRules {
    fn default() -> Self {
        Self {
            readers_min: 0,
            experts: Vec::new(),
            others: Vec::new(),
            natural_min: 0.0,
            natural_mean_min: 0.0,
            natural_level_3_min: 0.0,
            natural_side_difference_max: 5.0,
            knowledge_share_min: 0.0,
            knowledge_side_share_min: 0.0,
            topic_share_min: 0.0,
            inversion_ticks_min: 0,
        }
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
    /// Most words of the story of a case study.
    pub story_words_max: usize,
    /// Most words of the short form of a case study.
    pub short_words_max: usize,
    /// Most characters of the short reason of a leaning.
    pub leaning_characters_max: usize,
    /// Most words of the reason of a leaning.
    pub leaning_words_max: usize,
    /// Most words of the meaning of a word in the glossary.
    pub glossary_words_max: usize,
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
            story_words_max: 150,
            short_words_max: 45,
            leaning_characters_max: 34,
            leaning_words_max: 14,
            glossary_words_max: 25,
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
            predict: [0, 50],
            reveal: [0, 60],
            idea: [0, 135],
            words: [0, 220],
            pair: [0, 120],
            numbers: [0, 120],
            bends: [0, 150],
            heard: [0, 110],
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
    /// Settings that suggest the left side.
    pub settings_left: Vec<String>,
    /// Settings that suggest the right side.
    pub settings_right: Vec<String>,
    /// Words that carry grammar: articles, pronouns, prepositions, conjunctions, auxiliaries.
    pub function_words: Vec<String>,
    /// Words of an explanation that show a mechanism.
    pub mechanisms: Vec<String>,
    /// Named lists whose words must be equally frequent on both sides, beside absolutes, hedges and negatives.
    pub compared: BTreeMap<String, Vec<String>>,
}

impl WordLists {
    /// Settings that suggest a side.
    #[must_use]
    pub const fn settings(&self) -> Sides<&Vec<String>> {
        Sides { left: &self.settings_left, right: &self.settings_right }
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
        let (rules, problems) = LintRules::parse(None);
        assert_eq!((&rules, problems), (&LintRules::default(), Vec::new()));
        assert_eq!(rules.words, WordLists::default());
    }

    #[test]
    fn what_is_left_out_keeps_its_neutral_value() {
        let (rules, problems) = LintRules::parse(Some(r#"{"thresholds": {"words_max": 12}}"#));
        assert_eq!(problems, []);
        assert_eq!(rules.thresholds, Thresholds { words_max: 12, ..Thresholds::default() });
    }

    #[test]
    fn the_rules_of_the_built_in_bank_are_usable_and_give_each_stock_phrase_a_side() {
        let (rules, problems) = LintRules::parse(Some(include_str!("../../../questions/lint.json")));
        assert_eq!(problems, []);
        for phrase in rules.words.seeds() {
            assert!(rules.words.seed_side(&phrase).is_some(), "{phrase} has no side");
        }
    }

    #[test]
    fn unusable_rules_are_told_with_their_place() {
        let cases = [
            ("{", "", Some(1)),
            ("{\n\"word\": {}}", "word", Some(2)),
            (r#"{"format_version": 3}"#, "format_version", Some(1)),
            (r#"{"thresholds": {"word_leak_share": 80}}"#, "thresholds.word_leak_share", Some(1)),
            (r#"{"thresholds": {"words_min": "x"}}"#, "thresholds", Some(1)),
            (r#"{"gates": {"licence": [0.5, -1, 0.5]}}"#, "gates.licence", Some(1)),
            ("{\"thresholds\": {\n\"words_min\": 40}}", "thresholds.words_min", Some(2)),
        ];
        for (text, place, line) in cases {
            let (_, problems) = LintRules::parse(Some(text));
            assert_eq!(problems.len(), 1, "{text}: {problems:?}");
            assert_eq!((problems[0].rule, problems[0].place.as_str(), problems[0].line), ("lint-rules", place, line));
        }
    }

    #[test]
    fn what_cannot_be_used_hides_neither_its_like_nor_the_rest() {
        let text = r#"{"thresholds": {"words_max": 5}, "words": 1, "gate": {}, "texts": {"x": 1}}"#;
        let (rules, problems) = LintRules::parse(Some(text));
        assert_eq!(rules.thresholds.words_max, 5);
        let places: Vec<&str> = problems.iter().map(|one| one.place.as_str()).collect();
        assert_eq!(places, ["texts", "words", "gate"]);
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
