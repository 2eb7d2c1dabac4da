//! The table of rules: identifier, severity, and what mends a breach. Each is explained in `docs/check.md`.

use crate::domain::bank::problem::{Problem, Severity};

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $severity:ident, $mend:literal;)*) => {
        /// A rule of the item-writing gate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The identifier in reports, in kebab-case.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// How much a breach matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What mends a breach, in a few words.
            #[must_use]
            pub const fn suggestion(self) -> &'static str {
                match self { $(Self::$name => $mend,)* }
            }
        }
    };
}

rules! {
    /// `lint.json` cannot be used as it is.
    LintRules = "lint-rules", Error, "correct lint.json, or remove it to use the neutral rules";

    /// A statement is too short or too long in words.
    WordCount = "word-count", Error, "cut or add words";
    /// A statement does not fit two lines.
    CharacterCount = "character-count", Error, "use shorter words or fewer";
    /// A statement asks.
    QuestionMark = "question-mark", Error, "write a statement";
    /// A statement does not end like a sentence.
    FullStop = "full-stop", Error, "end with a full stop";
    /// A statement joins several ideas.
    SeveralIdeas = "several-ideas", Error, "keep one idea, give the other a statement of its own";
    /// A statement opens with a word that turns it round.
    OpeningWord = "opening-word", Warning, "begin with the thing that acts";
    /// Two negatives in one statement.
    DoubleNegative = "double-negative", Error, "say it positively";
    /// One negative in a statement.
    Negative = "negative", Warning, "say what is there, not what is missing";
    /// A word that leaves no exception.
    Absolute = "absolute", Error, "drop the word, or say in which scene it holds";
    /// A word that hedges.
    Hedge = "hedge", Warning, "describe one scene, then no hedge is needed";
    /// A statement names an answer.
    AnswerTerm = "answer-term", Error, "describe the thing without naming the side";
    /// A stock phrase of the subject that gives the answer away.
    SeedWording = "seed-wording", Error, "show it in a scene, or use it at level 3 against its usual side";
    /// A setting that gives the answer away.
    SettingGiveaway = "setting-giveaway", Error, "leave the setting out, or use it as a decoy on the other side at level 3";
    /// An acronym that the learner was not taught.
    UnknownAcronym = "unknown-acronym", Warning, "write it out, teach it in the lesson, or list it in the glossary";
    /// A brand name.
    Brand = "brand", Warning, "name the kind of thing";
    /// A word that goes out of date.
    DatedWord = "dated-word", Warning, "say it so that it stays true";
    /// A year.
    BareYear = "bare-year", Warning, "leave the year to the lesson";
    /// A number that nobody can look up.
    NumberWithoutSource = "number-without-source", Error, "cite a source, or leave the number out";
    /// An explanation that does not begin as the bank's explanations do.
    ExplanationForm = "explanation-form", Error, "begin with the contrast that lint.json sets for this side";
    /// An explanation that is too long.
    ExplanationLength = "explanation-length", Error, "keep the deciding detail and the reason";
    /// A statement of level 3 that names no decoy.
    MissingDecoy = "missing-decoy", Error, "name the misleading cue and why it is irrelevant, or lower the level";

    /// Twins that differ in more than the deciding detail.
    TwinSimilarity = "twin-similarity", Warning, "let both share the frame, change the deciding detail";
    /// Twins of unlike length.
    TwinLength = "twin-length", Warning, "bring the two to nearly equal length";

    /// A lesson screen far outside its word budget.
    LessonWords = "lesson-words", Error, "bring the screen into its budget";
    /// A lesson screen just outside its word budget.
    LessonWordsNear = "lesson-words-near", Warning, "bring the screen into its budget";
    /// A lesson screen that does not fit.
    LessonFit = "lesson-fit", Error, "shorten the paragraphs or join them";
    /// A line of a lesson that is too wide.
    LessonLine = "lesson-line", Error, "shorten the line";
    /// A sentence of a lesson that is too long.
    LongSentence = "long-sentence", Warning, "make two sentences of it";
    /// A fact without a document.
    FactWithoutSource = "fact-without-source", Error, "cite the document";
    /// A scored statement that a lesson gives away.
    ScoredTextInLesson = "scored-text-in-lesson", Error, "write a fresh example for the lesson";
    /// A summary, take-away, concept or misconception that is too long.
    TopicText = "topic-text", Error, "shorten it";
    /// A text of a discussion card that is too long.
    CardText = "card-text", Error, "shorten it";

    /// A topic with too few concepts.
    FewConcepts = "few-concepts", Error, "split or add concepts";
    /// A concept with too few twins.
    FewTwins = "few-twins", Error, "write more twins for the concept";
    /// A concept without twins of a level.
    ConceptLevel = "concept-level", Warning, "write a twin of that level";
    /// A concept with too many twins of one level.
    CrowdedConcept = "crowded-concept", Error, "move twins to another level or concept";
    /// A topic with too few misconceptions.
    FewMisconceptions = "few-misconceptions", Error, "add misconceptions";
    /// A misconception that too few statements lead to.
    UnreachedMisconception = "unreached-misconception", Error, "name it in more statements, or remove it";
    /// A topic whose levels are out of proportion.
    LevelMix = "level-mix", Warning, "move twins between the levels";
    /// A topic whose level 1 leans on settings.
    CommonGiveaways = "common-giveaways", Warning, "rewrite some of them without the setting";
    /// A bank with too few statements.
    FewStatements = "few-statements", Error, "write more twins";
    /// A bank with too few discussion cards.
    FewCards = "few-cards", Error, "write more cards";

    /// A word that gives the answer away across the bank.
    WordLeak = "word-leak", Warning, "use the word on the other side too, or use other words";
    /// A word that gives the answer away within a topic.
    TopicWordLeak = "topic-word-leak", Warning, "use the word on the other side too, or use other words";
    /// The cue-only reader does too well.
    ReaderCeiling = "reader-ceiling", Error, "let the words that give most away cross over to the other side";
    /// One side's statements are longer.
    LengthMean = "length-mean", Warning, "shorten the longer side or lengthen the other";
    /// The longest statements are of one side.
    LongestQuartile = "longest-quartile", Warning, "shorten long statements of that side";
    /// A kind of word is more frequent on one side than chance explains.
    RateDifference = "rate-difference", Warning, "use such words equally often on both sides";
    /// Two statements of one side that are nearly the same.
    NearDuplicate = "near-duplicate", Error, "rewrite one of the two in another scene";

    /// A bank that asks for blind readings and has none.
    NoReadings = "no-readings", Warning, "let readers classify the statements blindly, and record it in readings.jsonl";
    /// A line of the record of readings that cannot be read.
    ReadingFormat = "reading-format", Error, "correct or remove the line";
    /// A reading of a statement that is not in the bank.
    UnknownReading = "unknown-reading", Warning, "correct the id, or remove the line if the statement is gone";
    /// A reading of a revision that does not exist yet.
    ReadingAhead = "reading-ahead", Error, "correct the revision in the record or in the statement";
    /// The same reader twice for the same revision.
    RepeatedReading = "repeated-reading", Warning, "keep the first reading";
    /// A current statement with too few readings.
    UnreadStatement = "unread-statement", Warning, "let further readers classify it blindly";
    /// A reader who differs from the key.
    ReadingDisagrees = "reading-disagrees", Error, "rewrite the statement, raise its revision, and have it read again";
}

/// The findings of a run, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Findings(pub(super) Vec<Problem>);

impl Findings {
    /// Notes a breach of `rule` in `file` at `place`.
    pub(super) fn add(&mut self, rule: Rule, file: &str, place: &str, reason: String) {
        self.0.push(problem(rule, file, None, place, reason));
    }
}

/// A breach of `rule` as a problem of the bank.
#[must_use]
pub fn problem(rule: Rule, file: &str, line: Option<usize>, place: &str, reason: String) -> Problem {
    Problem {
        severity: rule.severity(),
        rule: rule.id(),
        file: file.to_owned(),
        line,
        place: place.to_owned(),
        reason,
        suggestion: rule.suggestion().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const MANUAL: &str = include_str!("../../../docs/check.md");

    fn documented() -> Vec<(&'static str, &'static str)> {
        let section = MANUAL.split("## The rules").nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        rows.map(|row| {
            let mut cells = row.split('|').map(str::trim).skip(1);
            (cells.next().unwrap().trim_matches('`'), cells.next().unwrap())
        })
        .collect()
    }

    #[test]
    fn every_rule_is_documented_with_its_severity_and_no_other() {
        let severity = |rule: &Rule| if rule.severity() == Severity::Error { "error" } else { "warning" };
        let in_code: BTreeSet<_> = Rule::ALL.iter().map(|rule| (rule.id(), severity(rule))).collect();
        let rows = documented();
        assert_eq!(rows.len(), in_code.len(), "each rule is documented once");
        assert_eq!(rows.into_iter().collect::<BTreeSet<_>>(), in_code);
    }

    #[test]
    fn identifiers_are_kebab_case_and_unique() {
        let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        assert!(ids.iter().all(|id| id.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')));
        assert!(Rule::ALL.iter().all(|rule| !rule.suggestion().is_empty()));
    }
}
