//! One step of the program: a message in, its effects carried out, facts durable before anything is shown.

use crate::app::ports::Ports;
use crate::app::report::Report;
use crate::app::{Effect, Message, Model, Now, update};
use std::collections::VecDeque;

/// What a step asks of the loop that made it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// To end.
    pub quit: bool,
    /// To stop until brought to the foreground.
    pub suspend: bool,
    /// To draw from nothing.
    pub repaint: bool,
}

/// Takes a message into account and saves what came of it. What came of the effects, failures included, goes back to the
/// model as messages: facts that could not be saved are shown, and trying again is offered.
pub fn step(model: &mut Model, message: Message, now: Now, ports: &mut dyn Ports) -> Asked {
    let mut asked = Asked::default();
    let mut effects = VecDeque::from(update(model, message, now));
    while let Some(effect) = effects.pop_front() {
        let answer = match effect {
            Effect::Quit => {
                asked.quit = true;
                None
            }
            Effect::Suspend => {
                asked.suspend = true;
                None
            }
            Effect::Repaint => {
                asked.repaint = true;
                None
            }
            other => carry_out(other, model, now, ports),
        };
        let Some(answer) = answer else { continue };
        let unsaved = matches!(answer, Message::SaveFailed { .. });
        effects.extend(update(model, answer, now));
        if unsaved {
            // Nothing else happens before this is settled: an answer is durable before its feedback shows.
            return Asked::default();
        }
    }
    asked
}

/// Has the outside do what an effect names. Returns what the model is to be told of it, if anything.
fn carry_out(effect: Effect, model: &Model, now: Now, ports: &mut dyn Ports) -> Option<Message> {
    let told = match effect {
        Effect::Record(facts) => {
            return ports.save(&facts).err().map(|reason| Message::SaveFailed { facts, reason });
        }
        Effect::KeepSettings(settings) => return ports.keep(&settings).err().map(Message::Told),
        Effect::Report => ports.write(&Report::of_model(model, now)).map(Message::Told),
        Effect::File => return model.unfiled().map(|record| Message::Filed(ports.file(record))),
        Effect::ReportResult => match model.result() {
            Some((record, Some(receipt))) => ports.report(record, receipt).map(Message::Told),
            _ => return None,
        },
        Effect::Look(query) => {
            ports.look(model.name(), model.bank(), &query).map(|found| Message::Found { query, found })
        }
        Effect::ListLearners => ports.learners().map(Message::Learners),
        Effect::Load(name) => ports.load(&name).map(|learner| Message::Loaded { name, learner: Box::new(learner) }),
        Effect::Suspend | Effect::Repaint | Effect::Quit => return None,
    };
    Some(told.unwrap_or_else(Message::Told))
}
