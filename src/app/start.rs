//! What the tutor is started for: what a command asks for, so that it can wait until it is known who is learning.

pub use super::rounds::Round;

use super::route::Go;

/// What a start is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// Nothing in particular: the home screen, or the introduction where that was not read yet.
    Begin,
    /// A lesson; without a topic, the next one.
    Lesson(Option<usize>),
    /// A round.
    Quiz(Round),
    /// The mistakes that were not made good. Says whether answers carry a certainty, where that differs from the settings.
    Mistakes(Option<bool>),
    /// What is due.
    Review,
    /// The progress.
    Progress,
    /// The discussion cards, of one topic or of all.
    Cards(Option<usize>),
    /// The case study with that number, from 0; without one, all to choose from.
    Cases(Option<usize>),
}

impl Aim {
    /// Where it leads; none where it is the first screen.
    pub(super) fn leads_to(self) -> Option<Go> {
        Some(match self {
            Self::Begin => return None,
            Self::Lesson(None) => Go::NextLesson,
            Self::Lesson(Some(topic)) => Go::Lesson(topic),
            Self::Quiz(round) => Go::Round(Box::new(round)),
            Self::Mistakes(certainty) => Go::MistakeRound(None, certainty),
            Self::Review => Go::Review,
            Self::Progress => Go::Progress,
            Self::Cards(topic) => Go::Cards(topic),
            Self::Cases(None) => Go::Cases,
            Self::Cases(Some(number)) => Go::Case(number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::Action;
    use crate::app::settings::Settings;
    use crate::app::summary::replay_command;
    use crate::app::{Effect, Message, Model, Now, Screen, update};
    use crate::domain::bank::sample;
    use crate::domain::code;
    use crate::domain::fact::Event;
    use crate::domain::learner::Learner;
    use std::sync::Arc;

    const NOW: Now = Now { moment: crate::domain::moment::Moment::utc(1_795_459_380_000), entropy: 77 << 64 };

    fn model(folder: Option<&str>) -> Model {
        let bank = Arc::new(sample::bank(4, 12));
        Model::new(bank, Learner::default(), "Ada".to_owned(), Settings::default())
            .from_folder(folder.map(str::to_owned))
    }

    /// What a start for that aim records of its attempt.
    fn started(model: &mut Model, aim: Aim) -> crate::domain::fact::Started {
        let effects = update(model, Message::Begin(aim), NOW);
        let [Effect::Record(facts)] = effects.as_slice() else { panic!("{effects:?}") };
        match &facts[0].event {
            Event::Started(started) => started.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_choice_for_one_session_is_no_setting() {
        let certainty = Some(!Settings::default().certainty);
        let aims = [Aim::Quiz(Round { certainty, count: Some(5), ..Round::default() }), Aim::Mistakes(certainty)];
        for aim in aims {
            let mut model = model(None);
            let _ = update(&mut model, Message::Begin(aim), NOW);
            assert_eq!(model.settings(), &Settings::default());
        }
    }

    #[test]
    fn a_code_is_the_whole_paper_whatever_else_is_asked_for() {
        let mut first = model(None);
        let round = Round { topics: vec![3, 1], level: Some(2), count: Some(6), ..Round::default() };
        let paper = started(&mut first, Aim::Quiz(round));
        let given = code::read(&paper.seed, first.bank()).ok();
        let again = started(&mut model(None), Aim::Quiz(Round { given, count: Some(9), ..Round::default() }));
        assert_eq!((&again.statements, &again.topics, again.level), (&paper.statements, &paper.topics, Some(2)));
        assert_eq!((paper.repeats, again.repeats), (true, false), "everybody with the code gets the same and no more");
    }

    #[test]
    fn a_word_is_shown_with_the_code_that_it_stands_for() {
        let mut model = model(None);
        let given = code::read("monday", model.bank()).ok();
        let started = started(&mut model, Aim::Quiz(Round { given, ..Round::default() }));
        assert_eq!(started.code(), format!("MONDAY ({})", started.seed));
        assert!(matches!(code::read(&started.seed, model.bank()), Ok(code::Given::Code(_))));
    }

    #[test]
    fn the_line_that_plays_a_round_again_names_its_code_and_its_bank() {
        for (folder, bank) in [
            (None, ""),
            (Some("banks/animals"), " --bank banks/animals"),
            (Some("my bank's"), " --bank 'my bank'\\''s'"),
        ] {
            let mut model = model(folder);
            let started = started(&mut model, Aim::Quiz(Round::default()));
            let line = format!("iotutor quiz --code {}{bank}", started.seed);
            assert_eq!(replay_command(&model, &started), Some(line));
        }
    }

    #[test]
    fn a_statement_does_not_come_back_within_minutes_in_new_rounds() {
        let mut model = model(None);
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..3_u32 {
            let moment = crate::domain::moment::Moment::utc(NOW.moment.millis + i64::from(number) * 60_000);
            let now = Now { moment, entropy: u128::from(number + 1) << 70 };
            let aim = Aim::Quiz(Round { count: Some(8), certainty: Some(false), ..Round::default() });
            let _ = update(&mut model, Message::Begin(aim), now);
            for _ in 0..8 {
                let Screen::Quiz(quiz) = &model.screen else { panic!("no round") };
                let at = quiz.session.current().unwrap();
                assert!(seen.insert((at.topic, at.item)), "round {number}: {at:?} comes back");
                let _ = update(&mut model, Message::Act(Action::Answer(at.side, None)), now);
                let _ = update(&mut model, Message::Act(Action::Next), now);
            }
        }
    }

    #[test]
    fn a_round_of_what_is_not_known_yet_has_no_code_to_play_it_again() {
        let mut model = model(None);
        let started = started(&mut model, Aim::Quiz(Round { unknown_only: true, count: Some(5), ..Round::default() }));
        assert_eq!((started.statements.len(), replay_command(&model, &started)), (5, None));
    }
}
