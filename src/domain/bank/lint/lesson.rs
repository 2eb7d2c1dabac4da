//! Rules for what stands around the statements: lessons, summaries, misconceptions and discussion cards.

use super::rule::{Findings, Rule};
use super::settings::LintRules;
use super::text::{self, spaced_words};
use super::topic_file;
use crate::domain::bank::{Bank, Lesson, Side, Topic};
use std::collections::HashMap;

/// Cells of a text line and lines of a screen, on the usual terminal and on the smallest.
const WIDE: (usize, usize) = (76, 18);
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
        ("lesson.bends.case", &lesson.bends.case),
        ("lesson.heard.instead", &lesson.heard.instead),
    ];
    let bodies = [
        ("lesson.idea.body", &lesson.idea.body),
        ("lesson.fact.body", &lesson.fact.body),
        ("lesson.fact.figures", &lesson.fact.figures),
        ("lesson.bends.body", &lesson.bends.body),
        ("lesson.heard.body", &lesson.heard.body),
    ];
    for (place, body) in bodies {
        texts.extend(body.iter().map(|paragraph| (place, paragraph.as_str())));
    }
    for scene in lesson.twins.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]) {
        texts.extend([&scene.object, &scene.scene, &scene.deciding].map(|text| ("lesson.twins", text.as_str())));
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
        budgets(&topic.lesson, rules, &mut out);
        screens(topic, &mut out);
        lines(&topic.lesson, rules, &mut out);
        sentences(&topic.lesson, rules, &mut out);
        if topic.lesson.fact.sources.is_empty() {
            out.add(Rule::FactWithoutSource, "lesson.fact", "the fact cites no document".to_owned());
        }
        for (place, text) in texts(&topic.lesson) {
            for statement in scored.within(text) {
                out.add(Rule::ScoredTextInLesson, place, format!("the text of statement {statement} is in the lesson"));
            }
        }
        cards(topic, rules, &mut out);
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
pub(super) fn screen_words(lesson: &Lesson) -> [(&'static str, usize); 7] {
    let count = |texts: &[String]| texts.iter().map(|text| spaced_words(text)).sum::<usize>();
    let scenes = lesson.twins.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]);
    let twins =
        scenes.map(|one| spaced_words(&one.object) + spaced_words(&one.scene) + spaced_words(&one.deciding)).sum();
    [
        ("predict", spaced_words(&lesson.predict.left) + spaced_words(&lesson.predict.right)),
        ("predict.reveal", spaced_words(&lesson.predict.reveal)),
        ("idea", count(&lesson.idea.body)),
        ("twins", twins),
        ("fact", count(&lesson.fact.body) + count(&lesson.fact.figures)),
        ("bends", spaced_words(&lesson.bends.case) + count(&lesson.bends.body)),
        ("heard", count(&lesson.heard.body) + spaced_words(&lesson.heard.instead)),
    ]
}

fn budgets(lesson: &Lesson, rules: &LintRules, out: &mut Place<'_>) {
    let words = &rules.lesson_words;
    let budgets = [words.predict, words.reveal, words.idea, words.twins, words.fact, words.bends, words.heard];
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

/// How many lines each written screen takes at a width, blank lines and the program's own lines included.
fn screen_lines(topic: &Topic, width: usize) -> [(&'static str, usize); 6] {
    let lesson = &topic.lesson;
    let block = |text: &str| text::lines(text, width);
    let paragraphs =
        |texts: &[String]| texts.iter().map(|text| block(text)).sum::<usize>() + texts.len().saturating_sub(1);
    let scenes = lesson.twins.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]);
    // Each scene is two entries, indented by two; pairs are set apart by a blank line.
    let twins = scenes
        .map(|scene| {
            let first = format!("  {} {}", scene.object, scene.scene);
            block(&first) + block(&format!("  > {}", scene.deciding))
        })
        .sum::<usize>()
        + lesson.twins.pairs.len().saturating_sub(1);
    let figures = lesson.fact.figures.len();
    let claim = topic.misconceptions.iter().find(|one| one.id == lesson.heard.misconception);
    let heard = claim.map_or(1, |one| block(&one.claim)) + block(&lesson.heard.instead) + 3;
    [
        // The question, the two texts with blank lines between, and the answer.
        ("predict", block(&lesson.predict.left) + block(&lesson.predict.right) + block(&lesson.predict.reveal) + 4),
        ("idea", paragraphs(&lesson.idea.body)),
        ("twins", twins),
        ("fact", paragraphs(&lesson.fact.body) + figures + 2),
        ("bends", block(&lesson.bends.case) + 1 + paragraphs(&lesson.bends.body) + 2),
        ("heard", paragraphs(&lesson.heard.body) + heard.max(5)),
    ]
}

fn screens(topic: &Topic, out: &mut Place<'_>) {
    for ((width, height), pages) in [(WIDE, 1), (NARROW, NARROW_PAGES)] {
        for (screen, lines) in screen_lines(topic, width) {
            if lines > height * pages {
                let reason = format!("{lines} lines of {width} cells, more than {}", height * pages);
                out.add(Rule::LessonFit, &format!("lesson.{screen}"), reason);
            }
        }
    }
}

fn lines(lesson: &Lesson, rules: &LintRules, out: &mut Place<'_>) {
    let limits = &rules.texts;
    for scene in lesson.twins.pairs.iter().flat_map(|pair| [&pair.left, &pair.right]) {
        let parts = [
            (&scene.object, limits.lesson_object_characters_max),
            (&scene.scene, limits.lesson_scene_characters_max),
            (&scene.deciding, limits.lesson_deciding_characters_max),
        ];
        for (text, most) in parts {
            out.characters(Rule::LessonLine, "lesson.twins", text, most);
        }
    }
    for line in &lesson.fact.figures {
        out.characters(Rule::LessonLine, "lesson.fact.figures", line, limits.figure_characters_max);
    }
}

fn sentences(lesson: &Lesson, rules: &LintRules, out: &mut Place<'_>) {
    let bodies = [
        ("lesson.idea", &lesson.idea.body),
        ("lesson.fact", &lesson.fact.body),
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
