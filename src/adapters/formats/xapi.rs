//! xAPI: what a learner answered, as statements for a learning record store, one a line.
//!
//! A round that was begun, an answer and a round that was ended have verbs there, and an answer that was taken back voids its
//! statement. The fact itself goes with each as an extension, so that what went out can come in again, whole.

use super::caps::Lines;
use super::question::Read;
use crate::domain::bank::{Bank, Entry, Side};
use crate::domain::fact::{Answered, Event, Fact, Response, Started};
use crate::domain::moment::Moment;
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Write};

/// What names things of this program in a record store.
const URN: &str = "urn:iotutor";

/// Where the fact stands among the extensions of a statement's context.
const FACT: &str = "urn:iotutor:fact";

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Statements.
    pub statements: usize,
    /// Facts that have no verb there, by kind.
    pub left_out: BTreeMap<String, usize>,
}

/// Writes facts, one a line, as statements. A line that is no fact of a learner is left out, and counted.
///
/// # Errors
///
/// What the system says.
pub fn write(bank: &Bank, facts: impl BufRead, out: &mut impl Write) -> io::Result<Written> {
    let mut written = Written::default();
    let mut given: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for line in facts.lines() {
        let line = line?;
        let Ok(fact) = serde_json::from_str::<Fact>(&line) else {
            *written.left_out.entry("no fact of a learner".to_owned()).or_default() += 1;
            continue;
        };
        let answers = given.entry(fact.attempt.clone()).or_default();
        let said = match &fact.event {
            Event::Answered(answered) => {
                answers.push((answered.statement.clone(), fact.id.clone()));
                Some(answer(bank, answered))
            }
            Event::Started(started) => Some(round(bank, started)),
            Event::Finished => Some(json!({ "verb": verb("completed"), "object": attempt(&fact.attempt) })),
            Event::Undone { statement } => {
                let position = answers.iter().rposition(|(one, _)| one == statement);
                position.map(|at| voided(&answers.remove(at).1))
            }
            _ => None,
        };
        let Some(said) = said else {
            let kind =
                serde_json::to_value(&fact.event).ok().and_then(|value| Some(value.get("kind")?.as_str()?.to_owned()));
            *written.left_out.entry(kind.unwrap_or_default()).or_default() += 1;
            continue;
        };
        serde_json::to_writer(&mut *out, &whole(said, &fact, &line))?;
        writeln!(out)?;
        written.statements += 1;
    }
    out.flush()?;
    Ok(written)
}

/// A fact's id as a UUID. Its version and variant take the place of six bits, so the id itself stands in the fact.
fn uuid(id: &str) -> String {
    let mut digits: Vec<char> =
        id.chars().filter(char::is_ascii_hexdigit).chain("0".repeat(32).chars()).take(32).collect();
    for (at, digit) in [(12, '4'), (16, '8')] {
        if let Some(place) = digits.get_mut(at) {
            *place = digit;
        }
    }
    let mut made = String::with_capacity(36);
    for (at, digit) in digits.into_iter().enumerate() {
        if [8, 12, 16, 20].contains(&at) {
            made.push('-');
        }
        made.push(digit.to_ascii_lowercase());
    }
    made
}

fn verb(name: &str) -> Value {
    json!({ "id": format!("http://adlnet.gov/expapi/verbs/{name}"), "display": { "en": name } })
}

/// A part of an identifier, with nothing in it that means something there.
fn encoded(text: &str) -> String {
    let mut made = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            made.push(char::from(byte));
        } else {
            made.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    made
}

fn hex(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

/// What every statement has.
fn whole(mut said: Value, fact: &Fact, line: &str) -> Value {
    let name = &fact.learner;
    let extension = serde_json::from_str::<Value>(line).unwrap_or_default();
    let mut context = json!({ "extensions": { FACT: extension } });
    // Only what is said of an activity may say where that ran.
    if said.pointer("/object/objectType").is_some_and(|kind| kind == "Activity") {
        put(&mut context, "platform", Value::from("iotutor"));
    }
    if !fact.attempt.is_empty() {
        put(&mut context, "registration", Value::from(uuid(&fact.attempt)));
    }
    let account = json!({ "homePage": format!("{URN}:learners"), "name": name });
    put(&mut said, "id", Value::from(uuid(&fact.id)));
    put(&mut said, "actor", json!({ "objectType": "Agent", "account": account }));
    put(&mut said, "context", context);
    put(&mut said, "timestamp", Value::from(timestamp(fact.at)));
    said
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// `2026-11-23T18:45:00.000+01:00`.
fn timestamp(at: Moment) -> String {
    let local = jiff::Timestamp::from_millisecond(at.millis)
        .ok()
        .zip(jiff::tz::Offset::from_seconds(i32::from(at.offset) * 60).ok());
    let Some((instant, offset)) = local else { return "1970-01-01T00:00:00.000Z".to_owned() };
    let zone = at.zone();
    format!("{}{}", offset.to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%S%.3f"), zone.trim_start_matches("UTC"))
}

fn attempt(id: &str) -> Value {
    json!({ "objectType": "Activity", "id": format!("{URN}:attempt:{}", encoded(id)),
        "definition": { "type": "http://adlnet.gov/expapi/activities/attempt" } })
}

fn round(bank: &Bank, started: &Started) -> Value {
    let definition = json!({
        "type": "http://adlnet.gov/expapi/activities/assessment",
        "name": { "en": format!("{}: {} of {}", bank.manifest.title, started.mode.word(), started.statements.len()) },
    });
    let id = format!("{URN}:bank:{}:round:{}", encoded(&started.bank), encoded(&started.seed));
    json!({ "verb": verb("initialized"), "object": { "objectType": "Activity", "id": id, "definition": definition } })
}

fn voided(id: &str) -> Value {
    let verb = json!({ "id": "http://adlnet.gov/expapi/verbs/voided", "display": { "en": "voided" } });
    json!({ "verb": verb, "object": { "objectType": "StatementRef", "id": uuid(id) } })
}

fn answer(bank: &Bank, answered: &Answered) -> Value {
    let entry = bank.find(&answered.statement).and_then(|at| bank.entry(at));
    let mut object = json!({
        "objectType": "Activity",
        "id": format!("{URN}:bank:{}:statement:{}", encoded(&bank.manifest.id), encoded(&answered.statement)),
    });
    let mut result = Map::new();
    let given = answered.response.side().map_or("", |side| bank.side(side).id.as_str());
    result.insert("response".to_owned(), Value::from(given));
    result.insert("duration".to_owned(), Value::from(duration(answered.elapsed)));
    if let Some(entry) = &entry {
        put(&mut object, "definition", definition(bank, entry));
        let is_right = answered.response == Response::from(entry.at.side);
        result.insert("success".to_owned(), Value::from(is_right));
    }
    json!({ "verb": verb("answered"), "object": object, "result": result })
}

/// A duration as ISO 8601 has it, to hundredths of a second.
fn duration(millis: u64) -> String {
    format!("PT{}.{:02}S", millis / 1_000, millis % 1_000 / 10)
}

fn definition(bank: &Bank, entry: &Entry<'_>) -> Value {
    let choice = |side: Side| json!({ "id": bank.side(side).id, "description": { "en": bank.side(side).label } });
    json!({
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "name": { "en": entry.statement.id },
        "description": { "en": entry.statement.text },
        "choices": Side::BOTH.map(choice),
        "correctResponsesPattern": [bank.side(entry.at.side).id],
    })
}

/// Reads statements and writes the facts that went out with them, one a line. A line that is no statement is told as a fault;
/// one of another program, which holds no fact, is passed over and told.
///
/// # Errors
///
/// What the system says.
pub fn read(from: impl BufRead, out: &mut impl Write) -> io::Result<Read> {
    let mut read = Read::default();
    let mut lines = Lines::new(from);
    while let Some(line) = lines.next(&mut read)? {
        if line.trim().is_empty() {
            continue;
        }
        match fact_of(&line) {
            Ok(Some(fact)) => writeln!(out, "{fact}")?,
            Ok(None) => {
                read.lose(lines.number(), "the statement is not of this program, so there is nothing to take it as");
            }
            Err(what) => read.damage(lines.number(), what),
        }
    }
    out.flush()?;
    Ok(read)
}

/// The fact of a statement; none in one of another program.
fn fact_of(line: &str) -> Result<Option<Value>, String> {
    let statement: Value = serde_json::from_str(line).map_err(|error| format!("the line is no JSON: {error}"))?;
    for name in ["actor", "verb", "object"] {
        if !statement.get(name).is_some_and(Value::is_object) {
            return Err(format!("the line is no statement: \"{name}\" is missing"));
        }
    }
    let extensions = statement.pointer("/context/extensions").and_then(Value::as_object);
    let Some(value) = extensions.and_then(|all| all.get(FACT)) else { return Ok(None) };
    let fact = Fact::deserialize(value)
        .map_err(|error| format!("the fact that goes with the statement is broken: {error}"))?;
    let says = |name: &str| statement.get(name).and_then(Value::as_str).unwrap_or_default();
    if says("id") != uuid(&fact.id) {
        return Err("the id of the statement is not that of the fact that goes with it".to_owned());
    }
    if says("timestamp") != timestamp(fact.at) {
        return Err("the time of the statement is not that of the fact that goes with it".to_owned());
    }
    let name = statement.pointer("/actor/account/name").and_then(Value::as_str).unwrap_or_default();
    if name != fact.learner {
        return Err("the actor of the statement is not the learner of the fact that goes with it".to_owned());
    }
    Ok(Some(value.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// A round of a learner: begun, one answer taken back, ended.
    fn facts(bank: &Bank) -> Vec<Fact> {
        let statements: Vec<String> = bank.statements().map(|entry| entry.statement.id.clone()).collect();
        let fact = |number: u8, event: Event| Fact {
            id: format!("{:032x}", 0xabc0 + u128::from(number)),
            learner: "Ada \"x\"".to_owned(),
            at: Moment { millis: 1_795_459_380_123 + i64::from(number), offset: 60 },
            attempt: format!("{:032x}", 0xabc0),
            event,
        };
        let answered = |number: u8, at: usize, response| {
            let statement = statements[at].clone();
            let (revision, certainty, hinted, retaken, elapsed) = (1, None, false, false, 61_234);
            fact(
                number,
                Event::Answered(Answered { statement, revision, response, certainty, hinted, retaken, elapsed }),
            )
        };
        let started: Started = serde_json::from_value(json!({
            "mode": "quiz", "seed": "X", "bank": "sample", "bank_revision": 1, "certainty": false, "statements": statements,
        }))
        .unwrap();
        vec![
            fact(0, Event::Started(started)),
            answered(1, 0, Response::Left),
            fact(2, Event::Undone { statement: statements[0].clone() }),
            answered(3, 0, Response::Right),
            answered(4, 1, Response::DontKnow),
            fact(5, Event::Finished),
            fact(6, Event::Welcomed),
        ]
    }

    fn lines(facts: &[Fact]) -> String {
        facts.iter().map(|fact| serde_json::to_string(fact).unwrap() + "\n").collect()
    }

    fn written() -> (String, Written) {
        let bank = sample::bank(1, 3);
        let mut out = Vec::new();
        let written = write(&bank, lines(&facts(&bank)).as_bytes(), &mut out).unwrap();
        (String::from_utf8(out).unwrap(), written)
    }

    #[test]
    fn answers_are_statements_and_one_that_was_taken_back_is_voided() {
        let (text, counted) = written();
        assert_eq!((counted.statements, counted.left_out), (6, BTreeMap::from([("welcomed".to_owned(), 1)])));
        let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let verbs: Vec<&str> =
            all.iter().map(|one| one["verb"]["id"].as_str().unwrap().rsplit('/').next().unwrap()).collect();
        assert_eq!(verbs, ["initialized", "answered", "voided", "answered", "answered", "completed"]);
        assert_eq!(all[2]["object"]["id"], all[1]["id"]);
        assert_eq!((&all[1]["context"]["platform"], &all[2]["context"]["platform"]), (&json!("iotutor"), &Value::Null));
        assert_eq!((&all[1]["result"]["success"], &all[3]["result"]["success"]), (&json!(true), &json!(false)));
        assert_eq!((&all[1]["result"]["response"], &all[4]["result"]["response"]), (&json!("mammal"), &json!("")));
        assert_eq!(all[1]["result"]["duration"], "PT61.23S");
        assert_eq!(all[1]["timestamp"], "2026-11-23T19:43:00.124+01:00");
        assert_eq!(all[1]["object"]["definition"]["correctResponsesPattern"], json!(["mammal"]));
        assert_eq!(all[1]["id"], "00000000-0000-4000-8000-00000000abc1");
    }

    #[test]
    fn what_went_out_comes_in_again_as_the_same_facts() {
        let bank = sample::bank(1, 3);
        let mut taken = Vec::new();
        let read = read(written().0.as_bytes(), &mut taken).unwrap();
        assert_eq!((read.faults, read.lost), (vec![], vec![]));
        let taken = String::from_utf8(taken).unwrap();
        let taken: Vec<Fact> = taken.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(taken, facts(&bank)[..6]);
    }

    #[test]
    fn a_statement_of_another_program_is_told_by_its_line() {
        let text = "\n{\"actor\": {}, \"verb\": {}, \"object\": {}}\n";
        let read = read(text.as_bytes(), &mut Vec::new()).unwrap();
        assert_eq!((read.faults.len(), read.lost[0].line), (0, 2));
    }

    #[test]
    fn a_hundred_damaged_files_are_refused_with_line_and_reason() {
        let (text, _) = written();
        let whole: Vec<&str> = text.lines().collect();
        let mut random = ChaCha8Rng::seed_from_u64(15);
        for round in 0..100 {
            let at = random.random_range(0..whole.len());
            let line = whole[at];
            let cut = random.random_range(1..line.len() - 1);
            let damaged = match round % 6 {
                0 => line.get(..line.floor_char_boundary(cut)).unwrap().to_owned(),
                1 => line.replacen("\"actor\"", "\"aktor\"", 1),
                2 => line.replacen("\"verb\":{", "\"verb\":7,\"x\":{", 1),
                3 => line.replacen("\"timestamp\":\"20", "\"timestamp\":\"19", 1),
                4 => line.replacen("\"learner\":\"Ada", "\"learner\":\"Eve", 1),
                _ => line.replacen("\"kind\":\"", "\"kind\":\"un", 1),
            };
            assert_ne!(damaged, line, "{round}");
            let mut lines = whole.clone();
            lines[at] = &damaged;
            let read = read(lines.join("\n").as_bytes(), &mut Vec::new()).unwrap();
            assert_eq!(read.faults.first().map(|fault| fault.line), Some(at + 1), "{round}: {damaged}");
        }
    }
}
