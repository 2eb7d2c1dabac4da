//! From the text of a form to a [`Form`], or to everything that is wrong with it.

use super::table::{Reader, Table, Value, whole};
use super::{
    Accommodation, Announced, Appeal, Attempts, Consent, Cut, FORMAT_VERSION, Form, Kind, Method, Module, Paper, Row,
    Sentences, Shows, Time, Timer,
};
use crate::domain::assessment::wald;
use crate::domain::bank::problem::Problem;
use crate::domain::seed::Seed;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// The most statements of one topic and level.
const MOST_IN_CELL: u32 = 60;

/// The most statements of a paper.
const MOST: usize = 200;

/// The line that each part of a form stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(BTreeMap<String, usize>);

impl Lines {
    /// The line of a place such as `cut.share`, or of the nearest place around it; none where neither is written.
    #[must_use]
    pub fn of(&self, place: &str) -> Option<usize> {
        let around = || self.of(place.rsplit_once('.')?.0);
        self.0.get(place).copied().or_else(around)
    }
}

/// See [`Form::read`].
pub(super) fn read(file: &str, text: &str) -> Result<(Form, Lines), Vec<Problem>> {
    let mut reader = Reader::new(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = error.span().map(|span| reader.line(span.start));
        let reason = error.message().lines().next().unwrap_or_default().to_owned();
        reader.tell("toml", line, "", reason, "");
    }
    let form = if reader.problems.is_empty() {
        let mut table = Table::of(&reader, "", root.get_ref(), 0..0);
        let form = form(&mut reader, &mut table);
        table.end(&mut reader);
        form
    } else {
        None
    };
    match form {
        Some(form) if reader.problems.is_empty() => Ok((form, Lines(reader.lines))),
        _ => {
            reader.problems.sort_by_key(|problem| problem.line);
            Err(reader.problems)
        }
    }
}

fn form(reader: &mut Reader<'_>, table: &mut Table<'_>) -> Option<Form> {
    // Everything is read before anything is given up, so that all problems are told.
    let version = table.number(reader, "format_version", FORMAT_VERSION..=FORMAT_VERSION);
    let title = table.text(reader, "title", 60);
    let purpose = table.text_or(reader, "purpose", 200, "");
    let bank = table.text_or(reader, "bank", 60, "");
    let bank_revision = table.number_or(reader, "bank_revision", 0..=u32::MAX);
    let cohort = cohort(reader, table);
    let key = key(reader, table);
    let paper = paper(reader, table);
    let time = time(reader, table);
    let cut = cut(reader, table);
    let modules = modules(reader, table);
    let attempts = attempts(reader, table);
    let accommodations = accommodations(reader, table);
    let shows = shows(reader, table);
    let consent = consent(reader, table);
    let retention_months = retention(reader, table);
    let appeal = appeal(reader, table);
    let sentences = sentences(reader, table);
    version?;
    let form = Form {
        title: title?,
        purpose,
        bank,
        bank_revision,
        cohort,
        paper: paper?,
        time,
        cut,
        modules,
        attempts,
        accommodations,
        shows,
        consent,
        retention_months,
        appeal,
        sentences,
        key,
    };
    agree(reader, &form);
    Some(form)
}

fn cohort(reader: &mut Reader<'_>, table: &mut Table<'_>) -> String {
    let typed = table.text_or(reader, "cohort", 40, "");
    if typed.is_empty() {
        return typed;
    }
    match typed.parse::<Seed>() {
        Ok(seed) => seed.code().to_owned(),
        Err(bad) => {
            let line = reader.lines.get("cohort").copied();
            reader.tell("value", line, "cohort", bad.to_string(), "");
            String::new()
        }
    }
}

fn key(reader: &mut Reader<'_>, table: &mut Table<'_>) -> String {
    let key = table.text_or(reader, "key", 64, "");
    let fits = key.len() == 64 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if key.is_empty() || fits {
        return key;
    }
    let line = reader.lines.get("key").copied();
    let reason = "a public key has 64 hexadecimal digits, in small letters".to_owned();
    reader.tell("value", line, "key", reason, "print it with `iotutor form key show`");
    String::new()
}

/// How a paper is asked, apart from what it asks.
struct Way {
    kind: Kind,
    at_least: Option<u32>,
    practice: Option<u32>,
    parallel: bool,
    certainty: bool,
}

fn way(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Way {
    let kinds = [("fixed", Kind::Fixed), ("sequential", Kind::Sequential), ("adaptive", Kind::Adaptive)];
    let Some(mut table) = root.table(reader, "paper") else {
        return Way { kind: Kind::Fixed, at_least: None, practice: None, parallel: true, certainty: false };
    };
    let way = Way {
        kind: table.word(reader, "kind", &kinds, Kind::Fixed),
        at_least: table.number_or(reader, "at_least", 10..=200),
        practice: table.number_or(reader, "practice", 0..=5),
        parallel: table.flag(reader, "parallel", true),
        certainty: table.flag(reader, "certainty", false),
    };
    table.end(reader);
    way
}

fn paper(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Option<Paper> {
    let Way { kind, at_least, practice, parallel, certainty } = way(reader, root);
    let blueprint = blueprint(reader, root)?;
    let statements = blueprint.iter().map(Row::statements).sum();
    let least = at_least.and_then(|least| usize::try_from(least).ok());
    let at_least = match kind {
        Kind::Fixed => statements,
        Kind::Sequential | Kind::Adaptive => least.unwrap_or(wald::LEAST),
    };
    let practice = practice.map_or(2, |practice| usize::try_from(practice).unwrap_or(2));
    Some(Paper { kind, at_least, practice, parallel, certainty, blueprint })
}

fn blueprint(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Option<Vec<Row>> {
    let Some(table) = root.table(reader, "blueprint") else {
        let reason = "the blueprint is missing: how many statements of each topic and level".to_owned();
        reader.tell("missing", None, "blueprint", reason, "write [blueprint], and security = [2, 2, 2] below it");
        return None;
    };
    let mut rows = Vec::new();
    for (topic, value) in table.rest(reader) {
        rows.push(levels(reader, &topic, value).map(|levels| Row { topic, levels }));
    }
    rows.into_iter().collect()
}

fn levels(reader: &mut Reader<'_>, topic: &str, value: &Value<'_>) -> Option<[u16; 3]> {
    let place = format!("blueprint.{topic}");
    let mut number = |one| whole(reader, &place, one, 0..=MOST_IN_CELL).and_then(|number| u16::try_from(number).ok());
    let numbers: Vec<Option<u16>> = match value.get_ref() {
        DeValue::Array(list) => list.iter().map(&mut number).collect(),
        _ => Vec::new(),
    };
    if numbers.len() != 3 {
        let line = Some(reader.line(value.span().start));
        let reason = "this should be three whole numbers: how many of level 1, 2 and 3".to_owned();
        reader.tell("value", line, &place, reason, "");
    }
    let numbers: Option<Vec<u16>> = numbers.into_iter().collect();
    numbers?.try_into().ok()
}

fn time(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Time {
    let Some(mut table) = root.table(reader, "time") else { return Time::default() };
    let timers = [("shown", Timer::Shown), ("hideable", Timer::Hideable), ("hidden", Timer::Hidden)];
    let minutes = table.number_or(reader, "minutes", 1..=600).and_then(|minutes| u16::try_from(minutes).ok());
    let timer = table.word(reader, "timer", &timers, Timer::Shown);
    let pauses = table.flag(reader, "pauses", false);
    table.end(reader);
    Time { minutes, timer, pauses }
}

fn cut(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Option<Cut> {
    let mut table = root.table(reader, "cut")?;
    let share = table.real(reader, "share", 0.55..=0.95);
    let methods = [("angoff", Method::Angoff), ("decree", Method::Decree)];
    let method = table.word(reader, "method", &methods, Method::Decree);
    let by = table.text(reader, "by", 80);
    let on = table.day(reader, "on");
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let ready_from = table.number_or(reader, "ready_from", 1..=most);
    let not_yet_to = table.number_or(reader, "not_yet_to", 0..=most);
    table.end(reader);
    let as_count = |number: Option<u32>| number.and_then(|number| usize::try_from(number).ok());
    let announced = match (as_count(ready_from), as_count(not_yet_to)) {
        (Some(ready_from), Some(not_yet_to)) => Some(Announced { ready_from, not_yet_to }),
        (None, None) => None,
        _ => {
            let line = reader.lines.get("cut").copied();
            let reason = "only one of ready_from and not_yet_to is stated".to_owned();
            reader.tell("value", line, "cut", reason, "state both, or neither");
            None
        }
    };
    Some(Cut { share: share?, method, by: by?, on: on?, announced })
}

fn modules(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Vec<Module> {
    let mut modules = Vec::new();
    for mut table in root.tables(reader, "module") {
        let title = table.text(reader, "title", 40);
        let topics = table.texts(reader, "topics").into_iter().map(|(topic, _)| topic).collect();
        table.end(reader);
        modules.extend(title.map(|title| Module { title, topics }));
    }
    modules
}

fn attempts(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Attempts {
    let mut attempts = Attempts { allowed: 1, wait_days: 0 };
    let Some(mut table) = root.table(reader, "attempts") else { return attempts };
    let allowed = table.number_or(reader, "allowed", 1..=2).and_then(|allowed| usize::try_from(allowed).ok());
    let wait = table.number_or(reader, "wait_days", 0..=365).and_then(|days| u16::try_from(days).ok());
    table.end(reader);
    attempts.allowed = allowed.unwrap_or(attempts.allowed);
    attempts.wait_days = wait.unwrap_or(attempts.wait_days);
    attempts
}

fn accommodations(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Vec<Accommodation> {
    let mut accommodations = Vec::new();
    for mut table in root.tables(reader, "accommodation") {
        let id = table.text(reader, "id", 40);
        let extra_time = table.number_or(reader, "extra_time", 0..=300).and_then(|more| u16::try_from(more).ok());
        let no_limit = table.flag(reader, "no_limit", false);
        table.end(reader);
        accommodations.extend(id.map(|id| Accommodation { id, extra_time: extra_time.unwrap_or(0), no_limit }));
    }
    accommodations
}

fn shows(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Shows {
    let words = [("nothing", Shows::Nothing), ("recommendation", Shows::Recommendation), ("report", Shows::Report)];
    root.word(reader, "shows", &words, Shows::Report)
}

fn consent(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Consent {
    let mut consent = Consent {
        kept: "your name and id, each answer with its time, and the result".to_owned(),
        seen_by: "whoever you give the result to, and you".to_owned(),
        decides: "nothing by itself: a person decides".to_owned(),
    };
    let Some(mut table) = root.table(reader, "consent") else { return consent };
    consent.kept = table.text_or(reader, "kept", 160, &consent.kept);
    consent.seen_by = table.text_or(reader, "seen_by", 160, &consent.seen_by);
    consent.decides = table.text_or(reader, "decides", 160, &consent.decides);
    table.end(reader);
    consent
}

fn retention(reader: &mut Reader<'_>, root: &mut Table<'_>) -> u16 {
    let months = root.number_or(reader, "retention_months", 1..=120);
    months.and_then(|months| u16::try_from(months).ok()).unwrap_or(12)
}

fn appeal(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Appeal {
    let Some(mut table) = root.table(reader, "appeal") else { return Appeal::default() };
    let to = table.text(reader, "to", 80).unwrap_or_default();
    let days = table.number(reader, "days", 1..=365).and_then(|days| u16::try_from(days).ok()).unwrap_or(1);
    table.end(reader);
    Appeal { to, days }
}

fn sentences(reader: &mut Reader<'_>, root: &mut Table<'_>) -> Sentences {
    let mut sentences = Sentences {
        ready: "You know this part well enough to go on.".to_owned(),
        borderline: "Too close to call. A person will decide, and will write to you.".to_owned(),
        not_yet: "This part is for you.".to_owned(),
    };
    let Some(mut table) = root.table(reader, "sentences") else { return sentences };
    sentences.ready = table.text_or(reader, "ready", 70, &sentences.ready);
    sentences.borderline = table.text_or(reader, "borderline", 70, &sentences.borderline);
    sentences.not_yet = table.text_or(reader, "not_yet", 70, &sentences.not_yet);
    table.end(reader);
    sentences
}

/// What the parts of a form have to agree on.
fn agree(reader: &mut Reader<'_>, form: &Form) {
    let statements = form.paper.statements();
    let wrong = |reader: &mut Reader<'_>, place: &str, reason: String, mend: &str| {
        let line = Lines(reader.lines.clone()).of(place);
        reader.tell("agreement", line, place, reason, mend);
    };
    if !(1..=MOST).contains(&statements) {
        wrong(reader, "blueprint", format!("a paper has 1 to {MOST} statements, but this one has {statements}"), "");
    }
    if form.paper.kind != Kind::Fixed && form.cut.is_none() {
        let reason = format!("a {} paper ends when its answers are clear, which needs a cut", form.paper.kind.word());
        wrong(reader, "paper.kind", reason, "write [cut], or take kind = \"fixed\"");
    }
    if form.paper.at_least > statements {
        let reason = format!("it may not end before {} statements, but has only {statements}", form.paper.at_least);
        wrong(reader, "paper.at_least", reason, "");
    }
    if form.attempts.allowed > 1 && !form.paper.parallel && form.paper.kind != Kind::Adaptive {
        let reason = "a second attempt needs a second paper, but this form has only one".to_owned();
        wrong(reader, "attempts.allowed", reason, "take parallel = true");
    }
    if form.paper.kind != Kind::Fixed && form.cut.as_ref().is_some_and(|cut| cut.announced.is_some()) {
        let reason = "numbers right are announced for fixed papers only".to_owned();
        wrong(reader, "cut", reason, "leave ready_from and not_yet_to out");
    }
    agree_on_topics(reader, form, wrong);
}

fn agree_on_topics(reader: &mut Reader<'_>, form: &Form, wrong: impl Fn(&mut Reader<'_>, &str, String, &str)) {
    let mut named: Vec<&String> = Vec::new();
    for (number, module) in form.modules.iter().enumerate() {
        let place = format!("module[{number}].topics");
        for topic in &module.topics {
            if !form.paper.blueprint.iter().any(|row| &row.topic == topic) {
                wrong(reader, &place, format!("the blueprint has no topic \"{topic}\""), "");
            }
            if named.contains(&topic) {
                wrong(reader, &place, format!("\"{topic}\" belongs to another module already"), "");
            }
            named.push(topic);
        }
    }
    for (number, accommodation) in form.accommodations.iter().enumerate() {
        if form.accommodations.iter().take(number).any(|other| other.id == accommodation.id) {
            let reason = format!("\"{}\" is listed twice", accommodation.id);
            wrong(reader, &format!("accommodation[{number}].id"), reason, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::form::ready_made;

    const SHORT: &str = "format_version = 1\ntitle = \"Short\"\n[blueprint]\nsecurity = [1, 2, 3]\n";

    fn problems(text: &str) -> Vec<(usize, String)> {
        let problems = Form::read("f.toml", text).unwrap_err();
        problems.iter().map(|problem| (problem.line.unwrap_or(0), problem.place.clone())).collect()
    }

    #[test]
    fn the_least_form_has_sensible_values_everywhere_else() {
        let (form, lines) = Form::read("f.toml", SHORT).unwrap();
        assert_eq!((form.paper.kind, form.paper.statements(), form.paper.practice), (Kind::Fixed, 6, 2));
        assert_eq!((form.paper.at_least, form.paper.parallel, form.cut.is_none()), (6, true, true));
        assert_eq!((form.time, form.attempts.allowed, form.shows), (Time::default(), 1, Shows::Report));
        assert_eq!(
            (lines.of("blueprint.security"), lines.of("blueprint.other"), lines.of("cut")),
            (Some(4), Some(3), None)
        );
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_with_its_line() {
        let text = "format_version = 2\n\
            title = \"\"\n\
            cohort = \"a b\"\n\
            key = \"ABC\"\n\
            shows = \"everything\"\n\
            shwos = 1\n\
            [paper]\n\
            kind = \"long\"\n\
            at_least = 5\n\
            parallel = \"yes\"\n\
            [blueprint]\n\
            security = [1, 2]\n\
            purpose = [1, -2, 3]\n\
            [cut]\n\
            share = 0.4\n\
            by = 7\n\
            on = \"March\"\n\
            ready_from = 30\n\
            [[module]]\n\
            title = \"M\"\n\
            topics = \"security\"\n";
        let expected = [
            (1, "format_version"),
            (2, "title"),
            (3, "cohort"),
            (4, "key"),
            (5, "shows"),
            (6, "shwos"),
            (8, "paper.kind"),
            (9, "paper.at_least"),
            (10, "paper.parallel"),
            (12, "blueprint.security"),
            (13, "blueprint.purpose"),
            (14, "cut"),
            (15, "cut.share"),
            (16, "cut.by"),
            (17, "cut.on"),
            (21, "module[0].topics"),
        ];
        let found = problems(text);
        let found: Vec<(usize, &str)> = found.iter().map(|(line, place)| (*line, place.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_misspelt_key_is_told_with_the_one_that_was_meant() {
        let problems = Form::read("f.toml", &SHORT.replace("title", "tilte")).unwrap_err();
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.contains("did you mean title?")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("title: a text is missing")), "{told:?}");
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        let found = problems("format_version = 1\ntitle = \"open\n[blueprint\n");
        assert!(found.iter().any(|(line, _)| *line == 2) && found.iter().any(|(line, _)| *line == 3), "{found:?}");
    }

    #[test]
    fn parts_that_do_not_agree_are_told() {
        let text = ready_made::named("placement").unwrap().text;
        let cases = [
            ("kind = \"fixed\"", "kind = \"fixed\"", None),
            ("[cut]\n", "[cut]\nready_from = 51\nnot_yet_to = 45\n", None),
            ("kind = \"fixed\"", "kind = \"sequential\"\nat_least = 61", Some("paper.at_least")),
            ("parallel = true", "parallel = false", Some("attempts.allowed")),
            ("\"complexity\", \"examples\"]", "\"complexity\", \"purpose\"]", Some("module[1].topics")),
            ("\"complexity\", \"examples\"]", "\"complexity\", \"astrology\"]", Some("module[1].topics")),
            ("id = \"no-limit\"", "id = \"extra-time\"", Some("accommodation[1].id")),
        ];
        for (from, to, place) in cases {
            let read = Form::read("f.toml", &text.replace(from, to));
            let found = read.err().and_then(|problems| problems.first().map(|problem| problem.place.clone()));
            assert_eq!(found.as_deref(), place, "{from} -> {to}");
        }
        let (before, _) = text.split_once("[cut]").unwrap();
        let uncut = before.replace("kind = \"fixed\"", "kind = \"sequential\"");
        assert_eq!(problems(&uncut)[0].1, "paper.kind");
    }

    #[test]
    fn time_is_stretched_as_arranged() {
        let (form, _) = Form::read("f.toml", ready_made::named("placement").unwrap().text).unwrap();
        let seconds = |id| form.seconds(form.accommodation(id));
        assert_eq!((form.seconds(None), seconds("extra-time"), seconds("no-limit")), (Some(1_200), Some(1_800), None));
        assert_eq!(seconds("unknown"), Some(1_200));
    }
}
