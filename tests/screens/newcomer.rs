//! What people asked who sat before it for the first time: each is answered where the question comes up.

use super::*;
use iotutor::app::view::block::Kind;
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
    assert!(words.contains("7 more right") && words.contains("A guess is right half the time"), "{shown}");
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

#[test]
fn a_word_looked_up_too_early_is_promised_for_after_the_answer_and_nothing_is_given_away() {
    for keys in ["m", "\na\n\n\n\n\nf\n\n"] {
        let mut at = newcomer();
        at.type_keys(keys);
        let before = at.text(80, 24);
        at.type_keys("g");
        let shown = at.text(80, 24);
        assert!(shown.contains("Words can be looked up once you've answered."), "{before}\n{shown}");
        assert_eq!(at.model.context(), Context::AskingPlain);
    }
}

#[test]
fn switching_certainty_says_from_when_on_it_is_asked_where_a_round_waits() {
    const SAID: &str = "From the next round on";
    let mut at = newcomer();
    at.type_keys("mqsjh");
    assert!(!at.text(80, 24).contains(SAID), "no answer was given, so nothing waits: {}", at.text(80, 24));
    let mut at = newcomer();
    at.type_keys("mf\nqsjh");
    assert!(at.text(80, 24).contains(SAID), "{}", at.text(80, 24));
    at.type_keys("h");
    assert!(at.text(80, 24).contains("you don't say"), "{}", at.text(80, 24));
    at.type_keys("jh");
    assert!(!at.text(80, 24).contains(SAID), "{}", at.text(80, 24));
}

#[test]
fn the_settings_stay_where_they_are_whatever_is_changed() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let mut at = newcomer();
        at.type_keys("mf\nqs");
        let mut rows = BTreeSet::new();
        for _ in 0..10 {
            for _ in 0..8 {
                let shown = at.text(width, height);
                let row = shown.lines().position(|line| line.contains("Learner      Guest"));
                rows.insert(row);
                assert!(shown.contains("Quiet text"), "{shown}");
                if at.model.context() == Context::Settings && !shown.contains("› Learner") {
                    at.press(Key::Right);
                }
            }
            at.press(Key::Down);
        }
        assert_eq!(rows.len(), 1, "{width}x{height}: {rows:?}");
    }
}

#[test]
fn an_exam_is_moved_by_days_or_weeks() {
    let mut at = newcomer();
    at.type_keys("mqsjjj");
    at.press(Key::Right);
    let first = at.model.settings().exam.unwrap();
    assert!(at.text(60, 20).contains("← → a day   Enter type it"), "{}", at.text(60, 20));
    let all = "← → a day   Enter type it   + - a week   Space no exam";
    assert!(at.text(80, 24).contains(all), "{}", at.text(80, 24));
    at.type_keys("+++-");
    let days = at.model.settings().exam.unwrap().since(first).unwrap().get_days();
    assert_eq!(days, 14);
}

#[test]
fn enter_on_the_exam_date_opens_its_typing_and_esc_leaves_it_as_it_was() {
    let mut at = newcomer();
    at.type_keys("mqsjjj\n");
    let exam = |at: &Learnt| at.model.settings().exam.map(|day| day.to_string());
    assert_eq!((at.model.context(), exam(&at)), (Context::ExamDay, None));
    assert!(at.text(60, 20).contains("tomorrow") && at.text(60, 20).contains("Enter set it"), "{}", at.text(60, 20));
    at.type_keys("27 dec");
    assert!(at.text(60, 20).contains("27 dec▏"), "{}", at.text(60, 20));
    at.type_keys("\n");
    assert_eq!((at.model.context(), exam(&at).as_deref()), (Context::Settings, Some("2026-12-27")));
    for (typed, said) in [
        ("31 feb", "There's no 31 February."),
        ("today", "An exam can be tomorrow at the earliest."),
        ("soon", "Type a day such as 27 December"),
    ] {
        at.type_keys(&format!("\n{typed}\n"));
        assert!(at.text(60, 20).contains(said), "{}", at.text(60, 20));
        at.press(Key::Esc);
        assert_eq!((at.model.context(), exam(&at).as_deref()), (Context::Settings, Some("2026-12-27")));
    }
    at.type_keys("\n\n");
    assert_eq!((at.model.context(), exam(&at).as_deref()), (Context::Settings, Some("2026-12-27")));
    at.type_keys("\nTomorrow\n");
    assert_eq!(exam(&at).as_deref(), Some("2026-11-24"));
    at.type_keys("\nnone\n");
    assert_eq!(exam(&at), None);
}

#[test]
fn the_first_screen_of_a_lesson_names_the_keys_of_its_choice() {
    let mut at = newcomer();
    at.type_keys("\n");
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let shown = at.text(width, height);
        assert!(shown.contains("1 2 choose   n don't know"), "{shown}");
    }
}

#[test]
fn a_quick_quiz_has_its_key_from_the_start() {
    let mut at = newcomer();
    let offered = |at: &mut Learnt| {
        let shown = at.text(80, 24);
        let line = shown.lines().find(|line| line.contains("uick quiz")).unwrap_or_else(|| panic!("{shown}"));
        line.trim_start_matches([' ', '›']).starts_with("u ")
    };
    assert!(offered(&mut at));
    at.type_keys("uqh");
    assert!(matches!(at.model.screen(), Screen::Home(_)) && offered(&mut at), "{}", at.text(80, 24));
    at.type_keys("u");
    let Screen::Quiz(quiz) = at.model.screen() else { panic!("{}", at.text(80, 24)) };
    assert_eq!((quiz.session.planned(), quiz.session.started.level), (10, Some(1)), "the first one is easy");
    at.type_keys("f\nqh");
    assert!(
        at.text(80, 24).contains("u quick quiz") && at.text(80, 24).contains("m      Mixed quiz"),
        "{}",
        at.text(80, 24)
    );
}

#[test]
fn somebody_is_greeted_as_back_only_after_an_hour() {
    let mut at = Learnt::at_home_after(1);
    let now = at.now();
    let _ = update(&mut at.model, Message::Begin(Aim::Begin), now);
    at.type_keys("q");
    assert!(!at.text(80, 24).contains("Welcome back"), "{}", at.text(80, 24));
    at.ticks += 3_600;
    at.type_keys("sq");
    assert!(at.text(80, 24).contains("Welcome back"), "{}", at.text(80, 24));
}

/// The words of the trade that are explained on the screen at hand.
fn shown_words(model: &Model) -> BTreeSet<String> {
    let view = iotutor::app::view::of(model);
    let words = view.blocks.into_iter().find_map(|block| match block.kind {
        Kind::Words(words) => Some(words),
        _ => None,
    });
    words
        .map(|words| words.sides.left.into_iter().chain(words.sides.right).map(|(term, _)| term).collect())
        .unwrap_or_default()
}

#[test]
fn the_words_that_matter_come_first_and_all_others_are_a_key_away() {
    for (number, topic) in BANK.topics() {
        let mut at = newcomer();
        at.type_keys("mqt");
        at.act(Action::Pick(number));
        at.type_keys("a\n\n");
        let words = &topic.lesson.as_ref().unwrap().words;
        let all: BTreeSet<&String> = words.left.iter().chain(&words.right).map(|word| &word.term).collect();
        let first = shown_words(&at.model);
        assert_eq!(first.len(), 8, "{first:?}");
        let shown = at.text(120, 40);
        let names = shown.split("More words with g: ").nth(1).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(all.iter().all(|word| first.contains(*word) || names.contains(word.as_str())), "{shown}");
        for (width, height) in [(60, 20), (80, 24)] {
            let most = if width < 80 { 2 } else { 1 };
            assert!(at.see(THEME, width, height).1.pages <= most, "{}", at.text(width, height));
            assert!(at.text(width, height).contains("g more words"), "{}", at.text(width, height));
        }
        at.type_keys("g");
        let more = shown_words(&at.model);
        let both: BTreeSet<&String> = first.iter().chain(&more).collect();
        assert_eq!((first.len() + more.len(), both), (all.len(), all), "each once");
        assert!(at.text(80, 24).contains("g the first words"), "{}", at.text(80, 24));
    }
}

#[test]
fn a_word_that_the_lesson_did_not_put_first_is_explained_below_the_answer() {
    let mut explained = 0;
    for (number, topic) in BANK.topics() {
        let mut at = newcomer();
        at.type_keys("mqt");
        at.act(Action::Pick(number));
        at.type_keys("a\n\n\n\n\nf\n\n");
        assert!(matches!(at.model.screen(), Screen::Lesson(lesson) if lesson.exercises.is_some()), "{}", topic.id);
        at.type_keys("n");
        let shown = at.text(80, 48);
        let glossary = &BANK.manifest.glossary;
        explained += usize::from(glossary.iter().any(|term| shown.contains(&format!("{}: ", term.term))));
    }
    // Most of them ask first what their words have prepared.
    assert!(explained > 1, "in {explained} of ten lessons");
}

#[test]
fn keys_are_explained_only_where_they_lead_somewhere() {
    let mut at = newcomer();
    at.type_keys("mq?");
    let shown = at.text(80, 40);
    for absent in ["Go through the mistakes", "Show what you know", "unfinished round", "Snooze"] {
        assert!(!shown.contains(absent), "{absent}: {shown}");
    }
    assert!(shown.contains("Open the next lesson."), "{shown}");
    at.type_keys("qmf\nq?");
    let shown = at.text(80, 40);
    for offered in ["Show what you know", "unfinished round", "quick quiz"] {
        assert!(shown.contains(offered), "{offered}: {shown}");
    }
}

#[test]
fn a_paragraph_for_which_there_is_no_room_goes_whole() {
    let mut at = newcomer();
    at.type_keys("mf\nf\nqqdc");
    let short = &BANK.cases()[0].short;
    let end =
        short.split_whitespace().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(" ");
    let begin = short.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    for height in 16..30 {
        let shown = at.text(60, height);
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words.contains(&begin), words.contains(&end), "{shown}");
    }
}

#[test]
fn the_line_to_answer_on_stays_where_it_is_when_a_hint_is_asked_for() {
    let mut at = newcomer();
    at.type_keys("m");
    for _ in 0..10 {
        let row = |at: &mut Learnt| at.text(80, 24).lines().position(|line| line.contains("◂─") || line.contains("◂━"));
        let before = row(&mut at);
        at.type_keys("h");
        let shown = at.text(80, 24);
        assert!(before.is_some() && shown.contains("Hint: "), "{shown}");
        assert_eq!(row(&mut at), before, "{shown}");
        at.type_keys("f\n");
    }
}

#[test]
fn one_press_shows_the_sources_wherever_there_are_any_and_nothing_where_there_are_none() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        for keys in ["\na\n\n\n\n", "\na\n\n\n\n\nf", "\na\n\n\n\n\nf\n", "\na\n\n\n\n\nf\n\nf", "mf", "mn\nj"] {
            let mut at = newcomer();
            at.type_keys(keys);
            let before = at.text(width, height);
            let is_offered =
                iotutor::app::view::of(&at.model).foot.left.iter().any(|one| one.action == Action::Sources);
            at.type_keys("o");
            let shown = at.text(width, height);
            assert_eq!(shown.contains("Source"), is_offered || before.contains("Source"), "{keys:?}:\n{shown}");
            at.type_keys("o");
            assert_eq!(at.text(width, height), before, "{keys:?}");
        }
        // A pair has none.
        let mut at = newcomer();
        at.type_keys("\na\n\n\n");
        let before = at.text(width, height);
        at.type_keys("o");
        assert_eq!(at.text(width, height), before);
    }
}

#[test]
fn the_words_read_again_after_a_check_lead_back_to_it() {
    let mut at = newcomer();
    at.type_keys("\na\n\n\n\n\nf\n\nn\nn\nn\nn\nn\nn\n");
    let missed = at.text(80, 24);
    assert!(missed.contains("words again"), "{missed}");
    for keys in ["br", "b\n\n\n\n\n"] {
        at.type_keys(keys.get(..1).unwrap_or_default());
        assert!(at.text(80, 24).contains("r to the check"), "{}", at.text(80, 24));
        at.type_keys(keys.get(1..).unwrap_or_default());
        assert_eq!(at.text(80, 24), missed, "{keys:?}");
    }
    at.type_keys("bq");
    let home = at.text(80, 24);
    assert!(home.contains("at screen 9 of 10"), "{home}");
}

#[test]
fn the_mistakes_ask_before_they_tell() {
    for (width, height) in [(60, 20), (80, 24), (120, 40), (200, 50)] {
        let mut at = Learnt::at_home_after(2);
        at.type_keys("x");
        let shown = at.text(width, height);
        assert!(shown.contains("You missed this one"), "{shown}");
        assert!(!shown.contains("the counterpart") && !shown.contains("It's I"), "{shown}");
        at.type_keys("o");
        let told = at.text(width, height);
        assert!(told.contains("the counterpart") || told.contains("It's I") || told.contains("on the other"), "{told}");
        at.type_keys("j");
        assert!(at.text(width, height).contains("You missed this one"));
    }
}

#[test]
fn the_first_quick_quiz_has_few_words_of_the_trade() {
    let mut words = 0;
    let mut statements = 0;
    for _ in 0..100 {
        let mut at = newcomer();
        at.ticks = statements;
        at.type_keys("m");
        let Screen::Quiz(quiz) = at.model.screen() else { panic!() };
        for id in &quiz.session.started.statements {
            let entry = BANK.entry(BANK.find(id).unwrap()).unwrap();
            assert_eq!(entry.level(), 1);
            words += iotutor::app::view::terms_in(&BANK, &entry.statement.text);
            statements += 1;
        }
    }
    assert!(words < statements, "{words} words in {statements} statements");
}

#[test]
fn each_side_is_found_in_the_glossary_by_its_name() {
    for name in ["IoT", "IIoT", "Industry 4.0"] {
        let mut at = newcomer();
        at.type_keys(&format!("mqg/{name}"));
        let shown = at.text(80, 24);
        let first = shown.lines().find(|line| line.contains('›')).unwrap_or_default();
        assert!(first.trim_start_matches(['›', ' ']).starts_with(name), "{shown}");
    }
}
