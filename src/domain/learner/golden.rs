//! Given facts and the record that each way of folding made of them. A snapshot says by [`FOLD`] how it was folded, so a
//! change to the fold that does not raise that number would go on with records of the old one.

use super::{FOLD, Learner};
use crate::domain::bank::{Bank, sample};
use crate::domain::fact::Fact;
use serde_json::{Value, json};

/// What each way of folding makes of the facts: the number of the way, and the checksum of the record. Lines are only ever
/// added, each with a higher number than the last.
const GOLDEN: [(u32, u32); 6] = [
    (12, 3_176_394_269),
    (13, 4_121_167_204),
    (14, 2_731_557_540),
    (15, 302_116_508),
    (16, 2_514_343_341),
    (17, 297_130_870),
];

/// Facts of all kinds over twelve days, with mistakes, repeats, hints and answers taken back.
fn facts(bank: &Bank) -> Vec<Fact> {
    let ids: Vec<&str> = bank.statements().map(|entry| entry.statement.id.as_str()).collect();
    let mut facts = Vec::new();
    for day in 0..12_usize {
        let attempt = format!("{:032x}", day + 1);
        let chosen: Vec<&str> = (0..6).map(|number| ids[(day * 5 + number * 3) % ids.len()]).collect();
        let mut events = vec![json!({
            "kind": "started", "mode": if day % 3 == 2 { "review" } else { "quiz" }, "seed": "X", "bank": "sample",
            "bank_revision": 1, "certainty": day % 4 != 3, "repeats": day % 2 == 0, "statements": chosen
        })];
        events.extend(chosen.iter().enumerate().flat_map(|(number, statement)| answers(day, number, statement)));
        events.extend(others(day, &chosen));
        for (number, event) in events.into_iter().enumerate() {
            let millis = i64::try_from(day * 86_400_000 + number * 7_000 + 1).unwrap();
            let id = format!("{:032x}", day * 100 + number + 1_000);
            let mut fact =
                json!({ "id": id, "learner": "me", "at": { "millis": millis, "offset": 60 }, "attempt": attempt });
            fact.as_object_mut().unwrap().extend(event.as_object().unwrap().clone());
            facts.push(serde_json::from_value(fact).unwrap());
        }
    }
    facts
}

fn answers(day: usize, number: usize, statement: &str) -> Vec<Value> {
    let response = ["left", "right", "left", "dont_know", "right"][(day + number) % 5];
    let sure = day % 4 != 3 && response != "dont_know";
    let mut told = json!({
        "kind": "answered", "statement": statement, "revision": 1, "response": response,
        "certainty": Value::Null, "hinted": number == 4, "retaken": false, "elapsed": 2_000 + number * 500
    });
    if sure {
        let known = serde_json::to_value(crate::domain::certainty::Certainty::from_number(
            u8::try_from(number % 3 + 1).unwrap(),
        ))
        .unwrap();
        told["certainty"] = known;
    }
    if number != 5 {
        return vec![told];
    }
    let mut again = told.clone();
    again["retaken"] = true.into();
    vec![told, json!({ "kind": "undone", "statement": statement }), again]
}

fn others(day: usize, chosen: &[&str]) -> Vec<Value> {
    let shown = |number: usize| json!({ "statement": chosen[number], "revision": 1 });
    let mut events = vec![json!({
        "kind": "told_apart", "first": shown(0), "second": shown(1), "response": "left", "hinted": false, "elapsed": 900
    })];
    events.push(match day % 6 {
        0 => json!({ "kind": "welcomed" }),
        1 => json!({ "kind": "flagged", "statement": chosen[0], "on": true }),
        2 => json!({ "kind": "snoozed", "topic": "topic-0", "concept": "young" }),
        3 => json!({ "kind": "lesson_at", "topic": "topic-1", "screen": 4 }),
        4 => json!({ "kind": "lesson_passed", "topic": "topic-0" }),
        _ => json!({ "kind": "marks_explained", "kept": true }),
    });
    if day != 11 {
        events.push(json!({ "kind": "finished" }));
    }
    events
}

/// A record as text in which machines agree: fractions to three places.
fn text(value: &Value) -> String {
    match value {
        Value::Number(number) if number.is_f64() => format!("{:.3}", number.as_f64().unwrap()),
        Value::Array(values) => format!("[{}]", values.iter().map(text).collect::<Vec<_>>().join(",")),
        Value::Object(values) => {
            let mut parts: Vec<String> = values.iter().map(|(name, value)| format!("{name}:{}", text(value))).collect();
            parts.sort();
            format!("{{{}}}", parts.join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn a_fold_that_gives_another_record_has_another_number() {
    let bank = sample::bank(2, 6);
    let record = serde_json::to_value(Learner::fold(&bank, &facts(&bank))).unwrap();
    let found = (FOLD, crc32fast::hash(text(&record).as_bytes()));
    let wanted = GOLDEN.last().unwrap();
    assert!(
        found == *wanted,
        "given facts fold to another record than the snapshots of FOLD {}: raise FOLD in domain::learner and add {found:?} \
         to GOLDEN here",
        wanted.0
    );
    assert!(GOLDEN.windows(2).all(|two| two[0].0 < two[1].0), "numbers only rise");
}
