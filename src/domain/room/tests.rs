//! Any interleaving of commands keeps what a room promises; and no view tells a key before its time.

use super::view::{console, holder, projector, seat};
use super::*;
use crate::domain::assessment::class::Route;
use crate::domain::bank::{Bank, Pair, Side, sample};
use crate::domain::certainty::Certainty;
use crate::domain::fact::{Event, Response};
use proptest::collection::vec;
use proptest::prelude::*;

const QUESTIONS: usize = 3;

mod own_pace;

fn item(id: &str) -> Item {
    Item { id: id.to_owned(), revision: 1 }
}

/// A room of three questions and a warm-up, for four people.
pub(super) fn opened() -> Opened {
    Opened {
        title: "Monday".to_owned(),
        code: "K7MX".to_owned(),
        paper_code: "S6GP-DKM2".to_owned(),
        bank: "sample".to_owned(),
        bank_revision: 1,
        items: ["t0-0-mammal", "t0-1-bird", "t1-0-bird"].map(item).to_vec(),
        warm_up: Some(item("t1-2-mammal")),
        names: NamesPolicy::Free,
        certainty: true,
        seats: 4,
        pace: Pace::Host,
    }
}

fn bank() -> Bank {
    sample::bank(2, 3)
}

/// The same statements with another key and other reasons for it.
fn bank_with_another_key() -> Bank {
    let sample = bank();
    let topics = sample.topics().map(|(_, topic)| {
        let mut topic = topic.clone();
        topic.title = format!("Another {}", topic.title);
        topic.concepts[0].title = "Another idea".to_owned();
        topic.misconceptions[0].claim = "Another belief.".to_owned();
        let swap = |pair: &mut Pair| {
            std::mem::swap(&mut pair.left, &mut pair.right);
            pair.level = 1;
            for statement in [&mut pair.left, &mut pair.right] {
                statement.explanation = "For another reason.".to_owned();
                statement.deciding = vec!["young".to_owned()];
                statement.misconception = None;
            }
        };
        topic.pairs.iter_mut().for_each(swap);
        topic
    });
    Bank::new(sample.manifest.clone(), topics.collect())
}

fn at(second: usize) -> Moment {
    Moment::utc(i64::try_from(second).unwrap() * 1_000)
}

/// A room with all its facts.
struct Played {
    room: Room,
    facts: Vec<(Moment, Happened)>,
}

impl Played {
    fn begin() -> Self {
        Self::with(&opened())
    }

    fn with(opened: &Opened) -> Self {
        let room = Room::new(&bank(), opened).unwrap();
        Self { room, facts: vec![(at(0), Happened::Opened(opened.clone().into()))] }
    }

    /// Gives a command and folds in what it comes to.
    fn give(&mut self, command: &Command) -> Result<Vec<Happened>, Refusal> {
        let now = at(self.facts.len());
        let decided = decide(&self.room, command, now)?;
        for happened in &decided {
            self.room.apply(happened, now);
            self.facts.push((now, happened.clone()));
        }
        Ok(decided)
    }

    fn must(&mut self, command: &Command) {
        assert_ne!(self.give(command).unwrap(), [], "{command:?} came to nothing at {:?}", self.room.stage());
    }

    fn join(&mut self, number: u128) -> Token {
        self.must(&Command::Join { request: RequestId(number), entropy: number });
        self.room.joined_by(RequestId(number)).unwrap().token
    }

    fn answer(&mut self, by: Token, response: Response, certainty: Option<Certainty>) -> Result<(), Refusal> {
        let Stage::Open { place, vote } = self.room.stage() else { panic!("nothing is open") };
        let request = RequestId(1_000 + self.facts.len() as u128);
        let choice = Choice { response, certainty };
        self.give(&Command::Answer(Answering { by, place, vote, choice, request, elapsed: None })).map(drop)
    }

    fn next(&mut self) {
        let step = self.room.next_step().unwrap();
        self.must(&step);
    }

    fn replayed(&self) -> Room {
        Room::replay(&bank(), self.facts.iter().map(|(at, happened)| (*at, happened))).unwrap()
    }
}

/// A command made of small numbers, about what is at hand more often than not.
fn command(room: &Room, (kind, one, other): (u8, u8, u8)) -> Command {
    let (at_place, at_vote) = match room.stage() {
        Stage::Open { place, vote } | Stage::Closed { place, vote } | Stage::Discussing { place, vote } => {
            (place, vote)
        }
        stage => (stage.place().unwrap_or(WARM_UP), 1),
    };
    let place = if one < 200 { at_place } else { u16::from(one % 5) };
    let vote = if other < 200 { at_vote } else { other % 4 };
    let seat = u32::from(one % 5) + 1;
    let by = room.seat(seat).map_or(Token(u128::from(other)), |seat| seat.token);
    let on = other.is_multiple_of(2);
    let response = [Response::Left, Response::Right, Response::DontKnow][usize::from(other % 3)];
    let choice = Choice { response, certainty: Certainty::from_number(one % 4) };
    match kind % 29 {
        0..=2 => Command::Join { request: RequestId(u128::from(one)), entropy: u128::from(one) },
        3..=9 => {
            let request = RequestId(u128::from(other));
            Command::Answer(Answering { by, place, vote, choice, request, elapsed: Some(u64::from(one)) })
        }
        10 | 11 => room.next_step().unwrap_or(Command::End),
        12 if one > 150 => Command::Open { place },
        12 => Command::Discuss { place, vote },
        13 => Command::Revote { place, vote: vote.saturating_add(1) },
        14 => Command::Bars { place, on },
        15 => Command::Reopen { place, vote },
        16 => Command::Skip { place },
        17 => Command::Count { place, vote, hands: Hands { left: 12, right: u32::from(one), dont_know: 2 } },
        18 => [Command::Pause, Command::Resume][usize::from(on)].clone(),
        19 => [Command::Lock { on }, Command::ShowNames { on }][usize::from(one % 2)].clone(),
        20 => Command::Remove { seat },
        21 => Command::Move { seat, token: Token(u128::from(other) + 500) },
        22 => [Command::Leave { by }, Command::Drop { place: u16::from(one % 5) }][usize::from(on)].clone(),
        23 => Command::Same { seat, other: u32::from(other % 5) + 1 },
        24 => Command::Apart { seat },
        26 | 27 => Command::Enter { sheet: u32::from(one % 4), answers: marks(other) },
        28 => Command::Withdraw { sheet: u32::from(one % 4) },
        _ if one > 240 => Command::End,
        _ => Command::Return {
            words: room.seat(seat).map_or_else(String::new, |seat| seat.words.to_uppercase()),
            token: Token(u128::from(other) + 800),
        },
    }
}

/// What is marked on a sheet: one number for all three questions.
fn marks(number: u8) -> Vec<Option<Choice>> {
    let mark = |digit: u8| {
        let response = [Response::Left, Response::Right, Response::DontKnow].get(usize::from(digit % 4)).copied()?;
        Some(Choice { response, certainty: Certainty::from_number(digit / 4 % 4) })
    };
    (0..3).map(|place| mark(number.rotate_right(place * 2))).collect()
}

fn commands() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..120)
}

/// What the module's documentation promises of every room.
fn keeps_its_promises(played: &Played) {
    let room = &played.room;
    for (place, round) in &room.rounds {
        for (number, vote) in (1..).zip(&round.votes) {
            let by_hand: Vec<u32> = vote.ballots.keys().copied().collect();
            assert!(by_hand.iter().all(|seat| room.seat(*seat).is_some()));
            // Sheets count instead of the hands of the same people.
            let hands = vote.hands.filter(|_| !room.is_on_paper(*place));
            let hands = hands.map_or(0, |hands| hands.left + hands.right + hands.dont_know);
            let kept = by_hand.iter().filter(|seat| room.seat(**seat).unwrap().standing != Standing::Removed);
            let persons: BTreeSet<u32> = kept.map(|seat| room.person(*seat)).collect();
            let wanted = u32::try_from(persons.len()).unwrap() + hands;
            assert_eq!(room.tally(*place, number).unwrap().all(), wanted, "counts add up to the answers that are kept");
            let (answered, of) = room.answered(*place, number);
            assert!(answered == wanted && answered <= of);
        }
        assert!(
            round.fate == Fate::Pending
                || room.stage.place() != Some(*place)
                || !matches!(room.stage, Stage::Open { .. })
        );
    }
    let given = played.facts.iter().filter(|(_, one)| matches!(one, Happened::Answered { .. })).count();
    let kept: usize = room
        .rounds
        .values()
        .flat_map(|one| &one.votes)
        .flat_map(|vote| vote.ballots.values())
        .filter(|ballot| ballot.order.by_device)
        .map(|b| usize::from(b.given))
        .sum();
    assert_eq!(given, kept, "no answer is counted twice, and none is lost");
    let asked: Vec<u16> = room.rounds.keys().copied().collect();
    let first: Vec<u16> = played.facts.iter().filter_map(|(_, one)| first_asked(one)).collect();
    assert_eq!(asked, first, "questions are put in order, each begun once");
    let settled = |one: &Happened| matches!(one, Happened::Revealed { .. } | Happened::Skipped { .. });
    for place in &asked {
        let of_place = |one: &Happened| settled(one) && place_of(one) == Some(*place);
        assert!(played.facts.iter().filter(|(_, one)| of_place(one)).count() <= 1, "settled at most once");
    }
    let ended = played.facts.iter().position(|(_, one)| *one == Happened::Ended);
    let after = ended.map_or(&[][..], |at| &played.facts[at + 1..]);
    let is_of_persons = |one: &Happened| matches!(one, Happened::Same { .. } | Happened::Apart { .. });
    let is_of_paper = |one: &Happened| matches!(one, Happened::SheetEntered { .. } | Happened::SheetWithdrawn { .. });
    let is_back = |one: &Happened| matches!(one, Happened::Moved { .. });
    let may_come = |(_, one): &(Moment, Happened)| is_of_persons(one) || is_of_paper(one) || is_back(one);
    assert!(after.iter().all(may_come), "no fact after the end but who is whom, who is back, and paper");
    let mut sheets: Vec<u32> = room.seats.iter().filter_map(|seat| seat.sheet).collect();
    let typed = sheets.len();
    sheets.sort_unstable();
    sheets.dedup();
    assert_eq!(sheets.len(), typed, "each sheet has one seat");
    for seat in room.seats.iter().filter(|seat| seat.sheet.is_none()) {
        let holds = room.holder(seat.token) == Holder::Seated(seat.number);
        assert_eq!(holds, seat.standing == Standing::In, "one token a seat that is taken");
    }
    // Nobody is put out because a seat counts alone again.
    let parted = played.facts.iter().filter(|(_, one)| matches!(one, Happened::Apart { .. })).count();
    // After the end, whoever wants to see their own result comes back.
    assert!(room.is_ended() || room.people_in() <= 4 + parted);
    assert!(room.own_scores_are_within());
}

fn first_asked(happened: &Happened) -> Option<u16> {
    match happened {
        Happened::Asked { place, vote: 1 } => Some(*place),
        _ => None,
    }
}

fn place_of(happened: &Happened) -> Option<u16> {
    match happened {
        Happened::Revealed { place } | Happened::Skipped { place } => Some(*place),
        _ => None,
    }
}

impl Room {
    fn own_scores_are_within(&self) -> bool {
        self.seats.iter().all(|seat| {
            let score = self.own_score(seat.number);
            score.count <= score.of && usize::try_from(score.of).unwrap() <= QUESTIONS
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_interleaving_of_commands_keeps_the_promises(moves in commands()) {
        let mut played = Played::begin();
        for one in moves {
            let command = command(&played.room, one);
            let before = (played.room.stage(), played.room.is_paused());
            let decided = played.give(&command);
            if let (Ok(facts), Command::Answer(answer)) = (&decided, &command) {
                let open = (Stage::Open { place: answer.place, vote: answer.vote }, false);
                prop_assert!(facts.is_empty() || before == open, "an answer was taken at {before:?}");
            }
            let again = decide(&played.room, &command, at(999));
            prop_assert!(again.is_err() || again == Ok(Vec::new()), "{command:?} twice gives {again:?}");
            keeps_its_promises(&played);
        }
        prop_assert_eq!(played.replayed(), played.room, "the same facts make the same room");
    }

    #[test]
    fn facts_are_the_same_after_json(moves in commands()) {
        let mut played = Played::begin();
        for one in moves {
            let _ = played.give(&command(&played.room, one));
        }
        for (_, happened) in &played.facts {
            let line = serde_json::to_string(&Event::Room(happened.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Event>(&line).unwrap(), Event::Room(happened.clone()), "{}", line);
        }
    }

    #[test]
    fn two_banks_with_another_key_look_the_same_to_everybody_until_the_reveal(moves in commands()) {
        let mut played = Played::begin();
        let mut other = Room::new(&bank_with_another_key(), &opened()).unwrap();
        let mut people = People::default();
        people.set(1, Some(crate::domain::store::Person::named("Ada")));
        for one in moves {
            let command = command(&played.room, one);
            let decided = played.give(&command);
            prop_assert_eq!(&decided, &decide(&other, &command, at(played.facts.len() - decided.as_ref().map_or(0, Vec::len))));
            for happened in decided.unwrap_or_default() {
                other.apply(&happened, at(played.facts.len() - 1));
            }
            let shows = matches!(played.room.stage(), Stage::Revealed { .. } | Stage::Ended);
            if !shows {
                prop_assert_eq!(seen(&played.room, &people), seen(&other, &people));
            }
        }
    }
}

/// All that anybody sees, written down; scores, which come from what was revealed before, are left out.
fn seen(room: &Room, people: &People) -> Vec<String> {
    let mut views = vec![
        serde_json::to_string(&projector(room, people)).unwrap(),
        serde_json::to_string(&console(room, people)).unwrap(),
        serde_json::to_string(&holder(room, people, Token(u128::MAX))).unwrap(),
    ];
    for one in room.seats() {
        let mut view = seat(room, one.number).unwrap();
        if room.all_revealed().next().is_some() {
            view.score = results::Share::default();
        }
        views.push(serde_json::to_string(&view).unwrap());
    }
    views
}

#[test]
fn nothing_of_the_bank_but_the_statement_is_in_any_view_before_the_reveal() {
    let mut played = Played::begin();
    let people = People::default();
    let ada = played.join(1);
    played.must(&Command::ShowNames { on: true });
    played.must(&Command::Open { place: WARM_UP });
    let secret = ["t0-", "t1-", "Topic 0", "because of", "What flies", "Bats fly", "The young", "level", "S6GP-DKM2"];
    let mut stages = Vec::new();
    while played.room.next_step() != Some(Command::End) {
        if matches!(played.room.stage(), Stage::Revealed { .. }) {
            let shown = seen(&played.room, &people).concat();
            assert!(shown.contains("because of") && shown.contains("Topic"), "{shown}");
        } else {
            for view in seen(&played.room, &people) {
                // What follows a reveal may still say how many were right, and nothing else.
                assert!(secret.iter().all(|word| !view.contains(word)), "{view}");
                stages.push(played.room.stage());
            }
        }
        if matches!(played.room.stage(), Stage::Open { .. }) {
            played.answer(ada, Response::Left, None).unwrap();
        }
        played.next();
    }
    assert!(stages.len() > 20, "{stages:?}");
}

#[test]
fn names_stand_on_the_projector_only_while_they_are_switched_on() {
    let mut played = Played::begin();
    played.join(1);
    let mut people = People::default();
    people.set(1, Some(crate::domain::store::Person::named("Ada")));
    assert_eq!(projector(&played.room, &people).names, None);
    played.must(&Command::ShowNames { on: true });
    assert_eq!(projector(&played.room, &people).names, Some(vec!["Ada".to_owned()]));
    played.must(&Command::ShowNames { on: false });
    assert_eq!(projector(&played.room, &people).names, None);
    assert_eq!(console(&played.room, &people).seats[0].name, "Ada");
}

/// Three people at the first question.
fn three_at_the_first_question() -> (Played, [Token; 3]) {
    let mut played = Played::begin();
    let people = [1, 2, 3].map(|number| played.join(number));
    played.next();
    assert_eq!(played.room.stage(), Stage::Open { place: 1, vote: 1 });
    (played, people)
}

#[test]
fn the_last_answer_before_closing_counts_and_all_are_kept() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    for response in [Response::Left, Response::DontKnow, Response::Right] {
        played.answer(ada, response, Some(Certainty::C2)).unwrap();
    }
    let ballot = played.room.ballot(1, 1, 1).unwrap();
    assert_eq!(ballot.choice, Choice { response: Response::Right, certainty: Some(Certainty::C2) });
    assert_eq!(played.facts.iter().filter(|(_, one)| matches!(one, Happened::Answered { .. })).count(), 3);
    assert_eq!(played.room.answered(1, 1), (1, 3));
}

#[test]
fn an_answer_to_what_is_not_open_is_refused_with_a_sentence() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    let choice = Choice { response: Response::Left, certainty: None };
    let to = |place, vote, number| {
        Command::Answer(Answering { by: ada, place, vote, choice, request: RequestId(number), elapsed: None })
    };
    played.must(&to(1, 1, 70));
    played.next();
    assert_eq!(played.give(&to(1, 1, 71)), Err(Refusal::NotOpen { number: 1 }));
    assert_eq!(played.give(&to(1, 1, 70)), Ok(Vec::new()), "what was taken before stays taken");
    played.must(&Command::Discuss { place: 1, vote: 1 });
    played.next();
    assert_eq!(played.room.stage(), Stage::Open { place: 1, vote: 2 });
    assert_eq!(played.give(&to(1, 1, 72)), Err(Refusal::OtherVote));
    assert_eq!(played.give(&to(3, 1, 73)), Err(Refusal::NotOpen { number: 3 }));
    assert!(Refusal::NotOpen { number: 1 }.to_string().starts_with("Question 1 isn't open any more"));
}

#[test]
fn bars_are_hidden_until_the_host_shows_them_and_come_by_themselves_after_a_second_vote() {
    let (mut played, [ada, bo, cy]) = three_at_the_first_question();
    played.answer(ada, Response::Left, Some(Certainty::C1)).unwrap();
    played.answer(bo, Response::Right, Some(Certainty::C3)).unwrap();
    played.answer(cy, Response::DontKnow, None).unwrap();
    assert_eq!(played.give(&Command::Bars { place: 1, on: true }), Err(Refusal::StillOpen));
    played.next();
    let stage = |played: &Played| projector(&played.room, &People::default()).stage;
    let ProjectorStageBars { bars, revote } = bars_of(&stage(&played));
    assert!(bars.is_none() && revote, "split in two halves");
    played.must(&Command::Bars { place: 1, on: true });
    assert!(bars_of(&stage(&played)).bars.is_some());
    played.must(&Command::Bars { place: 1, on: false });
    played.must(&Command::Revote { place: 1, vote: 2 });
    assert_eq!(played.give(&Command::Reopen { place: 1, vote: 1 }), Err(Refusal::Seen));
    played.answer(ada, Response::Right, Some(Certainty::C3)).unwrap();
    played.next();
    let bars = bars_of(&stage(&played)).bars.unwrap();
    assert_eq!(bars.votes.len(), 2);
    assert_eq!(bars.moved, Some(Moved { to_left: 0, to_right: 1, unsure: 1, certain: 0, ..Moved::default() }));
}

struct ProjectorStageBars {
    bars: Option<view::Bars>,
    revote: bool,
}

fn bars_of(stage: &view::ProjectorStage) -> ProjectorStageBars {
    let view::ProjectorStage::Closed { bars, revote, .. } = stage else { panic!("{stage:?}") };
    ProjectorStageBars { bars: bars.clone(), revote: *revote }
}

#[test]
fn whoever_comes_late_starts_at_the_question_at_hand() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    (0..2).for_each(|_| played.next());
    let late = played.join(9);
    played.next();
    played.answer(late, Response::Right, None).unwrap();
    (0..2).for_each(|_| played.next());
    let view = seat(&played.room, 4).unwrap();
    assert_eq!((view.score, view.before), (results::Share { count: 1, of: 1 }, 1));
    let view = seat(&played.room, 1).unwrap();
    assert_eq!((view.score, view.before), (results::Share { count: 1, of: 2 }, 0), "the first is the mammal's");
}

#[test]
fn a_seat_that_was_moved_answers_from_its_new_place_alone() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    let words = played.room.seat(1).unwrap().words.clone();
    played.must(&Command::Return { words: words.replace(' ', "-").to_uppercase(), token: Token(77) });
    assert_eq!(played.answer(ada, Response::Left, None), Err(Refusal::Moved));
    assert_eq!(played.room.holder(ada), Holder::Moved(1));
    played.answer(Token(77), Response::Left, None).unwrap();
    assert_eq!(played.give(&Command::Move { seat: 2, token: Token(77) }), Err(Refusal::Seated));
    assert_eq!(played.give(&Command::Move { seat: 1, token: ada }), Err(Refusal::Seated), "an old token stays dead");
}

#[test]
fn whoever_is_removed_counts_no_more_and_can_be_let_back() {
    let (mut played, [ada, bo, _]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    played.answer(bo, Response::Left, None).unwrap();
    played.must(&Command::Remove { seat: 1 });
    assert_eq!(played.room.answered(1, 1), (1, 2));
    assert_eq!(played.answer(ada, Response::Right, None), Err(Refusal::Removed));
    let words = played.room.seat(1).unwrap().words.clone();
    assert_eq!(played.give(&Command::Return { words, token: Token(5) }), Err(Refusal::Words));
    played.must(&Command::Move { seat: 1, token: ada });
    assert_eq!(played.room.answered(1, 1), (2, 3));
}

#[test]
fn two_seats_of_one_person_count_as_one_and_the_later_answer_counts() {
    let (mut played, [ada, bo, again]) = three_at_the_first_question();
    played.answer(again, Response::Right, None).unwrap();
    played.answer(ada, Response::Left, None).unwrap();
    played.answer(bo, Response::Right, None).unwrap();
    assert_eq!(played.room.answered(1, 1), (3, 3));
    played.must(&Command::Same { seat: 3, other: 1 });
    assert_eq!((played.room.seats_of(3), played.room.person(3)), (vec![1, 3], 1));
    assert_eq!((played.room.answered(1, 1), played.room.people_in()), ((2, 2), 2));
    let tally = played.room.tally(1, 1).unwrap();
    assert_eq!((tally.on(Side::Left), tally.on(Side::Right)), (1, 1), "Ada's later answer counts");
    (0..2).for_each(|_| played.next());
    for own in [1, 3] {
        assert_eq!(seat(&played.room, own).unwrap().score, results::Share { count: 1, of: 1 });
    }
    let people = People::of([(3, crate::domain::store::Person::named("Ada"))]);
    let seats = console(&played.room, &people).seats;
    assert_eq!((seats[2].same, seats[0].same), (Some(1), None));
    assert_eq!(people.called_at(&played.room.seats_of(1)), "Ada", "by the seat that has a name");
    played.must(&Command::Apart { seat: 1 });
    assert_eq!(played.room.answered(1, 1), (3, 3));
    assert_eq!(played.give(&Command::Same { seat: 1, other: 9 }), Err(Refusal::NoSeat { seat: 9 }));
}

#[test]
fn who_is_whom_can_be_said_after_the_end_and_goes_on_from_person_to_person() {
    let (mut played, _) = three_at_the_first_question();
    played.must(&Command::End);
    played.must(&Command::Same { seat: 2, other: 3 });
    played.must(&Command::Same { seat: 3, other: 1 });
    assert_eq!(played.room.seats_of(2), [1, 2, 3]);
    played.must(&Command::Apart { seat: 1 });
    assert_eq!((played.room.seats_of(1), played.room.seats_of(3)), (vec![1], vec![2, 3]));
    assert_eq!(played.give(&Command::Join { request: RequestId(8), entropy: 8 }), Err(Refusal::Ended));
}

/// The facts of a room in which the last seat was never taken, and all of its answers are the first one's.
fn of_one_seat(facts: &[(Moment, Happened)], last: u32) -> Vec<(Moment, Happened)> {
    let told = |(at, happened): &(Moment, Happened)| match happened {
        Happened::Joined { seat, .. } | Happened::Left { seat } | Happened::Moved { seat, .. } if *seat == last => None,
        Happened::Answered { place, vote, seat, choice, request, elapsed } => {
            let (place, vote, choice, request, elapsed) = (*place, *vote, *choice, *request, *elapsed);
            let seat = if *seat == last { 1 } else { *seat };
            Some((*at, Happened::Answered { place, vote, seat, choice, request, elapsed }))
        }
        other => Some((*at, other.clone())),
    };
    facts.iter().filter_map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn seats_that_are_joined_come_to_the_same_as_one_seat_with_all_their_answers(moves in commands()) {
        let mut played = Played::begin();
        for number in 1..=3 {
            played.join(900 + number);
        }
        let last = 3;
        for one in moves {
            let command = command(&played.room, one);
            let changes_who = matches!(
                command,
                Command::Remove { .. }
                    | Command::Same { .. }
                    | Command::Apart { .. }
                    | Command::Join { .. }
                    | Command::Enter { .. }
            );
            if !changes_who {
                let _ = played.give(&command);
            }
        }
        let replayed = |facts: &[(Moment, Happened)]| {
            let mut report = Room::replay(&bank(), facts.iter().map(|(at, happened)| (*at, happened)))
                .unwrap()
                .report(&People::default(), &bank(), at(0));
            // Which seats they were, and whether one of them was left, is of seats and not of people.
            for one in &mut report.people {
                one.seats.clear();
                one.unused = false;
            }
            report
        };
        let alone = replayed(&of_one_seat(&played.facts, last));
        let apart = replayed(&played.facts);
        played.must(&Command::Same { seat: last, other: 1 });
        let joined = replayed(&played.facts);
        prop_assert_eq!(&joined, &alone);
        prop_assert_eq!(joined.people.len() + 1, apart.people.len());
    }

    #[test]
    fn it_makes_no_difference_when_sheets_are_typed_or_how_often(moves in commands(), again in vec(0_usize..120, 0..20)) {
        let mut played = Played::begin();
        for number in 1..=2 {
            played.join(900 + number);
        }
        let mut typed: BTreeMap<u32, Vec<Option<Choice>>> = BTreeMap::new();
        for (at, one) in moves.into_iter().enumerate() {
            let command = command(&played.room, one);
            let moves_seats = matches!(
                command,
                Command::Join { .. } | Command::Remove { .. } | Command::Same { .. } | Command::Apart { .. }
            );
            if !moves_seats {
                let _ = played.give(&command);
            }
            match command {
                Command::Enter { sheet, answers } if sheet > 0 => drop(typed.insert(sheet, answers)),
                Command::Withdraw { sheet } => drop(typed.remove(&sheet)),
                _ => {}
            }
            // Lines that were typed are typed once more, at any time.
            if again.contains(&at) {
                for (sheet, answers) in typed.clone() {
                    prop_assert_eq!(played.give(&Command::Enter { sheet, answers }), Ok(Vec::new()));
                }
            }
        }
        let is_paper =
            |one: &Happened| matches!(one, Happened::SheetEntered { .. } | Happened::SheetWithdrawn { .. });
        let facts: Vec<(Moment, Happened)> = played.facts.iter().filter(|(_, one)| !is_paper(one)).cloned().collect();
        let mut late = Played { room: Room::replay(&bank(), facts.iter().map(|(at, one)| (*at, one))).unwrap(), facts };
        // In the order of their seats: means of the same numbers in another order may differ in their last digit.
        let mut in_order: Vec<_> = typed.iter().collect();
        in_order.sort_by_key(|(sheet, _)| played.room.sheet_on_paper(**sheet).map(|one| one.seat));
        for (sheet, answers) in in_order {
            late.must(&Command::Enter { sheet: *sheet, answers: answers.clone() });
        }
        let report = |played: &Played| {
            let mut report = played.room.report(&People::default(), &bank(), at(0));
            // That a sheet was changed after the reveal is all that the time of typing tells.
            report.people.iter_mut().for_each(|one| (one.seat, one.changed) = (0, false));
            report.people.sort_by_key(|one| one.name.clone());
            report
        };
        let (during, after) = (report(&played), report(&late));
        let on_paper = during.people.iter().filter(|one| one.sheet.is_some()).count();
        prop_assert_eq!(on_paper, typed.len(), "each sheet once");
        prop_assert_eq!(during, after);
    }

    #[test]
    fn a_report_adds_up_whatever_happened(moves in commands()) {
        let mut played = Played::begin();
        for one in moves {
            let _ = played.give(&command(&played.room, one));
        }
        let report = played.room.report(&People::default(), &bank(), at(0));
        let questions = report.questions;
        prop_assert_eq!(questions.revealed, report.statements.len());
        prop_assert_eq!(questions.asked, questions.revealed + questions.skipped + questions.unsettled);
        for one in &report.people {
            prop_assert!(one.right.count <= one.answered && one.answered <= one.right.of);
            prop_assert!(one.first.count <= one.first.of && one.unknown <= one.answered);
            if !one.removed {
                prop_assert_eq!((one.right.of + one.before) as usize, questions.revealed);
            }
        }
        let right: u32 = report.people.iter().map(|one| one.right.count).sum();
        let (last, hands) = (report.totals.last, report.totals.hands);
        prop_assert_eq!(right + hands.count, last.count, "what people and hands had right is what was right");
        let sheets = played.room.sheets(report::Which::Last);
        let answers: usize = sheets.iter().map(Vec::len).sum();
        prop_assert_eq!(answers, (last.of - hands.of) as usize);
        for one in &report.statements {
            let there = u32::try_from(report.people.iter().filter(|one| !one.removed).count()).unwrap();
            prop_assert!(one.votes.iter().all(|vote| vote.answered() + vote.silent <= there));
        }
        let kept = played.room.kept();
        let mut places: Vec<_> = kept.iter().map(|one| (one.number, one.vote, one.seat)).collect();
        places.dedup();
        prop_assert_eq!(places.len(), kept.len(), "one answer a person and vote");
    }
}

#[test]
fn a_report_tells_both_votes_who_was_silent_and_what_moved() {
    let (mut played, [ada, bo, _]) = three_at_the_first_question();
    let c3 = Some(Certainty::C3);
    played.answer(ada, Response::Right, c3).unwrap();
    played.answer(bo, Response::DontKnow, None).unwrap();
    played.must(&Command::Count { place: 1, vote: 1, hands: Hands { left: 4, right: 2, dont_know: 1 } });
    played.next();
    played.must(&Command::Revote { place: 1, vote: 2 });
    played.answer(ada, Response::Left, c3).unwrap();
    (0..2).for_each(|_| played.next());
    played.join(9);
    let report = played.room.report(&People::default(), &bank(), at(0));
    let row = &report.statements[0];
    assert_eq!((row.statement.as_str(), row.side, row.moved), ("t0-0-mammal", Side::Left, Some([1, 0])));
    let [first, last] = [row.votes[0], row.votes[1]];
    assert_eq!((first.right, first.wrong, first.unknown, first.silent), (0, 1, 1, 1));
    assert_eq!((last.right, last.wrong, last.unknown, last.silent), (1, 0, 1, 1), "Bo's first answer stays");
    assert_eq!((first.hands, last.hands), (Some([4, 2, 1]), None), "of the left, which is right");
    assert_eq!((row.certain_and_wrong, row.facility), (1, None));
    let share = |count, of| results::Share { count, of };
    let told: Vec<_> = report.people.iter().map(|one| (one.right, one.first, one.answered, one.before)).collect();
    let wanted = [(share(1, 1), share(0, 1), 1, 0), (share(0, 1), share(0, 1), 1, 0), (share(0, 1), share(0, 1), 0, 0)];
    assert_eq!(told[..3], wanted);
    assert_eq!(told[3], (share(0, 0), share(0, 0), 0, 1), "who came late was asked nothing yet");
    let totals = results::Totals { first: share(4, 9), last: share(5, 9), hands: share(4, 7), sheets: share(0, 0) };
    assert_eq!(report.totals, totals, "a hand counts until hands are counted again");
    assert!(!report.ended && report.questions.of == 3);
}

#[test]
fn a_name_that_got_a_number_may_be_the_same_persons() {
    let mut people = People::default();
    for (seat, name) in [(1, "Ada"), (2, "Bo"), (3, "ada 2"), (4, "Table 1"), (5, "Table 2")] {
        people.set(seat, Some(crate::domain::store::Person::named(name)));
    }
    assert_eq!(people.perhaps_twice().into_iter().collect::<Vec<_>>(), [(3, 1)]);
    let (mut played, _) = three_at_the_first_question();
    let like = |played: &Played| console(&played.room, &people).seats.iter().map(|seat| seat.like).collect::<Vec<_>>();
    assert_eq!(like(&played), [None, None, Some(1)]);
    played.must(&Command::Same { seat: 3, other: 1 });
    assert_eq!(like(&played), [None; 3]);
}

#[test]
fn raised_hands_count_with_answers_and_replace_those_counted_before() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    for left in [10, 12] {
        let hands = Hands { left, right: 18, dont_know: 2 };
        played.must(&Command::Count { place: 1, vote: 1, hands });
    }
    assert_eq!(played.room.answered(1, 1), (33, 35));
    played.next();
    played.must(&Command::Reveal { place: 1 });
    let proof = played.room.revealed(1).unwrap();
    assert_eq!(played.room.right(proof), [results::Share { count: 13, of: 33 }]);
    assert_eq!(played.room.believed(proof).unwrap().share, results::Share { count: 18, of: 33 });
    assert_eq!(played.room.beliefs()[0].share, results::Share { count: 18, of: 33 });
}

#[test]
fn the_end_tells_the_hardest_what_moved_and_what_to_teach_next() {
    let (mut played, [ada, bo, cy]) = three_at_the_first_question();
    for one in [ada, bo, cy] {
        played.answer(one, Response::Right, None).unwrap();
    }
    played.next();
    played.must(&Command::Revote { place: 1, vote: 2 });
    for one in [ada, bo] {
        played.answer(one, Response::Left, None).unwrap();
    }
    (0..3).for_each(|_| played.next());
    for one in [ada, bo, cy] {
        played.answer(one, Response::Right, None).unwrap();
    }
    (0..2).for_each(|_| played.next());
    assert_eq!(played.room.outcome(), None, "not before the end");
    played.must(&Command::End);
    let outcome = played.room.outcome().unwrap();
    assert_eq!((outcome.questions, outcome.people), (2, 3));
    let share = |count, of| results::Share { count, of };
    let totals = results::Totals { first: share(3, 6), last: share(5, 6), hands: share(0, 0), sheets: share(0, 0) };
    assert_eq!(outcome.totals, totals, "who doesn't vote again has answered before");
    assert_eq!(outcome.hardest.iter().map(|went| went.number).collect::<Vec<_>>(), [1]);
    assert_eq!(outcome.moved_most.unwrap().moved.unwrap().to_left, 2);
    assert_eq!((outcome.teach_next, outcome.too_few), (None, true), "three people are no class");
    assert_eq!(outcome.paper_code, "S6GP-DKM2");
    assert_eq!(outcome.beliefs, [], "one believer is not listed");
    let view::SeatStage::Ended { own, .. } = seat(&played.room, 3).unwrap().stage else { panic!("it is not over") };
    let told: Vec<_> = own.iter().map(|line| (line.number, line.side, line.own.right)).collect();
    assert_eq!(told, [(1, Side::Left, Some(false)), (2, Side::Right, Some(true))]);
    assert_eq!(played.give(&Command::Open { place: 3 }), Err(Refusal::Ended));
}

#[test]
fn the_next_step_of_a_split_room_is_talking_and_a_warm_up_is_revealed_like_a_question() {
    let (mut played, [ada, bo, cy]) = three_at_the_first_question();
    for (one, side) in [(ada, Response::Left), (bo, Response::Right), (cy, Response::Left)] {
        played.answer(one, side, None).unwrap();
    }
    played.next();
    assert!(played.room.proposes_revote());
    assert_eq!(played.room.next_step(), Some(Command::Discuss { place: 1, vote: 1 }));
    assert_eq!(console(&played.room, &People::default()).next, Some("discuss"));
    let mut warm = Played::begin();
    warm.must(&Command::Open { place: WARM_UP });
    warm.next();
    assert_eq!(warm.room.next_step(), Some(Command::Reveal { place: WARM_UP }));
    assert_eq!(warm.room.open_or_end(), Command::Open { place: 1 });
    warm.next();
    assert_eq!(warm.room.report(&People::default(), &bank(), at(0)).questions.revealed, 0, "it counts for nothing");
    warm.next();
    assert_eq!(warm.room.stage(), Stage::Open { place: 1, vote: 1 });
}

#[test]
fn what_to_teach_next_is_judged_as_the_way_through_the_course_is() {
    let (mut played, [ada, bo, cy]) = three_at_the_first_question();
    for one in [ada, bo, cy] {
        played.answer(one, Response::Right, None).unwrap();
    }
    let count = |played: &mut Played, left, right| {
        let hands = Hands { left, right, dont_know: 0 };
        let Stage::Open { place, vote } = played.room.stage() else { panic!("nothing is open") };
        played.must(&Command::Count { place, vote, hands });
    };
    let told = |played: &Played| {
        let report = played.room.report(&People::default(), &bank(), at(0));
        let routes: Vec<_> = report.topics.iter().map(|stop| (stop.part.people, stop.route)).collect();
        (routes, report.teach_next, report.too_few)
    };
    let mut few = Played { room: played.room.clone(), facts: played.facts.clone() };
    (0..2).for_each(|_| few.next());
    assert_eq!(told(&few), (vec![(3, Route::NotMeasured)], None, true), "what isn't measured is not named");
    // One of eight is right: it is taught with its whole interval, though no device would be enough to say.
    count(&mut played, 1, 4);
    (0..2).for_each(|_| played.next());
    let (routes, next, too_few) = told(&played);
    assert_eq!((routes, too_few), (vec![(8, Route::Teach)], false));
    let next = next.unwrap();
    let topic = played.room.paper().answer(played.room.revealed(1).unwrap()).unwrap().topic.clone();
    assert_eq!((next.topic, next.right), (topic, results::Share { count: 1, of: 8 }));
    // Another topic goes worse, but of three people nothing is said.
    (0..3).for_each(|_| played.next());
    played.next();
    for one in [ada, bo, cy] {
        played.answer(one, Response::Right, None).unwrap();
    }
    (0..2).for_each(|_| played.next());
    let (routes, next, _) = told(&played);
    assert_eq!(routes, [(8, Route::Teach), (3, Route::NotMeasured)]);
    assert_eq!(next.unwrap().right, results::Share { count: 1, of: 8 });
}

fn letters(letters: &str) -> Vec<Option<Choice>> {
    let mark = |letter| {
        let response = match letter {
            'L' => Response::Left,
            'R' => Response::Right,
            'N' => Response::DontKnow,
            _ => return None,
        };
        Some(Choice { response, certainty: None })
    };
    letters.chars().map(mark).collect()
}

fn enter(sheet: u32, typed: &str) -> Command {
    Command::Enter { sheet, answers: letters(typed) }
}

#[test]
fn what_stands_on_paper_counts_in_the_first_vote_of_what_is_asked_and_tells_nothing_before() {
    let (mut played, [ada, bo, _]) = three_at_the_first_question();
    let seen = |played: &Played| projector(&played.room, &People::default());
    let before = seen(&played);
    played.must(&enter(12, "LR-"));
    let view::ProjectorStage::Open { count, .. } = seen(&played).stage else { panic!("it is not open") };
    assert_eq!((count.answered, count.of), (1, 4), "who marked it has answered, and nobody is waited for");
    assert_eq!(seen(&played).people, before.people, "a sheet sits in no seat");
    played.answer(ada, Response::Right, None).unwrap();
    played.answer(bo, Response::Left, None).unwrap();
    played.next();
    played.must(&Command::Revote { place: 1, vote: 2 });
    assert_eq!(played.room.answered(1, 2), (0, 3), "paper has no part in a second vote");
    assert_eq!(played.room.outcome(), None);
    played.answer(ada, Response::Right, None).unwrap();
    (0..2).for_each(|_| played.next());
    let report = |played: &Played| played.room.report(&People::default(), &bank(), at(0));
    let told = report(&played);
    assert_eq!((told.totals.last, told.totals.sheets), (share(2, 3), share(1, 1)));
    let paper = told.people.iter().find(|one| one.sheet == Some(12)).unwrap();
    assert_eq!((paper.name.as_str(), paper.right, paper.before), ("Sheet 12", share(1, 1), 0));
    let votes = &told.statements[0].votes;
    assert_eq!(
        (votes[0].silent, votes[1].silent),
        (1, 0),
        "nobody on paper is silent in a second vote, and a first answer stays"
    );
    // What is corrected after the reveal counts, and so does what is withdrawn.
    played.must(&enter(12, "RR-"));
    assert_eq!(report(&played).totals.sheets, share(0, 1));
    played.must(&Command::Withdraw { sheet: 12 });
    let told = report(&played);
    assert!(told.totals.sheets == share(0, 0) && told.people.iter().all(|one| one.sheet.is_none()));
    played.must(&Command::End);
    played.must(&enter(12, "LL-"));
    assert_eq!(report(&played).totals.sheets, share(1, 1));
    assert_eq!(played.give(&enter(12, "LL-")), Ok(Vec::new()));
}

const fn share(count: u32, of: u32) -> results::Share {
    results::Share { count, of }
}

#[test]
fn of_one_persons_phone_and_paper_the_phone_counts_whenever_the_paper_is_typed() {
    for paper_first in [true, false] {
        let (mut played, [ada, ..]) = three_at_the_first_question();
        let mut steps = [0, 1];
        steps.sort_by_key(|step| (*step == 0) != paper_first);
        for step in steps {
            match step {
                0 => played.must(&enter(3, "R--")),
                _ => played.answer(ada, Response::Left, None).unwrap(),
            }
        }
        played.must(&Command::Same { seat: 1, other: 4 });
        assert_eq!(played.room.tally(1, 1).unwrap().on(Side::Left), 1, "{paper_first}");
    }
}

#[test]
fn sheets_that_cannot_be_are_refused_and_nobody_sits_at_one() {
    let (mut played, _) = three_at_the_first_question();
    assert_eq!(played.give(&enter(0, "LLL")), Err(Refusal::SheetNumber { most: 9_999 }));
    assert_eq!(played.give(&enter(1, "LL")), Err(Refusal::SheetLength { given: 2, of: 3 }));
    assert_eq!(played.give(&Command::Withdraw { sheet: 1 }), Err(Refusal::NoSheet { sheet: 1 }));
    played.must(&enter(1, "LLL"));
    let refused = Err(Refusal::OnPaper { seat: 4, sheet: 1 });
    assert_eq!(played.give(&Command::Move { seat: 4, token: Token(9) }), refused);
    assert_eq!(played.give(&Command::Leave { by: Token(0) }), Err(Refusal::Unknown));
    assert!(played.room.seat_of_words("").is_none(), "no words lead to paper");
    played.join(20);
    assert_eq!(played.room.people_in(), 4, "a sheet takes nobody's place");
}

#[test]
fn whoever_came_after_closing_and_answered_because_a_vote_was_opened_again_was_asked() {
    let (mut played, _) = three_at_the_first_question();
    played.next();
    let late = played.join(77);
    played.must(&Command::Reopen { place: 1, vote: 1 });
    played.answer(late, Response::Left, None).unwrap();
    (0..2).for_each(|_| played.next());
    let report = played.room.report(&People::default(), &bank(), at(0));
    assert_eq!((report.people[3].right, report.people[3].before), (share(1, 1), 0));
    assert_eq!(report.statements[0].votes[0].silent, 3);
}

#[test]
fn a_closed_vote_can_be_opened_again_until_something_is_seen() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    played.next();
    played.must(&Command::Reopen { place: 1, vote: 1 });
    played.answer(ada, Response::Left, None).unwrap();
    (0..2).for_each(|_| played.next());
    assert_eq!(played.give(&Command::Reopen { place: 1, vote: 1 }), Err(Refusal::Seen));
}

#[test]
fn a_question_that_is_dropped_or_skipped_counts_for_nothing() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    played.must(&Command::Drop { place: 2 });
    assert_eq!((played.room.question_count(), played.room.number(3)), (2, 2));
    played.answer(ada, Response::Left, None).unwrap();
    played.must(&Command::Skip { place: 1 });
    assert_eq!(played.give(&Command::Reveal { place: 1 }), Err(Refusal::Settled));
    played.next();
    assert_eq!(played.room.stage(), Stage::Open { place: 3, vote: 1 });
    assert_eq!(played.give(&Command::Drop { place: 3 }), Err(Refusal::Asked));
    assert_eq!(seat(&played.room, 1).unwrap().score, results::Share::default());
}

#[test]
fn a_reveal_names_no_belief_that_fewer_than_three_may_hold() {
    for wrong in 0..=3 {
        let (mut played, people) = three_at_the_first_question();
        for (number, person) in people.into_iter().enumerate() {
            let response = if number < wrong { Response::Right } else { Response::Left };
            played.answer(person, response, None).unwrap();
        }
        played.next();
        played.must(&Command::Reveal { place: 1 });
        let view::ProjectorStage::Revealed(shown) = projector(&played.room, &People::default()).stage else {
            panic!("it is not revealed")
        };
        assert_eq!(shown.believed.map(|one| one.share.count), (wrong == 3).then_some(3), "{wrong} were wrong");
    }
}

#[test]
fn nobody_is_silent_about_a_question_that_was_skipped() {
    let (mut played, _) = three_at_the_first_question();
    let silent = |played: &Played| {
        let seats = console(&played.room, &People::default()).seats;
        seats.iter().map(|seat| seat.silent).collect::<Vec<_>>()
    };
    played.must(&Command::Skip { place: 1 });
    assert_eq!(silent(&played), [0; 3]);
    played.next();
    assert_eq!(silent(&played), [0; 3], "at the next question");
    (0..3).for_each(|_| played.next());
    assert_eq!(silent(&played), [1; 3], "the one that was revealed counts");
}

#[test]
fn a_room_of_another_bank_or_of_changed_statements_is_refused() {
    let other = Opened { bank: "other".to_owned(), ..opened() };
    assert!(matches!(Room::new(&bank(), &other), Err(PaperError::OtherBank { .. })));
    let mut changed = opened();
    changed.items[1].revision = 2;
    assert_eq!(Room::new(&bank(), &changed).unwrap_err(), PaperError::Changed { revision: 1 });
    assert_eq!(Room::new(&bank(), &Opened { items: Vec::new(), ..opened() }).unwrap_err(), PaperError::Length);
    assert_eq!(Room::replay(&bank(), [(at(0), &Happened::Paused)]).unwrap_err(), ReplayError::NoOpening);
}

#[test]
fn the_answer_belongs_to_the_question_that_was_revealed() {
    let (mut played, _) = three_at_the_first_question();
    assert_eq!(played.room.revealed(1), None);
    (0..2).for_each(|_| played.next());
    let proof = played.room.revealed(1).unwrap();
    assert_eq!(played.room.paper().answer(proof).unwrap().side, Side::Left);
    assert_eq!(played.room.revealed(2), None);
}

#[test]
fn a_second_vote_that_nobody_took_part_in_is_none_and_who_does_not_answer_it_keeps_the_first() {
    let (mut played, [ada, bo, _]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    played.answer(bo, Response::Right, None).unwrap();
    played.next();
    played.must(&Command::Revote { place: 1, vote: 2 });
    played.must(&Command::Close { place: 1, vote: 2 });
    let view::SeatStage::Closed { chosen, earlier, .. } = view::seat(&played.room, 1).unwrap().stage else {
        panic!("it is closed")
    };
    assert_eq!((chosen, earlier.map(|one| one.response)), (None, Some(Response::Left)));
    played.must(&Command::Reveal { place: 1 });
    let of = |played: &Played| {
        let view::ProjectorStage::Revealed(reveal) = projector(&played.room, &People::default()).stage else {
            panic!("it is revealed")
        };
        (reveal.right, reveal.bars.unwrap().moved)
    };
    assert_eq!(of(&played), (vec![share(1, 2)], None), "as if it had never been asked");
    // Where one of them answers again, the other's answer still counts, on the wall as in the totals.
    let (mut played, [ada, bo, _]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    played.answer(bo, Response::Right, None).unwrap();
    played.next();
    played.must(&Command::Revote { place: 1, vote: 2 });
    played.answer(bo, Response::Left, None).unwrap();
    played.must(&Command::Close { place: 1, vote: 2 });
    played.must(&Command::Reveal { place: 1 });
    assert_eq!(of(&played).0, [share(1, 2), share(2, 2)]);
    let report = played.room.report(&People::default(), &bank(), at(0));
    assert_eq!((report.totals.first, report.totals.last), (share(1, 2), share(2, 2)));
    assert!(report.hardest.is_empty(), "of two answers nothing is said");
}

#[test]
fn a_seat_that_was_left_without_an_answer_is_unused() {
    let (mut played, [ada, bo, _]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    played.must(&Command::Leave { by: bo });
    let report = played.room.report(&People::default(), &bank(), at(0));
    let unused: Vec<u32> = report.people.iter().filter(|one| one.unused).map(|one| one.seat).collect();
    assert_eq!(unused, [2]);
}

#[test]
fn after_the_end_people_come_back_to_their_own_result() {
    let (mut played, [ada, ..]) = three_at_the_first_question();
    played.answer(ada, Response::Left, None).unwrap();
    let words = played.room.seat(1).unwrap().words.clone();
    played.must(&Command::Leave { by: ada });
    played.must(&Command::End);
    let report = played.room.report(&People::default(), &bank(), at(0));
    assert!(report.people.iter().all(|one| !one.unused), "who left had answered, and the others are in");
    let token = Token(77);
    played.must(&Command::Return { words, token });
    assert_eq!(played.room.holder(token), Holder::Seated(1));
    assert_eq!(
        played.give(&Command::Return { words: "no such words".to_owned(), token: Token(78) }),
        Err(Refusal::Words)
    );
    assert_eq!(played.give(&Command::Join { request: RequestId(9), entropy: 9 }), Err(Refusal::Ended));
}
