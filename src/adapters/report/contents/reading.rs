//! How to read a report: what its figures mean, and what they do not.

use super::Block;

const EXPLAINED: [(&str, &str); 9] = [
    (
        "N",
        "The number of answers that a figure rests on. Where there are too few, the report says so and shows no figure: \
         nothing is claimed without evidence.",
    ),
    (
        "Right answers",
        "There are two choices, so guessing alone is right half the time: 50 % says that nothing was known. \"Don't know\" \
         counts as not right.",
    ),
    (
        "New, practising, known, kept",
        "A sequential test asks whether the answers fit somebody who knows 70 % of an idea or somebody who knows 20 %. Once \
         the odds are 4 to 1 for the first, with answers on at least two days, the idea is called known: that is four right \
         of four, or seven of eight. About 1 in 15 of these turns out not to be. It is kept when it is right again at a review a \
         week or more later, and practising again when two of the last three answers are wrong. A statement counts only if \
         neither it nor its counterpart was seen for a week. How sure an answer was does not matter.",
    ),
    (
        "Still needed",
        "What is missing until an idea is called known, if all further answers are right. A wrong answer takes about three \
         right ones to make up for, \"don't know\" one.",
    ),
    (
        "Due",
        "The day on which an idea is to be asked again, by the memory model FSRS-6 with its published weights and by the \
         retention and the day of the exam in the settings.",
    ),
    (
        "Sure and right",
        "Unsure means right in 50 to 67 % of cases, fairly sure in 67 to 80 %, certain in more. Points: right +1 +2 +3, wrong 0 \
         -2 -6, from unsure to certain. The Brier score is the mean squared difference between what was said and what came out.",
    ),
    (
        "Ability",
        "One number for all topics, from the levels of the statements and how they were answered. How hard a level is was \
         assumed by the authors; no statement is calibrated on learners' answers. About two times in three, the true value \
         lies within the band.",
    ),
    (
        "Profile",
        "The chance that ability in a topic is above average; the other topics' answers count as far as topics go together. \
         Likely strong and likely weak are guesses to look into, not verdicts.",
    ),
    (
        "What is not in it",
        "A report shows what was answered in this tutor, no more: it is no certificate, and cannot tell who typed the answers.",
    ),
];

/// What the figures mean.
pub fn how_to_read(blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("How to read this".to_owned()));
    blocks.push(Block::Explained(EXPLAINED.map(|(name, said)| (name.to_owned(), said.to_owned())).to_vec()));
}
