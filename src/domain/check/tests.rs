//! Each rule is broken by a change of the fair bank that breaks nothing else.

use super::*;
use crate::domain::bank::{Lesson, Side, Sides, Statement, Topic};
use fixture::prose;
use std::collections::BTreeSet;

/// The parts of a run, to be changed by a case.
struct Setup {
    topics: Vec<Topic>,
    rules: LintRules,
    readings: Option<String>,
}

impl Setup {
    fn fair() -> Self {
        Self { topics: fixture::fair_topics(), rules: fixture::fair_rules(), readings: None }
    }

    fn lesson(&mut self) -> &mut Lesson {
        self.topics[0].lesson.as_mut().unwrap()
    }

    fn left(&mut self, twin: usize) -> &mut Statement {
        &mut self.topics[0].pairs[twin].left
    }

    /// Replaces words in both texts of a twin, so that the two stay alike.
    fn replace(&mut self, twin: usize, from: &str, to: &str) {
        for side in Side::BOTH {
            self.replace_in(twin, side, from, to);
        }
    }

    fn replace_in(&mut self, twin: usize, side: Side, from: &str, to: &str) {
        let twin = &mut self.topics[0].pairs[twin];
        let text = if side == Side::Left { &mut twin.left.text } else { &mut twin.right.text };
        assert!(text.contains(from), "{text}");
        *text = text.replace(from, to);
    }

    fn report(self) -> Report {
        let readings = self.readings.as_deref().map(Readings::parse);
        run(&fixture::bank(self.topics), &self.rules, readings.as_ref())
    }

    fn broken(self) -> BTreeSet<&'static str> {
        self.report().findings.iter().map(|finding| finding.rule).collect()
    }
}

type Case = (Rule, fn(&mut Setup));
type Allowed = (&'static str, fn(&mut Setup));

// In the fair bank the twins 0 and 3 of a topic are of level 1, 1 and 4 of level 2, 2 and 5 of level 3.
const STATEMENTS: &[Case] = &[
    (Rule::WordCount, |setup| setup.rules.thresholds.words_max = 13),
    (Rule::WordCount, |setup| setup.rules.thresholds.words_min = 16),
    (Rule::CharacterCount, |setup| setup.rules.thresholds.characters_max = 70),
    (Rule::QuestionMark, |setup| setup.replace(0, ".", "?")),
    (Rule::FullStop, |setup| setup.replace(0, ".", "")),
    (Rule::SeveralIdeas, |setup| setup.replace(0, " while", "; while")),
    (Rule::SeveralIdeas, |setup| setup.replace(0, "waits beside the mossy bridge", "sits so that so that it eats")),
    (Rule::OpeningWord, |setup| {
        setup.rules.words.openings = vec!["Without".to_owned()];
        setup.rules.words.negatives.clear();
        setup.replace(0, "The heron", "Without fear the heron");
    }),
    (Rule::Negative, |setup| setup.replace(0, "mossy", "not")),
    (Rule::DoubleNegative, |setup| setup.replace(0, "beside the mossy", "not without")),
    (Rule::DoubleNegative, |setup| setup.replace(0, "beside the mossy", "no no")),
    (Rule::Absolute, |setup| setup.replace(0, "mossy", "always")),
    (Rule::Hedge, |setup| setup.replace(0, "mossy", "often")),
    (Rule::AnswerTerm, |setup| setup.replace_in(0, Side::Left, "brook", "Lake")),
    (Rule::SeedWording, |setup| setup.replace_in(1, Side::Left, "reeds", "briny")),
    (Rule::SeedWording, |setup| setup.replace_in(2, Side::Left, "pond", "fresh")),
    (Rule::SeedWording, |setup| setup.replace_in(2, Side::Left, "pond", "deep blue")),
    (Rule::SettingGiveaway, |setup| setup.replace_in(1, Side::Left, "reeds", "rowing boat")),
    (Rule::SettingGiveaway, |setup| setup.replace_in(1, Side::Left, "reeds", "steamer")),
    (Rule::SettingGiveaway, |setup| setup.replace_in(2, Side::Right, "reef", "steamer")),
    (Rule::UnknownAcronym, |setup| setup.replace(0, "miller", "RNLI")),
    (Rule::Brand, |setup| setup.replace(0, "miller", "acme")),
    (Rule::DatedWord, |setup| setup.replace(0, "waits", "today")),
    (Rule::BareYear, |setup| {
        setup.replace(0, "mossy", "2024");
        setup.topics[0].pairs[0].left.sources = vec!["S1".to_owned()];
        setup.topics[0].pairs[0].right.sources = vec!["S1".to_owned()];
    }),
    (Rule::NumberWithoutSource, |setup| setup.replace(0, "mossy", "7")),
    (Rule::ExplanationForm, |setup| {
        setup.rules.thresholds.explanation_patterns = Some(["It is".to_owned(), "It was".to_owned()]);
    }),
    (Rule::ExplanationLength, |setup| setup.left(0).explanation = prose(31)),
    (Rule::MissingDecoy, |setup| setup.left(2).decoy = None),
    (Rule::MissingDecoy, |setup| setup.left(2).decoy = Some(" ".to_owned())),
    (Rule::TwinSimilarity, |setup| {
        let text = "One heron stands under any leaning elms so his friend collects mud.";
        setup.left(0).text = text.to_owned();
    }),
    (Rule::TwinLength, |setup| setup.replace_in(0, Side::Left, "the brook", "a brook in high old green hills")),
    (Rule::CommonGiveaways, |setup| {
        setup.rules.thresholds.giveaways_level_1_max = 0;
        setup.replace_in(0, Side::Left, "brook", "rowing boat");
    }),
];

const LESSONS: &[Case] = &[
    (Rule::LessonWords, |setup| setup.lesson().idea.body = vec![prose(153)]),
    (Rule::LessonWords, |setup| setup.lesson().heard.body = vec![prose(81), prose(36)]),
    (Rule::LessonWordsNear, |setup| setup.lesson().numbers.body = vec![prose(116)]),
    (Rule::LessonWordsNear, |setup| setup.lesson().bends.body = vec![prose(126)]),
    (Rule::LessonFit, |setup| setup.lesson().idea.body = vec![prose(9); 10]),
    (Rule::LessonFit, |setup| {
        let word = setup.lesson().words.left[0].clone();
        setup.lesson().words.left = vec![word; 20];
    }),
    (Rule::LessonLine, |setup| setup.lesson().pair.left.text = "x".repeat(126)),
    (Rule::LessonLine, |setup| setup.lesson().pair.same = Some("x".repeat(61))),
    (Rule::LessonLine, |setup| setup.lesson().words.right[0].meaning = "x".repeat(37)),
    (Rule::LessonLine, |setup| setup.lesson().numbers.rows[0].label = "x".repeat(15)),
    (Rule::LessonLine, |setup| setup.lesson().numbers.rows[0].right = "x".repeat(27)),
    (Rule::LessonLine, |setup| setup.lesson().numbers.figures = vec!["x".repeat(69)]),
    (Rule::LongSentence, |setup| setup.lesson().idea.body = vec![prose(81).replace('.', "")]),
    (Rule::FactWithoutSource, |setup| setup.lesson().numbers.sources.clear()),
    (Rule::ScoredTextInLesson, |setup| {
        let text = setup.topics[1].pairs[0].left.text.to_uppercase().replace('.', "!");
        setup.lesson().heard.instead = format!("Better: {text}");
    }),
    (Rule::TopicText, |setup| {
        setup.topics[0].concepts[0].usual = Some(Sides { left: "x".repeat(46), right: "x".to_owned() });
    }),
    (Rule::TopicText, |setup| setup.topics[0].summary.right = "x".repeat(61)),
    (Rule::TopicText, |setup| setup.topics[0].takeaway = "x".repeat(77)),
    (Rule::TopicText, |setup| setup.topics[0].concepts[0].title = "x".repeat(29)),
    (Rule::TopicText, |setup| setup.topics[0].misconceptions[0].claim = "x".repeat(77)),
    (Rule::TopicText, |setup| setup.topics[0].misconceptions[0].refutation = prose(31)),
    (Rule::CardText, |setup| setup.topics[0].cards[0].title = "x".repeat(41)),
    (Rule::CardText, |setup| setup.topics[0].cards[0].case = prose(61)),
    (Rule::CardText, |setup| setup.topics[0].cards[0].reasoning = prose(71)),
    (Rule::CardText, |setup| setup.topics[0].cards[0].flip = prose(31)),
];

const COVERAGE: &[Case] = &[
    (Rule::FewConcepts, |setup| setup.rules.thresholds.concepts_per_topic_min = 2),
    (Rule::FewTwins, |setup| setup.rules.thresholds.twins_per_concept_min = 7),
    (Rule::ConceptLevel, |setup| setup.rules.thresholds.twins_per_concept_and_level_min = 3),
    (Rule::CrowdedConcept, |setup| setup.rules.thresholds.same_concept_per_level_max = 1),
    (Rule::FewMisconceptions, |setup| setup.rules.thresholds.misconceptions_per_topic_min = 2),
    (Rule::UnreachedMisconception, |setup| setup.rules.thresholds.statements_per_misconception_min = 13),
    (Rule::LevelMix, |setup| setup.rules.thresholds.level_share_tolerance = 0.05),
    (Rule::FewStatements, |setup| setup.rules.thresholds.statements_min = 25),
    (Rule::FewCards, |setup| setup.rules.thresholds.cards_min = 3),
];

const WHOLE_BANK: &[Case] = &[
    (Rule::WordLeak, |setup| {
        // Three statements of each topic: enough for the bank, too few for a topic.
        for twin in setup.topics.iter_mut().flat_map(|topic| topic.pairs.iter_mut().take(3)) {
            twin.left.text = twin.left.text.replace("the ", "our ");
            twin.right.text = twin.right.text.replace("the ", "your ");
        }
    }),
    (Rule::WordLeak, |setup| {
        // Level 1 allows more than the other levels, yet not everything.
        setup.rules.thresholds.word_leak_min_count = 4;
        for twin in setup.topics.iter_mut().flat_map(|topic| &mut topic.pairs).filter(|twin| twin.level == 1) {
            twin.left.text = twin.left.text.replace("by the", "by our");
            twin.right.text = twin.right.text.replace("by the", "by your");
        }
    }),
    (Rule::TopicWordLeak, |setup| {
        for twin in setup.topics[0].pairs.iter_mut().take(5) {
            twin.left.text = twin.left.text.replace("by the", "by our");
        }
    }),
    (Rule::ReaderCeiling, |setup| {
        setup.rules.thresholds.reader_statements_min = 8;
        setup.rules.thresholds.reader_ceilings = [1.0, 0.0, 1.0];
    }),
    (Rule::LengthMean, |setup| {
        for twin in setup.topics.iter_mut().flat_map(|topic| &mut topic.pairs) {
            twin.left.text = twin.left.text.replace(" while a ", " ");
        }
        setup.rules.thresholds.longest_quartile_share_max = 1.0;
        setup.rules.thresholds.word_leak_share = 1.0;
        setup.rules.thresholds.topic_word_leak_share = 1.0;
    }),
    (Rule::LongestQuartile, |setup| {
        for twin in setup.topics.iter_mut().flat_map(|topic| topic.pairs.iter_mut().take(4)) {
            twin.left.text = twin.left.text.replace(" by the ", " close by the ");
        }
        setup.rules.thresholds.word_leak_share = 1.0;
    }),
    (Rule::RateDifference, |setup| {
        setup.rules.thresholds.word_leak_min_count = 100;
        setup.rules.thresholds.topic_word_leak_min_count = 100;
        for twin in setup.topics.iter_mut().flat_map(|topic| topic.pairs.iter_mut().take(3)) {
            twin.right.text = twin.right.text.replace(" a ", " sailor ");
        }
    }),
    (Rule::NearDuplicate, |setup| {
        let text = setup.left(0).text.clone();
        let twin = &mut setup.topics[1].pairs[0];
        twin.left.text = text;
        twin.right.text = "The heron dozes below the leaky roof while a girl gathers moss by the dune.".to_owned();
    }),
];

const READINGS: &[Case] = &[
    (Rule::NoReadings, |setup| setup.rules.thresholds.readings_min = 1),
    (Rule::UnreadStatement, |setup| {
        setup.rules.thresholds.readings_min = 1;
        setup.readings = Some(String::new());
    }),
    (Rule::ReadingFormat, |setup| setup.readings = Some("{}".to_owned())),
    (Rule::UnknownReading, |setup| setup.readings = Some(reading("one-9-left", 1, "left"))),
    (Rule::ReadingAhead, |setup| setup.readings = Some(reading("one-1-left", 2, "left"))),
    (Rule::ReadingDisagrees, |setup| setup.readings = Some(reading("one-1-left", 1, "right"))),
    (Rule::RepeatedReading, |setup| {
        let line = reading("one-1-left", 1, "left");
        setup.readings = Some(format!("{line}\n{line}"));
    }),
];

fn reading(statement: &str, revision: u32, side: &str) -> String {
    let reading = serde_json::json!({
        "statement": statement, "revision": revision, "reader": "ann", "side": side, "certainty": 2, "flip": "salt",
    });
    reading.to_string()
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [STATEMENTS, LESSONS, COVERAGE, WHOLE_BANK, READINGS].into_iter().flatten()
}

#[test]
fn the_fair_bank_breaks_no_rule() {
    let report = Setup::fair().report();
    assert_eq!(report.findings, []);
    let figures = &report.figures;
    assert_eq!((figures.statements, figures.cards, figures.misconceptions), (24, 2, 2));
    assert_eq!(figures.topics[0].left, [2, 2, 2]);
    assert_eq!(figures.pairs.at_least_half, 12);
    assert!(figures.duplicates.complete);
}

#[test]
fn each_change_of_the_fair_bank_breaks_its_rule_and_no_other() {
    let mut failures = Vec::new();
    for (number, (rule, change)) in cases().enumerate() {
        let mut setup = Setup::fair();
        change(&mut setup);
        let broken = setup.broken();
        if broken != BTreeSet::from([rule.id()]) {
            failures.push(format!("case {number}, {}: {broken:?}", rule.id()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_a_case() {
    let tried: BTreeSet<Rule> = cases().map(|(rule, _)| *rule).collect();
    // Unusable rules are refused before a run; the tests of the settings break that rule.
    let untried: Vec<&Rule> =
        Rule::ALL.iter().filter(|rule| !tried.contains(rule) && **rule != Rule::LintRules).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

#[test]
fn what_a_rule_allows_is_not_told() {
    let allowed: &[Allowed] = &[
        ("a stock phrase at level 1", |setup| setup.replace_in(0, Side::Left, "brook", "fresh")),
        ("a stock phrase against its side at level 3", |setup| setup.replace_in(2, Side::Left, "pond", "briny")),
        ("a setting of the other side at level 3", |setup| setup.replace_in(2, Side::Left, "pond", "steamer")),
        ("a setting at level 1", |setup| setup.replace_in(0, Side::Left, "brook", "rowing boat")),
        ("a known acronym", |setup| setup.replace(0, "miller", "UK")),
        ("an acronym that the lesson teaches", |setup| {
            setup.replace(0, "miller", "RNLI");
            setup.lesson().bends.case = "The RNLI (a lifeboat charity) saves lives. ".to_owned() + &prose(18);
        }),
        ("a number with a source", |setup| {
            setup.replace(0, "mossy", "7");
            for side in Side::BOTH {
                let twin = &mut setup.topics[0].pairs[0];
                let statement = if side == Side::Left { &mut twin.left } else { &mut twin.right };
                statement.sources = vec!["S1".to_owned()];
            }
        }),
        ("as many twins of a concept and level as may be", |setup| {
            setup.rules.thresholds.same_concept_per_level_max = 2;
        }),
        ("a word of level 1 that leans less than level 1 allows", |setup| {
            setup.rules.thresholds.word_leak_min_count = 5;
            setup.rules.thresholds.word_leak_share = 0.75;
            for twin in setup.topics.iter_mut().flat_map(|topic| &mut topic.pairs).filter(|twin| twin.level == 1) {
                twin.left.text = twin.left.text.replace("by the", "by our");
            }
            setup.replace_in(0, Side::Right, "by the", "by our");
        }),
        ("a watch word", |setup| setup.replace(0, "miller", "estuary")),
        ("words within words", |setup| setup.replace(0, "mossy", "knotty")),
        ("few statements, whatever the cue-only reader makes of them", |setup| {
            setup.rules.thresholds.reader_ceilings = [0.0; 3];
        }),
    ];
    for (name, change) in allowed {
        let mut setup = Setup::fair();
        change(&mut setup);
        assert_eq!(setup.broken(), BTreeSet::new(), "{name}");
    }
}

#[test]
fn a_finding_names_rule_severity_place_reason_and_suggestion() {
    let mut setup = Setup::fair();
    setup.replace(0, "mossy", "always");
    let report = setup.report();
    assert_eq!(report.count(Severity::Error), 2);
    assert_eq!(
        report.findings[0].to_string(),
        "error[absolute] one.json one-1-left: the absolute \"always\" (drop the word, or say in which scene it holds)"
    );
}

#[test]
fn watch_words_are_listed_for_humans() {
    let mut setup = Setup::fair();
    setup.replace_in(0, Side::Left, "miller", "estuary");
    let watch = setup.report().figures.watch;
    assert_eq!(watch.len(), 1);
    assert_eq!((watch[0].statement.as_str(), watch[0].words.as_slice()), ("one-1-left", &["estuary".to_owned()][..]));
}

#[test]
fn the_same_bank_gives_the_same_report() {
    let json = || {
        let mut setup = Setup::fair();
        setup.rules.thresholds.word_leak_min_count = 1;
        setup.rules.thresholds.word_leak_share = 0.5;
        setup.rules.thresholds.topic_word_leak_min_count = 1;
        serde_json::to_string(&setup.report()).unwrap()
    };
    assert_eq!(json(), json());
}

#[test]
fn neutral_rules_judge_a_bank_without_words_of_its_own() {
    let setup = Setup { rules: LintRules::default(), ..Setup::fair() };
    assert_eq!(setup.broken(), BTreeSet::new());
}

#[test]
fn an_empty_bank_is_examined_without_harm() {
    let report = run(&fixture::bank(Vec::new()), &LintRules::default(), None);
    assert_eq!(report.findings, []);
    assert!(report.figures.reader.is_none());
}

proptest::proptest! {
    #[test]
    fn any_statement_is_examined_without_harm(
        left in "[ -~äß’—😀]{0,60}", right in "[ -~]{0,60}", level in 0_u8..6,
    ) {
        let topics = fixture::topics_of(&[("one", &[(level, &left, &right)]), ("two", &[(level, &right, &left)])]);
        let report = run(&fixture::bank(topics), &fixture::fair_rules(), None);
        proptest::prop_assert_eq!(report.figures.statements, 4);
    }
}
