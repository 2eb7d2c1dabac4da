//! Everybody at their own pace: whatever comes in whatever order, no seat is told a key before it has answered.

use super::super::results::Share;
use super::super::view::{At, ProjectorStage, SeatStage, SeatView, Strip};
use super::*;

fn at_own_pace() -> Opened {
    Opened { warm_up: None, pace: Pace::Own, ..opened() }
}

fn begin() -> Played {
    Played::with(&at_own_pace())
}

const LEFT: Choice = Choice { response: Response::Left, certainty: None };
const RIGHT: Choice = Choice { response: Response::Right, certainty: None };

impl Played {
    fn say(&mut self, by: Token, place: u16, choice: Choice) -> Result<Vec<Happened>, Refusal> {
        let request = RequestId(1_000 + self.facts.len() as u128);
        self.give(&Command::Answer(Answering { by, place, vote: 1, choice, request, elapsed: None }))
    }

    /// Answers, and goes on.
    fn pass(&mut self, by: Token, place: u16, choice: Choice) {
        assert_ne!(self.say(by, place, choice).unwrap(), []);
        self.must(&Command::GoOn { by, place });
    }

    fn view(&self, number: u32) -> SeatView {
        seat(&self.room, number).unwrap()
    }

    fn strip(&self) -> Strip {
        match projector(&self.room, &People::default()).stage {
            ProjectorStage::OwnPace(strip) => strip,
            other => panic!("{other:?}"),
        }
    }
}

/// A command made of small numbers, about what is at hand more often than not.
fn command(room: &Room, (kind, one, other): (u8, u8, u8)) -> Command {
    let number = u32::from(one % 5) + 1;
    let by = room.seat(number).map_or(Token(u128::from(other)), |seat| seat.token);
    let here = room.at(number).unwrap_or(3);
    let place = if one < 200 { here } else { u16::from(other % 5) };
    let on = other.is_multiple_of(2);
    let response = [Response::Left, Response::Right, Response::DontKnow][usize::from(other % 3)];
    let choice = Choice { response, certainty: Certainty::from_number(one % 4) };
    match kind % 20 {
        0 | 1 => Command::Join { request: RequestId(u128::from(one)), entropy: u128::from(one) },
        2..=6 => {
            let (vote, request) = (if one < 240 { 1 } else { 2 }, RequestId(u128::from(other)));
            Command::Answer(Answering { by, place, vote, choice, request, elapsed: Some(u64::from(one)) })
        }
        7..=10 => Command::GoOn { by, place },
        11 => [Command::Pause, Command::Resume][usize::from(on)].clone(),
        12 => [Command::Lock { on }, Command::ShowNames { on }][usize::from(one % 2)].clone(),
        13 => [Command::Remove { seat: number }, Command::Drop { place }][usize::from(on)].clone(),
        14 => Command::Move { seat: number, token: Token(u128::from(other) + 500) },
        15 => Command::Leave { by },
        16 => [Command::Same { seat: number, other: u32::from(other % 5) + 1 }, Command::Apart { seat: number }]
            [usize::from(on)]
        .clone(),
        17 => {
            let sheet = u32::from(one % 4);
            [Command::Enter { sheet, answers: marks(other) }, Command::Withdraw { sheet }][usize::from(one > 200)]
                .clone()
        }
        18 => [
            Command::Open { place },
            Command::Close { place, vote: 1 },
            Command::Reveal { place },
            Command::Bars { place, on },
            Command::Skip { place },
        ][usize::from(other % 5)]
        .clone(),
        _ if one > 240 => Command::End,
        _ => Command::Return {
            words: room.seat(number).map_or_else(String::new, |seat| seat.words.clone()),
            token: Token(u128::from(other) + 800),
        },
    }
}

/// What everybody sees of two rooms that differ in their keys alone must be the same, but for what a seat has answered.
fn tells_no_key(room: &Room, other: &Room) {
    let people = People::default();
    let written = |view: &SeatView| serde_json::to_string(view).unwrap();
    if !room.is_ended() {
        let all = |room: &Room| {
            let mut alone = console(room, &people);
            // To the teacher, who has the key, what each had right is told once they have answered.
            for seat in &mut alone.seats {
                let answered = room.numbered().filter(|place| room.ballot(*place, 1, seat.seat).is_some()).count();
                assert_eq!(
                    seat.score.take().map_or(0, |score| score.of) as usize,
                    if seat.at.is_some() { answered } else { 0 }
                );
            }
            let views = (projector(room, &people), alone);
            serde_json::to_string(&views).unwrap() + &serde_json::to_string(&view::frame(room)).unwrap()
        };
        assert_eq!(all(room), all(other));
        assert!(room.all_revealed().next().is_none());
    }
    for one in room.seats().iter().filter(|seat| seat.sheet.is_none()) {
        let own = |place: u16| room.ballot(place, 1, one.number).is_some();
        let (mut mine, mut theirs) = (seat(room, one.number).unwrap(), seat(other, one.number).unwrap());
        if (1..=3).any(own) || room.is_ended() {
            // How many were right so far is told of what was answered.
            (mine.score, theirs.score) = (Share::default(), Share::default());
        }
        match &mine.stage {
            SeatStage::Revealed { face, .. } => assert!(own(face.place), "a seat was told before it answered"),
            SeatStage::Ended { own: lines, over, .. } => {
                assert!(*over || lines.iter().all(|line| own(room.place_numbered(line.number).unwrap())));
                // After the end, what a person answered at another seat is theirs, too.
                assert!(lines.iter().all(|line| line.own.last.is_some()));
            }
            _ => assert_eq!(written(&mine), written(&theirs)),
        }
    }
}

/// What a seat that goes at its own pace keeps to.
fn keeps_in_order(room: &Room) {
    let numbered: Vec<u16> = room.numbered().collect();
    for one in room.seats().iter().filter(|seat| seat.sheet.is_none()) {
        let ballots: Vec<_> = numbered.iter().map(|place| room.ballot(*place, 1, one.number)).collect();
        let answered = ballots.iter().take_while(|ballot| ballot.is_some()).count();
        assert_eq!(ballots.iter().flatten().count(), answered, "answered in order, none left out");
        assert!(ballots.iter().flatten().all(|ballot| ballot.given == 1), "and each once");
        let gone = numbered.iter().filter(|place| **place <= one.gone).count();
        assert!(gone == answered || gone + 1 == answered, "nobody goes on without an answer");
    }
    let score = |number| room.own_score(number);
    assert!(room.seats().iter().all(|one| score(one.number).count <= score(one.number).of));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_comes_no_seat_is_told_a_key_before_its_answer(moves in commands()) {
        let mut played = begin();
        let mut other = Room::new(&bank_with_another_key(), &at_own_pace()).unwrap();
        for one in moves {
            let command = command(&played.room, one);
            let now = at(played.facts.len());
            prop_assert_eq!(decide(&played.room, &command, now), decide(&other, &command, now));
            let was_paused = played.room.is_paused();
            for happened in played.give(&command).unwrap_or_default() {
                let goes_on = matches!(happened, Happened::Answered { .. } | Happened::WentOn { .. });
                prop_assert!(!(was_paused && goes_on), "{:?}", happened);
                other.apply(&happened, now);
            }
            let again = decide(&played.room, &command, at(999));
            prop_assert!(again.is_err() || again == Ok(Vec::new()), "{:?} twice gives {:?}", command, again);
            keeps_in_order(&played.room);
            tells_no_key(&played.room, &other);
        }
        let facts: Vec<_> = played.facts.iter().map(|(at, one)| (*at, one)).collect();
        prop_assert_eq!(&Room::replay(&bank(), facts).unwrap(), &played.room);
        // Of the results, each person's add up to the whole, ended or not.
        let report = played.room.settled().report(&People::default(), &bank(), at(0));
        let right: u32 = report.people.iter().map(|one| one.right.count).sum();
        prop_assert_eq!(right, report.totals.last.count);
        prop_assert_eq!(report.totals.first, report.totals.last);
        for one in report.people.iter().filter(|one| !one.removed && one.sheet.is_none() && one.seats.is_empty()) {
            let of = u32::try_from(report.questions.of).unwrap();
            prop_assert_eq!((one.right.of, one.answered + one.not_reached, one.before), (of, of, 0));
        }
    }
}

#[test]
fn each_goes_through_the_paper_alone_and_is_told_at_once() {
    let mut played = begin();
    let (ada, bo) = (played.join(1), played.join(2));
    let stage = |played: &Played, number| played.view(number).stage;
    assert!(matches!(stage(&played, 1), SeatStage::Open { face, vote: 1, chosen: None, .. } if face.place == 1));
    played.say(ada, 1, LEFT).unwrap();
    let SeatStage::Revealed { face, answer, own } = stage(&played, 1) else { panic!("Ada is told nothing") };
    assert_eq!((face.place, answer.side, own.right), (1, Side::Left, Some(true)));
    assert_eq!(played.view(1).score, Share { count: 1, of: 1 });
    assert!(matches!(stage(&played, 2), SeatStage::Open { .. }), "nobody else is");
    assert_eq!(played.say(ada, 1, RIGHT), Err(Refusal::Once));
    assert_eq!(played.say(ada, 2, RIGHT), Err(Refusal::Elsewhere));
    assert_eq!(played.give(&Command::GoOn { by: bo, place: 1 }), Err(Refusal::Unanswered));
    played.must(&Command::GoOn { by: ada, place: 1 });
    assert_eq!(played.give(&Command::GoOn { by: ada, place: 1 }), Ok(Vec::new()), "twice is once");
    assert_eq!((played.view(1).frame.number, played.view(2).frame.number), (Some(2), Some(1)));
    assert_eq!(played.strip(), Strip { at: vec![1, 1, 0], done: 0 });
    played.pass(ada, 2, LEFT);
    played.pass(ada, 3, RIGHT);
    let SeatStage::Ended { own, paper_code, over } = stage(&played, 1) else { panic!("Ada isn't through") };
    let told: Vec<_> = own.iter().map(|line| (line.number, line.own.right)).collect();
    assert_eq!(told, [(1, Some(true)), (2, Some(false)), (3, Some(true))]);
    assert!(paper_code == "S6GP-DKM2" && !over);
    assert_eq!(played.strip(), Strip { at: vec![1, 0, 0], done: 1 });
    let seats = console(&played.room, &People::default()).seats;
    assert_eq!(seats.iter().map(|seat| seat.at).collect::<Vec<_>>(), [Some(At::Done), Some(At::Question(1))]);
    played.must(&Command::Leave { by: ada });
    assert_eq!(played.strip().done, 1, "whoever is through stays so");
    let late = played.join(3);
    assert!(matches!(stage(&played, 3), SeatStage::Open { face, .. } if face.place == 1) && played.view(3).before == 0);
    played.say(late, 1, RIGHT).unwrap();
    played.must(&Command::End);
    assert_eq!(played.say(bo, 1, LEFT), Err(Refusal::Ended));
    let SeatStage::Ended { own, over: true, .. } = stage(&played, 3) else { panic!("it is not over") };
    assert_eq!(own.len(), 1, "what somebody has not come to isn't told");
    assert_eq!(played.room.outcome().unwrap().people, 2);
}

#[test]
fn the_host_pauses_locks_removes_and_ends_and_leads_nothing() {
    let mut played = begin();
    let ada = played.join(1);
    for refused in [
        Command::Open { place: 1 },
        Command::Close { place: 1, vote: 1 },
        Command::Reveal { place: 1 },
        Command::ShowNames { on: true },
    ] {
        assert_eq!(played.give(&refused), Err(Refusal::OwnPace), "{refused:?}");
    }
    assert_eq!(played.give(&Command::Drop { place: 2 }), Err(Refusal::Begun));
    assert_eq!(played.room.next_step(), Some(Command::End));
    played.must(&Command::Pause);
    assert_eq!(played.say(ada, 1, LEFT), Err(Refusal::Paused));
    assert_eq!(played.room.next_step(), Some(Command::Resume));
    played.must(&Command::Resume);
    played.must(&Command::Lock { on: true });
    let join = Command::Join { request: RequestId(9), entropy: 9 };
    assert_eq!(played.give(&join), Err(Refusal::Locked));
    played.must(&Command::Remove { seat: 1 });
    assert_eq!(played.say(ada, 1, LEFT), Err(Refusal::Removed));
    let mut led = Played::begin();
    let ada = led.join(1);
    assert_eq!(
        led.give(&Command::GoOn { by: ada, place: 1 }),
        Err(Refusal::Led),
        "where the host leads, nobody goes on"
    );
}

#[test]
fn a_question_that_is_dropped_before_anybody_came_is_asked_of_nobody() {
    let mut played = begin();
    played.must(&Command::Drop { place: 1 });
    let ada = played.join(1);
    assert!(matches!(played.view(1).stage, SeatStage::Open { face, .. } if face.place == 2));
    played.pass(ada, 2, LEFT);
    assert_eq!((played.view(1).frame.number, played.room.question_count()), (Some(2), 2));
}

#[test]
fn of_two_seats_of_one_person_what_was_answered_first_counts() {
    let mut played = begin();
    let (phone, laptop) = (played.join(1), played.join(2));
    played.pass(phone, 1, RIGHT);
    played.pass(laptop, 1, LEFT);
    played.must(&Command::Same { seat: 1, other: 2 });
    let report = played.room.clone().settled().report(&People::default(), &bank(), at(0));
    assert_eq!(report.people[0].right, Share { count: 0, of: 3 }, "the key was known to the second");
    assert_eq!((report.people[0].not_reached, report.people[0].before), (2, 0), "and nobody came late");
    assert_eq!(played.strip(), Strip { at: vec![0, 1, 0], done: 0 }, "one person is at one question");
    assert!(!report.ended && report.questions.revealed == 1, "a class that wasn't ended has results");
}

#[test]
fn time_runs_from_when_a_question_was_come_to() {
    let mut played = begin();
    let ada = played.join(1);
    played.pass(ada, 1, LEFT);
    let facts = played.say(ada, 2, LEFT).unwrap();
    assert!(matches!(facts[0], Happened::Answered { elapsed: 1_000, .. }), "{facts:?}");
}

#[test]
fn rooms_of_before_are_the_hosts_and_are_written_as_they_were() {
    let written = serde_json::to_string(&opened()).unwrap();
    assert!(!written.contains("pace"));
    assert_eq!(serde_json::from_str::<Opened>(&written).unwrap().pace, Pace::Host);
    let own = serde_json::to_string(&at_own_pace()).unwrap();
    assert!(own.contains(r#""pace":"self""#));
    assert_eq!(serde_json::from_str::<Opened>(&own).unwrap(), at_own_pace());
}
