//! Facts for tests: made by hand, and arbitrary ones.

use crate::domain::assessment::attempt::Step;
use crate::domain::assessment::desk::AtDesk;
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Answered, Event, Fact, Mode, Response, Shown, Started, ToldApart};
use crate::domain::moment::Moment;
use crate::domain::room::{Choice, Happened, RequestId};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A fact of Ada's about attempt 1, `number` seconds into the year 2026, with `number` as its id.
pub(in crate::adapters) fn fact(number: u32, event: Event) -> Fact {
    let at = Moment { millis: 1_767_225_600_000 + i64::from(number) * 1_000, offset: 60 };
    Fact { id: id(u128::from(number)), learner: "Ada".to_owned(), at, attempt: id(1), event }
}

/// An answer to a statement of the built-in bank.
pub(in crate::adapters) fn answer(number: u32) -> Fact {
    let statement = STATEMENTS[number as usize % STATEMENTS.len()].clone();
    let response = [Response::Left, Response::Right, Response::DontKnow][number as usize % 3];
    let certainty = Certainty::from_number(u8::try_from(number % 4).unwrap());
    let answered =
        Answered { statement, revision: 1, response, certainty, hinted: false, retaken: false, elapsed: 900 };
    fact(number, Event::Answered(answered))
}

/// The beginning of attempt 1, followed by `count` answers.
pub(in crate::adapters) fn attempt(count: u32) -> Vec<Fact> {
    let started = Started {
        mode: Mode::Quiz,
        seed: "MONDAY".to_owned(),
        word: String::new(),
        bank: "iot-iiot".to_owned(),
        bank_revision: 1,
        topics: vec!["purpose".to_owned()],
        level: Some(2),
        certainty: true,
        repeats: true,
        hints: true,
        statements: STATEMENTS.to_vec(),
    };
    std::iter::once(fact(1, Event::Started(started))).chain((2..2 + count).map(answer)).collect()
}

pub(in crate::adapters) fn id(number: u128) -> String {
    format!("{number:032x}")
}

/// Two statements of the built-in bank, and one that it does not have.
pub(in crate::adapters) static STATEMENTS: LazyLock<[String; 3]> = LazyLock::new(|| {
    let bank = crate::adapters::bank_files::builtin();
    let purpose = bank.topic(2).unwrap();
    [purpose.pairs[0].left.id.clone(), purpose.pairs[1].right.id.clone(), "gone-01-iot".to_owned()]
});

/// Any fact that can be stored, with a random id.
pub(in crate::adapters) fn any_fact() -> impl Strategy<Value = Fact> {
    // Few attempts and learners, so that facts have to do with each other.
    let attempt = prop_oneof![Just(String::new()), (1..4_u128).prop_map(id)];
    let learner = prop_oneof![Just("Ada".to_owned()), Just("Bob".to_owned()), ".*"];
    let at = prop_oneof![0..100_i64, -62_000_000_000_000..253_000_000_000_000_i64];
    (any::<u128>(), learner, at, -1_439..1_440_i16, attempt, any_event()).prop_map(
        |(number, learner, millis, offset, attempt, event)| Fact {
            id: id(number),
            learner,
            at: Moment { millis, offset },
            attempt,
            event,
        },
    )
}

/// Facts such as one or two learners make, at sensible times.
pub(in crate::adapters) fn any_history() -> impl Strategy<Value = Vec<Fact>> {
    let learner = prop_oneof![4 => Just("Ada".to_owned()), 1 => Just("Bob".to_owned())];
    let at = 0..100_000_000_i64;
    let one = (any::<u128>(), learner, at, (1..4_u128).prop_map(id), any_event()).prop_map(
        |(number, learner, millis, attempt, event)| Fact {
            id: id(number),
            learner,
            at: Moment::utc(millis),
            attempt,
            event,
        },
    );
    vec(one, 0..40)
}

fn any_event() -> impl Strategy<Value = Event> {
    let topic = prop_oneof![Just("purpose".to_owned()), ".*"];
    prop_oneof![
        2 => any_started().prop_map(Event::Started),
        8 => any_answered().prop_map(Event::Answered),
        2 => any_statement().prop_map(|statement| Event::Undone { statement }),
        2 => any_told().prop_map(Event::ToldApart),
        1 => Just(Event::Finished),
        1 => (any_statement(), any::<bool>()).prop_map(|(statement, on)| Event::Flagged { statement, on }),
        1 => (topic.clone(), any::<u8>()).prop_map(|(topic, screen)| Event::LessonAt { topic, screen }),
        1 => topic.prop_map(|topic| Event::LessonPassed { topic }),
        1 => any_statement().prop_map(|case| Event::CaseJudged { case }),
        1 => Just(Event::Welcomed),
        1 => any::<bool>().prop_map(|kept| Event::MarksExplained { kept }),
        1 => (any_statement(), any::<bool>())
            .prop_map(|(statement, on)| Event::Assessment(Step::Marked { statement, on })),
        1 => (any::<u32>(), ".*").prop_map(|(seat, hash)| Event::Desk(AtDesk::Ticket { seat, hash })),
        1 => (any::<u16>(), any::<u32>(), any::<u128>(), any_answered()).prop_map(|(place, seat, request, answered)| {
            let choice = Choice { response: answered.response, certainty: answered.certainty };
            let (vote, request) = (1, RequestId(request));
            Event::Room(Happened::Answered { place, vote, seat, choice, request, elapsed: answered.elapsed })
        }),
    ]
}

fn any_started() -> impl Strategy<Value = Started> {
    let mode = prop::sample::select(vec![
        Mode::Quiz,
        Mode::Mistakes,
        Mode::LessonTry,
        Mode::LessonCheck,
        Mode::Review,
        Mode::Assessment,
    ]);
    let choices = (vec(".*", 0..3), any::<Option<u8>>(), any::<bool>());
    (mode, ".*", ".*", any::<u32>(), choices, vec(any_statement(), 0..4)).prop_map(
        |(mode, seed, bank, bank_revision, (topics, level, certainty), statements)| Started {
            mode,
            seed,
            word: String::new(),
            bank,
            bank_revision,
            topics,
            level,
            certainty,
            repeats: true,
            hints: certainty,
            statements,
        },
    )
}

fn any_answered() -> impl Strategy<Value = Answered> {
    let response = prop::sample::select(vec![Response::Left, Response::Right, Response::DontKnow]);
    let certainty = prop::sample::select(vec![None, Some(Certainty::C1), Some(Certainty::C2), Some(Certainty::C3)]);
    let elapsed = 0..=u64::try_from(i64::MAX).unwrap();
    (any_statement(), any::<u32>(), response, certainty, any::<bool>(), any::<bool>(), elapsed).prop_map(
        |(statement, revision, response, certainty, hinted, retaken, elapsed)| Answered {
            statement,
            revision,
            response,
            certainty,
            hinted,
            retaken,
            elapsed,
        },
    )
}

fn any_told() -> impl Strategy<Value = ToldApart> {
    let shown = || (any_statement(), any::<u32>()).prop_map(|(statement, revision)| Shown { statement, revision });
    (shown(), shown(), any_answered()).prop_map(|(first, second, answered)| ToldApart {
        first,
        second,
        response: answered.response,
        hinted: answered.hinted,
        elapsed: answered.elapsed,
    })
}

fn any_statement() -> impl Strategy<Value = String> {
    prop_oneof![4 => prop::sample::select(STATEMENTS.to_vec()), 1 => ".*"]
}
