//! A class killed at once at a hundred places: every answer that was acknowledged is there after `--resume`, none twice, and
//! everybody has their seat and name.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    reason = "a test that cannot go on has to fail"
)]

#[allow(dead_code, reason = "each test program uses its part")]
mod common;

use common::Place;
use common::talk::Talk;
use iotutor::adapters::host::rooms;
use iotutor::domain::bank::Side;
use iotutor::domain::fact::Event;
use iotutor::domain::room::Happened;
use iotutor::domain::store::Store;

/// How many rooms, and how often each is killed.
const ROOMS: u32 = 10;
const KILLS: u32 = 10;

/// How many answers are on their way at each kill.
const SENT: usize = 24;

/// How many people are in.
const PEOPLE: usize = 3;

/// The answers in a room's file, in order: whose, and whether for the left side.
fn recorded(place: &Place) -> Vec<(u32, bool)> {
    let found = rooms::find(&place.data(), None).unwrap();
    let mut answers = Vec::new();
    let each = &mut |_, fact: &iotutor::domain::fact::Fact| {
        if let Event::Room(Happened::Answered { seat, choice, .. }) = &fact.event {
            answers.push((*seat, choice.response.side() == Some(Side::Left)));
        }
    };
    found.file.read(found.stream, 0, usize::MAX, each).unwrap();
    answers
}

/// Leads a class that is killed again and again in the middle of answers. Returns how many kills it survived.
fn lead(room: u32) -> u32 {
    let place = Place::new();
    let mut talk = Talk::begin(&place, &["host", "MONDAY", "--count", "12", "--web", "off"], room);
    for name in ["Ada", "Bo", "Cy"] {
        talk.say(&format!("join {name}"));
        talk.hear(&[&format!("{name} sits at seat ")]);
    }
    let mut expected: Vec<(u32, bool)> = Vec::new();
    for kill in 0..KILLS {
        // Each stint on a question of its own, so that no seat answers too often in one vote.
        talk.say("next");
        talk.hear(&["Question "]);
        let sent: Vec<(u32, bool)> =
            (0..SENT).map(|at| ((at % PEOPLE) as u32 + 1, (at * 7 + kill as usize) % 5 < 2)).collect();
        for (seat, left) in &sent {
            talk.say(&format!("{seat} {}", if *left { "left" } else { "right" }));
        }
        // Another number of answers is acknowledged each time, from none to all.
        let heard = (room * KILLS + kill) as usize % (SENT + 1);
        for (seat, left) in &sent[..heard] {
            let line = talk.hear(&["Seat "]);
            let side = if *left { "IoT" } else { "IIoT" };
            assert!(
                line.starts_with(&format!("Seat {seat}, ")) && line.contains(&format!(": {side}, locked in.")),
                "{line}"
            );
        }
        talk.kill();
        let now = recorded(&place);
        assert!(now.starts_with(&expected), "room {room}, kill {kill}: what was there before is there");
        let new = &now[expected.len()..];
        assert!(
            new.len() >= heard,
            "room {room}, kill {kill}: {} of {heard} acknowledged answers are there",
            new.len()
        );
        assert!(sent.starts_with(new), "room {room}, kill {kill}: none twice, none made up: {new:?}");
        expected = now;
        talk = Talk::begin(&place, &["host", "--resume", "--web", "off"], 100 + room * KILLS + kill);
        talk.say("who");
        talk.hear(&["3 people are in."]);
        for (seat, name) in [(1, "Ada"), (2, "Bo"), (3, "Cy")] {
            talk.hear(&[&format!("Seat {seat}: {name}, ")]);
        }
        talk.say("skip");
        talk.hear(&["Question "]);
    }
    talk.kill();
    assert_eq!(recorded(&place), expected);
    KILLS
}

#[test]
fn killing_a_class_at_a_hundred_places_loses_no_acknowledged_answer_and_doubles_none() {
    let kills: u32 = std::thread::scope(|scope| {
        let rooms: Vec<_> = (0..ROOMS).map(|room| scope.spawn(move || lead(room))).collect();
        rooms.into_iter().map(|room| room.join().unwrap()).sum()
    });
    assert_eq!(kills, 100);
}
