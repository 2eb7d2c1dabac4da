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
    /// Too many negatives in one statement.
    Negatives = "negatives", Error, "say what is there, not what is missing";
    /// A word that leaves no exception.
    Absolute = "absolute", Error, "drop the word, or say where it holds";
    /// A word that hedges.
    Hedge = "hedge", Warning, "say what is done, then no hedge is needed";
    /// A text that a new bank begins with.
    Example = "example", Error, "write your own, or take it out";
    /// A statement names an answer.
    AnswerTerm = "answer-term", Error, "describe the thing without naming the side";
    /// A stock phrase of the subject that gives the answer away.
    SeedWording = "seed-wording", Error, "show it in practice, or use it at level 3 against its usual side";
    /// An acronym that the learner was not taught.
    UnknownAcronym = "unknown-acronym", Error, "write it out, license and teach it, or list it in the glossary";
    /// A brand name.
    Brand = "brand", Warning, "name the kind of thing";
    /// A word that goes out of date.
    DatedWord = "dated-word", Warning, "say it so that it stays true";
    /// A year without a document.
    BareYear = "bare-year", Warning, "cite a source, or leave the year to the lesson";
    /// A number that nobody can look up.
    NumberWithoutSource = "number-without-source", Error, "cite a source, say \"design_value\", or leave the number out";
    /// Deciding words that are nothing but a setting.
    SettingDecides = "setting-decides", Warning, "let a feature of the topic decide, not the place";
    /// A statement of level 3 that names no decoy, or not what settles it.
    MissingDecoy = "missing-decoy", Error, "name the misleading cue and what settles it, or lower the level";
    /// An explanation that is too short or too long.
    ExplanationLength = "explanation-length", Error, "give the mechanism and what follows from it";
    /// An explanation that teaches nothing.
    BareExplanation = "bare-explanation", Error, "say how or how much, name a term of the trade, or cite a document";

    /// A pair or single without family or aspect, or of an unknown family.
    PairForm = "pair-form", Error, "say what kind of text it is and what it is about";
    /// The two of a pair of unlike length.
    PairLength = "pair-length", Warning, "bring the two to nearly equal length";
    /// A single statement that does not say how the other side does it.
    MissingOtherSide = "missing-other-side", Error, "say in a sentence how the other side does it";

    /// A hard term in too many statements.
    HardTermCount = "hard-term-count", Error, "say it otherwise, or show it without naming it";
    /// A hard term on the other side that is no decoy.
    HardTermSide = "hard-term-side", Warning, "use it as a decoy at level 3, or call it neutral";
    /// A neutral term that leans to a side.
    NeutralTermSide = "neutral-term-side", Error, "use it on the other side too, or license it for a side";
    /// A licensed term that is not taught.
    UntaughtTerm = "untaught-term", Error, "put it among the lesson's words or into the glossary";

    /// A topic without a lesson.
    MissingLesson = "missing-lesson", Error, "write the lesson";
    /// A lesson screen far outside its word budget.
    LessonWords = "lesson-words", Error, "bring the screen into its budget";
    /// A lesson screen just outside its word budget.
    LessonWordsNear = "lesson-words-near", Warning, "bring the screen into its budget";
    /// A lesson screen that does not fit.
    LessonFit = "lesson-fit", Warning, "shorten the paragraphs or join them";
    /// A line of a lesson that is too wide.
    LessonLine = "lesson-line", Error, "shorten the line";
    /// A sentence of a lesson that is too long.
    LongSentence = "long-sentence", Warning, "make two sentences of it";
    /// Numbers in a lesson without a document.
    FactWithoutSource = "fact-without-source", Error, "cite the document";
    /// A scored statement that a lesson gives away.
    ScoredTextInLesson = "scored-text-in-lesson", Error, "write a fresh example for the lesson";
    /// A summary, take-away, concept or misconception that is too long.
    TopicText = "topic-text", Error, "shorten it";
    /// A text of a discussion card that is too long.
    CardText = "card-text", Error, "shorten it";
    /// A text of a case study that is too long.
    CaseText = "case-text", Error, "shorten it";
    /// The meaning of a word in the glossary that is too long.
    GlossaryText = "glossary-text", Error, "shorten it";

    /// A topic with too few concepts.
    FewConcepts = "few-concepts", Error, "split or add concepts";
    /// A topic or concept with too few pairs.
    FewPairs = "few-pairs", Error, "write more pairs";
    /// A concept without pairs of a level.
    ConceptLevel = "concept-level", Warning, "write a pair of that level";
    /// A concept with too many pairs of one level.
    CrowdedConcept = "crowded-concept", Error, "move pairs to another level or concept";
    /// A topic with too few misconceptions.
    FewMisconceptions = "few-misconceptions", Error, "add misconceptions";
    /// A misconception that too few statements lead to.
    UnreachedMisconception = "unreached-misconception", Warning, "name it in more statements, or say that it pushes to neither side";
    /// A topic whose levels are out of proportion.
    LevelMix = "level-mix", Warning, "move pairs between the levels";
    /// A bank whose families are out of proportion.
    FamilyMix = "family-mix", Warning, "write more or fewer of that family";
    /// Too many statements that stand alone.
    ManySingles = "many-singles", Error, "give some of them a counterpart";
    /// Single statements that lean to a side.
    SingleBalance = "single-balance", Error, "write as many of the other side";
    /// A bank with too few statements.
    FewStatements = "few-statements", Error, "write more pairs";
    /// A bank in which too few statements cite a source.
    FewSources = "few-sources", Error, "cite what the explanations rest on";
    /// A bank with too few discussion cards.
    FewCards = "few-cards", Error, "write more cards";
    /// Cards whose verdicts lean to one.
    VerdictMix = "verdict-mix", Warning, "write cards that are settled otherwise";
    /// A bank with too few case studies, or a topic without one.
    FewCases = "few-cases", Error, "write a case study, or name the topic in one";
    /// A claim of the short version that no statement of level 1 asks.
    UnaskedClaim = "unasked-claim", Error, "ask it plainly in a statement of level 1";

    /// A word that gives the answer away across the bank.
    WordLeak = "word-leak", Warning, "use the word on the other side too, license it, or use other words";
    /// A word that gives the answer away within a topic.
    TopicWordLeak = "topic-word-leak", Warning, "use the word on the other side too, license it, or use other words";
    /// One side's statements are longer.
    LengthMean = "length-mean", Warning, "shorten the longer side or lengthen the other";
    /// The longest statements are of one side.
    LongestQuartile = "longest-quartile", Warning, "shorten long statements of that side";
    /// In too many pairs it is the same side that is longer.
    LongerSide = "longer-side", Warning, "let the other side be the longer in some pairs";
    /// Figures stand too much on one side.
    FigureSide = "figure-side", Warning, "give both sides of a pair a figure, or neither";
    /// A kind of word is more frequent on one side than chance explains.
    RateDifference = "rate-difference", Warning, "use such words equally often on both sides";
    /// Two statements of one side that are nearly the same.
    NearDuplicate = "near-duplicate", Error, "rewrite one of the two";
    /// The same sentence on both sides.
    BothSides = "both-sides", Error, "a statement has one side: rewrite one of the two, or take it out";
    /// A reader of form does too well.
    FormReader = "form-reader", Error, "give both sides the same form";
    /// A reader of function words does too well.
    FunctionWordReader = "function-word-reader", Error, "build the sentences of both sides alike";
    /// A reader of settings does too well.
    SettingReader = "setting-reader", Error, "name settings on both sides alike, or leave them out";
    /// A reader of everyday words does too well.
    EverydayReader = "everyday-reader", Error, "let the words that are named cross over, or license what belongs to the trade";
    /// Ten words learnt by heart do too well.
    CheatSheet = "cheat-sheet", Error, "use the words that are named less often";
    /// A reader of licensed terms does too well.
    LicenceReader = "licence-reader", Error, "let practice decide above level 1, and use hard terms as decoys";

    /// A bank that asks for blind readings and has none.
    NoReadings = "no-readings", Warning, "let readers classify the statements blindly, and record it in readings.jsonl";
    /// A line of the record of readings that cannot be read.
    ReadingFormat = "reading-format", Error, "correct or remove the line";
    /// A reading of a statement or pair that is not in the bank.
    UnknownReading = "unknown-reading", Warning, "correct the id, or remove the line if the statement is gone";
    /// A reading of a revision that does not exist yet.
    ReadingAhead = "reading-ahead", Error, "correct the revision in the record or in the statement";
    /// The same reader twice for the same revision.
    RepeatedReading = "repeated-reading", Warning, "keep the first reading";
    /// A current statement with too few readings, or without one of a background.
    UnreadStatement = "unread-statement", Warning, "let further readers classify it blindly";
    /// A reader who knows the field differs from the key.
    ReadingDisagrees = "reading-disagrees", Error, "rewrite the statement, raise its revision, and have it read again";
    /// A statement that nobody would say.
    Unnatural = "unnatural", Error, "say it as a data sheet, an engineer or a user would";
    /// Statements that are not natural enough on the whole, at level 3, or on one side.
    NaturalMean = "natural-mean", Error, "rewrite the least natural ones";
    /// Too few statements that need knowledge.
    KnowledgeShare = "knowledge-share", Error, "let a term, practice or standard of the field decide in more of them";
    /// Too few readings that tell the topic.
    TopicTold = "topic-told", Error, "say something about the topic itself";
    /// A pair that no reviewer has looked at for inversion.
    UntickedPair = "unticked-pair", Warning, "let a reviewer look whether either side shows the practice of the other";
    /// A pair in which the practice of the sides is inverted.
    InvertedPair = "inverted-pair", Error, "let each side show what competent people there do";
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
