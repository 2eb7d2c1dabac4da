//! The home screen: what now, what else, how am I doing.

use super::block::{Block, Ends, Kind, List, ListRow, When};
use super::companion::to_go;
use super::text::{Role, plain, quiet, strong};
use super::words::{about, capital, counted, day, greeted, number_word, topic_title};
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::home::{Home, entries_given, next_lesson, number, offers_quick};
use crate::app::keys::{Action, Context, key_for};
use crate::app::learning::{Standing, Waiting, coming, exam, known_today, waiting, waiting_before};
use crate::app::lesson::opens_at;
use crate::app::review::{self, Outlook};
use crate::app::rounds;
use crate::domain::learner::{LESSON_SCREENS, LessonState};

/// The home screen.
pub fn view(model: &Model, home: Home) -> View {
    let outlook = review::outlook(model);
    let actions = entries_given(model, outlook.due > 0);
    let is_new = !actions.contains(&Action::Progress);
    let rows: Vec<ListRow> =
        actions.iter().enumerate().map(|(place, action)| row(model, &actions, place, *action, &outlook)).collect();
    let cursor = home.selected.min(rows.len().saturating_sub(1));
    let view = View::new(model, Form::List, "home")
        .head("iotutor", "")
        .counter(quiet(super::words::learner(&model.name)))
        .blocks(welcome(model, is_new).map(|words| Block::lines([words]).when(When::Spoken).once()))
        .block(Block::full([greeting(model, &actions, &outlook)]))
        .block(Block::new(Kind::List(List { rows, cursor: Some(cursor), brief: true })).gap(if is_new {
            2
        } else {
            1
        }));
    let mut view = if is_new { view.blocks(nothing_known(model)) } else { view.blocks(standing(model)) };
    if is_new {
        view.companion = super::companion::lessons(model);
    } else {
        view = view.blocks(known_now(model));
        view.companion = super::companion::blocks(model);
    }
    view.foot(|foot| {
        foot.only_if(actions.contains(&Action::Review), Action::Snooze)
            .only_if(offers_quick(model, &actions), Action::Quick)
    })
}

/// One sentence, chosen by what is true.
fn greeting(model: &Model, actions: &[Action], outlook: &Outlook) -> Text {
    let is_new = !actions.contains(&Action::Progress);
    if is_new && actions.first() == Some(&Action::Lesson) && !is_amid_lesson(model) {
        let lessons = number_word(model.bank.topic_count());
        return format!("Everything is ready. {} short lessons, and you can stop at any moment.", capital(&lessons))
            .into();
    }
    let ideas = Standing::of(&model.bank, &model.learner);
    if is_new && next_lesson(model).is_none() {
        return "Everything is ready. Start with a quick quiz.".into();
    }
    let what = match actions.first() {
        // What was begun is gone on with first.
        first if first != Some(&Action::Continue) && ideas.known_or_kept() == ideas.total() => {
            format!("You know all {}. The whole subject is yours.", counted(ideas.total(), "idea", "ideas"))
        }
        Some(Action::Continue) => "You stopped in the middle of a round.".to_owned(),
        Some(Action::Review) => match outlook.due {
            1 => "1 idea is due today.".to_owned(),
            due => format!("{due} ideas are due today."),
        },
        Some(Action::Lesson) if is_amid_lesson(model) => "You stopped in the middle of a lesson.".to_owned(),
        Some(Action::Lesson) => "Nothing is due. A good day for a new lesson.".to_owned(),
        _ => "Nothing is due. A mixed quiz keeps it that way.".to_owned(),
    };
    match welcome(model, is_new) {
        // An ear is greeted once, and comes home often.
        Some(words) => Text::default().said(format!("{words} "), Role::Plain, "").join(plain(what)),
        None => what.into(),
    }
}

/// After so many milliseconds somebody has come back: one hour.
const AWAY: i64 = 3_600_000;

/// The words that greet whoever comes back; nobody is greeted who was here just now.
fn welcome(model: &Model, is_new: bool) -> Option<String> {
    let was_away = model.learner.active_at().is_none_or(|last| model.today.millis.saturating_sub(last) >= AWAY);
    let words =
        || greeted(&model.name).map_or_else(|| "Welcome back.".to_owned(), |name| format!("Welcome back, {name}."));
    (!is_new && was_away).then(words)
}

fn row(model: &Model, all: &[Action], place: usize, action: Action, outlook: &Outlook) -> ListRow {
    let (label, detail) = words(model, all, action, outlook);
    let begins_group = |action: &Action| match action {
        Action::Continue | Action::Another | Action::Review => 0,
        Action::Lesson | Action::Quick | Action::Quiz | Action::Setup | Action::Code => 1,
        _ => 2,
    };
    let before = place.checked_sub(1).and_then(|before| all.get(before));
    let gap = u8::from(before.is_some_and(|before| begins_group(before) != begins_group(&action)));
    let key = key_for(Context::Home, action);
    // An entry keeps its number for good; what stands before it may come and go.
    let number = number(action);
    ListRow { key, label, detail, action: Action::Pick(number), select: Action::Select(number), gap }
}

/// What an entry is called, and a few words more.
fn words(model: &Model, all: &[Action], action: Action, outlook: &Outlook) -> (String, String) {
    let is_new = !all.contains(&Action::Progress);
    let (label, detail) = match action {
        Action::Continue => return continued(model),
        Action::Another => return another(model),
        Action::Review => return due(outlook),
        Action::Lesson if is_amid_lesson(model) => ("Continue the lesson", lesson(model)),
        Action::Lesson => (if is_new { "First lesson" } else { "Next lesson" }, lesson(model)),
        Action::Quick if rounds::is_first(model) => ("Quick quiz", "10 easier statements".to_owned()),
        Action::Quick => ("Quick quiz", "10 statements".to_owned()),
        Action::Quiz => {
            let topics = number_word(model.bank.topic_count());
            ("Mixed quiz", format!("{} statements, all {topics} topics", model.settings.count()))
        }
        Action::Setup => ("Custom quiz", "your topics, level and number".to_owned()),
        Action::Code => ("Enter a code", "from a teacher or a friend".to_owned()),
        Action::Topics if lessons_of(model) == 0 => ("Topics", "what is asked, and how you stand".to_owned()),
        Action::Topics if is_new => {
            ("Topics", format!("what the {} lessons are about", number_word(model.bank.topic_count())))
        }
        Action::Topics => ("Topics", lessons_done(model)),
        Action::Cards => ("Discussion", "systems to argue, not scored".to_owned()),
        Action::Progress => ("Progress", "what you know, what comes next".to_owned()),
        Action::Mistakes => ("Mistakes", format!("{} to fix", model.learner.mistake_count())),
        Action::Glossary => {
            ("Glossary", counted(model.bank.manifest.glossary.len(), "word of the trade", "words of the trade"))
        }
        Action::Settings if is_new => ("Settings", "your name, colours, certainty".to_owned()),
        _ => ("Settings", String::new()),
    };
    (label.to_owned(), detail)
}

/// The unfinished round, and where it stands.
fn continued(model: &Model) -> (String, String) {
    let label = "Continue the round".to_owned();
    let Some(waiting) = waiting(&model.bank, &model.learner, model.today) else { return (label, String::new()) };
    (label, format!("{}, {} right", place(&waiting), waiting.right))
}

/// The unfinished round that was left before that one, and how many more there are.
fn another(model: &Model) -> (String, String) {
    let label = "The round before".to_owned();
    let Some(other) = waiting_before(&model.bank, &model.learner, 1, model.today) else {
        return (label, String::new());
    };
    let more = match other.others {
        0 | 1 => String::new(),
        others => format!(", and {} more unfinished", others - 1),
    };
    (label, format!("{}, {}{more}", other.mode.word().to_lowercase(), place(&other)))
}

/// Where an unfinished round goes on.
fn place(waiting: &Waiting) -> String {
    match waiting.question {
        Some(question) => format!("question {question} of {}", waiting.planned),
        None => "only repeats are left".to_owned(),
    }
}

fn due(outlook: &Outlook) -> (String, String) {
    let minutes = counted(outlook.minutes, "minute", "minutes");
    let fresh = if outlook.new > 0 { format!(", {} new", outlook.new) } else { String::new() };
    // That they are due today is said above.
    let mut detail = format!("about {minutes}{fresh}");
    if outlook.asked < outlook.due {
        detail = format!("about {minutes}, {} at a time{fresh}", outlook.asked);
    }
    (format!("Review {}", counted(outlook.due, "idea", "ideas")), detail)
}

/// Whether the lesson that comes next was begun.
fn is_amid_lesson(model: &Model) -> bool {
    let name = next_lesson(model).and_then(|topic| model.bank.manifest.topics.get(topic));
    name.is_some_and(|name| model.learner.lesson_state(&name.id) != LessonState::NotStarted)
}

/// The next lesson: its number and title, and where it was left.
pub fn lesson(model: &Model) -> String {
    let Some(topic) = next_lesson(model) else { return String::new() };
    let title = topic_title(&model.bank, topic);
    let record = model.bank.manifest.topics.get(topic).map(|name| model.learner.lesson(&name.id)).unwrap_or_default();
    match record.state() {
        LessonState::NotStarted => format!("{} {title}, about 5 minutes", topic + 1),
        _ => format!("{} {title}, at screen {} of {LESSON_SCREENS}", topic + 1, opens_at(model, topic)),
    }
}

/// How many lessons there are.
fn lessons_of(model: &Model) -> usize {
    (0..model.bank.topic_count()).filter(|topic| model.bank.has_lesson(*topic)).count()
}

/// `3 of 10 lessons done`.
fn lessons_done(model: &Model) -> String {
    let topics = &model.bank.manifest.topics;
    let done = topics.iter().filter(|topic| model.learner.lesson_state(&topic.id) == LessonState::Done).count();
    format!("{done} of {} done", counted(lessons_of(model), "lesson", "lessons"))
}

/// Before anything is known: what the line will show.
fn nothing_known(model: &Model) -> Vec<Block> {
    let strip = super::standing::of_all(model);
    let all = strip.known + strip.practising + strip.new;
    let ideas = counted(all, "idea", "ideas");
    let seen = format!(
        "{ideas}, all still new. A line gets solid when you practise an idea, and thick when you know it: right several \
         times, on two different days."
    );
    let heard = format!(
        "{ideas}, all still new. You know an idea when you've got it right several times, on two different days."
    );
    let said = plain(seen).read_as(heard);
    vec![
        Block::labelled("What you know", Vec::<String>::new()).gap(4).narrow_gap(1).when(When::Seen),
        Block::new(Kind::Strip(strip)).gap(0).when(When::Seen),
        Block::full([said]).gap(0),
    ]
}

/// How much is known, and what tomorrow brings.
fn standing(model: &Model) -> Vec<Block> {
    let strip = super::standing::of_all(model);
    let figure = |figure: usize, words: &str| strong(figure.to_string()).join(quiet(format!(" {words}")));
    let spoken = format!("{} known, {} practising, {} new.", strip.known, strip.practising, strip.new);
    let seen =
        figure(strip.known, "known   ").join(figure(strip.practising, "practising   ")).join(figure(strip.new, "new"));
    let left = seen.read_as(spoken);
    let right = until_exam(model).or_else(|| next(model).map(quiet)).unwrap_or_default();
    let ends = Ends { left, right, action: Some(Action::Progress) };
    vec![Block::new(Kind::Strip(strip)).when(When::Seen), Block::new(Kind::Ends(ends)).gap(0)]
}

/// How far the exam is and what it takes a day until then, where a day was given; heard with what is to be done.
fn until_exam(model: &Model) -> Option<Text> {
    let exam = exam(&model.bank, &model.learner, &model.settings, model.today)?;
    let when = match exam.days {
        0 => "The exam is today".to_owned(),
        days => format!("Exam in {days} days"),
    };
    if exam.days == 1 {
        return Some(plain(before_exam(model)));
    }
    let Some(to_go) = to_go(&exam).filter(|_| exam.days > 0) else { return Some(plain(format!("{when}."))) };
    let a_day = about(exam.minutes);
    Some(plain(format!("{when}: {a_day} a day")).read_as(format!("{when}. {} to go: {a_day} a day.", capital(&to_go))))
}

/// The day before an exam: an idea takes two days to be known, so only what is due can still be done.
fn before_exam(model: &Model) -> String {
    let due = crate::app::review::outlook(model).due;
    if due == 0 {
        return "Exam tomorrow. Nothing is due today.".to_owned();
    }
    let minutes = counted(model.learner.pace().minutes(due), "minute", "minutes");
    format!("Exam tomorrow: review {}, {minutes}", counted(due, "idea", "ideas"))
}

/// `Tomorrow: 5 ideas`, or when the next ones come.
fn next(model: &Model) -> Option<String> {
    let next = coming(&model.learner, &model.settings, model.today).into_iter().next()?;
    Some(format!("{}: {}", capital(&day(next.day, model.today)), counted(next.ideas, "idea", "ideas")))
}

/// Where there is room: one of the sentences that the learner knows by now, another one each day.
fn known_now(model: &Model) -> Option<Block> {
    let one = known_today(model)?;
    Some(Block::labelled("One thing you know now", [one]).gap(3).when(When::Wide))
}
