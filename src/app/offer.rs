//! Certainty is offered once, in a line at the end of a round, when it begins to help: after the second lesson or twenty
//! answers. Certainty is a setting of this machine, and so is that it was offered.

use super::settings::Offered;
use super::{Effect, Model};
use crate::domain::learner::LessonState;
use crate::domain::session::Session;

/// After so many passed lessons it is offered.
const LESSONS: usize = 2;

/// Or after so many answers.
const ANSWERS: u32 = 20;

/// The line with which it is offered.
pub const OFFER: &str = "New: say how sure you are, and see where you're sure but wrong. y turns it on.";

/// How the offer stands at the end of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// There is none.
    None,
    /// It was made, and waits for its key.
    Made,
    /// It was taken up.
    Taken,
}

/// Whether it is offered now: to whoever did without it so far and has got far enough.
fn is_due(model: &Model, round: &Session) -> bool {
    let learner = &model.learner;
    let topics = &model.bank.manifest.topics;
    let passed = topics.iter().filter(|topic| learner.lesson_state(&topic.id) == LessonState::Done).count();
    let far_enough = learner.days().values().sum::<u32>() >= ANSWERS || passed >= LESSONS;
    let without = !model.settings.certainty && !round.started.certainty && learner.sureness().answers() == 0;
    far_enough && without && model.settings.offered == Offered::NotYet
}

/// Makes the offer at the end of a round, where it is due: the line stays until it is taken up or the screen is left.
pub(super) fn make(model: &mut Model, round: &Session) -> Offer {
    if !is_due(model, round) {
        return Offer::None;
    }
    model.settings.offered = Offered::Once;
    model.ask(Effect::KeepSettings(model.settings));
    Offer::Made
}

/// Takes the offer up.
pub(super) fn accept(model: &mut Model) {
    model.settings.certainty = true;
    model.ask(Effect::KeepSettings(model.settings));
    model.notice = Some(
        "From the next round on you'll be asked how sure you are: f and j then mean unsure. The settings switch it off."
            .to_owned(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::Action;
    use crate::app::settings::Settings;
    use crate::app::start::{Aim, Round};
    use crate::app::{Message, Now, Screen, update};
    use crate::domain::bank::sample;
    use crate::domain::learner::Learner;
    use crate::domain::moment::Moment;
    use std::sync::Arc;

    struct Learnt {
        model: Model,
        ticks: u32,
    }

    impl Learnt {
        fn new(settings: Settings) -> Self {
            let bank = Arc::new(sample::bank(3, 20));
            Self { model: Model::new(bank, Learner::default(), "Ada".to_owned(), settings), ticks: 0 }
        }

        fn tell(&mut self, message: Message) -> Vec<Effect> {
            self.ticks += 1;
            let ticks = u128::from(self.ticks);
            let now = Now { moment: Moment::utc(i64::from(self.ticks) * 1_000), entropy: ticks << 70 | ticks };
            update(&mut self.model, message, now)
        }

        fn offers(&self) -> bool {
            let said = crate::app::view::of(&self.model).notice;
            said.is_some_and(|said| said.spoken() == OFFER)
        }

        /// Plays a round of so many statements rightly; what the last step asked for.
        fn play(&mut self, count: usize) -> Vec<Effect> {
            let certainty = Some(self.model.settings.certainty);
            let mut last =
                self.tell(Message::Begin(Aim::Quiz(Round { count: Some(count), certainty, ..Round::default() })));
            while let Screen::Quiz(quiz) = &self.model.screen {
                let side = quiz.session.current().unwrap().side;
                self.tell(Message::Act(Action::Answer(side, None)));
                last = self.tell(Message::Act(Action::Next));
            }
            last
        }
    }

    fn kept(effects: &[Effect]) -> Option<Settings> {
        effects.iter().find_map(|effect| match effect {
            Effect::KeepSettings(settings) => Some(*settings),
            _ => None,
        })
    }

    #[test]
    fn certainty_is_offered_at_the_end_of_the_round_of_the_twentieth_answer_and_taken_up_with_a_key() {
        let mut learnt = Learnt::new(Settings::default());
        assert_eq!((kept(&learnt.play(10)), learnt.offers()), (None, false));
        let offered = Settings { offered: Offered::Once, ..Settings::default() };
        assert_eq!(kept(&learnt.play(10)), Some(offered), "it is not offered again after a crash, either");
        assert!(learnt.offers());
        learnt.tell(Message::Act(Action::PageOn));
        assert!(learnt.offers(), "no key but its own takes it away");
        let effects = learnt.tell(Message::Act(Action::Accept));
        assert_eq!(kept(&effects), Some(Settings { certainty: true, ..offered }));
        assert!(learnt.model.notice().is_some_and(|said| said.starts_with("From the next round on")));
        assert_eq!(kept(&learnt.tell(Message::Act(Action::Accept))), None, "it is taken up once");
        learnt.tell(Message::Act(Action::Again));
        let Screen::Quiz(quiz) = &learnt.model.screen else { panic!("no round") };
        assert!(quiz.session.started.certainty, "the next round asks, and so does the same kind again");
    }

    #[test]
    fn whoever_goes_on_does_without_it_and_is_not_asked_again() {
        let mut learnt = Learnt::new(Settings::default());
        learnt.play(20);
        assert!(learnt.offers());
        learnt.tell(Message::Act(Action::Home));
        assert_eq!((kept(&learnt.play(10)), learnt.offers()), (None, false));
        learnt.tell(Message::Act(Action::Accept));
        assert!(!learnt.model.settings.certainty, "what is not offered cannot be taken up");
    }

    #[test]
    fn who_says_how_sure_already_is_offered_nothing() {
        let mut learnt = Learnt::new(Settings { certainty: true, ..Settings::default() });
        assert_eq!((kept(&learnt.play(25)), learnt.offers()), (None, false));
    }
}
