//! What a column of a table holds of a statement: the same for spreadsheets and for Anki.

use super::question::{Question, Read};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Why it is that side.
    Explanation,
    /// The words that decide, with | between them.
    Deciding,
    /// The misleading cue.
    Decoy,
    /// What settles it in spite of that.
    Settles,
    /// Whether its figures are invented.
    DesignValue,
    /// How often it was changed.
    Revision,
    /// The statement's id.
    StatementId,
    /// The topic's title.
    Topic,
    /// The level.
    Level,
    /// The concept's title.
    Concept,
    /// How the other side does it.
    OtherSide,
    /// The kind of text.
    Family,
    /// What it is about.
    Aspect,
    /// The id of the pair or single.
    Id,
    /// The topic's id.
    TopicId,
    /// The concept's id.
    ConceptId,
}

impl Column {
    /// Those that each half of a pair has of its own.
    pub const OWN: [Self; 7] = [
        Self::Explanation,
        Self::Deciding,
        Self::Decoy,
        Self::Settles,
        Self::DesignValue,
        Self::Revision,
        Self::StatementId,
    ];

    /// Those that both halves share.
    pub const SHARED: [Self; 9] = [
        Self::Topic,
        Self::Level,
        Self::Concept,
        Self::OtherSide,
        Self::Family,
        Self::Aspect,
        Self::Id,
        Self::TopicId,
        Self::ConceptId,
    ];

    /// What stands at its head.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explanation => "explanation",
            Self::Deciding => "deciding",
            Self::Decoy => "decoy",
            Self::Settles => "settles",
            Self::DesignValue => "design_value",
            Self::Revision => "revision",
            Self::StatementId => "statement_id",
            Self::Topic => "topic",
            Self::Level => "level",
            Self::Concept => "concept",
            Self::OtherSide => "other_side",
            Self::Family => "family",
            Self::Aspect => "aspect",
            Self::Id => "id",
            Self::TopicId => "topic_id",
            Self::ConceptId => "concept_id",
        }
    }

    /// What a statement has in it; empty where nothing.
    pub fn get(self, question: &Question) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Explanation => question.explanation.clone(),
            Self::Deciding => question.deciding.iter().map(|words| barred(words)).collect::<Vec<_>>().join(" | "),
            Self::Decoy => optional(&question.decoy),
            Self::Settles => optional(&question.settles),
            Self::DesignValue => if question.design_value { "yes" } else { "" }.to_owned(),
            Self::Revision if question.revision <= 1 => String::new(),
            Self::Revision => question.revision.to_string(),
            Self::StatementId => question.id.clone(),
            Self::Topic => question.topic.clone(),
            Self::Level if question.level == 0 => String::new(),
            Self::Level => question.level.to_string(),
            Self::Concept => question.concept.clone(),
            Self::OtherSide => optional(&question.other_side),
            Self::Family => optional(&question.family),
            Self::Aspect => optional(&question.aspect),
            Self::Id => question.item.clone(),
            Self::TopicId => question.topic_id.clone(),
            Self::ConceptId => question.concept_id.clone(),
        }
    }

    /// Takes a cell into account; what is wrong with it is told.
    pub fn set(self, question: &mut Question, cell: &str, read: &mut Read) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        let some = || Some(cell.to_owned());
        let line = question.line;
        match self {
            Self::Explanation => cell.clone_into(&mut question.explanation),
            Self::Deciding => question.deciding = unbarred(cell),
            Self::Decoy => question.decoy = some(),
            Self::Settles => question.settles = some(),
            Self::DesignValue => match cell.to_lowercase().as_str() {
                "yes" | "true" | "1" | "x" => question.design_value = true,
                "no" | "false" | "0" => question.design_value = false,
                _ => read.damage(line, format!("design_value {cell:?} is neither yes nor no")),
            },
            Self::Revision => match cell.parse() {
                Ok(revision @ 1..) => question.revision = revision,
                _ => read.damage(line, format!("the revision {cell:?} is no whole number from 1 on")),
            },
            Self::StatementId => cell.clone_into(&mut question.id),
            Self::Topic => cell.clone_into(&mut question.topic),
            Self::Level => match cell.parse() {
                Ok(level @ 1..=3) => question.level = level,
                _ => read.damage(line, format!("the level {cell:?} is not 1, 2 or 3")),
            },
            Self::Concept => cell.clone_into(&mut question.concept),
            Self::OtherSide => question.other_side = some(),
            Self::Family => question.family = some(),
            Self::Aspect => question.aspect = some(),
            Self::Id => cell.clone_into(&mut question.item),
            Self::TopicId => cell.clone_into(&mut question.topic_id),
            Self::ConceptId => cell.clone_into(&mut question.concept_id),
        }
    }
}

/// Words in which no bar parts anything.
fn barred(words: &str) -> String {
    words.replace('\\', "\\\\").replace('|', "\\|")
}

/// The parts of a cell between bars.
pub fn unbarred(cell: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        let Some(last) = parts.last_mut() else { break };
        match letter {
            '\\' => match letters.next() {
                Some(next @ ('\\' | '|')) => last.push(next),
                Some(next) => last.extend([letter, next]),
                None => last.push(letter),
            },
            '|' => parts.push(String::new()),
            letter => last.push(letter),
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The two sides in one cell.
pub fn sides_cell(labels: &[String; 2]) -> String {
    labels.each_ref().map(|label| barred(label)).join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_bars_come_back_from_a_cell_as_they_were() {
        let words = ["a | b", "c\\", "\\|", "d"].map(str::to_owned);
        let question = Question { deciding: words.to_vec(), ..Question::default() };
        assert_eq!(unbarred(&Column::Deciding.get(&question)), words);
    }
}
