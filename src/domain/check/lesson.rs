//! Rules for what stands around the statements: lessons, summaries, misconceptions, cards, case studies and the glossary.

use super::rule::{Findings, Rule};
use super::settings::LintRules;
use super::text::{self, spaced_words};
use super::topic_file;
use crate::domain::bank::load::{CASES_NAME, MANIFEST_NAME};
use crate::domain::bank::{Bank, Half, Lesson, Side, Topic};
use std::collections::HashMap;

/// Cells of a text line and lines of a screen, on the usual terminal and on the smallest.
const WIDE: (usize, usize) = (76, 19);
const NARROW: (usize, usize) = (56, 14);
/// Screens that a text may take on the smallest terminal.
const NARROW_PAGES: usize = 2;
/// A run of this many words is looked up when a statement is searched for in the lessons.
const RUN: usize = 4;

/// Every text of a lesson with its place in the file.
pub(super) fn texts(lesson: &Lesson) -> Vec<(&'static str, &str)> {
    let mut texts: Vec<(&'static str, &str)> = vec![
        ("lesson.predict.left", &lesson.predict.left),
        ("lesson.predict.right", &lesson.predict.right),
        ("lesson.predict.reveal", &lesson.predict.reveal),
        ("lesson.idea.title", &lesson.idea.title),
        ("lesson.pair.title", &lesson.pair.title),
        ("lesson.bends.case", &lesson.bends.case),
        ("lesson.heard.instead", &lesson.heard.instead),
    ];
    let bodies = [
        ("lesson.idea.body", &lesson.idea.body),
        ("lesson.words.both", &lesson.words.both),
        ("lesson.numbers.body", &lesson.numbers.body),
        ("lesson.numbers.figures", &lesson.numbers.figures),
        ("lesson.bends.body", &lesson.bends.body),
        ("lesson.heard.body", &lesson.heard.body),
    ];
    for (place, body) in bodies {
        texts.extend(body.iter().map(|paragraph| (place, paragraph.as_str())));
    }
    for word in lesson.words.left.iter().chain(&lesson.words.right) {
        texts.extend([&word.term, &word.meaning].map(|text| ("lesson.words", text.as_str())));
    }
    for half in [&lesson.pair.left, &lesson.pair.right] {
        texts.extend([&half.text, &half.explanation].map(|text| ("lesson.pair", text.as_str())));
    }
    for row in &lesson.numbers.rows {
        texts.extend([&row.label, &row.left, &row.right].map(|text| ("lesson.numbers.rows", text.as_str())));
    }
    texts
}

/// Examines lessons, topic texts and cards.
pub(super) fn examine(bank: &Bank, rules: &LintRules, findings: &mut Findings) {
    let scored = ScoredTexts::new(bank);
    for (_, topic) in bank.topics() {
        let file = topic_file(topic);
        let mut out = Place { file: &file, findings };
        topic_texts(topic, rules, &mut out);
        if rules.demands.lessons && topic.lesson.is_none() {
            out.add(Rule::MissingLesson, "lesson", "the topic has no lesson".to_owned());
        }
        if let Some(lesson) = &topic.lesson {
            budgets(lesson, rules, &mut out);
            screens(topic, lesson, &mut out);
            lines(lesson, rules, &mut out);
            sentences(lesson, rules, &mut out);
            if rules.demands.lessons && lesson.numbers.sources.is_empty() {
                out.add(Rule::FactWithoutSource, "lesson.numbers", "the numbers cite no document".to_owned());
            }
            for (place, text) in texts(lesson) {
                for statement in scored.within(text) {
                    let reason = format!("the text of statement {statement} is in the lesson");
                    out.add(Rule::ScoredTextInLesson, place, reason);
                }
            }
        }
        cards(topic, rules, &mut out);
    }
    cases(bank, rules, &mut Place { file: CASES_NAME, findings });
    for term in &bank.manifest.glossary {
        let (place, most) = (format!("glossary.{}", term.term), rules.texts.glossary_words_max);
        Place { file: MANIFEST_NAME, findings }.words(Rule::GlossaryText, &place, &term.meaning, most);
    }
}

fn cases(bank: &Bank, rules: &LintRules, out: &mut Place<'_>) {
    let limits = &rules.texts;
    for case in bank.cases() {
        let place = |part: &str| format!("cases.{}.{part}", case.id);
        out.words(Rule::CaseText, &place("story"), &case.story, limits.story_words_max);
        out.words(Rule::CaseText, &place("short"), &case.short, limits.short_words_max);
        for (number, one) in case.profile.iter().enumerate() {
            let place = place(&format!("profile.{number}"));
            out.characters(Rule::CaseText, &place, &one.short, limits.leaning_characters_max);
            out.words(Rule::CaseText, &place, &one.reason, limits.leaning_words_max);
        }
    }
}

/// Where findings go.
struct Place<'a> {
    file: &'a str,
    findings: &'a mut Findings,
}

impl Place<'_> {
    fn add(&mut self, rule: Rule, place: &str, reason: String) {
        self.findings.add(rule, self.file, place, reason);
    }

    fn characters(&mut self, rule: Rule, place: &str, text: &str, most: usize) {
        let count = text.chars().count();
        if count > most {
            self.add(rule, place, format!("{count} characters, more than {most}"));
        }
    }

    fn words(&mut self, rule: Rule, place: &str, text: &str, most: usize) {
        let count = spaced_words(text);
        if count > most {
            self.add(rule, place, format!("{count} words, more than {most}"));
        }
    }
}

fn topic_texts(topic: &Topic, rules: &LintRules, out: &mut Place<'_>) {
    let limits = &rules.texts;
    for (place, side) in [("summary.left", Side::Left), ("summary.right", Side::Right)] {
        out.characters(Rule::TopicText, place, topic.summary.get(side), limits.summary_characters_max);
    }
    out.characters(Rule::TopicText, "takeaway", &topic.takeaway, limits.takeaway_characters_max);
    for concept in &topic.concepts {
        let place = format!("concepts.{}.title", concept.id);
        out.characters(Rule::TopicText, &place, &concept.title, limits.concept_title_characters_max);
        for (part, side) in [("left", Side::Left), ("right", Side::Right)] {
            let place = format!("concepts.{}.usual.{part}", concept.id);
            let usual = concept.usual.as_ref().map_or("", |usual| usual.get(side));
            out.characters(Rule::TopicText, &place, usual, limits.usual_characters_max);
        }
    }
    for one in &topic.misconceptions {
        let place = format!("misconceptions.{}", one.id);
        out.characters(Rule::TopicText, &format!("{place}.claim"), &one.claim, limits.claim_characters_max);
        out.words(Rule::TopicText, &format!("{place}.refutation"), &one.refutation, limits.refutation_words_max);
    }
}

fn cards(topic: &Topic, rules: &LintRules, out: &mut Place<'_>) {
    let limits = &rules.texts;
    for card in &topic.cards {
        let place = |part: &str| format!("cards.{}.{part}", card.id);
        out.characters(Rule::CardText, &place("title"), &card.title, limits.card_title_characters_max);
        out.words(Rule::CardText, &place("case"), &card.case, limits.card_case_words_max);
        out.words(Rule::CardText, &place("reasoning"), &card.reasoning, limits.card_reasoning_words_max);
        out.words(Rule::CardText, &place("flip"), &card.flip, limits.card_flip_words_max);
    }
}

/// How many words each written screen of a lesson has.
pub(super) fn screen_words(lesson: &Lesson) -> [(&'static str, usize); 8] {
    let count = |texts: &[String]| texts.iter().map(|text| spaced_words(text)).sum::<usize>();
    let words = lesson.words.left.iter().chain(&lesson.words.right);
    let halves = [&lesson.pair.left, &lesson.pair.right];
    let rows = lesson.numbers.rows.iter().flat_map(|row| [&row.label, &row.left, &row.right]);
    [
        ("predict", spaced_words(&lesson.predict.left) + spaced_words(&lesson.predict.right)),
        ("predict.reveal", spaced_words(&lesson.predict.reveal)),
        ("idea", count(&lesson.idea.body)),
        ("words", words.map(|word| spaced_words(&word.term) + spaced_words(&word.meaning)).sum()),
        ("pair", halves.into_iter().map(|half| spaced_words(&half.text) + spaced_words(&half.explanation)).sum()),
        ("numbers", rows.map(|text| spaced_words(text)).sum::<usize>() + count(&lesson.numbers.body)),
        ("bends", spaced_words(&lesson.bends.case) + count(&lesson.bends.body)),
        ("heard", count(&lesson.heard.body) + spaced_words(&lesson.heard.instead)),
    ]
}

fn budgets(lesson: &Lesson, rules: &LintRules, out: &mut Place<'_>) {
    let words = &rules.lesson_words;
    let budgets =
        [words.predict, words.reveal, words.idea, words.words, words.pair, words.numbers, words.bends, words.heard];
    let [below, above] = words.tolerance;
    for ((screen, count), [least, most]) in screen_words(lesson).into_iter().zip(budgets) {
        if (least..=most).contains(&count) {
            continue;
        }
        let near = (least.saturating_sub(below)..=most.saturating_add(above)).contains(&count);
        let rule = if near { Rule::LessonWordsNear } else { Rule::LessonWords };
        out.add(rule, &format!("lesson.{screen}"), format!("{count} words, not {least} to {most}"));
    }
}

/// How many lines each written screen takes at a width, blank lines and the program's own lines included; the words of the
/// trade are left out, which are a list and may be as long as one wants.
fn screen_lines(topic: &Topic, lesson: &Lesson, width: usize) -> [(&'static str, usize); 6] {
    let block = |text: &str| text::lines(text, width);
    let paragraphs =
        |texts: &[String]| texts.iter().map(|text| block(text)).sum::<usize>() + texts.len().saturating_sub(1);
    let column = |text: &str| text::lines(text, (width - 3) / 2);
    let most = |left: &str, right: &str| column(left).max(column(right));
    let half = |half: &Half| block(&half.text) + block(&half.explanation);
    let numbers = &lesson.numbers;
    let values = numbers.rows.iter().map(|row| most(&row.left, &row.right)).sum::<usize>();
    let claim = topic.misconceptions.iter().find(|one| one.id == lesson.heard.misconception);
    let heard = claim.map_or(1, |one| block(&one.claim)) + block(&lesson.heard.instead) + 3;
    [
        // The question, the two texts with blank lines between, and the answer.
        ("predict", block(&lesson.predict.left) + block(&lesson.predict.right) + block(&lesson.predict.reveal) + 4),
        ("idea", paragraphs(&lesson.idea.body) + 2),
        ("pair", half(&lesson.pair.left) + half(&lesson.pair.right) + 5),
        ("numbers", values + numbers.figures.len() + paragraphs(&numbers.body) + 4),
        ("bends", block(&lesson.bends.case) + 1 + paragraphs(&lesson.bends.body) + 2),
        ("heard", paragraphs(&lesson.heard.body) + heard.max(5)),
    ]
}

fn screens(topic: &Topic, lesson: &Lesson, out: &mut Place<'_>) {
    for ((width, height), pages) in [(WIDE, 1), (NARROW, NARROW_PAGES)] {
        for (screen, lines) in screen_lines(topic, lesson, width) {
            if lines > height * pages {
                let reason = format!("{lines} lines of {width} cells, more than {}", height * pages);
                out.add(Rule::LessonFit, &format!("lesson.{screen}"), reason);
            }
        }
    }
}

fn lines(lesson: &Lesson, rules: &LintRules, out: &mut Place<'_>) {
    let limits = &rules.texts;
    for (place, text) in [
        ("lesson.predict.left", &lesson.predict.left),
        ("lesson.predict.right", &lesson.predict.right),
        ("lesson.pair.left", &lesson.pair.left.text),
        ("lesson.pair.right", &lesson.pair.right.text),
    ] {
        out.characters(Rule::LessonLine, place, text, limits.lesson_text_characters_max);
    }
    let same = lesson.pair.same.as_deref().unwrap_or_default();
    out.characters(Rule::LessonLine, "lesson.pair.same", same, limits.same_characters_max);
    for word in lesson.words.left.iter().chain(&lesson.words.right) {
        let place = format!("lesson.words.{}", word.term);
        out.characters(Rule::LessonLine, &place, &word.meaning, limits.word_meaning_characters_max);
    }
    for row in &lesson.numbers.rows {
        let place = format!("lesson.numbers.{}", row.label);
        out.characters(Rule::LessonLine, &place, &row.label, limits.number_label_characters_max);
        for value in [&row.left, &row.right] {
            out.characters(Rule::LessonLine, &place, value, limits.number_value_characters_max);
        }
    }
    for line in &lesson.numbers.figures {
        out.characters(Rule::LessonLine, "lesson.numbers.figures", line, limits.figure_characters_max);
    }
}

fn sentences(lesson: &Lesson, rules: &LintRules, out: &mut Place<'_>) {
    let bodies = [
        ("lesson.idea", &lesson.idea.body),
        ("lesson.numbers", &lesson.numbers.body),
        ("lesson.bends", &lesson.bends.body),
        ("lesson.heard", &lesson.heard.body),
    ];
    for (place, body) in bodies {
        for sentence in text::sentences(&body.join(" ")) {
            let words = spaced_words(&sentence);
            if words > rules.texts.sentence_words_max {
                let opening: Vec<&str> = sentence.split_whitespace().take(5).collect();
                let most = rules.texts.sentence_words_max;
                let reason = format!("a sentence of {words} words, more than {most}: \"{} ...\"", opening.join(" "));
                out.add(Rule::LongSentence, place, reason);
            }
        }
    }
}

/// The scored statements by their first words, to be found in other texts without reading each for each.
struct ScoredTexts<'a> {
    by_opening: HashMap<Vec<String>, Vec<(&'a str, Vec<String>)>>,
}

impl<'a> ScoredTexts<'a> {
    fn new(bank: &'a Bank) -> Self {
        let mut by_opening: HashMap<Vec<String>, Vec<(&'a str, Vec<String>)>> = HashMap::new();
        for entry in bank.statements() {
            let words = text::words(&entry.statement.text);
            if let Some(opening) = words.get(..RUN) {
                by_opening.entry(opening.to_vec()).or_default().push((&entry.statement.id, words));
            }
        }
        Self { by_opening }
    }

    /// The statements whose words all stand in a text, one after the other.
    fn within(&self, text: &str) -> Vec<&'a str> {
        let words = text::words(text);
        let mut found = Vec::new();
        for (start, opening) in words.windows(RUN).enumerate() {
            for (id, statement) in self.by_opening.get(opening).into_iter().flatten() {
                if words.get(start..).is_some_and(|rest| rest.starts_with(statement)) && !found.contains(id) {
                    found.push(*id);
                }
            }
        }
        found
    }
}
