//! Lines in which sheets of paper are typed in: `12 LRRLN RLLRL`.
//!
//! The letters are those that a tired hand finds: L and R for the sides as they stand on the sheet, N for "don't know", and - where
//! nothing is marked; large or small, with blanks wherever. The first letters of the sides' own names will do as well where they
//! tell the sides apart. A line has to have as many answers as the paper has questions: one that was left out would move all
//! that come after it.

use super::happened::{Choice, MOST_SHEETS};
use crate::domain::bank::Side;
use crate::domain::certainty::Certainty;
use crate::domain::fact::Response;
use crate::domain::words::counted;

/// How many letters stand together where answers are written down.
const GROUP: usize = 5;

/// Which letters stand for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// The first letters of the sides' names, where they may be typed, too.
    initials: Option<[char; 2]>,
}

/// A line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A sheet.
    Sheet {
        /// Its number.
        sheet: u32,
        /// Whose it is, where that stands on the line.
        name: Option<String>,
        /// What is marked; none where nothing is.
        answers: Vec<Option<Choice>>,
    },
    /// Whose a sheet is.
    Name {
        /// Its number.
        sheet: u32,
        /// What was typed; empty to forget it.
        name: String,
    },
    /// A sheet was typed by mistake.
    Remove {
        /// Its number.
        sheet: u32,
    },
    /// A sheet was typed under a wrong number.
    Renumber {
        /// The wrong one.
        sheet: u32,
        /// The right one.
        to: u32,
    },
    /// All questions count that the class never came to.
    Reveal,
    /// The line before is taken back.
    Undo,
    /// What was typed so far is listed.
    List,
    /// What may be typed is told.
    Help,
    /// That was all.
    Leave,
    /// An empty line, or a remark.
    Nothing,
}

/// What stands at one place of a line.
enum Mark {
    Nothing,
    Answer(Response),
}

/// A name, and the answers behind it.
type Named = (String, Vec<Option<Choice>>);

/// Why a line is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    /// It does not begin with a number.
    #[error("A line begins with the sheet's number, such as 12 LRRLN; help says what else may be typed.")]
    NoNumber,
    /// The number is none of a sheet.
    #[error("Sheets are numbered from 1 to {MOST_SHEETS}.")]
    Number,
    /// A character stands for nothing.
    #[error("Sheet {sheet}: \"{letter}\", answer {at}, stands for nothing here. Nothing was taken.")]
    Letter {
        /// The sheet.
        sheet: u32,
        /// The character.
        letter: char,
        /// The how manieth answer it would be.
        at: usize,
    },
    /// A digit that says how sure nobody can be.
    #[error("Sheet {sheet}: \"{letter}\" after answer {after}: how sure is 1, 2 or 3. Nothing was taken.")]
    HowSure {
        /// The sheet.
        sheet: u32,
        /// The digit.
        letter: char,
        /// The answer before it.
        after: usize,
    },
    /// Something comes after the sign that nothing does.
    #[error(
        "Sheet {sheet}: / says that nothing more is marked, and \"{letter}\" comes after it. Type - for a single one. Nothing was taken."
    )]
    AfterAll {
        /// The sheet.
        sheet: u32,
        /// The character.
        letter: char,
    },
    /// A number that should follow is missing.
    #[error("Type both numbers, the wrong one first, such as number 66 6.")]
    Numbers,
    /// How sure somebody is stands where no side is chosen.
    #[error(
        "Sheet {sheet}: \"{letter}\" after answer {after} says how sure, and no side is chosen there. Nothing was taken."
    )]
    Sure {
        /// The sheet.
        sheet: u32,
        /// The character.
        letter: char,
        /// The answer before it; 0 for none.
        after: usize,
    },
    /// There are too few answers, or too many.
    #[error(
        "Sheet {sheet} has {} here, and the paper has {}; nothing was taken. Type - for what isn't marked, / where the rest isn't.",
        counted(*given, "answer", "answers"),
        counted(*of, "question", "questions")
    )]
    Length {
        /// The sheet.
        sheet: u32,
        /// How many were typed.
        given: usize,
        /// How many are needed.
        of: usize,
    },
}

impl Letters {
    /// The letters for sides with these names.
    #[must_use]
    pub fn of(left: &str, right: &str) -> Self {
        let first = |name: &str| name.trim().chars().next().and_then(|letter| letter.to_lowercase().next());
        let tells = |(left, right): &(char, char)| {
            let is_free = |letter: char| letter.is_alphabetic() && letter != 'n';
            left != right && *left != 'r' && *right != 'l' && is_free(*left) && is_free(*right)
        };
        Self { initials: first(left).zip(first(right)).filter(tells).map(|(left, right)| [left, right]) }
    }

    /// The letters besides L and R that stand for the sides; none where there are no others.
    #[must_use]
    pub fn others(&self) -> Option<[char; 2]> {
        self.initials.filter(|initials| *initials != ['l', 'r'])
    }

    /// What a character stands for; none where for nothing.
    fn mark(&self, letter: char) -> Option<Mark> {
        let small = letter.to_lowercase().next()?;
        let initial = |side: Side| self.initials.is_some_and(|both| *side.pick(&both[0], &both[1]) == small);
        Some(match small {
            '-' | '_' | '–' | '—' => Mark::Nothing,
            'l' => Mark::Answer(Response::Left),
            'r' => Mark::Answer(Response::Right),
            'n' => Mark::Answer(Response::DontKnow),
            _ => Mark::Answer(Side::BOTH.into_iter().find(|side| initial(*side))?.into()),
        })
    }

    /// What a line means where the paper has `of` questions.
    ///
    /// # Errors
    ///
    /// [`Unclear`], a sentence for whoever typed it.
    pub fn read(&self, line: &str, of: usize) -> Result<Typed, Unclear> {
        let line = line.trim();
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match first.to_lowercase().as_str() {
            "" => return Ok(Typed::Nothing),
            "undo" => return Ok(Typed::Undo),
            "reveal" => return Ok(Typed::Reveal),
            "remove" => return Ok(Typed::Remove { sheet: number(rest.trim())?.0 }),
            "number" => {
                let (sheet, rest) = number(rest.trim())?;
                let to = number(rest.trim())
                    .map_err(|error| if error == Unclear::NoNumber { Unclear::Numbers } else { error })?
                    .0;
                return Ok(Typed::Renumber { sheet, to });
            }
            "list" => return Ok(Typed::List),
            "help" | "?" => return Ok(Typed::Help),
            "quit" | "q" | "leave" | "end" => return Ok(Typed::Leave),
            "name" => {
                let (sheet, name) = number(rest.trim())?;
                return Ok(Typed::Name { sheet, name: name.trim().to_owned() });
            }
            remark if remark.starts_with('#') => return Ok(Typed::Nothing),
            _ => {}
        }
        let (sheet, marks) = number(line)?;
        let marks = marks.trim_start_matches([':', ')']).trim();
        let (name, answers) = match self.answers(sheet, marks, of) {
            Ok(answers) => (None, answers),
            Err(error) => match self.named(sheet, marks, of) {
                Some(named) => named.map(|(name, answers)| (Some(name), answers))?,
                None => return Err(self.behind_a_name(sheet, marks, of).unwrap_or(error)),
            },
        };
        Ok(Typed::Sheet { sheet, name, answers })
    }

    /// A name and the answers behind it, as in `Ada LRRLN`. None where nothing is clearly a name: a slip among the answers must
    /// not become one.
    fn named(&self, sheet: u32, typed: &str, of: usize) -> Option<Result<Named, Unclear>> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let is_mark = |sign: char| sign == '/' || sure(sign).is_some() || self.mark(sign).is_some();
        // What is no mark belongs to the name, and whatever stands before it.
        let first = words.iter().rposition(|word| !word.chars().all(is_mark))? + 1;
        let name = |end: usize| words.get(..end).unwrap_or_default().join(" ");
        let read = |from: usize| self.answers(sheet, &words.get(from..).unwrap_or_default().concat(), of);
        let letters: Vec<char> = name(first).chars().filter(|sign| sign.is_alphabetic()).collect();
        let strange = letters.iter().filter(|letter| self.mark(**letter).is_none()).count();
        let is_clear = strange * 2 > letters.len();
        // A name may end in a word that could be answers, too.
        match (first..words.len()).find_map(|from| Some((from, read(from).ok()?))) {
            Some((from, answers)) if is_clear || (strange > 0 && !typed.contains('/')) => {
                Some(Ok((name(from), answers)))
            }
            None if is_clear && first < words.len() => Some(read(first).map(|answers| (name(first), answers))),
            _ => None,
        }
    }

    /// What is unclear of the answers behind what is clearly a name, so that nobody reads that their name is wrong.
    fn behind_a_name(&self, sheet: u32, typed: &str, of: usize) -> Option<Unclear> {
        let is_name = |word: &&str| {
            let letters = || word.chars().filter(|sign| sign.is_alphabetic());
            letters().filter(|letter| self.mark(*letter).is_none()).count() * 2 > letters().count()
        };
        let mut words = typed.split_whitespace().skip_while(is_name).peekable();
        words.peek()?;
        let answers = words.collect::<Vec<_>>().concat();
        self.answers(sheet, &answers, of).err()
    }

    fn answers(&self, sheet: u32, marks: &str, of: usize) -> Result<Vec<Option<Choice>>, Unclear> {
        let mut answers: Vec<Option<Choice>> = Vec::new();
        let (mut given, mut is_over) = (0, false);
        for letter in marks.chars().filter(|letter| !letter.is_whitespace()) {
            if is_over {
                return Err(Unclear::AfterAll { sheet, letter });
            }
            if letter == '/' {
                is_over = true;
            } else if let Some(certainty) = sure(letter) {
                if given > of {
                    continue;
                }
                let before = answers.last_mut().and_then(Option::as_mut);
                let chosen = before.filter(|one| one.certainty.is_none() && one.response.side().is_some());
                chosen.ok_or(Unclear::Sure { sheet, letter, after: given })?.certainty = Some(certainty);
            } else {
                if letter.is_ascii_digit() && given > 0 {
                    return Err(Unclear::HowSure { sheet, letter, after: given });
                }
                let at = given + 1;
                let mark = self.mark(letter).ok_or(Unclear::Letter { sheet, letter, at })?;
                given = at;
                // Whatever comes in is kept within what a paper has.
                if given <= of {
                    answers.push(match mark {
                        Mark::Nothing => None,
                        Mark::Answer(response) => Some(Choice { response, certainty: None }),
                    });
                }
            }
        }
        if given > of || (given < of && !is_over) {
            return Err(Unclear::Length { sheet, given, of });
        }
        answers.resize(of, None);
        Ok(answers)
    }
}

/// How sure somebody is, as it is typed behind a letter.
fn sure(letter: char) -> Option<Certainty> {
    match letter {
        '?' => Some(Certainty::C1),
        '!' => Some(Certainty::C3),
        digit => Certainty::from_number(u8::try_from(digit.to_digit(10)?).ok()?),
    }
}

/// The number of a sheet at the beginning, and the rest.
fn number(text: &str) -> Result<(u32, &str), Unclear> {
    let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) =
        text.split_at_checked(end).filter(|(digits, _)| !digits.is_empty()).ok_or(Unclear::NoNumber)?;
    let sheet = digits.parse().ok().filter(|sheet| (1..=MOST_SHEETS).contains(sheet)).ok_or(Unclear::Number)?;
    Ok((sheet, rest))
}

/// Answers as they are typed, in groups of five.
#[must_use]
pub fn written(answers: &[Option<Choice>]) -> String {
    let mut said = String::new();
    for (at, answer) in answers.iter().enumerate() {
        if at > 0 && at.is_multiple_of(GROUP) {
            said.push(' ');
        }
        said.push(match answer.map(|one| one.response) {
            None => '-',
            Some(Response::Left) => 'L',
            Some(Response::Right) => 'R',
            Some(Response::DontKnow) => 'N',
        });
        if let Some(certainty) = answer.and_then(|one| one.certainty) {
            said.push_str(&certainty.number().to_string());
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn animals() -> Letters {
        Letters::of("Mammal", "Bird")
    }

    fn read(line: &str) -> Result<String, Unclear> {
        match animals().read(line, 5)? {
            Typed::Sheet { sheet, name: None, answers } => Ok(format!("{sheet} {}", written(&answers))),
            Typed::Sheet { sheet, name: Some(name), answers } => Ok(format!("{sheet} {name}: {}", written(&answers))),
            other => Ok(format!("{other:?}")),
        }
    }

    #[test]
    fn a_line_is_read_however_a_tired_hand_types_it() {
        for line in ["12 LRRLN", "12 lrrln", " 12\tlrr ln ", "12lrrln", "12: L R R L N", "12) mbbmn", "012 LRRLN"] {
            assert_eq!(read(line).as_deref(), Ok("12 LRRLN"), "{line}");
        }
        assert_eq!(read("7 L1R!N--").as_deref(), Ok("7 L1R3N--"));
        assert_eq!(read("7 l?/").as_deref(), Ok("7 L1----"));
        assert_eq!(read("7 /").as_deref(), Ok("7 -----"));
        assert_eq!(read("# said by Ada").as_deref(), Ok("Nothing"));
        let named = animals().read("name 12  Ada Lovelace ", 5);
        assert_eq!(named, Ok(Typed::Name { sheet: 12, name: "Ada Lovelace".to_owned() }));
        let words = ["undo", "LIST", "help", "q", ""].map(|line| animals().read(line, 5));
        assert_eq!(words, [Typed::Undo, Typed::List, Typed::Help, Typed::Leave, Typed::Nothing].map(Ok));
    }

    #[test]
    fn what_cannot_be_meant_is_told_and_never_guessed() {
        assert_eq!(read("LRRLN"), Err(Unclear::NoNumber));
        assert_eq!(read("name Ada"), Err(Unclear::NoNumber));
        for number in ["0", "10000", "99999999999999"] {
            assert_eq!(read(&format!("{number} LRRLN")), Err(Unclear::Number));
        }
        assert_eq!(read("3 LRRL"), Err(Unclear::Length { sheet: 3, given: 4, of: 5 }));
        assert_eq!(read("3 LRRLNL"), Err(Unclear::Length { sheet: 3, given: 6, of: 5 }));
        assert_eq!(read("3 LRXLN"), Err(Unclear::Letter { sheet: 3, letter: 'X', at: 3 }));
        assert_eq!(read("3 LR/L"), Err(Unclear::AfterAll { sheet: 3, letter: 'L' }));
        assert_eq!(read("3 R3R4L1LL"), Err(Unclear::HowSure { sheet: 3, letter: '4', after: 2 }));
        assert_eq!(read("number 66"), Err(Unclear::Numbers));
        assert_eq!(read("3 N2RLN"), Err(Unclear::Sure { sheet: 3, letter: '2', after: 1 }));
        assert_eq!(read("3 L22RL"), Err(Unclear::Sure { sheet: 3, letter: '2', after: 1 }));
        assert_eq!(read("3 -?RLN"), Err(Unclear::Sure { sheet: 3, letter: '?', after: 1 }));
    }

    #[test]
    fn a_name_may_stand_before_the_answers_and_a_slip_is_none() {
        for (line, wanted) in [
            ("12 Ada LRRLN", "12 Ada: LRRLN"),
            ("12 Ada Lovelace LRR LN", "12 Ada Lovelace: LRRLN"),
            ("12 Ada LR/", "12 Ada: LR---"),
            ("12 Kim Nell LRRLN", "12 Kim Nell: LRRLN"),
            ("12: Anna L1R2RLN", "12 Anna: L1R2RLN"),
        ] {
            assert_eq!(read(line).as_deref(), Ok(wanted), "{line}");
        }
        assert_eq!(read("12 Ada LRR"), Err(Unclear::Length { sheet: 12, given: 3, of: 5 }));
        // Where a name stands before the slip, the name is not blamed.
        assert_eq!(read("12 Ada LRXRL"), Err(Unclear::Letter { sheet: 12, letter: 'X', at: 3 }));
        // Somebody's slip in the first group must not be a name with a sheet that is empty, or full.
        assert_eq!(read("12 LRX /"), Err(Unclear::Letter { sheet: 12, letter: 'X', at: 3 }));
        assert_eq!(read("12 LRX LR"), Err(Unclear::Letter { sheet: 12, letter: 'X', at: 3 }));
        assert_eq!(read("12 Ada"), Err(Unclear::Letter { sheet: 12, letter: 'A', at: 1 }));
        let typed = ["remove 66", "number 66 6", "reveal"].map(|line| animals().read(line, 5));
        assert_eq!(typed, [Typed::Remove { sheet: 66 }, Typed::Renumber { sheet: 66, to: 6 }, Typed::Reveal].map(Ok));
    }

    #[test]
    fn first_letters_of_the_sides_are_taken_only_where_they_tell_them_apart() {
        assert_eq!(animals().others(), Some(['m', 'b']));
        for (left, right) in
            [("IoT", "IIoT"), ("Red", "Blue"), ("Blue", "Lime"), ("Near", "Far"), ("", "B"), ("7", "8")]
        {
            assert_eq!(Letters::of(left, right).others(), None, "{left} and {right}");
        }
        assert_eq!(Letters::of("Low", "Rich").others(), None, "they are L and R anyway");
    }

    fn answer() -> impl Strategy<Value = Option<Choice>> {
        (0_u8..4, 0_u8..4).prop_map(|(response, sure)| {
            let response = [Response::Left, Response::Right, Response::DontKnow].get(usize::from(response)).copied()?;
            let certainty = response.side().and(Certainty::from_number(sure));
            Some(Choice { response, certainty })
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same_with_blanks_anywhere(
            sheet in 1..=MOST_SHEETS,
            answers in vec(answer(), 1..60),
            blanks in vec(any::<bool>(), 200),
            small in any::<bool>(),
        ) {
            let mut line = format!("{sheet} ");
            for (sign, blank) in written(&answers).chars().zip(blanks) {
                line.push(sign);
                line.extend(blank.then_some(' '));
            }
            let line = if small { line.to_lowercase() } else { line };
            prop_assert_eq!(animals().read(&line, answers.len()), Ok(Typed::Sheet { sheet, name: None, answers }));
        }

        #[test]
        fn one_letter_more_or_less_is_never_taken(answers in vec(answer(), 1..30), at in 0_usize..30) {
            let mut fewer = answers.clone();
            fewer.remove(at % answers.len());
            for (typed, of) in [(&fewer, answers.len()), (&answers, fewer.len())] {
                let read = animals().read(&format!("4 {}", written(typed)), of);
                prop_assert_eq!(read, Err(Unclear::Length { sheet: 4, given: typed.len(), of }));
            }
        }

        #[test]
        fn any_text_is_a_line_or_refused_and_a_sheet_has_its_length(line in ".*", of in 1_usize..40) {
            if let Ok(Typed::Sheet { answers, sheet, .. }) = animals().read(&line, of) {
                prop_assert!(answers.len() == of && (1..=MOST_SHEETS).contains(&sheet));
            }
        }
    }
}
