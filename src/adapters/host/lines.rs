//! A class led in plain lines: one line typed, one or a few said, each making sense alone. For a teacher who listens, for a
//! script, and for tests; all that a class can do can be done here.

use super::desk::{Ack, Desk, Order, Refused};
use crate::app::view::room as words;
use crate::domain::bank::Bank;
use crate::domain::certainty::Certainty;
use crate::domain::room::paper::preview;
use crate::domain::room::view::{Count, Labels, console, frame, projector, seat};
use crate::domain::room::{Answering, Choice, Command, Hands, People, Refusal, RequestId, Room, Stage, Token, WARM_UP};
use crate::ui::text::safe;
use std::io::{self, Write};
use std::sync::Arc;

/// How a class in lines came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The class is over.
    Ended,
    /// The room is kept, to go on later.
    Kept,
}

/// Leads the class at `desk` by the lines of `input`, until it ends or they do. `entropy` gives fresh random bits.
///
/// # Errors
///
/// When nothing can be read or written any more. The room is kept then.
pub fn run(
    desk: &Desk,
    bank: &Bank,
    input: impl IntoIterator<Item = io::Result<Vec<u8>>>,
    out: &mut impl Write,
    entropy: &mut dyn FnMut() -> u128,
) -> io::Result<Left> {
    let mut host = Host { desk, bank, entropy, is_sure: false };
    for line in input {
        let line = line?;
        let typed = String::from_utf8_lossy(&line);
        let Heard { said, left } = host.hear(typed.trim());
        say(out, &said)?;
        if let Some(left) = left {
            return Ok(left);
        }
    }
    let (said, left) = host.leave();
    say(out, &said)?;
    Ok(left)
}

/// Writes lines, and hands them on at once.
///
/// # Errors
///
/// When nobody reads them any more.
pub fn say(out: &mut impl Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{}", safe(line))?;
    }
    out.flush()
}

/// What is said of two seats that are one person's; `apart` is typed to take it back.
#[must_use]
pub fn counts_as_one(room: &Room, people: &People, seat: u32, apart: &str) -> String {
    let seats = room.seats_of(seat);
    let on_paper = seats.iter().any(|own| room.seat(*own).is_some_and(|one| one.sheet.is_some()));
    let which = words::which_counts(room.opened().pace.is_hosts(), on_paper);
    let each: Vec<(u32, String)> = seats.iter().map(|own| (*own, room.called(people, &[*own]))).collect();
    words::counts_as_one(&each, &room.called(people, &seats), apart, &which)
}

/// What is said of a class that is left: whether it is closed, or how it goes on.
#[must_use]
pub fn last_words(desk: &Desk) -> String {
    let room = &desk.state().room;
    let code = &room.opened().code;
    if room.is_ended() { words::closed(code) } else { words::kept(code) }
}

/// What a line came to.
struct Heard {
    said: Vec<String>,
    left: Option<Left>,
}

impl From<Vec<String>> for Heard {
    fn from(said: Vec<String>) -> Self {
        Self { said, left: None }
    }
}

/// What is said, or why not.
type Said = Result<Vec<String>, Refused>;

struct Host<'a> {
    desk: &'a Desk,
    bank: &'a Bank,
    entropy: &'a mut dyn FnMut() -> u128,
    /// Whether the end was asked for by the line before.
    is_sure: bool,
}

impl Host<'_> {
    fn hear(&mut self, typed: &str) -> Heard {
        let was_sure = std::mem::take(&mut self.is_sure);
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let (first, rest) = (first.to_lowercase(), rest.trim());
        match first.as_str() {
            "" => Vec::new().into(),
            "help" | "?" => {
                words::TYPED.iter().map(|(what, does)| format!("{what}: {does}.")).collect::<Vec<_>>().into()
            }
            "leave" | "quit" | "q" => {
                let (said, left) = self.leave();
                Heard { said, left: Some(left) }
            }
            "y" | "yes" if was_sure => self.end().unwrap_or_else(|refused| vec![told(&refused)]).into(),
            "end" if !was_sure && !self.room().is_ended() => {
                self.is_sure = true;
                let not_done = words::not_done(&self.with(projector).stage);
                let room = self.room();
                let sure = words::sure_to_end(room.people_in(), room.sheets_on_paper().count());
                not_done.into_iter().chain([sure]).collect::<Vec<_>>().into()
            }
            "end" => self.end().unwrap_or_else(|refused| vec![told(&refused)]).into(),
            _ => self.understand(&first, rest).unwrap_or_else(|refused| vec![told(&refused)]).into(),
        }
    }

    fn end(&self) -> Said {
        self.give(Command::End)?;
        let mut said = self.projected();
        said.push(words::AFTER_THE_END.to_owned());
        Ok(said)
    }

    /// What is said last.
    fn leave(&self) -> (Vec<String>, Left) {
        let left = if self.room().is_ended() { Left::Ended } else { Left::Kept };
        (vec![last_words(self.desk)], left)
    }

    fn understand(&mut self, first: &str, rest: &str) -> Said {
        match first {
            "look" => Ok(self.projected()),
            "who" => Ok(self.with(|room, people| words::console(&console(room, people)))),
            "beliefs" => Ok(self.beliefs()),
            "preview" => Ok(self.preview()),
            "seat" => self.seat(rest),
            "join" => self.join(rest),
            "again" => self.again(rest),
            "words" => self.come_back(rest),
            "back" => self.let_back(rest),
            "let" => self.grant(rest),
            "turn" => self.turn_down(rest),
            "name" => self.rename(rest),
            "remove" => self.remove(rest),
            "same" => self.same(rest),
            "apart" => self.apart(rest),
            "names" | "lock" | "unlock" | "pause" | "resume" => self.switch(first),
            "hands" => self.hands(rest),
            "drop" => self.drop_question(rest),
            number if number.parse::<u32>().is_ok() => self.by_seat(number, rest),
            step => self.step(step, rest),
        }
    }

    /// What moves the class on.
    fn step(&self, step: &str, rest: &str) -> Said {
        let room = self.room();
        let stage = room.stage();
        // Where nothing is at hand the room says so itself.
        let place = stage.place().unwrap_or(u16::MAX);
        let vote = match stage {
            Stage::Open { vote, .. } | Stage::Closed { vote, .. } | Stage::Discussing { vote, .. } => vote,
            _ => 1,
        };
        let command = match (step, rest) {
            ("next", "") => match room.next_step() {
                Some(Command::End) if stage == Stage::OwnPace => return Err(Refusal::OwnPace.into()),
                Some(Command::End) => return Ok(vec![words::ALL_ASKED.to_owned()]),
                Some(next) => next,
                None => return Err(Refusal::Ended.into()),
            },
            ("open", "") => Command::Open { place: room.next_question().ok_or(Refusal::AllAsked)? },
            ("warmup", "") | ("warm", "up" | "-up") => Command::Open { place: WARM_UP },
            ("close", "") => Command::Close { place, vote },
            ("vote", "") if matches!(stage, Stage::Discussing { .. }) => Command::Revote { place, vote: vote + 1 },
            ("vote", "") => Command::Discuss { place, vote },
            ("bars", "") => Command::Bars { place, on: !self.with(console).bars_on },
            ("reveal", "") => Command::Reveal { place },
            ("skip", "") => Command::Skip { place },
            ("undo", "") => Command::Reopen { place, vote },
            _ => return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]),
        };
        self.shown(command)
    }

    /// Gives a command and says where the room is then.
    fn shown(&self, command: Command) -> Said {
        let changed = self.give(command)?;
        Ok(if changed { self.projected() } else { vec![words::SO_ALREADY.to_owned()] })
    }

    fn switch(&self, what: &str) -> Said {
        let on = self.room().names_on().is_none();
        let (command, said) = match what {
            "lock" => (Command::Lock { on: true }, words::LOCKED),
            "unlock" => (Command::Lock { on: false }, words::UNLOCKED),
            "names" => (Command::ShowNames { on }, if on { words::NAMES_ON } else { words::NAMES_OFF }),
            "pause" => (Command::Pause, words::PAUSED),
            _ => return self.shown(Command::Resume),
        };
        let said = if self.give(command)? { said } else { words::SO_ALREADY };
        Ok(vec![said.to_owned()])
    }

    fn join(&mut self, name: &str) -> Said {
        let (request, entropy) = (RequestId((self.entropy)()), (self.entropy)());
        let Ack::Seated { seat, name: called, words: way, .. } =
            self.desk.submit(Order::Join { name: name.to_owned(), request, entropy })?
        else {
            return Ok(Vec::new());
        };
        let state = self.desk.state();
        Ok(vec![format!("{} {}", words::joined(seat, &called, &way), words::people(state.room.people_in()))])
    }

    fn by_seat(&mut self, number: &str, rest: &str) -> Said {
        let room = self.room();
        let seat = number.parse().unwrap_or(u32::MAX);
        let taken = room.seat(seat).ok_or(Refusal::NoSeat { seat })?;
        if let Some(sheet) = taken.sheet {
            return Err(Refusal::OnPaper { seat, sheet }.into());
        }
        let by = taken.token;
        if rest == "leave" {
            self.give(Command::Leave { by })?;
            return Ok(vec![words::has_left(seat, &self.called(seat))]);
        }
        let sides = frame(&room).sides;
        let own_pace = room.stage() == Stage::OwnPace;
        if rest == "next" && own_pace {
            let place = room.at(seat).ok_or(Refusal::Elsewhere)?;
            self.give(Command::GoOn { by, place })?;
            return self.seat(number);
        }
        let Some(choice) = choice(rest, &sides) else { return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]) };
        let (place, vote) = match room.stage() {
            Stage::Open { place, vote } | Stage::Closed { place, vote } | Stage::Discussing { place, vote } => {
                (place, vote)
            }
            Stage::Lobby => return Err(Refusal::NothingOpen.into()),
            Stage::Ended => return Err(Refusal::Ended.into()),
            Stage::OwnPace => (room.at(seat).ok_or(Refusal::Elsewhere)?, 1),
            Stage::Revealed { place } | Stage::Skipped { place } => (place, 1),
        };
        let request = RequestId((self.entropy)());
        self.give(Command::Answer(Answering { by, place, vote, choice, request, elapsed: None }))?;
        if own_pace {
            return self.seat(number);
        }
        let room = self.room();
        let chosen = room.ballot(place, vote, seat).map_or(choice, |ballot| ballot.choice);
        Ok(vec![words::seat_answered(seat, &self.called(seat), chosen, &sides, count(&room, place, vote))])
    }

    fn hands(&self, rest: &str) -> Said {
        let numbers: Option<Vec<u32>> = rest.split_whitespace().map(|number| number.parse().ok()).collect();
        let Some([left, right, dont_know]) = numbers.and_then(|numbers| <[u32; 3]>::try_from(numbers).ok()) else {
            return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]);
        };
        let (Stage::Open { place, vote } | Stage::Closed { place, vote } | Stage::Discussing { place, vote }) =
            self.room().stage()
        else {
            return Err(Refusal::NoVote.into());
        };
        let hands = Hands { left, right, dont_know };
        self.give(Command::Count { place, vote, hands })?;
        let room = self.room();
        Ok(vec![words::hands(hands, &frame(&room).sides, count(&room, place, vote), room.is_on_paper(place))])
    }

    fn drop_question(&self, rest: &str) -> Said {
        let room = self.room();
        let Ok(number) = rest.parse::<usize>() else { return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]) };
        let unknown = || Refusal::NoQuestion { place: u16::try_from(number).unwrap_or(u16::MAX) };
        let place = room.place_numbered(number).ok_or_else(unknown)?;
        self.give(Command::Drop { place })?;
        Ok(vec![words::dropped(number, self.room().question_count())])
    }

    fn seat(&self, rest: &str) -> Said {
        let number = rest.parse().unwrap_or(0);
        let room = self.room();
        if let Some(sheet) = room.seat(number).and_then(|seat| seat.sheet) {
            return Err(Refusal::OnPaper { seat: number, sheet }.into());
        }
        let view = seat(&room, number).ok_or(Refusal::NoSeat { seat: number })?;
        Ok(words::seat(&view))
    }

    fn remove(&self, rest: &str) -> Said {
        let seat = rest.parse().unwrap_or(0);
        let changed = self.give(Command::Remove { seat })?;
        let said = if changed { words::removed(seat, &self.called(seat)) } else { words::SO_ALREADY.to_owned() };
        Ok(vec![said])
    }

    fn same(&self, rest: &str) -> Said {
        let numbers: Vec<u32> = rest.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [seat, other] = *numbers.as_slice() else { return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]) };
        if !self.give(Command::Same { seat, other })? {
            return Ok(vec![words::SO_ALREADY.to_owned()]);
        }
        Ok(vec![self.with(|room, people| counts_as_one(room, people, seat, "apart"))])
    }

    fn apart(&self, rest: &str) -> Said {
        let seat = rest.parse().unwrap_or(0);
        let changed = self.give(Command::Apart { seat })?;
        let said = if changed { words::counts_alone(seat, &self.called(seat)) } else { words::SO_ALREADY.to_owned() };
        Ok(vec![said])
    }

    fn rename(&self, rest: &str) -> Said {
        let (number, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let seat = number.parse().unwrap_or(0);
        self.desk.submit(Order::Rename { seat, name: name.to_owned() })?;
        Ok(vec![words::renamed(seat, &self.called(seat))])
    }

    fn let_back(&mut self, rest: &str) -> Said {
        let seat = rest.parse().unwrap_or(0);
        let token = Token((self.entropy)());
        self.give(Command::Move { seat, token })?;
        Ok(vec![words::is_back(seat, &self.called(seat))])
    }

    fn come_back(&mut self, rest: &str) -> Said {
        let token = Token((self.entropy)());
        self.give(Command::Return { words: rest.to_owned(), token })?;
        let seat = self.room().seat_of_words(rest).ok_or(Refusal::Words)?.number;
        Ok(vec![words::is_back(seat, &self.called(seat))])
    }

    fn again(&mut self, name: &str) -> Said {
        let token = Token((self.entropy)());
        let Ack::Asked { request } = self.desk.submit(Order::AskBack { name: name.to_owned(), token })? else {
            return Ok(Vec::new());
        };
        Ok(vec![words::asks_back(request, name)])
    }

    fn grant(&self, rest: &str) -> Said {
        let numbers: Vec<u32> = rest.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [request, seat] = *numbers.as_slice() else { return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]) };
        self.desk.submit(Order::LetBack { request, seat })?;
        Ok(vec![words::is_back(seat, &self.called(seat))])
    }

    fn turn_down(&self, rest: &str) -> Said {
        let request = rest.strip_prefix("down").and_then(|number| number.trim().parse().ok());
        let Some(request) = request else { return Ok(vec![words::NOT_UNDERSTOOD.to_owned()]) };
        self.desk.submit(Order::TurnDown { request })?;
        Ok(vec![words::turned_down(request)])
    }

    fn beliefs(&self) -> Vec<String> {
        let beliefs = self.room().beliefs();
        if beliefs.is_empty() {
            return vec![words::no_beliefs()];
        }
        beliefs.iter().map(words::believed).chain([words::FEW_BELIEVE.to_owned()]).collect()
    }

    fn preview(&self) -> Vec<String> {
        let room = self.room();
        let sides = frame(&room).sides;
        // The bank was the right one when the class began.
        let questions = preview(self.bank, room.opened()).unwrap_or_default();
        let still = questions.iter().filter(|(face, _)| !room.is_dropped(face.place));
        still.map(|(face, answer)| words::preview(room.number(face.place), face, answer, &sides)).collect()
    }

    /// Whether the command changed anything.
    fn give(&self, command: Command) -> Result<bool, Refused> {
        self.desk.submit(Order::Room(command)).map(|ack| ack != Ack::Done { changed: false })
    }

    fn projected(&self) -> Vec<String> {
        let state = self.desk.state();
        let said = words::projector(&projector(&state.room, &state.people));
        said.into_iter().chain(state.trouble.as_ref().map(ToString::to_string)).collect()
    }

    fn with<T>(&self, what: impl FnOnce(&Room, &People) -> T) -> T {
        let state = self.desk.state();
        what(&state.room, &state.people)
    }

    fn room(&self) -> Arc<Room> {
        Arc::clone(&self.desk.state().room)
    }

    fn called(&self, seat: u32) -> String {
        self.with(|room, people| room.called(people, &[seat]))
    }
}

/// Why something was refused, for whoever leads the class.
fn told(refused: &Refused) -> String {
    match refused {
        Refused::Room(refusal) => words::refused_to_host(refusal),
        other => other.to_string(),
    }
}

fn count(room: &Room, place: u16, vote: u8) -> Count {
    let (answered, of) = room.answered(place, vote);
    Count { answered, of }
}

/// A side and how sure, as typed: `left`, `IoT 3`, `right certain`, `none`.
fn choice(typed: &str, sides: &Labels) -> Option<Choice> {
    let (side, sure) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let response = words::response(side, sides)?;
    let certainty = match sure.trim() {
        "" => None,
        sure => Some(sure.parse().ok().and_then(Certainty::from_number).or_else(|| {
            Certainty::ALL.into_iter().find(|certainty| certainty.word().starts_with(&sure.to_lowercase()))
        })?),
    };
    Some(Choice { response, certainty })
}
