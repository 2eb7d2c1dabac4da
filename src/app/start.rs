//! What the tutor is started for: what a command asks for, so that it can wait until it is known who is learning.

use super::{Model, Now, Screen, cards, home, lesson, marks, progress, quiz, review};
use crate::domain::quiz::Spec;
use crate::domain::seed::Seed;

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
}

/// A round that a start is for; what is not said is as the settings say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The topics; none for all.
    pub topics: Vec<usize>,
    /// The level; none for all.
    pub level: Option<u8>,
    /// How many statements.
    pub count: Option<usize>,
    /// The code; none for a new one.
    pub seed: Option<Seed>,
    /// Whether answers carry a certainty.
    pub certainty: Option<bool>,
}

impl Aim {
    /// Opens the screen that was asked for.
    pub(super) fn go(self, model: &mut Model, now: Now) {
        if self != Self::Begin {
            // Who asks for something knows what to do; the introduction comes with the first bare start.
            model.replace(Screen::Home(home::Home::default()));
        }
        match self {
            Self::Begin => {}
            Self::Lesson(topic) => {
                let topic = topic.unwrap_or_else(|| home::next_lesson(model).unwrap_or(0));
                lesson::open(model, topic, now);
            }
            Self::Quiz(round) => round.start(model, now),
            Self::Mistakes(certainty) => {
                model.settings.certainty = certainty.unwrap_or(model.settings.certainty);
                quiz::start_mistakes(model, now);
            }
            Self::Review => review::start(model, now),
            Self::Progress => model.open(Screen::Progress(progress::Progress::default())),
            Self::Cards(topic) => cards::open(model, topic),
        }
        marks::explain_first(model);
    }
}

impl Round {
    fn start(self, model: &mut Model, now: Now) {
        model.settings.certainty = self.certainty.unwrap_or(model.settings.certainty);
        let code = if self.seed.is_some() { quiz::Code::Given } else { quiz::Code::Drawn };
        let count = self.count.unwrap_or_else(|| model.settings.count());
        let seed = self.seed.unwrap_or_else(|| now.seed());
        let spec = Spec { topics: self.topics, level: self.level, count, seed };
        quiz::start(model, &spec, model.settings.certainty, code, now);
    }
}
