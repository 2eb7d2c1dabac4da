//! All statements as numbered words, made once for every rule that looks at the whole bank.

use super::text;
use crate::domain::bank::{Bank, Entry, Side};
use std::collections::HashMap;

/// A statement as numbered words.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// Number of the topic, from 0.
    pub(super) topic: usize,
    /// The topic's identifier.
    pub(super) topic_id: &'a str,
    /// 1 to 3.
    pub(super) level: u8,
    /// The key.
    pub(super) side: Side,
    /// The statement's identifier.
    pub(super) id: &'a str,
    /// How many words it has when counted by its spaces.
    pub(super) length: usize,
    /// The words in their order.
    pub(super) words: Vec<u32>,
    /// The different words, ascending.
    pub(super) set: Vec<u32>,
}

/// All statements: topic by topic, pair by pair, left before right.
#[derive(Debug, Default)]
pub(super) struct Corpus<'a> {
    pub(super) documents: Vec<Document<'a>>,
    vocabulary: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl<'a> Corpus<'a> {
    /// The statements as their words.
    pub(super) fn new(bank: &'a Bank) -> Self {
        Self::of(bank, |entry| text::words(&entry.statement.text))
    }

    /// The statements as whatever `take` makes of each. Those that could not be read are left out.
    pub(super) fn of(bank: &'a Bank, take: impl Fn(&Entry<'_>) -> Vec<String>) -> Self {
        let mut corpus = Self::default();
        for entry in bank.statements().filter(|entry| !entry.statement.text.is_empty()) {
            let words: Vec<u32> = take(&entry).into_iter().map(|word| corpus.number(word)).collect();
            let mut set = words.clone();
            set.sort_unstable();
            set.dedup();
            corpus.documents.push(Document {
                topic: entry.at.topic,
                topic_id: &entry.topic.id,
                level: entry.level(),
                side: entry.at.side,
                id: &entry.statement.id,
                length: text::spaced_words(&entry.statement.text),
                words,
                set,
            });
        }
        corpus
    }

    fn number(&mut self, word: String) -> u32 {
        if let Some(number) = self.numbers.get(&word) {
            return *number;
        }
        let number = u32::try_from(self.vocabulary.len()).unwrap_or(u32::MAX);
        self.vocabulary.push(word.clone());
        self.numbers.insert(word, number);
        number
    }

    /// The word with that number.
    pub(super) fn word(&self, number: u32) -> &str {
        usize::try_from(number).ok().and_then(|number| self.vocabulary.get(number)).map_or("", String::as_str)
    }

    /// The number of a word, if a statement has it.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }
}

/// How many statements of each side have a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Count {
    pub(super) const fn add(&mut self, side: Side) {
        match side {
            Side::Left => self.left += 1,
            Side::Right => self.right += 1,
        }
    }

    pub(super) const fn total(self) -> usize {
        self.left + self.right
    }

    /// The share of the commoner side, 0.5 to 1.
    pub(super) fn share(self) -> f64 {
        super::ratio(self.left.max(self.right), self.total())
    }

    /// What is left when `other`, a part of it, is taken away.
    pub(super) const fn without(self, other: Self) -> Self {
        Self { left: self.left.saturating_sub(other.left), right: self.right.saturating_sub(other.right) }
    }
}

/// How many statements of each side have each word, among those of `documents`.
pub(super) fn counts<'a, 'b: 'a>(documents: impl Iterator<Item = &'a Document<'b>>) -> HashMap<u32, Count> {
    let mut counts: HashMap<u32, Count> = HashMap::new();
    for document in documents {
        for word in &document.set {
            counts.entry(*word).or_default().add(document.side);
        }
    }
    counts
}
