use super::*;
use crate::adapters::bank_files::builtin;
use crate::app::learners::Known;
use crate::app::ports::{FileResults, FindAnswers, KeepSettings, KnowLearners, SaveFacts, WriteReports};
use crate::app::settings::Settings;
use crate::app::start::{Aim, Round};
use crate::app::update;
use crate::domain::bank::{Bank, Counterpart, Side};
use crate::domain::fact::Fact;
use crate::domain::fact::{Event, Response};
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

static BANK: LazyLock<Arc<Bank>> = LazyLock::new(|| Arc::new(builtin()));

/// What came of a conversation.
struct Told {
    text: String,
    journal: Vec<Fact>,
    model: Model,
    end: End,
}

impl Told {
    fn lines(&self) -> Vec<&str> {
        self.text.lines().collect()
    }

    /// The first line that begins so.
    fn line(&self, beginning: &str) -> &str {
        let found = self.text.lines().find(|line| line.starts_with(beginning));
        found.unwrap_or_else(|| panic!("no line begins with {beginning:?} in:\n{}", self.text))
    }

    fn count(&self, beginning: &str) -> usize {
        self.text.lines().filter(|line| line.starts_with(beginning)).count()
    }

    fn answers(&self) -> usize {
        self.journal.iter().filter(|fact| matches!(fact.event, Event::Answered(_))).count()
    }
}

/// A talk with a learner, whose saving works as `saves` says for each batch.
fn talk_with(model: Model, input: &[u8], saves: impl Fn(usize) -> bool) -> Told {
    talk_as(Typist::Person, model, input, saves)
}

/// The same for whoever types the lines.
fn talk_as(typist: Typist, mut model: Model, input: &[u8], saves: impl Fn(usize) -> bool) -> Told {
    let mut notebook = Notebook { journal: Vec::new(), batches: 0, saves };
    let (mut tick, mut output) = (0_u128, Vec::new());
    let mut now = || {
        tick += 1;
        let millis = 1_795_459_380_000 + i64::try_from(tick).unwrap() * 1000;
        Now { moment: Moment::utc(millis), entropy: tick.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) }
    };
    let end = run(&mut model, typist, None, input, &mut output, &mut now, &mut notebook).unwrap();
    Told { text: String::from_utf8(output).unwrap(), journal: notebook.journal, model, end }
}

/// A keeper in memory, whose saving works as `saves` says for each batch.
struct Notebook<F> {
    journal: Vec<Fact>,
    batches: usize,
    saves: F,
}

impl<F: Fn(usize) -> bool> SaveFacts for Notebook<F> {
    fn save(&mut self, facts: &[Fact]) -> Result<(), String> {
        self.batches += 1;
        if !(self.saves)(self.batches) {
            return Err("The disk is full.".to_owned());
        }
        self.journal.extend_from_slice(facts);
        Ok(())
    }
}

impl<F: Fn(usize) -> bool> KeepSettings for Notebook<F> {}

impl<F: Fn(usize) -> bool> FindAnswers for Notebook<F> {}

impl<F: Fn(usize) -> bool> WriteReports for Notebook<F> {}
impl<F: Fn(usize) -> bool> FileResults for Notebook<F> {}

impl<F: Fn(usize) -> bool> KnowLearners for Notebook<F> {
    fn learners(&mut self) -> Result<Vec<Known>, String> {
        let names: BTreeSet<&String> = self.journal.iter().map(|fact| &fact.learner).collect();
        Ok(names.into_iter().map(|name| Known { name: name.clone(), answers: 0, day: None }).collect())
    }

    fn load(&mut self, name: &str) -> Result<Learner, String> {
        Ok(fold_of(name, &self.journal))
    }
}

/// What the facts of one learner come to.
fn fold_of(name: &str, facts: &[Fact]) -> Learner {
    Learner::fold(&BANK, facts.iter().filter(|fact| fact.learner == name))
}

fn model(settings: Settings, facts: &[Fact]) -> Model {
    let learner = Learner::fold(&BANK, facts);
    Model::new(Arc::clone(&BANK), learner, "Ada".to_owned(), settings)
}

fn talk(script: &str) -> Told {
    let settings = Settings { certainty: true, sitting: 3, ..Settings::default() };
    talk_with(model(settings, &[]), script.as_bytes(), |_| true)
}

/// The lines that answer the round begun last in `journal`, rightly or not, each with an empty line to go on.
fn answer_all(journal: &[Fact], right: &[bool]) -> String {
    let started = journal.iter().rev().find_map(|fact| match &fact.event {
        Event::Started(started) => Some(started),
        _ => None,
    });
    let sides = started.unwrap().statements.iter().map(|id| BANK.find(id).unwrap().side);
    let answer = |(side, right): (Side, &bool)| if (side == Side::Left) == *right { "1\n\n" } else { "2\n\n" };
    sides.zip(right.iter().cycle()).map(answer).collect()
}

/// `script` and the answers to the round that it begins.
fn and_answers(script: &str, right: &[bool]) -> String {
    format!("{script}{}", answer_all(&talk(script).journal, right))
}

/// `script` and right answers to the repeats that it leads to, up to the end of the round.
fn and_repeats(script: &str) -> String {
    let mut script = script.to_owned();
    while let Screen::Quiz(quiz) = &talk(&script).model.screen() {
        let left = quiz.session.current().unwrap().side == Side::Left;
        script.push_str(if left { "1\n\n" } else { "2\n\n" });
    }
    script
}

/// From the introduction to the first exercises of the first lesson, with a choice on the first screen and on the sixth.
const TO_THE_TRY: &str = "\n1\n\n\n\n\n\n1\n\n\n";

#[test]
fn the_whole_way_from_the_introduction_to_the_end() {
    // Ten screens: predict (a choice, then on), six to read, one of them with a choice, two with exercises, take away.
    let script = and_answers(TO_THE_TRY, &[true]);
    let script = and_answers(&script, &[true]);
    let lesson = talk(&script);
    for screen in 1..=10 {
        assert!(lesson.lines().iter().any(|line| line.ends_with(&format!("Screen {screen} of 10."))), "{screen}");
    }
    assert!(lesson.journal.iter().any(|fact| matches!(fact.event, Event::LessonPassed { .. })));
    // Out of the lesson, a quiz of three with one mistake, then the round of mistakes, and out.
    let script = and_answers(&format!("{script}\nmixed quiz\n"), &[true, false, true]);
    let script = and_repeats(&script);
    let script = and_answers(&format!("{script}x\n"), &[true]);
    let told = talk(&format!("{script}home\nq\n"));
    assert_eq!(told.end, End::Quit);
    told.line("Quick quiz, done. ");
    assert_eq!(told.count("2 of 3."), 1);
    assert_eq!(told.count("Quick quiz, repeats. 2 right of 3. 1 of 1."), 1);
    assert_eq!(told.count("One idea comes back now, with another statement. That doesn't change your score."), 1);
    assert_eq!(told.count("repeats: 1 of 1."), 1);
    assert_eq!(told.count("Worth another look"), 1);
    assert!(told.line("The same round for somebody else").contains("iotutor quiz --code "));
    assert_eq!(told.count("Go through the one you missed"), 0, "its idea was right when it came back");
    told.line("Mistakes, done.");
    assert_eq!(told.answers(), 2 + 4 + 4 + 1);
    assert_eq!(&Learner::fold(&BANK, &told.journal), told.model.learner());
}

#[test]
fn lines_are_broken_at_words_where_somebody_reads_them_and_not_a_word_is_lost() {
    let whole = talk("m\n1\n");
    let mut model = model(Settings { certainty: true, sitting: 3, ..Settings::default() }, &[]);
    let mut notebook = Notebook { journal: Vec::new(), batches: 0, saves: |_| true };
    let (mut tick, mut output) = (0_u128, Vec::new());
    let mut now = || {
        tick += 1;
        let millis = 1_795_459_380_000 + i64::try_from(tick).unwrap() * 1000;
        Now { moment: Moment::utc(millis), entropy: tick.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) }
    };
    run(&mut model, Typist::Person, Some(40), &b"m\n1\n"[..], &mut output, &mut now, &mut notebook).unwrap();
    let broken = String::from_utf8(output).unwrap();
    assert!(broken.lines().all(|line| line.chars().count() <= 40), "{broken}");
    assert_eq!(broken.split_whitespace().collect::<Vec<_>>(), whole.text.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn how_to_answer_is_said_once_and_again_on_demand() {
    const HOW: &str = "Answer 1 for IoT (consumer), 2 for IIoT (industrial), n if you don't know.";
    // What a number alone means is said with each question.
    const SURE: &str = "A number alone: fairly sure. With +: certain. With ?: unsure.";
    let first = talk("m\n");
    assert!(first.line("Quick quiz. ").ends_with(" 1 of 3."));
    assert_eq!(first.count(HOW), 1);
    let second = talk("m\n2\n\n");
    assert_eq!((second.count(HOW), second.count(SURE), second.count("Quick quiz. ")), (1, 2, 2));
    let asked = talk("m\n2\n\n?\n");
    assert_eq!((asked.count(HOW), asked.count("n or 0: Don't know: show the answer.")), (1, 1));
    assert_eq!((asked.answers(), asked.count("PgDn")), (1, 0));
    let after = asked.text.rsplit_once("repeat: ").unwrap().1.lines().nth(1).unwrap();
    assert!(after.starts_with(&format!("{SURE} n don't know, ")), "after the help the keys alone: {}", asked.text);
    assert_eq!(asked.count("Quick quiz. "), 2, "{}", asked.text);
    assert_eq!(talk("m\n2\n\nrepeat\n").count(HOW), 2);
}

#[test]
fn the_feedback_says_what_was_right_what_it_earned_and_why() {
    for (right, verdict, earned) in [
        (true, "Yes, it's I", "and you were fairly sure. Confidence points: 2."),
        (false, "No, it's I", "It comes back at the end. Confidence points: minus 2."),
    ] {
        let told = talk(&and_answers("m\n", &[right]).lines().take(2).collect::<Vec<_>>().join("\n"));
        assert!(told.line(verdict).ends_with(earned), "{}", told.text);
        told.line("Deciding: \"");
        told.line("Why: ");
        told.line("The counterpart, I");
        let Screen::Quiz(quiz) = told.model.screen() else { panic!("no quiz") };
        let entry = quiz.session.entry(&BANK).unwrap();
        let misled = quiz.session.last().unwrap().misled_by(&entry).is_some();
        assert_eq!(told.count("You may have thought: \u{201c}"), usize::from(misled));
        assert_eq!(told.count("Quick quiz. "), 1, "the question is not told again");
    }
    let told = talk("m\nn\n");
    assert!(told.line("It's I").contains("Good that you said so."));
    assert_eq!(told.text.matches("Points").count(), 0);
}

#[test]
fn a_side_can_be_typed_with_a_certainty_behind_it() {
    use crate::domain::certainty::Certainty::{C1, C2, C3};
    let cases = [
        ("1", Response::Left, C2),
        ("2?", Response::Right, C1),
        ("1 +", Response::Left, C3),
        ("s", Response::Left, C3),
        ("k", Response::Right, C2),
        ("iot", Response::Left, C2),
        ("IIOT 3", Response::Right, C3),
        ("iiot  unsure", Response::Right, C1),
        ("IoT (consumer) fairly sure", Response::Left, C2),
        ("right\nright\n", Response::Right, C2),
    ];
    for (line, response, certainty) in cases {
        let told = talk(&format!("m\n{line}\n"));
        let answered = told.journal.iter().find_map(|fact| match &fact.event {
            Event::Answered(answered) => Some((answered.response, answered.certainty)),
            _ => None,
        });
        assert_eq!(answered, Some((response, Some(certainty))), "{line}");
    }
}

#[test]
fn without_certainty_there_are_two_choices() {
    let settings = Settings { certainty: false, sitting: 3, ..Settings::default() };
    let told = talk_with(model(settings, &[]), b"m\niot 3\n2\n\niot\n", |_| true);
    assert_eq!(told.count("Answer 1 for IoT (consumer), 2 for IIoT (industrial), n if you don't know."), 1);
    let listed = "That means nothing here. You can type: 1 for IoT, 2 for IIoT, n don't know, h hint, ? keys, ";
    assert_eq!(told.count(listed), 1, "{}", told.text);
    assert_eq!(told.answers(), 2);
    assert_eq!(told.text.matches("Points").count() + told.text.matches("You were").count(), 0);
}

#[test]
fn a_line_that_means_nothing_answers_nothing_and_says_what_would() {
    for line in ["7", "yes", "iot 4", "iot3", "iotx", "aa", "1 2", "+1", "1++", "L", "\u{1b}[A", "\u{fffd}"] {
        let told = talk(&format!("m\n{line}\n"));
        assert_eq!(told.answers(), 0, "{line:?}");
        assert_eq!(
            told.count(
                "That means nothing here. You can type: 1 for IoT, 2 for IIoT, 1 or 2 alone if you're fairly sure, 1+ or 2+ if you're certain, 1? or 2? \
                 if you're unsure, n don't know, h hint, "
            ),
            1,
            "{line:?}: {}",
            told.text
        );
    }
    let told = talk("m\n\n");
    assert_eq!(
        (told.answers(), told.count("Choose a side first: 1 for IoT, 2 for IIoT.")),
        (0, 1),
        "nothing is chosen"
    );
}

#[test]
fn a_statement_is_told_before_its_verdict_even_where_its_answer_was_written_beforehand() {
    let told = talk_as(Typist::Script, model(Settings::default(), &[]), b"m\n1\n2\n", |_| true);
    assert_eq!(told.answers(), 2, "{}", told.text);
    let asked = told.journal.iter().filter_map(|fact| match &fact.event {
        Event::Answered(answered) => {
            Some(BANK.entry(BANK.find(&answered.statement).unwrap()).unwrap().statement.text.as_str())
        }
        _ => None,
    });
    let lines = told.lines();
    let of = |wanted: &dyn Fn(&str) -> bool| lines.iter().position(|line| wanted(line)).unwrap();
    let second = asked.collect::<Vec<_>>().pop().unwrap();
    let is_verdict = |line: &str| line.starts_with("Yes, it's ") || line.starts_with("No, it's ");
    let verdict = lines.iter().rposition(|line| is_verdict(line)).unwrap();
    assert!(of(&|line| line.contains(second)) < verdict && verdict > of(&is_verdict), "{}", told.text);
}

#[test]
fn a_sign_of_certainty_where_none_is_asked_answers_like_the_number_alone() {
    let settings = Settings { certainty: false, ..Settings::default() };
    let told = talk_as(Typist::Script, model(settings, &[]), b"m\n1+\n2?\n1\n", |_| true);
    assert_eq!((told.answers(), told.count("means nothing")), (3, 0), "{}", told.text);
}

#[test]
fn a_slip_is_taken_back_and_the_question_is_asked_again() {
    let told = talk("m\n1\nu\n2\n");
    assert_eq!(told.count("Quick quiz. "), 2);
    assert_eq!(told.count("Answer 1 for "), 2, "how to answer is said again");
    assert_eq!(told.count("Taken back: the next answer counts as given again"), 1);
    assert_eq!(told.answers(), 2);
}

#[test]
fn a_hint_and_a_flag_add_lines_and_repeat_nothing() {
    let told = talk("m\nh\n!\nh\n2\n");
    assert_eq!(told.count("Quick quiz. "), 1);
    assert_eq!(told.count("Hint: "), 1);
    assert_eq!(told.count("Flagged as doubtful"), 1);
    assert_eq!(told.count("That changes nothing here."), 1);
}

#[test]
fn a_custom_quiz_is_chosen_in_words() {
    let script = "m\n1\nq\nc\n3\n8, 9\nreliability\nlevel 2\nnumber 10\ncertainty off\ncode mon-day\nlevel 9\n\
                  number seven\ncode \u{e9}\nhints: off\n";
    let told = talk(&format!("{script}start\n"));
    for line in [
        "Custom quiz.",
        "3. Purpose: chosen.",
        "8. Reliability: not chosen.",
        "Level: 2. Others: all, 1, 3.",
        "Number: 10. Others: 20, 40, all.",
        "Certainty: off. Others: on.",
        "Hints: off. Others: on.",
        "11. Start: 10 statements, about ",
        "Code: MONDAY. A word for a class. With these choices it stands for ",
        "Level: 2. Type level and one of: all, 1, 2, 3, such as level all.",
        "Number: 10. Type number and one of: 10, 20, 40, all, such as number 20.",
        "A code, or a word for a class such as MONDAY, has 1 to 32 letters and digits",
    ] {
        told.line(line);
    }
    let started = told.journal.iter().rev().find_map(|fact| match &fact.event {
        Event::Started(started) => Some(started.clone()),
        _ => None,
    });
    let started = started.unwrap();
    assert_eq!((started.word.as_str(), started.level, started.certainty), ("MONDAY", Some(2), false));
    assert!(told.text.contains(&format!("it stands for {}.", started.seed)), "{}", told.text);
    assert_eq!(*told.model.settings(), Settings { certainty: true, sitting: 3, ..Settings::default() });
    assert_eq!((started.topics, started.statements.len()), (vec!["purpose".to_owned(), "examples".to_owned()], 10));
    assert!(!started.hints);
    let cleared = talk("m\n1\nq\nc\ncode MONDAY\ncode\n#\n\n#\nTUESDAY\n");
    assert_eq!(cleared.text.matches("Give it to a friend").count(), 3, "{}", cleared.text);
    cleared.line("Code: TUESDAY.");
}

#[test]
fn every_number_on_offer_can_be_chosen_from_any_other() {
    let all = BANK.statements().count();
    for from in [5, 20, 35, 100] {
        for to in crate::app::setup::COUNTS {
            let settings = Settings { certainty: true, sitting: from, ..Settings::default() };
            let (word, wanted) = if to == 0 { ("all".to_owned(), all) } else { (to.to_string(), to) };
            let script = format!("m\n1\nq\nc\nnumber {word}\nstart\n");
            let told = talk_with(model(settings, &[]), script.as_bytes(), |_| true);
            let Screen::Quiz(quiz) = told.model.screen() else { panic!("no round: {}", told.text) };
            assert_eq!(quiz.session.planned(), wanted);
            assert_eq!(told.model.settings().count(), usize::from(from), "a choice for one round is no setting");
        }
    }
}

#[test]
fn settings_are_changed_by_name_and_kept() {
    let told = talk(
        "m\n1\nq\ns\ncertainty off\nround 40\nround 35\nexam date 2027-01-31\ntarget 3\nquiet text: normal\n\
                     colours pink\nretention 95 %\nlearner\n",
    );
    for line in [
        "Certainty: off. Others: on. Say how sure you are.",
        "Round: 40. Others: 10, 20.",
        "Round: 35. Others: 10, 20, 40. Statements in a mixed quiz.",
        "Exam date: 31 January 2027. Others: none.",
        "Target: 3. Others: none, 1, 2, 4, 5, 6, 7. Days a week.",
        "Quiet text: normal. Others: dim.",
        "Retention: 95 %. Others: ",
        "Colours: auto. Type colours and one of: auto, dark, light, none, such as colours dark.",
        "Who is learning?",
    ] {
        told.line(line);
    }
    let wanted = Settings {
        certainty: false,
        sitting: 35,
        exam: "2027-01-31".parse().ok(),
        target: Some(3),
        dim: false,
        retention: 95,
        ..Settings::default()
    };
    assert_eq!(*told.model.settings(), wanted);
}

#[test]
fn menus_take_numbers_titles_and_letters_with_a_number() {
    talk("q\ntopics\n3\n").line("Purpose, predict. Screen 1 of 10.");
    talk("q\nt\nsecur\n").line("Security requirements, predict. Screen 1");
    let quiz = talk("q\nt\nm 8\n");
    assert!(quiz.line("Custom quiz, Reliability.").ends_with(" 1 of 3."));
    let cards = BANK.topic(4).unwrap().cards.len();
    talk("q\nt\ncards 5\n").line(&format!("Discussion, Complexity. Not scored. 1 of {cards}."));
    talk("q\nt\n11\n").line("There is no 11 here; the numbers end at 10.");
    talk("m\n1\nq\np\nb\n1\n").line("Nothing is kept here, so single answers cannot be shown.");
}

#[test]
fn a_card_waits_before_its_verdict() {
    let before = talk("m\n1\nq\nd\n");
    assert_eq!((before.count("Discussion, "), before.count("What would flip it: ")), (1, 0));
    assert_eq!(before.count("Decide for yourself first"), 1);
    let after = talk("m\n1\nq\nd\n\n");
    assert_eq!((after.count("Discussion, "), after.count("What would flip it: ")), (1, 1));
    assert_eq!(after.count("Arguable: competent people differ."), 1, "{}", after.text);
}

#[test]
fn a_failed_check_brings_fresh_statements_at_once_or_the_words_again() {
    let script = and_answers(TO_THE_TRY, &[true]);
    let failed = and_answers(&script, &[true, false]);
    let missed = talk(&failed);
    missed.line("2 of 4. Not yet: one miss is allowed.");
    let said = missed.lines().into_iter().find(|line| line.contains(" You said ") && line.contains("; it's I"));
    let (statement, said) = said.unwrap().split_once(" You said ").unwrap();
    assert!(said.ends_with('.') && BANK.statements().any(|entry| entry.statement.text == statement), "{statement}");
    assert!(missed.line("Enter 4 fresh statements, ").contains(", j the other one, "), "{}", missed.text);
    let other = talk(&format!("{failed}j\n"));
    assert!(other.lines().iter().filter(|line| line.contains(" You said ")).count() == 2, "{}", other.text);
    let words = talk(&format!("{failed}b\n"));
    assert_eq!(words.count("What is IoT, words of the trade. Screen 3 of 10."), 2);
    let again = talk(&and_answers(&format!("{failed}\n"), &[true, true, true, false]));
    assert!(again.lines().iter().any(|line| line.starts_with("What is IoT, take away. Screen 10 of 10.")));
}

#[test]
fn the_end_of_the_input_says_how_far_it_is() {
    let cases = [
        ("", "A number opens an entry. ? keys, q home, repeat to hear it again."),
        ("m\n1\n\n2\n", "Saved. Your round waits at question 3 of 3."),
        ("m\n1\n\n2\nL\n", "Saved. Your round waits at question 3 of 3."),
        ("m\n1\n\nq\n", "Saved. Your round waits at question 2 of 3."),
    ];
    for (script, wanted) in cases {
        let told = talk(script);
        assert_eq!((told.lines().last(), told.end), (Some(&wanted), End::InputEnded), "{script:?}");
    }
    let mut warned = model(Settings::default(), &[]);
    let _ = update(&mut warned, Message::Warned("Nothing can be saved here.".to_owned()), Now::default());
    let told = talk_with(warned, b"m\n1\n", |_| true);
    assert_eq!(told.lines().first(), Some(&"Nothing can be saved here."));
    assert_eq!(told.lines().last(), Some(&"Nothing can be saved here."));
}

#[test]
fn an_attempt_left_anywhere_is_taken_up_where_it_was() {
    let before = talk("m\n1\n\n2\n");
    let settings = Settings { certainty: true, sitting: 3, ..Settings::default() };
    let after = talk_with(model(settings, &before.journal), b"r\n", |_| true);
    assert!(after.line("1. Continue the round: question 3 of 3, ").ends_with(" right. Key r."));
    assert!(after.line("Quick quiz. ").ends_with(" 3 of 3."));
}

#[test]
fn nothing_goes_on_until_an_answer_is_saved() {
    let settings = Settings { certainty: true, sitting: 3, ..Settings::default() };
    // Batches: welcomed and started; the answer, which fails twice; the answer again.
    let told = talk_with(model(settings, &[]), b"m\n1\n2\n\n\n", |batch| !(2..=3).contains(&batch));
    assert_eq!(told.count("Not saved yet."), 2);
    assert_eq!(told.count("1 record is not safe yet; "), 2);
    assert_eq!(told.answers(), 1);
    assert_eq!(&Learner::fold(&BANK, &told.journal), told.model.learner());
    let lost = talk_with(model(settings, &[]), b"m\n1\nq\n", |batch| batch <= 1);
    assert_eq!(lost.lines().last(), Some(&"1 record is not saved: The disk is full."));
    assert!(lost.text.lines().all(|line| !line.starts_with("Yes, ") && !line.starts_with("No, ")));
    let late = talk_with(model(settings, &[]), b"m\n1\n", |batch| batch != 2);
    assert_eq!((late.answers(), late.model.trouble().is_none()), (1, true), "the end of the input tries once more");
}

#[test]
fn text_from_outside_cannot_steer_the_terminal() {
    let mut bank = builtin();
    bank.manifest.sides.left.name = "IoT\u{1b}[2J\u{202e}".to_owned();
    bank.manifest.introduction[0] = "A\u{7}text\nof two lines".to_owned();
    let hostile = Model::new(Arc::new(bank), Learner::default(), "Ada".to_owned(), Settings::default());
    let told = talk_with(hostile, b"m\n", |_| true);
    assert_eq!(told.lines().first(), Some(&"Does this describe IoT[2J, or IIoT?"));
    told.line("Answer 1 for IoT[2J (consumer), 2 for ");
}

/// Somebody who stops listening after `left` bytes.
struct Deaf {
    left: usize,
}

impl Write for Deaf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.left);
        self.left -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_pipe_that_closes_ends_it_quietly_with_every_answer_saved() {
    let mut model = model(Settings::default(), &[]);
    let mut notebook = Notebook { journal: Vec::new(), batches: 0, saves: |_| true };
    let mut tick = 0;
    let mut now = || {
        tick += 1;
        Now { moment: Moment::utc(tick), entropy: u128::try_from(tick).unwrap() << 70 }
    };
    let end = run(
        &mut model,
        Typist::Person,
        None,
        &b"m\n1\n\n1\n\n1\n"[..],
        &mut Deaf { left: 2000 },
        &mut now,
        &mut notebook,
    );
    assert_eq!(end.unwrap(), End::OutputClosed);
    assert_eq!(&Learner::fold(&BANK, &notebook.journal), model.learner());
}

/// Lines that mean something somewhere, and some that never do.
fn line() -> impl Strategy<Value = String> {
    let known = "|1|2|3|4|1+|2?|9|0|a|b|c|d|f|g|h|j|k|l|L|m|n|o|p|q|r|s|t|u|x|!|?|#|iot|iiot 2|m 3|d 4|next|back|home|help|\
                 repeat|topics|progress|custom quiz|mistakes|level 2|number 5|certainty off|draw from my mistakes|code ABC|round 10|start|up|left|1 2 3";
    let known: Vec<String> = known.split('|').map(str::to_owned).collect();
    prop_oneof![12 => proptest::sample::select(known), 1 => any::<String>().prop_map(|line| line.replace('\n', " "))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_keep_every_answer_once_and_print_only_text(
        lines in proptest::collection::vec(line(), 0..80),
        failing in proptest::collection::vec(proptest::bool::weighted(0.1), 40),
        certainty in any::<bool>(),
    ) {
        let settings = Settings { certainty, sitting: 2, ..Settings::default() };
        let script = lines.iter().flat_map(|line| [line, "\n"]).collect::<String>();
        let saves = |batch: usize| !failing.get(batch).copied().unwrap_or(false);
        let told = talk_with(model(settings, &[]), script.as_bytes(), saves);
        prop_assert!(told.text.chars().all(|c| c == '\n' || !c.is_control()));
        prop_assert!(!told.text.contains("\n\n"));
        let mut facts = told.journal.clone();
        facts.extend(told.model.trouble().iter().flat_map(|trouble| trouble.facts.clone()));
        prop_assert_eq!(&fold_of(told.model.name(), &facts), told.model.learner());
        let mut ids: Vec<&String> = facts.iter().map(|fact| &fact.id).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), facts.len());
        let again = talk_with(model(settings, &[]), script.as_bytes(), saves);
        prop_assert_eq!(told.text, again.text);
    }

    #[test]
    fn input_may_end_anywhere_and_what_was_said_before_stays_the_same(
        lines in proptest::collection::vec(line(), 0..30),
        cut in 0_usize..30,
    ) {
        let settings = Settings { certainty: true, sitting: 2, ..Settings::default() };
        let script = |lines: &[String]| lines.iter().flat_map(|line| [line, "\n"]).collect::<String>();
        let whole = talk_with(model(settings, &[]), script(&lines).as_bytes(), |_| true);
        let part = talk_with(model(settings, &[]), script(&lines[..cut.min(lines.len())]).as_bytes(), |_| true);
        // Where the lines end right after the last answer, the score is said and the attempt is finished besides.
        let finished = part.journal.last().is_some_and(|fact| fact.event == Event::Finished);
        let kept = part.journal.len() - usize::from(finished);
        let said = part.text.trim_end().rsplit_once('\n').map_or("", |(before, _last)| before);
        prop_assert!(finished || whole.text.starts_with(said));
        prop_assert!(whole.journal.starts_with(&part.journal[..kept]));
        prop_assert_eq!(&fold_of(part.model.name(), &part.journal), part.model.learner());
    }

    #[test]
    fn bytes_of_any_kind_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let told = talk_with(model(Settings::default(), &[]), &bytes, |_| true);
        prop_assert!(told.text.chars().all(|c| c == '\n' || !c.is_control()));
    }
}

/// A talk that begins with the question who is learning, Ada or Bob, and goes on to a quiz of three.
fn asked(input: &str) -> Told {
    let mut model = model(Settings { certainty: true, sitting: 3, ..Settings::default() }, &[]);
    let known = ["Bob", "Ada"].map(|name| Known { name: name.to_owned(), answers: 2, day: None });
    let round = Round::default();
    let ask = Message::Ask { known: known.into(), aim: Aim::Quiz(round) };
    let _ = update(&mut model, ask, Now::default());
    talk_with(model, input.as_bytes(), |_| true)
}

#[test]
fn who_is_learning_is_asked_in_numbered_lines_and_answered_by_number_name_or_enter() {
    for (line, name) in [("1", "Bob"), ("", "Bob"), ("2", "Ada"), ("ADA", "Ada"), ("3\nGrace Hopper", "Grace Hopper")] {
        let told = asked(&format!("{line}\n1\n"));
        assert_eq!(
            told.lines()[..4],
            ["Who is learning?", "1. Bob: 2 answers.", "2. Ada: 2 answers.", "3. Somebody new: asks for a name."]
        );
        told.line(&format!("Learner: {name}."));
        assert_eq!(told.count("Quick quiz. "), 1, "{line}: {}", told.text);
        assert!(told.journal.iter().all(|fact| fact.learner == name) && told.answers() == 1, "{line}");
    }
}

#[test]
fn until_somebody_is_chosen_lines_lead_nowhere_and_record_nothing() {
    for line in ["home", "nonsense", "?\nhome", "m", "4", "3\n\u{1b}\u{202e}", "3\nq", "3\n", "repeat", "esc"] {
        let told = asked(&format!("{line}\n"));
        assert!(matches!(told.model.screen(), Screen::Learners(_)) && told.journal.is_empty(), "{line}: {}", told.text);
    }
    for line in ["q", "quit", "3\nquit"] {
        assert_eq!(asked(&format!("{line}\n1\n")).end, End::Quit, "{line}");
    }
}

#[test]
fn a_script_may_have_one_line_for_each_answer_and_a_person_answers_nothing_unseen() {
    let settings = Settings { certainty: true, sitting: 4, ..Settings::default() };
    let script = b"m\n1\niiot 3\nn\n2\n";
    assert_eq!(talk_as(Typist::Script, model(settings, &[]), script, |_| true).answers(), 4);
    assert_eq!(talk_as(Typist::Person, model(settings, &[]), script, |_| true).answers(), 1);
    let with_empty_lines = b"m\n1\n\n2\n\n1+\n\n2?\n\n";
    assert_eq!(talk_as(Typist::Script, model(settings, &[]), with_empty_lines, |_| true).answers(), 4);
}

#[test]
fn lines_that_end_after_the_last_answer_end_with_the_score() {
    let settings = Settings { certainty: false, sitting: 2, ..Settings::default() };
    // Each miss brings a repeat, so that two questions take two to four lines.
    let finished = (2..=4).any(|answers| {
        let script = format!("m\n{}", "1\n".repeat(answers));
        let told = talk_as(Typist::Script, model(settings, &[]), script.as_bytes(), |_| true);
        let recorded = told.journal.iter().any(|fact| fact.event == Event::Finished);
        told.answers() == answers && recorded && told.text.contains("Quick quiz, done. ")
    });
    assert!(finished);
}

/// What is listed for a line that means nothing, each as somebody types it.
fn listed(told: &Told) -> Vec<String> {
    let list = told.line("That means nothing here. You can type: ").split(" type: ").nth(1).unwrap();
    let list = list.trim_end_matches('.');
    let typed = list.split(", ").flat_map(|part| match part.split_once(" or ") {
        // `1+ or 2+ if you're certain`, `1 or 2`; `1 to 9 or the beginning of a name`.
        Some((first, second)) if second.starts_with(char::is_numeric) => vec![first, second],
        _ => vec![part],
    });
    typed.map(|part| part.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn all_that_is_listed_for_a_line_that_means_nothing_does_something_there() {
    for script in [
        "",
        "\n",
        "\n1\n",
        "\n1\n\n\n",
        "\n1\n\n\n\n\n",
        "\n1\n\n\n\n\n\n",
        "\n1\n\n\n\n\n\n1\n",
        TO_THE_TRY,
        "m\n",
        "m\n1\n",
        "m\nn\n",
        "m\nq\n",
        "m\nq\nt\n",
        "m\nq\np\n",
        "m\nn\nq\nx\n",
        "m\nq\nc\n",
        "m\nq\nd\n",
        "m\nq\nd\n\n",
        "m\nq\ns\n",
        "m\nw\n",
    ] {
        let told = talk(&format!("{script}zzzz\n"));
        let listed = listed(&told);
        assert!(listed.len() >= 4, "{script:?}: {listed:?}");
        for line in listed.iter().filter(|line| !line.chars().all(char::is_alphabetic) || line.chars().count() == 1) {
            let said = talk(&format!("{script}{line}\n")).text;
            assert!(!said.contains(" nothing here. "), "{script:?}, {line:?}: {said}");
        }
    }
}

#[test]
fn how_far_an_idea_is_is_told_beside_a_wrong_belief_too() {
    let settings = Settings { certainty: false, sitting: 60, ..Settings::default() };
    // The first quiz of all is easier, and short: it is left, and the next one asks everything.
    let script = "q\nm\n1\n\nq\nm\n".to_owned() + &"1\n\n2\n\n".repeat(30);
    let told = talk_with(model(settings, &[]), script.as_bytes(), |_| true);
    let lines = told.lines();
    let beliefs: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("You may have thought: ")).collect();
    assert!(!beliefs.is_empty(), "{}", told.text);
    for at in beliefs {
        let after = lines[at..].iter().take_while(|line| !line.starts_with("Enter ") && !line.contains(" of 60."));
        let says = |line: &&str| [": practising", ": known", ": new"].iter().any(|state| line.contains(state));
        assert!(after.clone().any(says), "{:?}", after.collect::<Vec<_>>());
    }
}

#[test]
fn each_statement_is_told_with_its_reason_and_then_what_both_are_about() {
    let told = talk("m\n1\n");
    let Screen::Quiz(quiz) = told.model.screen() else { panic!("{}", told.text) };
    let entry = quiz.session.entry(&BANK).unwrap();
    let Counterpart::Statement(other) = entry.counterpart() else { panic!("{}", told.text) };
    let about = format!("Both are about: {}.", entry.item.aspect().unwrap());
    let wanted = [&entry.statement.explanation, &other.text, &other.explanation, &about];
    let lines = told.lines();
    let places: Vec<_> =
        wanted.iter().map(|text| lines.iter().rposition(|line| line.contains(text.as_str()))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {}", told.text);
    let between = &lines[places[0].unwrap() + 1..places[3].unwrap()];
    let belongs = |line: &&str| line.contains(other.text.as_str()) || line.contains(other.explanation.as_str());
    assert!(between.iter().all(|line| belongs(line) || line.starts_with("Deciding")), "{between:?}");
}

#[test]
fn how_to_answer_is_told_at_the_first_statement_of_a_lesson_though_a_case_was_answered_before() {
    let settings = Settings { certainty: false, ..Settings::default() };
    let told = talk_with(model(settings, &[]), TO_THE_TRY.as_bytes(), |_| true);
    let heard = told.text.split("guided try. Statement 1 of 2.").nth(1).unwrap();
    assert!(heard.contains("Answer 1 for IoT (consumer), 2 for IIoT (industrial)"), "{heard}");
}

#[test]
fn a_prediction_is_named_with_the_side_that_it_is_of_and_never_reads_like_the_right_answer() {
    let mut verdicts = BTreeSet::new();
    for line in ["1", "2"] {
        let told = talk(&format!("\n{line}\n"));
        let right = told.text.contains("Yes, that one is IoT.");
        assert!(right || told.text.contains("No, the other one is IoT."), "{}", told.text);
        told.line(if right { "IoT, which you chose: " } else { "IIoT, which you chose: " });
        assert_eq!(told.text.matches("our choice, I").count(), 0, "{}", told.text);
        verdicts.insert(right);
    }
    assert_eq!(verdicts.len(), 2);
}

#[test]
fn a_miss_never_changes_the_number_of_questions_that_is_told() {
    let settings = Settings { certainty: false, sitting: 5, ..Settings::default() };
    let told = talk_as(Typist::Script, model(settings, &[]), b"m\nn\n\nn\n\n", |_| true);
    let heads: Vec<&str> = told.text.lines().filter(|line| line.starts_with("Quick quiz. ")).collect();
    assert!(heads.len() > 2 && heads.iter().all(|head| head.ends_with(" of 5.")), "{heads:?}");
}

#[test]
fn what_may_be_typed_is_said_once_and_in_words_that_somebody_types() {
    let first = talk("\n\nzz\n");
    first.line("Type 1 or 2. n don't know, ? keys, q home, repeat to hear it again.");
    first.line(
        "That means nothing here. You can type: 1 or 2, n don't know, ? keys, q home, repeat to hear it again, quit to end.",
    );
    for script in ["m\nzz\n?\n", "m\n1\nq\nc\nzz\n?\n", "m\n1\nq\np\nzz\n?\n", "m\n1\nq\ns\nzz\n?\n"] {
        let told = talk(script);
        let offered = told.line("That means nothing here. You can type: ").to_owned();
        assert!(!offered.contains("Space") && !offered.contains("Tab") && !told.text.contains(", Tab "), "{offered}");
        let help = told.text.split("Help: ").nth(1).unwrap();
        for unseen in ["cursor", "left side", "right side", "selected"] {
            assert!(!help.contains(unseen), "{unseen}: {help}");
        }
    }
    let help = talk("m\n?\n");
    help.line("1 or iot: IoT.");
    help.line("With + or certain behind it: certain. With ? or unsure: unsure. Such as 1+ or iiot unsure.");
}

#[test]
fn joint_words_of_the_trade_are_told_one_by_one_where_each_meaning_makes_sense_alone() {
    let told = talk("\n1\n\n\ng\n");
    for line in [
        "SKU: article on sale.",
        "Attach rate: share adding extras.",
        "PLC: runs a machine.",
        "DCS: runs a process plant.",
    ] {
        assert_eq!(told.lines().iter().filter(|said| **said == line).count(), 1, "{line}: {}", told.text);
    }
}

#[test]
fn a_text_that_names_its_side_at_once_is_told_without_its_side_before_it() {
    let told = talk("");
    told.line("In this tutor, IoT means ");
    told.line("IIoT means ");
}

#[test]
fn of_a_miss_the_statement_is_told_again_at_the_end_of_the_round() {
    let script = and_repeats(&and_answers("m\n", &[true, false, true]));
    let told = talk(&script);
    let missed = told.lines().into_iter().find(|line| line.contains("; right later: ")).unwrap();
    let (_, statement) = missed.split_once("; right later: ").unwrap();
    assert!(BANK.statements().any(|entry| entry.statement.text == statement), "{missed}");
    assert!(told.text.contains(" more right, one of them on another day.\n"), "{}", told.text);
}

#[test]
fn a_word_of_the_glossary_is_searched_for_with_a_line() {
    let told = talk("q\ng\nconduit\nno such word\nq\nq\n");
    let heard = told.lines();
    let glossary = heard.iter().position(|line| line.starts_with("Glossary. ")).unwrap();
    assert!(heard[glossary + 1].starts_with("Type a word"), "all of them are not read out: {}", told.text);
    told.line("Glossary, conduit. ");
    assert!(heard.iter().any(|line| line.starts_with("Conduit: IIoT. ")), "{}", told.text);
    told.line("Glossary, no such word. 0 of 621 words.");
    told.line("No word like that among 621 words. Try a part of it.");
    assert!(matches!(told.model.screen(), Screen::Home(_)), "the first q clears, the second leaves");
    let at_once = talk("q\ng conduit\nq\nq\n");
    at_once.line("Glossary, conduit. ");
    assert_eq!(at_once.count("Conduit: IIoT. "), 1);
}

#[test]
fn a_letter_searched_for_tells_ten_words_and_asks_for_more_letters() {
    let told = talk("q\ng\na\nq\nq\n");
    let entries = told.text.split("Glossary, a. ").nth(1).unwrap().lines().filter(|line| line.contains(": I")).count();
    assert!(entries <= 10, "{}", told.text);
    told.line("These are the first 10 of ");
    assert!(talk("q\ng\nconduit\n").count("These are the first") == 0);
}

#[test]
fn the_lesson_of_a_word_is_opened_with_a_word_of_its_own() {
    let told = talk("q\ng\nconduit\n\nlesson\n");
    assert!(told.text.contains("lesson, ? keys, q clear"), "{}", told.text);
    assert!(matches!(told.model.screen(), Screen::Lesson(_)), "{}", told.text);
}

#[test]
fn on_a_new_home_only_what_is_there_is_explained() {
    let told = talk("q\n?\n");
    let help = told.text.split("Help: ").nth(1).unwrap();
    for absent in ["mistakes", "what you know", "unfinished", "Start a quiz on all", "Snooze", "Review"] {
        assert!(
            !help.lines().take_while(|line| !line.starts_with("repeat")).any(|line| line.contains(absent)),
            "{help}"
        );
    }
    told.line("l: Open the next lesson.");
    told.line("u: Start a quick quiz of ten statements.");
}

#[test]
fn the_entries_of_home_have_numbers_that_rise_and_stay() {
    let numbers = |told: &Told| -> Vec<(usize, String)> {
        let home = told.text.rsplit("Iotutor. Ada.").next().unwrap().lines();
        let entry = |line: &str| {
            let (number, rest) = line.split_once(". ")?;
            Some((number.parse().ok()?, rest.split([':', '.']).next()?.to_owned()))
        };
        home.filter_map(entry).collect()
    };
    let new = numbers(&talk("q\n"));
    let later = numbers(&talk("m\n1\n\n2\n\nq\n"));
    for all in [&new, &later] {
        assert!(all.len() > 5 && all.iter().map(|(number, _)| number).is_sorted(), "{all:?}");
    }
    for (number, label) in ["Enter a code", "Topics", "Glossary", "Settings"]
        .iter()
        .filter_map(|label| new.iter().find(|(_, entry)| entry == label))
    {
        assert!(later.contains(&(*number, label.clone())), "{label}: {later:?}");
    }
    talk("q\n?\n").line("The number before an entry, or the beginning of its name: opens that entry.");
}

#[test]
fn an_answer_typed_on_the_feedback_answers_nothing_and_is_told_why() {
    for line in ["1", "2", "2+", "iiot", "iot 3", "n", "s", "k"] {
        let told = talk(&format!("m\n1\n{line}\n"));
        assert_eq!(told.answers(), 1, "{line}");
        assert_eq!(told.lines()[told.lines().len() - 2], spoken::ENTER_FIRST, "{line}: {}", told.text);
    }
    for line in ["7", "zz", "home sweet home"] {
        assert_eq!(talk(&format!("m\n1\n{line}\n")).count("That means nothing here."), 1, "{line}");
    }
}

#[test]
fn the_exam_date_is_typed_as_people_write_a_day_from_tomorrow_on() {
    const EARLIEST: &str = "An exam can be tomorrow at the earliest.";
    const HOW: &str = "Exam date: none. Type exam date and a day from tomorrow on, such as exam date 31 January or exam \
                       date 2027-01-31, or exam date none.";
    let today = "2026-11-23";
    for day in ["31 January", "January 31st", "31 jan 2027", "2027-01-31"] {
        let told = talk(&format!("m\n1\nq\ns\nexam date {day}\n"));
        told.line(
            "Exam date: 31 January 2027. Others: none. Or any day from tomorrow on, such as 31 January, or with its year as \
             2027-01-31.",
        );
        assert_eq!(told.model.settings().exam, "2027-01-31".parse().ok(), "{day}");
    }
    let none = "There's no 31 February.";
    for (day, why) in
        [(today, EARLIEST), ("2026-01-31", EARLIEST), ("today", EARLIEST), ("31 February", none), ("soon", HOW)]
    {
        let told = talk(&format!("m\n1\nq\ns\nexam date {day}\n"));
        told.line(why);
        assert_eq!(told.model.settings().exam, None, "{day}");
    }
    for line in ["exam", "exam date", "4", "exam soon"] {
        let told = talk(&format!("m\n1\nq\ns\n{line}\n"));
        assert_eq!((told.count(HOW), told.count("That means nothing")), (1, 0), "{line}: {}", told.text);
    }
    assert_eq!(talk("m\n1\nq\ns\nexam 1 june\n").model.settings().exam, "2027-06-01".parse().ok());
    let alone = talk("m\n1\nq\ns\nexam\n2027-01-31\n");
    assert_eq!((alone.model.settings().exam, alone.count("That means nothing")), ("2027-01-31".parse().ok(), 0));
    talk("m\n1\nq\ns\n1\n").line("Learner: Ada. Type learner alone to choose another one.");
    assert_eq!(talk("m\n1\nq\ns\nexam tomorrow\n").model.settings().exam, "2026-11-24".parse().ok());
    talk("m\n1\nq\ns\n2\n").line("Certainty: on. Type certainty and one of: on, off, such as certainty off.");
}

#[test]
fn the_chain_of_a_diagram_is_told_before_its_notes() {
    let told = talk("\n1\n\n\n\n\n");
    let at = |line: &str| {
        told.lines().iter().position(|said| said.starts_with(line)).unwrap_or_else(|| panic!("{line}: {}", told.text))
    };
    assert!(at("A chain: bulb, hub, router, maker's cloud, phone app.") < at("Matter (October 2022): "));
    assert!(at("A chain: sensor, PLC, OPC UA server, historian, dashboard.") < at("4-20 mA: 4 is the bottom"));
}

#[test]
fn a_word_is_looked_up_from_every_screen_but_a_question_and_the_way_leads_back() {
    for script in ["", "\n", "\n1\n\n", "\n1\n\n\n", "q\n", "q\nt\n", "q\ns\n", "q\nd\n", "m\n1\n", "m\n1\n1\nq\np\n"] {
        let told = talk(&format!("{script}g HART\n"));
        assert!(told.lines().iter().any(|line| line.starts_with("HART: IIoT. ")), "{script:?}: {}", told.text);
        let before = talk(script);
        let after = talk(&format!("{script}g HART\nq\nq\n"));
        assert_eq!(before.model.context(), after.model.context(), "{script:?}");
        assert_eq!(after.journal.len(), before.journal.len(), "{script:?}");
    }
    let asked = talk("m\ng HART\n");
    assert_eq!(
        (asked.count("HART: "), asked.count("Words can be looked up once you've answered.")),
        (0, 1),
        "{}",
        asked.text
    );
}

#[test]
fn back_from_the_glossary_what_was_heard_is_not_told_again() {
    let told = talk("\n1\n\n\n\ng HART\nq\nq\n");
    assert_eq!(told.count("What is IoT, a pair. Screen 4 of 10."), 2, "{}", told.text);
    assert_eq!(told.count("The same in both: "), 1, "{}", told.text);
    assert_eq!(talk("\n1\n\n\n\ng HART\nq\nq\nrepeat\n").count("The same in both: "), 2);
}

#[test]
fn in_the_glossary_only_what_does_something_is_offered() {
    talk("q\ng\nhero sku\n\n").line("Nothing more to open: the chosen word is here in full.");
    for script in ["q\ng\n\n", "q\ng\nno such word\n\n"] {
        let told = talk(script);
        let offered = told.line("That changes nothing here. You can type: a word or a part of one, ");
        assert!(!offered.contains("Enter"), "{offered}");
        assert_eq!(offered.contains("lesson"), told.text.contains("lesson, ? keys"), "{script}: {offered}");
    }
}

#[test]
fn a_mistake_is_told_once() {
    let told = talk(&format!("{}q\nx\n", and_answers("m\n", &[false])));
    let page = told.text.split("Mistakes. ").last().unwrap();
    let read: Vec<usize> =
        BANK.statements().map(|entry| page.matches(&entry.statement.text).count()).filter(|times| *times > 0).collect();
    assert!(!read.is_empty() && read.iter().all(|times| *times == 1), "{read:?} {page}");
}

#[test]
fn the_keys_are_told_at_length_once_and_then_only_those_that_are_new() {
    let told = talk("\n1\n\n\n");
    let keys: Vec<&str> = told.lines().into_iter().filter(|line| line.starts_with("Enter next, ")).collect();
    assert!(keys[0].contains("q home") && !keys[0].contains("b back"), "{keys:?}");
    assert_eq!(keys[1..], ["Enter next, b back, ? keys.", "Enter next, g more words, ? keys."]);
    let quiz = talk("m\n1\n\n1\n\n1\n\n");
    let long = quiz.lines().into_iter().filter(|line| line.contains("repeat to hear it again")).count();
    assert_eq!(long, 3, "at the introduction, at the first question and at its feedback: {}", quiz.text);
    assert_eq!(talk("q\nt\nq\nt\n").count("A number opens an entry. "), 3, "on each of three screens once");
}

#[test]
fn the_end_of_a_round_claims_nothing_that_its_answers_do_not_show() {
    let perfect = talk(&and_answers("m\n", &[true; 3]));
    assert!(perfect.text.contains("Every one of them.") && !perfect.text.contains("weakest"), "{}", perfect.text);
    let missed = talk(&and_repeats(&and_answers("m\n", &[false; 3])));
    assert!(missed.text.contains("The misses show where to look."), "{}", missed.text);
    assert!(!missed.text.contains("A hard round") && !missed.text.contains("explains most of it"), "{}", missed.text);
}

#[test]
fn home_greets_once_and_nobody_who_was_here_just_now() {
    let told = talk("m\n1\nq\nt\nq\ns\nq\n");
    assert_eq!(told.count("Iotutor. "), 3, "{}", told.text);
    assert_eq!(told.count("Welcome back, Ada."), 0, "{}", told.text);
    assert_eq!(told.count("You stopped in the middle of a round."), 3, "{}", told.text);
    let earlier = |fact: Fact| Fact { at: Moment::utc(fact.at.millis - 3_700_000), ..fact };
    let before: Vec<Fact> = told.journal.into_iter().map(earlier).collect();
    let back = talk_with(model(Settings::default(), &before), b"t\nq\ns\nq\n", |_| true);
    assert_eq!((back.count("Iotutor. "), back.count("Welcome back, Ada.")), (3, 1), "{}", back.text);
}
