//! What one screen says, the others say, too; and what a screen promises comes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has to fail")]

use super::*;
use iotutor::app::figures::Figures;
use iotutor::app::summary::still_missed;
use iotutor::app::view::block::Kind;
use iotutor::domain::review::Wishes;

/// How many a figure of a screen says there are, in front of these words.
fn before(shown: &str, words: &str) -> usize {
    let digits =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).rfind(|part| !part.is_empty()).map(str::to_owned);
    let found = shown.lines().find_map(|line| digits(line.split_once(words)?.0));
    found.unwrap_or_else(|| panic!("no {words:?} in:\n{shown}")).parse().unwrap()
}

#[test]
fn an_answer_given_again_takes_the_place_of_the_first_one_in_every_figure_and_that_is_said() {
    let mut at = Learnt::new();
    at.set(|settings| settings.certainty = false);
    at.type_keys("m");
    let side = match at.model.screen() {
        Screen::Quiz(quiz) => quiz.session.current().unwrap().side,
        other => panic!("{other:?}"),
    };
    at.act(Action::Answer(side.other(), None));
    at.type_keys("u");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        assert!(at.text(width, height).contains("counts as given again"), "{}", at.text(width, height));
    }
    at.act(Action::Answer(side, None));
    assert!(at.text(80, 24).contains("1 right   1 of 10"), "{}", at.text(80, 24));
    assert!(at.text(80, 24).contains("it counts in the score only"), "{}", at.text(80, 24));
    assert!(!at.text(80, 24).contains("comes back"), "{}", at.text(80, 24));
    while let Screen::Quiz(quiz) = at.model.screen() {
        let side = quiz.session.current().unwrap().side;
        at.act(Action::Answer(side, None));
        at.type_keys("\n");
    }
    let shown = at.text(60, 20);
    assert!(shown.contains("of 10, 1 given again"), "{shown}");
    assert!(!at.text(80, 24).contains("Worth another look"), "{}", at.text(80, 24));
    at.type_keys("hp");
    assert_eq!(before(&at.text(80, 24), " answers"), 10, "{}", at.text(80, 24));
    assert!(!at.text(80, 24).contains("to fix"), "{}", at.text(80, 24));
    at.type_keys("nnnn");
    assert!(at.text(80, 24).contains("10 of 10, 1 again"), "{}", at.text(80, 24));
    let figures = Figures::of(at.model.bank(), at.model.learner(), at.model.today(), &Wishes::default());
    assert_eq!((figures.given_again, figures.attempts[0].given_again), (1, 1));
}

#[test]
fn an_answer_given_again_earns_no_points_however_it_comes_out() {
    for first_is_right in [true, false] {
        let mut at = Learnt::new();
        at.type_keys("m");
        let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
        let side = quiz.session.current().unwrap().side;
        let first = if first_is_right { side } else { side.other() };
        at.act(Action::Answer(first, Some(Certainty::C3)));
        at.type_keys("u");
        assert!(at.text(60, 20).contains("earns no points"), "{}", at.text(60, 20));
        at.act(Action::Answer(side, Some(Certainty::C3)));
        let shown = at.text(80, 24);
        assert!(shown.contains("given again, no points") && !shown.contains("+3"), "{shown}");
        let Screen::Quiz(quiz) = at.model.screen() else { panic!("{shown}") };
        assert_eq!((quiz.session.tally().right, quiz.session.marks()), (1, Some(0)));
        assert_eq!(at.model.learner().attempts().next().unwrap().marks, Some(0));
    }
}

#[test]
fn enter_before_a_side_is_chosen_says_so_in_a_lesson_too() {
    let mut at = Learnt::amid_lesson(8);
    at.act(Action::Lesson);
    at.type_keys("\n");
    assert!(at.text(80, 24).contains("Choose a side first"), "{}", at.text(80, 24));
}

#[test]
fn a_topic_with_an_answer_never_says_that_it_has_none() {
    let mut at = Learnt::new();
    at.type_keys("mfuf\nqpn");
    let shown = at.text(80, 24);
    let without = |line: &&str| line.contains("no answers yet") && !line.trim_end().ends_with(" 0");
    assert_eq!(shown.lines().find(without), None, "{shown}");
    assert!(shown.contains("too few answers yet"), "{shown}");
}

#[test]
fn what_was_not_known_is_not_called_missed() {
    let mut at = Learnt::new();
    at.type_keys("mn\nqx");
    // Before the answer is asked for, and with it.
    for key in ["", "o"] {
        at.type_keys(key);
        let shown = at.text(80, 24).to_lowercase();
        assert!(shown.contains("you didn't know this one") && !shown.contains("you missed this one"), "{shown}");
    }
}

#[test]
fn in_a_lesson_nothing_is_said_of_a_score_where_an_answer_is_taken_back() {
    let mut at = Learnt::amid_lesson(8);
    at.set(|settings| settings.certainty = false);
    at.act(Action::Lesson);
    let Screen::Lesson(lesson) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    let side = lesson.exercises.as_ref().unwrap().current().unwrap().side;
    at.act(Action::Answer(side, None));
    at.type_keys("u");
    let taken_back = at.text(80, 24);
    assert!(taken_back.contains("It won't count for what you know"), "{taken_back}");
    at.act(Action::Answer(side, None));
    let shown = at.text(80, 40);
    assert!(shown.contains("given again, so it doesn't count") && !shown.contains("score"), "{shown}");
}

#[test]
fn what_a_round_says_was_missed_is_what_it_lists_and_what_it_proposes() {
    for wrong in [1, 3, 7] {
        for repeats_right in [true, false] {
            let mut at = Learnt::new();
            at.set(|settings| settings.certainty = false);
            at.type_keys("m");
            let mut asked = 0;
            while let Screen::Quiz(quiz) = at.model.screen() {
                let side = quiz.session.current().unwrap().side;
                let right = if quiz.session.is_repeat() { repeats_right } else { asked >= wrong };
                asked += 1;
                at.act(Action::Answer(if right { side } else { side.other() }, None));
                at.type_keys("\n");
            }
            let shown = at.text(80, 60);
            assert_eq!(shown.matches("\n  ✗ ").count(), wrong, "{shown}");
            assert_eq!(shown.contains("right later"), repeats_right, "{shown}");
            assert_eq!(
                shown.contains("you missed   about") || shown.contains("you missed  about"),
                !repeats_right,
                "{shown}"
            );
            // Not all misses have a repeat: there is one for each idea.
            let Screen::Summary(end) = at.model.screen() else { panic!("{shown}") };
            let to_fix = still_missed(&at.model, &end.session).len();
            let repeats = end.session.repeats().filter(|given| given.right() != Some(true)).count();
            assert_eq!(at.model.learner().mistake_count(), to_fix + repeats, "home counts the same: {shown}");
            at.type_keys("h");
            assert_eq!(at.model.learner().mistake_count(), to_fix + repeats);
        }
    }
    // A round of two statements of one idea that are missed again lists two.
    let mut at = Learnt::at_home_after(4);
    at.type_keys("x\n");
    let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    let count = quiz.session.planned();
    while matches!(at.model.screen(), Screen::Quiz(_)) {
        at.type_keys("n\n");
    }
    let shown = at.text(80, 60);
    assert!(shown.contains(&format!("of {count}")), "{shown}");
    assert_eq!(shown.matches("\n  · ").count(), count, "{shown}");
}

#[test]
fn a_round_left_at_the_feedback_to_its_last_answer_is_finished_however_it_is_left() {
    let last = || {
        let mut at = Learnt::new();
        at.set(|settings| settings.certainty = false);
        at.type_keys("m");
        loop {
            let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
            let (side, is_last) = (quiz.session.current().unwrap().side, quiz.session.number() == 10);
            at.act(Action::Answer(side, None));
            if is_last {
                return at;
            }
            at.type_keys("\n");
        }
    };
    for way in [Action::Back, Action::Out, Action::Home, Action::Quit] {
        let mut at = last();
        at.act(way);
        assert!(at.journal.iter().any(|fact| fact.event == Event::Finished), "{way:?}");
        let mut later = Learnt::with(at.journal);
        assert!(!later.text(80, 24).contains("Continue the round"), "{way:?}: {}", later.text(80, 24));
    }
    // Cut off, it is finished at the next start.
    let mut later = Learnt::with(last().journal);
    let now = later.now();
    let effects = update(&mut later.model, Message::Begin(Aim::Begin), now);
    later.carry_out(&effects, now);
    later.type_keys("q");
    assert!(!later.text(80, 24).contains("Continue the round"), "{}", later.text(80, 24));
    assert!(later.journal.iter().any(|fact| fact.event == Event::Finished));
    // While something is left to be asked, it waits.
    let mut at = Learnt::new();
    at.type_keys("mf\nfq");
    assert!(at.text(80, 24).contains("Continue the round"), "{}", at.text(80, 24));
}

#[test]
fn what_is_being_typed_is_in_sight_in_the_smallest_window() {
    for keys in ["#K7M", "mqcjjjjjjjjjjjjjj#K7M", "mqslj\nK7M"] {
        for (width, height) in [(60, 20), (66, 20), (80, 24), (120, 40), (200, 50)] {
            let mut at = Learnt::new();
            at.type_keys(keys);
            assert!(at.model.context().takes_text(), "{keys:?}");
            assert!(at.text(width, height).contains("K7M▏"), "{keys:?} {width}x{height}:\n{}", at.text(width, height));
        }
    }
}

#[test]
fn esc_never_ends_the_program_and_q_does_from_home_alone() {
    for (name, mut at) in everywhere() {
        for _ in 0..12 {
            let effects = at.press(Key::Esc);
            assert!(!effects.contains(&Effect::Quit), "{name}:\n{}", at.text(80, 24));
        }
        if at.model.trouble().is_none() {
            assert!(at.text(80, 24).contains("To leave iotutor, press q."), "{name}:\n{}", at.text(80, 24));
        }
    }
}

#[test]
fn q_leads_home_where_its_label_says_so_and_only_there_at_once() {
    for (name, mut at) in everywhere() {
        let shown = at.text(80, 24);
        let foot = shown.lines().last().unwrap();
        let says = |way: &str| foot.ends_with(&format!("q {way}")) || foot.ends_with(&format!("Esc {way}"));
        let (home, leave) = (says("home"), says("leave"));
        let effects = at.press(Key::Esc);
        let at_home = matches!(at.model.screen(), Screen::Home(_));
        assert!(!home || at_home, "{name} says home:\n{shown}\nand leads to:\n{}", at.text(80, 24));
        assert!(home || leave || !at_home, "{name} leads home:\n{shown}");
        assert!(!effects.contains(&Effect::Quit));
    }
}

#[test]
fn entries_of_home_keep_their_numbers_whatever_else_is_offered() {
    let numbers = |at: &Learnt| -> std::collections::BTreeMap<String, Action> {
        let view = iotutor::app::view::of(&at.model);
        let lists = view.blocks.into_iter().filter_map(|block| match block.kind {
            Kind::List(list) => Some(list.rows),
            _ => None,
        });
        lists.flatten().map(|row| (row.key, row.action)).collect()
    };
    let mut at = Learnt::new();
    at.type_keys("mq");
    at.press(Key::Down);
    let first = numbers(&at);
    at.type_keys("mf\nq");
    at.press(Key::Down);
    let later = numbers(&at);
    assert!(later.len() > first.len());
    // The first quiz has the key of a quick one, and the number of a quiz.
    let key = |key: &str| if key == "u" { "m".to_owned() } else { key.to_owned() };
    let kept = first.iter().filter(|(one, _)| *one != "m").all(|(one, action)| later.get(&key(one)) == Some(action));
    assert!(kept, "{first:?}\n{later:?}");
}

#[test]
fn no_topic_tells_the_side_before_the_answer_in_a_mixed_round() {
    let mut at = Learnt::new();
    at.type_keys("m");
    for _ in 0..10 {
        let head = at.text(80, 24).lines().next().unwrap().to_owned();
        assert!(BANK.manifest.topics.iter().all(|topic| !head.contains(&topic.title)), "{head}");
        at.type_keys("f");
        let head = at.text(80, 24).lines().next().unwrap().to_owned();
        assert!(BANK.manifest.topics.iter().any(|topic| head.contains(&topic.title)), "{head}");
        at.type_keys("\n");
    }
}

#[test]
fn nothing_of_the_boundary_case_is_told_before_it_is_answered() {
    for screens in 2..=6 {
        let mut at = Learnt::new();
        at.type_keys("\na");
        at.type_keys(&"\n".repeat(screens - 1));
        at.type_keys("d");
        assert!(!matches!(at.model.screen(), Screen::Cards(_)), "screen {screens}: {}", at.text(80, 24));
    }
    let mut at = Learnt::new();
    at.type_keys("\na\n\n\n\n\n");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        assert!(at.text(width, height).contains("press f or j"), "{}", at.text(width, height));
    }
    at.type_keys("fd");
    assert!(matches!(at.model.screen(), Screen::Cards(_)));
}

#[test]
fn a_check_has_no_hints_begins_with_easy_statements_and_says_so() {
    let mut at = Learnt::new();
    at.type_keys("\na\n\n\n\n\nf\n\nf\nf\n");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let shown = at.text(width, height).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains("no hints. One miss is allowed.") && !shown.contains("h hint"), "{shown}");
    }
    let Screen::Lesson(lesson) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    let check = &lesson.exercises.as_ref().unwrap().started.statements;
    let levels: Vec<u8> = check.iter().map(|id| BANK.entry(BANK.find(id).unwrap()).unwrap().item.level()).collect();
    assert_eq!(levels, [1, 1, 2, 2]);
    at.type_keys("hf");
    assert!(!at.text(80, 24).contains("u undo"), "{}", at.text(80, 24));
    // The first quiz of all is of the first level.
    let mut at = Learnt::new();
    at.type_keys("m");
    let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    let easy = |id: &String| BANK.entry(BANK.find(id).unwrap()).unwrap().item.level() == 1;
    assert!(quiz.session.started.statements.iter().all(easy), "{}", at.text(80, 24));
    assert!(at.text(60, 20).contains("A guess is fine"), "{}", at.text(60, 20));
}

#[test]
fn home_and_the_end_of_a_round_name_one_next_lesson() {
    let mut at = Learnt::new();
    at.type_keys("m");
    let mut asked = 0;
    while let Screen::Quiz(quiz) = at.model.screen() {
        let side = quiz.session.current().unwrap().side;
        asked += 1;
        at.act(Action::Answer(if asked == 3 { side.other() } else { side }, None));
        at.type_keys("\n");
    }
    let lesson = |shown: &str| {
        let line = shown.lines().find(|line| line.contains("Next lesson")).unwrap_or_else(|| panic!("{shown}"));
        line.split_once("Next lesson").unwrap().1.trim().to_owned()
    };
    let end = lesson(&at.text(80, 24));
    at.type_keys("h");
    assert_eq!(lesson(&at.text(80, 24)), end);
}

#[test]
fn the_exam_is_on_home_with_what_it_takes_a_day_in_every_window() {
    let mut at = Learnt::at_home_after(1);
    at.set(|settings| settings.exam = "2026-12-05".parse().ok());
    let now = at.now();
    let _ = update(&mut at.model, Message::Begin(Aim::Begin), now);
    at.type_keys("q");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let shown = at.text(width, height);
        assert!(shown.contains("Exam in 12 days: about ") && shown.contains(" minutes a day"), "{shown}");
    }
    let wide = at.text(120, 40);
    let beside = wide.lines().filter_map(|line| line.split_once('│')).map(|(_, words)| words.trim());
    let beside = beside.collect::<Vec<_>>().join(" ");
    assert!(beside.contains("10 lessons and 80 ideas to go: about "), "{wide}");
}

#[test]
fn a_continuation_page_is_filled_and_no_row_is_lost_between_pages() {
    for (name, mut at) in everywhere() {
        let (_, seen) = at.see(THEME, 60, 20);
        if seen.pages < 2 || matches!(at.model.context(), Context::Help) {
            continue;
        }
        let mut pages = vec![at.text(60, 20)];
        for _ in 1..seen.pages {
            at.press(Key::PageDown);
            pages.push(at.text(60, 20));
        }
        let rows = |page: &String| {
            let lines: Vec<&str> = page.lines().skip(2).collect();
            lines[..lines.len().saturating_sub(2)].iter().filter(|line| !line.trim().is_empty()).count()
        };
        let least = pages.iter().map(rows).min().unwrap();
        assert!(least >= 4, "{name}:\n{}", pages.join("\n----\n"));
    }
}
