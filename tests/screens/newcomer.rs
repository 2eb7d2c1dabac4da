//! What people asked who sat before it for the first time: each is answered where the question comes up.

use super::*;
use iotutor::domain::session::Phase;

/// Without certainty, as everybody begins.
fn newcomer() -> Learnt {
    let mut at = Learnt::new();
    at.set(|settings| settings.certainty = false);
    at
}

/// Answers the question at hand.
fn answer(at: &mut Learnt, right: bool) {
    let Screen::Quiz(quiz) = at.model.screen() else { return };
    let Some(side) = quiz.session.current().map(|asked| asked.side) else { return };
    at.act(Action::Answer(if right { side } else { side.other() }, None));
}

/// Plays the round at hand to its end: the first statement wrongly, all others rightly.
fn one_missed(at: &mut Learnt) {
    answer(at, false);
    at.type_keys("\n");
    all_right(at);
}

fn all_right(at: &mut Learnt) {
    while matches!(at.model.screen(), Screen::Quiz(quiz) if quiz.session.phase() == Phase::Asking) {
        answer(at, true);
        at.type_keys("\n");
    }
}

#[test]
fn what_the_parts_of_a_line_of_ideas_are_is_said_beside_it_in_each_theme() {
    for keys in ["mf\nqp", "mf\nqt"] {
        for (theme, parts) in [
            (THEME, ["━ known", "─ practising", "╌ new"]),
            (Theme::new(Palette::Light, false), ["━ known", "─ practising", "╌ new"]),
            (Theme::new(Palette::Mono, false), ["━ known", "─ practising", "╌ new"]),
            (Theme::new(Palette::Mono, true), ["= known", "- practising", ". new"]),
        ] {
            for (width, height) in [(60, 20), (80, 24), (120, 40), (200, 50)] {
                let mut at = newcomer();
                at.type_keys(keys);
                let shown = text(&at.see(theme, width, height).0);
                assert!(parts.iter().all(|part| shown.contains(part)), "{keys:?} {width}x{height}:\n{shown}");
            }
        }
    }
}

#[test]
fn why_an_idea_takes_so_many_right_answers_is_said_where_the_number_stands() {
    let mut at = newcomer();
    at.type_keys("m");
    answer(&mut at, false);
    let Screen::Quiz(quiz) = at.model.screen() else { panic!() };
    let place = quiz.session.current().unwrap();
    at.type_keys("qp");
    at.type_keys(&"j".repeat(place.topic));
    at.type_keys("\n");
    let concept = BANK.entry(place).unwrap().concept_number().unwrap();
    at.type_keys(&"j".repeat(concept));
    let shown = at.text(80, 24);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("7 more right") && words.contains("A miss takes up to three right answers"), "{shown}");
}

#[test]
fn underlined_words_are_explained_to_whoever_is_new_and_not_for_ever() {
    let mut at = newcomer();
    at.type_keys("mf");
    assert!(at.text(80, 24).contains("Underlined: the words that decide."), "{}", at.text(80, 24));
    at.type_keys("\nf\nf\nf\nf\nf");
    assert!(!at.text(80, 24).contains("Underlined"), "{}", at.text(80, 24));
}

#[test]
fn a_thought_is_named_only_where_it_would_have_led_to_that_answer() {
    for entry in BANK.statements() {
        let pushes = entry.misconception().and_then(|belief| belief.pushes);
        assert!(pushes.is_none_or(|side| side != entry.at.side), "{}", entry.statement.id);
    }
}

#[test]
fn a_miss_whose_idea_was_right_when_it_came_back_is_not_proposed_again_at_the_end() {
    let mut at = newcomer();
    at.type_keys("m");
    one_missed(&mut at);
    let shown = at.text(80, 24);
    assert!(shown.contains("Worth another look") && !shown.contains("Go through the one"), "{shown}");
    let mut at = newcomer();
    at.type_keys("m");
    while matches!(at.model.screen(), Screen::Quiz(_)) {
        let is_first = matches!(at.model.screen(), Screen::Quiz(quiz) if quiz.session.given().is_empty());
        let wrong = is_first || is_repeat(&at.model);
        answer(&mut at, !wrong);
        at.type_keys("\n");
    }
    assert!(at.text(80, 24).contains("Go through the one you missed"), "{}", at.text(80, 24));
    // Put right in a round of its own, it is proposed no more to whoever comes back.
    at.type_keys("\n");
    answer(&mut at, true);
    at.type_keys("\n");
    assert_eq!(at.model.learner().mistake_count(), 1, "the repeat, which was missed too");
}

#[test]
fn without_certainty_the_mistakes_say_nothing_of_how_sure_somebody_was_and_judge_nobody() {
    let mut at = newcomer();
    at.type_keys("mn\nf\nf\nf\nqx");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let shown = at.text(width, height);
        assert!(!shown.contains("you were") && !shown.contains("slip"), "{shown}");
    }
    let mut sure = Learnt::at_home_after(2);
    sure.type_keys("x");
    assert!(sure.text(80, 24).contains("you were"), "{}", sure.text(80, 24));
}

#[test]
fn a_case_study_judged_to_its_end_has_a_tick_in_the_list_and_keeps_it() {
    let mut at = newcomer();
    at.type_keys("mqdc\n\n1234");
    assert!(!at.model.learner().has_judged(&BANK.cases()[0].id));
    at.type_keys("1234qqq");
    let mut again = Learnt::with(at.journal.clone());
    for at in [&mut at, &mut again] {
        at.type_keys("qqqdc");
        let shown = at.text(80, 24);
        assert_eq!(shown.matches("✓ judged").count(), 1, "{shown}");
    }
    let recorded = at.journal.iter().filter(|fact| matches!(fact.event, Event::CaseJudged { .. })).count();
    at.type_keys("\n\n12341234");
    let after = at.journal.iter().filter(|fact| matches!(fact.event, Event::CaseJudged { .. })).count();
    assert_eq!((recorded, after), (1, 1), "once is enough");
}

#[test]
fn home_proposes_what_enter_opens_wherever_the_cursor_was() {
    let mut at = newcomer();
    at.type_keys("mf\nq");
    at.type_keys("jj\n");
    let Screen::Quiz(_) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    at.type_keys("f\nq");
    let shown = at.text(80, 24);
    assert!(shown.contains("You stopped in the middle of a round.") && shown.contains("› Enter  Continue"), "{shown}");
}

#[test]
fn the_quick_quiz_stays_a_key_away_after_the_first_answer() {
    let mut at = newcomer();
    assert!(!at.text(60, 20).contains("u quick quiz"), "the list has it");
    at.type_keys("mf\nq");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        assert!(at.text(width, height).contains("u quick quiz"), "{}", at.text(width, height));
    }
    at.type_keys("u");
    let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    assert_eq!(quiz.session.planned(), 10);
}

#[test]
fn how_long_something_takes_never_stands_alone_on_a_line() {
    for (name, mut at) in everywhere() {
        for (width, height) in [(60, 20), (80, 24), (120, 40)] {
            let shown = at.text(width, height);
            let left = |line: &str| line.split('│').next().unwrap_or_default().trim().to_owned();
            let alone = |line: &str| {
                let words = left(line);
                words == "minute" || words == "minutes" || words.starts_with("about ") && words.ends_with("minutes")
            };
            assert!(!shown.lines().any(alone), "{name} at {width}x{height}:\n{shown}");
        }
    }
}
