//! Who is learning: the choice among those whom the journal knows, and the name of somebody new.

pub use super::names::{LONGEST_NAME, NAME_RULE, NAMELESS, called, listed, proper_name};

use super::keys::Action;
use super::route::Go;
use super::start::Aim;
use super::{Effect, Model, Screen, moved};
use crate::domain::characters::is_forbidden;
use crate::domain::learner::Learner;
use crate::domain::moment::Moment;

/// A learner whom the journal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The name in the journal.
    pub name: String,
    /// How many answers stand, those taken back left out.
    pub answers: u64,
    /// The local day of the last fact, as days since 1970-01-01; none without a fact.
    pub day: Option<i64>,
}

impl Known {
    /// A few words on what there is of somebody.
    #[must_use]
    pub fn words(&self, today: Moment) -> String {
        let answers = match self.answers {
            0 => return "no answers yet".to_owned(),
            1 => "1 answer".to_owned(),
            answers => format!("{answers} answers"),
        };
        match self.day {
            None => answers,
            Some(day) if day == today.day() => format!("{answers}, last today"),
            Some(day) if day == today.day() - 1 => format!("{answers}, last yesterday"),
            Some(day) => format!("{answers}, last on {}", today.written_beside(day)),
        }
    }
}

/// The screen that asks who is learning.
#[derive(Debug, Clone)]
pub struct Learners {
    /// Whom one can choose, the one who was here last first.
    pub known: Vec<Known>,
    /// The selected row, from 0; the last one is somebody new.
    pub selected: usize,
    /// The name of somebody new as typed so far; none while a row is chosen.
    pub typed: Option<String>,
    /// What was asked for, and waits until it is known for whom.
    pub aim: Aim,
}

impl Learners {
    /// How many rows there are: all who are known, and somebody new.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.known.len() + 1
    }

    fn type_character(&mut self, character: char) {
        if let Some(typed) = self.typed.as_mut().filter(|typed| typed.chars().count() < LONGEST_NAME)
            && !is_forbidden(character)
        {
            typed.push(character);
        }
    }
}

/// Asks who is learning before anything else. `known` has the one who was here last first; `aim` is what comes after.
pub(super) fn ask(model: &mut Model, known: Vec<Known>, aim: Aim) {
    model.under.clear();
    model.replace(Screen::Learners(Box::new(Learners { known, selected: 0, typed: None, aim })));
}

/// Offers to change the learner, with the present one selected.
pub(super) fn offer(model: &mut Model, mut known: Vec<Known>) {
    if known.iter().all(|one| one.name != model.name) {
        // Who has not done anything yet is in no journal.
        known.insert(0, Known { name: model.name.clone(), answers: 0, day: None });
    }
    let selected = known.iter().position(|one| one.name == model.name).unwrap_or(0);
    model.open(Screen::Learners(Box::new(Learners { known, selected, typed: None, aim: Aim::Begin })));
}

/// Goes on as somebody else, with what is known of them. Returns what was asked for.
pub(super) fn loaded(model: &mut Model, name: String, learner: Learner) -> Aim {
    let aim = match &model.screen {
        Screen::Learners(learners) => learners.aim.clone(),
        _ => Aim::Begin,
    };
    model.notice = Some(format!("Learner: {}.", called(&name)));
    model.name = name;
    model.begin_with(learner);
    aim
}

/// Whether nobody was chosen yet, so that there is nobody to go home as.
pub(super) fn is_undecided(model: &Model) -> bool {
    matches!(model.under.first().unwrap_or(&model.screen), Screen::Learners(_))
}

/// Leaves the typing of a name, if one is being typed. Returns whether it was.
pub(super) fn gives_up_typing(model: &mut Model) -> bool {
    let Screen::Learners(learners) = &mut model.screen else { return false };
    learners.typed.take().is_some()
}

/// The screen that asks who is learning. It records nothing: whoever is chosen does from then on.
pub(super) fn update(model: &mut Model, action: Action) -> Option<Go> {
    let Screen::Learners(learners) = &mut model.screen else { return None };
    match action {
        Action::Type(typed) => learners.type_character(typed),
        Action::Erase => drop(learners.typed.as_mut().and_then(String::pop)),
        Action::Clear => learners.typed.iter_mut().for_each(String::clear),
        Action::SetName(name) => match proper_name(&name).map(str::to_owned) {
            Some(name) => return go_on_as(model, name),
            None => model.notice = Some(super::review::sentence(NAME_RULE)),
        },
        Action::Up | Action::Down => learners.selected = moved(learners.selected, action, learners.rows()),
        Action::Select(row) => learners.selected = row.min(learners.rows() - 1),
        Action::Next => match &learners.typed {
            None => return choose(model),
            Some(typed) => match proper_name(typed).map(str::to_owned) {
                Some(name) => return go_on_as(model, name),
                None => model.notice = Some(super::review::sentence(NAME_RULE)),
            },
        },
        Action::Pick(row) if row < learners.rows() => {
            learners.selected = row;
            learners.typed = None;
            return choose(model);
        }
        _ => {}
    }
    None
}

/// Goes on as the selected learner, or asks for a name.
fn choose(model: &mut Model) -> Option<Go> {
    let Screen::Learners(learners) = &mut model.screen else { return None };
    if let Some(known) = learners.known.get(learners.selected) {
        let name = known.name.clone();
        return go_on_as(model, name);
    }
    learners.typed = Some(String::new());
    None
}

fn go_on_as(model: &mut Model, name: String) -> Option<Go> {
    if name == model.name && !is_undecided(model) {
        return Some(Go::Back);
    }
    model.ask(Effect::Load(name));
    None
}

#[cfg(test)]
mod tests {
    use super::super::keys::Context;
    use super::super::{Message, settings::Settings, settings::SettingsScreen, update};
    use super::*;
    use crate::app::Now;
    use crate::domain::bank::Bank;
    use crate::domain::fact::{Event, Fact, SOLE_LEARNER};
    use std::sync::Arc;

    const NOW: Now = Now { moment: Moment::utc(1_795_459_380_000), entropy: 7 };

    fn model() -> Model {
        let mut learner = Learner::default();
        learner.welcomed = true;
        Model::new(Arc::new(Bank::default()), learner, SOLE_LEARNER.to_owned(), Settings::default())
    }

    fn known(name: &str) -> Known {
        Known { name: name.to_owned(), answers: 3, day: Some(NOW.moment.day()) }
    }

    /// A start for the progress that asks who is learning.
    fn asked() -> Model {
        let mut model = model();
        ask(&mut model, vec![known("Ada"), known(SOLE_LEARNER)], Aim::Progress);
        model
    }

    /// The same from the settings, of the learner Guest.
    fn offered() -> Model {
        let mut model = model();
        model.open(Screen::Settings(SettingsScreen::default()));
        assert_eq!(act(&mut model, Action::Learner), [Effect::ListLearners]);
        assert_eq!(update(&mut model, Message::Learners(vec![known("Ada")]), NOW), []);
        model
    }

    fn act(model: &mut Model, action: Action) -> Vec<Effect> {
        update(model, Message::Act(action), NOW)
    }

    fn type_name(model: &mut Model, name: &str) {
        for character in name.chars() {
            assert_eq!(act(model, Action::Type(character)), []);
        }
    }

    fn load(model: &mut Model, name: &str, learner: Learner) -> Vec<Effect> {
        update(model, Message::Loaded { name: name.to_owned(), learner: Box::new(learner) }, NOW)
    }

    #[test]
    fn the_one_who_was_here_last_is_a_key_away_from_what_was_asked_for() {
        let mut model = asked();
        assert_eq!(act(&mut model, Action::Next), [Effect::Load("Ada".to_owned())]);
        assert_eq!(load(&mut model, "Ada", Learner::default()), []);
        assert_eq!((model.name.as_str(), model.context()), ("Ada", Context::Progress));
        act(&mut model, Action::Back);
        assert_eq!(model.context(), Context::Home, "who asks for something is not introduced");
        assert!(model.under.is_empty());
    }

    #[test]
    fn what_is_recorded_from_then_on_is_the_chosen_ones() {
        let mut model = asked();
        load(&mut model, "Ada", Learner::default());
        model.record("", Event::Welcomed, NOW);
        let effects = act(&mut model, Action::Back);
        assert!(
            matches!(effects.as_slice(), [Effect::Record(facts)] if facts.iter().all(|fact| fact.learner == "Ada"))
        );
    }

    #[test]
    fn before_anybody_is_chosen_nothing_but_the_end_leads_out_and_nothing_is_recorded() {
        for action in [Action::Home, Action::Learner, Action::Clear, Action::Settings, Action::Quiz, Action::Pick(9)] {
            let mut model = asked();
            assert_eq!((act(&mut model, action), model.context()), (vec![], Context::Choosing), "{action:?}");
        }
        let mut model = asked();
        act(&mut model, Action::Help);
        act(&mut model, Action::Home);
        act(&mut model, Action::Back);
        assert_eq!(model.context(), Context::Choosing);
        assert_eq!(act(&mut model, Action::Back), [Effect::Quit]);
    }

    #[test]
    fn somebody_new_is_asked_for_a_name_that_is_held_to_the_rule_of_the_command_line() {
        let mut model = asked();
        assert_eq!((act(&mut model, Action::Pick(2)), model.context()), (vec![], Context::Naming));
        type_name(&mut model, "  ");
        assert_eq!((act(&mut model, Action::Next), model.context()), (vec![], Context::Naming));
        assert_eq!(model.notice.as_deref(), Some("A name has 1 to 40 printable characters."));
        type_name(&mut model, "Bo\u{1b}\u{202e}b");
        act(&mut model, Action::Erase);
        type_name(&mut model, &"y".repeat(60));
        let wanted = format!("Bo{}", "y".repeat(36));
        assert_eq!(act(&mut model, Action::Next), [Effect::Load(wanted)]);
        act(&mut model, Action::Back);
        assert_eq!(model.context(), Context::Choosing, "leaving the typing is not leaving the screen");
    }

    #[test]
    fn a_new_learner_is_introduced() {
        let mut model = offered();
        load(&mut model, "Bob", Learner::default());
        assert_eq!((model.context(), model.under.len()), (Context::Welcome, 0));
        assert_eq!(model.notice.as_deref(), Some("Learner: Bob."));
    }

    #[test]
    fn the_settings_offer_all_with_the_present_one_selected_and_lead_back() {
        let mut model = offered();
        let Screen::Learners(learners) = &model.screen else { panic!("no learners") };
        let names: Vec<&str> = learners.known.iter().map(|known| known.name.as_str()).collect();
        assert_eq!((names, learners.selected), (vec![SOLE_LEARNER, "Ada"], 0));
        assert_eq!((act(&mut model, Action::Next), model.context()), (vec![], Context::Settings), "nothing to change");
        let mut model = offered();
        act(&mut model, Action::Back);
        assert_eq!(model.context(), Context::Settings);
    }

    #[test]
    fn answers_of_one_learner_are_saved_before_another_is_loaded() {
        let mut model = offered();
        model.record("", Event::Welcomed, NOW);
        let effects = act(&mut model, Action::Pick(1));
        let owner = |facts: &[Fact]| facts.iter().map(|fact| fact.learner.clone()).collect::<Vec<_>>();
        assert!(
            matches!(effects.as_slice(), [Effect::Record(facts), Effect::Load(name)]
                if owner(facts) == [SOLE_LEARNER] && name == "Ada"),
            "{effects:?}"
        );
    }

    #[test]
    fn the_words_on_somebody_say_how_much_and_when() {
        let today = NOW.moment;
        let words = |answers, ago| Known { answers, day: Some(today.day() - ago), ..known("Ada") }.words(today);
        assert_eq!(words(0, 0), "no answers yet");
        assert_eq!(words(1, 0), "1 answer, last today");
        assert_eq!(words(20, 1), "20 answers, last yesterday");
        assert_eq!(words(20, 2), "20 answers, last on 21 November");
    }

    #[test]
    fn names_are_called_what_can_be_shown() {
        assert_eq!(
            [called("Ada"), called(SOLE_LEARNER), called("\u{200b} ")],
            ["Ada", NAMELESS, "a name that cannot be shown"]
        );
        assert_eq!(listed(SOLE_LEARNER), "Guest");
    }
}
