//! A small bank of another subject, what can be wrong with it, and that nothing at all makes loading panic.

use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn statement(id: &str, level: u8) -> Value {
    let mut statement = json!({
        "id": id,
        "revision": 1,
        "text": format!("The animal {id} feeds its young on what it finds."),
        "deciding": ["feeds its young", "finds"],
        "explanation": "One gives milk, the other brings food.",
        "misconception": "wings-decide",
        "sources": ["Z1"]
    });
    if level == 3 {
        statement["decoy"] = json!("that it can fly");
        statement["settles"] = json!("what it feeds on");
        statement["design_value"] = json!(true);
    }
    statement
}

fn pair(id: &str, concept: &str, level: u8) -> Value {
    json!({
        "id": id, "concept": concept, "level": level, "family": "plain", "aspect": "wings",
        "left": statement(&format!("{id}-a"), level), "right": statement(&format!("{id}-b"), level)
    })
}

fn single(id: &str) -> Value {
    json!({
        "id": id, "concept": "young", "level": 2, "family": "clause", "aspect": "moulting", "side": "right",
        "statement": statement(&format!("{id}-a"), 2), "other_side": "Mammals shed hair all year."
    })
}

fn half(words: &str) -> Value {
    json!({"text": format!("It {words}."), "deciding": [words], "explanation": "That is how it is."})
}

fn lesson() -> Value {
    json!({
        "predict": {"ask": "right", "left": "It gives milk.", "right": "It lays eggs.", "reveal": "Eggs with a shell."},
        "idea": {"title": "Fur or feathers", "body": ["Two ways of keeping warm.", "And two of feeding."]},
        "words": {
            "left": [{"term": "fur", "meaning": "hair that keeps warm"}],
            "right": [{"term": "down", "meaning": "soft feathers"}], "both": ["wing"]
        },
        "pair": {"title": "In the cold", "left": half("grows fur"), "right": half("grows down"), "same": "both are warm"},
        "numbers": {
            "rows": [{"label": "kinds", "left": "6,500", "right": "11,000"}],
            "figures": ["echidnas   4", "platypus   1"], "body": ["Five mammals lay eggs."], "sources": ["Z1"]
        },
        "bends": {"case": "A platypus lays eggs. Which side?", "verdict": "left", "body": ["It gives milk."],
            "flip": "If it gave none.", "card": "platypus", "sources": ["Z1"]},
        "heard": {"misconception": "wings-decide", "body": ["That is not right."], "instead": "Ask for the milk.",
            "sources": ["Z1"]}
    })
}

fn topic(id: &str) -> Value {
    json!({
        "$schema": "topic.schema.json",
        "format_version": 2, "id": id, "title": format!("About {id}"), "dimension": true,
        "summary": {"left": "has fur", "right": "has feathers"},
        "takeaway": "Look at the skin.",
        "licence": {"hard_left": ["fur"], "hard_right": ["plumage"], "neutral": ["wing"]},
        "concepts": [
            {"id": "cover", "title": "Cover", "idea": "Fur or feathers.", "question": "What is on the skin?",
                "usual": {"left": "hair", "right": "feathers"}, "exception": "Scales grow on both."},
            {"id": "young", "title": "Young", "idea": "Milk or eggs.", "question": "How do the young begin?"}
        ],
        "misconceptions": [
            {"id": "wings-decide", "claim": "What flies is a bird.", "refutation": "Bats fly, and give milk."},
            {"id": "eggs-decide", "claim": "What lays eggs is a bird.", "refutation": "So does a platypus.",
                "pushes": "right"}
        ],
        "lesson": lesson(),
        "pairs": [pair(&format!("{id}-01"), "cover", 1), pair(&format!("{id}-02"), "young", 3)],
        "singles": [single(&format!("{id}-03"))],
        "cards": [
            {"id": "platypus", "kind": "classify", "title": "Platypus", "case": "It lays eggs. What is it?",
                "verdict": "arguable", "reasoning": "Milk decides.", "flip": "Whether it has milk.", "sources": ["Z1"]},
            {"id": "nest", "kind": "decide", "title": "A nest", "case": "An egg is cold. What would you do?",
                "answer": "Warm it.", "reasoning": "It dies.", "flip": "A warm one.", "sources": []}
        ],
        "retired": [format!("{id}-00")]
    })
}

fn manifest() -> Value {
    json!({
        "$schema": "bank.schema.json",
        "format_version": 2, "id": "animals", "title": "Mammal or bird?", "revision": 3,
        "question": "Which is it?",
        "sides": {
            "left": {"id": "mammal", "name": "mammal", "label": "a mammal"},
            "right": {"id": "bird", "name": "bird", "label": "a bird"}
        },
        "introduction": ["Both are warm.", "They differ in their young."],
        "topics": [{"id": "body", "title": "About body"}, {"id": "life", "title": "About life"}],
        "glossary": [{"term": "fur", "meaning": "Hair that keeps warm.", "side": "left"}],
        "sources": [{"id": "Z1", "body": "A press", "title": "A book about animals", "number": "12", "year": 2001,
            "read": "summary"}]
    })
}

fn cases() -> Value {
    json!({
        "$schema": "cases.schema.json",
        "format_version": 2,
        "cases": [{
            "id": "bat-box", "title": "A box for bats", "story": "Bats hang in it by day.", "short": "Bats in a box.",
            "topics": ["body", "life"],
            "profile": [{"topic": "body", "lean": -2, "short": "fur", "reason": "They have fur."},
                {"topic": "life", "lean": 0, "short": "young", "reason": "One at a time."}],
            "verdict": "They are mammals.", "flip": "Feathers.", "sources": ["Z1"]
        }]
    })
}

/// The values of `bank.json`, `body.json`, `life.json` and `cases.json`.
fn values() -> [Value; 4] {
    [manifest(), topic("body"), topic("life"), cases()]
}

const NAMES: [&str; 4] = ["bank.json", "body.json", "life.json", "cases.json"];

fn files(values: &[Value; 4]) -> Vec<SourceFile> {
    NAMES
        .iter()
        .zip(values)
        .map(|(name, value)| SourceFile {
            name: (*name).to_owned(),
            text: serde_json::to_string_pretty(value).unwrap(),
        })
        .collect()
}

fn file_number(name: &str) -> usize {
    NAMES.iter().position(|file| *file == name).unwrap()
}

/// What a test does to one value of a file.
enum Change {
    Set(Value),
    Remove,
}
use Change::{Remove, Set};

fn change(value: &mut Value, pointer: &str, change: Change) {
    let (parent, step) = pointer.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap_or_else(|| panic!("no {pointer}"));
    match (change, parent) {
        (Set(new), Value::Object(object)) => drop(object.insert(step.to_owned(), new)),
        (Set(new), Value::Array(list)) => list[step.parse::<usize>().unwrap()] = new,
        (Remove, Value::Object(object)) => drop(object.remove(step).unwrap()),
        (Remove, Value::Array(list)) => drop(list.remove(step.parse::<usize>().unwrap())),
        _ => panic!("nothing holds {pointer}"),
    }
}

/// The paths of all texts of a value, as pointers.
fn texts(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::String(_) => out.push(at.to_owned()),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, one)| texts(one, &format!("{at}/{n}"), out)),
        Value::Object(object) => object.iter().for_each(|(name, one)| texts(one, &format!("{at}/{name}"), out)),
        _ => (),
    }
}

/// The paths of all values of a value, as pointers, without its own.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    let mut add = |step: String, one: &Value| {
        let here = format!("{at}/{step}");
        pointers(one, &here, out);
        out.push(here);
    };
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(n, one)| add(n.to_string(), one)),
        Value::Object(object) => object.iter().for_each(|(name, one)| add(name.clone(), one)),
        _ => (),
    }
}

fn brief(problems: &[Problem]) -> Vec<(&str, &str, &str)> {
    problems.iter().map(|one| (one.rule, one.file.as_str(), one.place.as_str())).collect()
}

#[test]
fn a_bank_of_another_subject_loads_without_a_word() {
    let loaded = load(&files(&values()));
    assert_eq!(brief(&loaded.problems), []);
    let bank = loaded.bank.unwrap();
    assert_eq!((bank.topic_count(), bank.statements().count()), (2, 10));
    assert_eq!(bank.side(crate::domain::bank::Side::Left).id, "mammal");
    assert!(bank.find("life-02-b").is_some());
    assert_eq!(bank.cases().len(), 1);
    let retired = |id: &str| bank.retired(id).map(|(topic, side)| (topic.id.as_str(), side));
    assert_eq!(retired("body-00-bird"), Some(("body", crate::domain::bank::Side::Right)));
    for unknown in ["body-00-a", "body-01-bird", "body-001-bird", "body", ""] {
        assert_eq!(retired(unknown), None, "{unknown}");
    }
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let mut turned = files(&values());
    turned.reverse();
    let bank = load(&turned).bank.unwrap();
    assert_eq!(bank.topic(0).unwrap().id, "body");
}

/// File, what is changed there, the rule, the place, and what stands in the line that is named.
type Case = (&'static str, &'static str, Change, &'static str, &'static str, &'static str);

fn shape_cases() -> Vec<Case> {
    let body = "body.json";
    vec![
        (body, "/pairs/1/left/text", Remove, "missing-field", "pairs[1].left.text", "\"left\": {"),
        (body, "/pairs/1/left", Remove, "missing-field", "pairs[1].left", "{"),
        (body, "/pairs/0/left/txet", Set(json!("x")), "unknown-field", "pairs[0].left.txet", "\"txet\""),
        (body, "/pairs/0/level", Set(json!("two")), "wrong-type", "pairs[0].level", "\"two\""),
        (body, "/pairs/0/level", Set(json!(256)), "wrong-type", "pairs[0].level", "256"),
        (body, "/pairs/0/left/revision", Set(json!(-1)), "wrong-type", "pairs[0].left.revision", "-1"),
        (body, "/pairs/0/left/sources", Set(Value::Null), "wrong-type", "pairs[0].left.sources", "null"),
        (body, "/pairs/0/left/sources/0", Set(json!(7)), "wrong-type", "pairs[0].left.sources[0]", "7"),
        (body, "/pairs/0", Set(json!(5)), "wrong-type", "pairs[0]", "5"),
        (body, "/pairs", Set(json!({})), "wrong-type", "pairs", "\"pairs\": {}"),
        (body, "/concepts", Set(json!(7)), "wrong-type", "concepts", "7"),
        (body, "/$comment", Set(json!(7)), "wrong-type", "$comment", "7"),
        (body, "/pairs/0/left/explanation", Set(json!(7)), "wrong-type", "pairs[0].left.explanation", "7"),
        (body, "/concepts/0/id", Remove, "missing-field", "concepts[0].id", "{"),
        (body, "/lesson/predict/ask", Set(json!("up")), "wrong-type", "lesson.predict.ask", "\"up\""),
        (body, "/lesson/bends/verdict", Set(json!("Left")), "wrong-type", "lesson.bends.verdict", "\"Left\""),
        (body, "/lesson/heard", Remove, "missing-field", "lesson.heard", "\"lesson\""),
        (body, "/lesson", Set(json!([])), "wrong-type", "lesson", "\"lesson\": []"),
        (body, "/cards/0/verdict", Set(json!("up")), "wrong-type", "cards[0].verdict", "\"up\""),
        (body, "/singles/0/side", Remove, "missing-field", "singles[0].side", "{"),
        (body, "/pairs/0/left/deciding", Set(json!("x")), "wrong-type", "pairs[0].left.deciding", "\"x\""),
        (body, "/licence/hard", Set(json!([])), "unknown-field", "licence.hard", "\"hard\""),
        (body, "/concepts/0/usual/left", Remove, "missing-field", "concepts[0].usual.left", "usual"),
        ("cases.json", "/cases/0/profile/0/lean", Set(json!(0.5)), "wrong-type", "cases[0].profile[0].lean", "0.5"),
        (body, "/dimension", Set(json!("yes")), "wrong-type", "dimension", "\"yes\""),
        ("bank.json", "/sides/right/name", Remove, "missing-field", "sides.right.name", "\"right\": {"),
        ("bank.json", "/topics/1/titel", Set(json!("x")), "unknown-field", "topics[1].titel", "titel"),
        ("bank.json", "/sources", Set(json!("Z1")), "wrong-type", "sources", "\"sources\""),
    ]
}

fn meaning_cases() -> Vec<Case> {
    let [bank, body, ..] = NAMES;
    let no_text = json!("  ");
    let belief = json!({"id": "wings-decide", "claim": "What flies is a bird.", "refutation": "Bats fly."});
    let twice = json!([belief, belief]);
    vec![
        (bank, "/format_version", Set(json!(1)), "format-version", "format_version", "\"format_version\": 1"),
        (bank, "/format_version", Set(json!(0)), "format-version", "format_version", "\"format_version\": 0"),
        (body, "/format_version", Set(json!(9)), "format-version", "format_version", "\"format_version\": 9"),
        (bank, "/revision", Set(json!(0)), "revision-zero", "revision", "\"revision\": 0"),
        (bank, "/id", Set(json!("../x")), "plain-id", "id", "../x"),
        (bank, "/sides/right/id", Set(json!("mammal")), "duplicate-id", "sides.right.id", "\"id\": \"mammal\""),
        (bank, "/sources/0/title", Set(json!("")), "empty-text", "sources[0].title", "\"title\": \"\""),
        (bank, "/introduction/1", Set(json!("a\nb")), "control-character", "introduction[1]", "a\\nb"),
        (body, "/id", Set(json!("corpus")), "topic-id", "id", "\"id\": \"corpus\""),
        (body, "/title", Set(json!("Corpus")), "topic-title", "title", "\"title\": \"Corpus\""),
        (body, "/takeaway", Set(no_text.clone()), "empty-text", "takeaway", "takeaway"),
        (body, "/misconceptions", Set(twice), "duplicate-id", "misconceptions[1].id", "\"id\": \"wings-decide\""),
        (body, "/pairs/0/concept", Set(json!("x")), "unknown-concept", "pairs[0].concept", "\"concept\": \"x\""),
        (body, "/pairs/0/level", Set(json!(4)), "level-range", "pairs[0].level", "\"level\": 4"),
        (body, "/pairs/0/level", Set(json!(0)), "level-range", "pairs[0].level", "\"level\": 0"),
        (body, "/pairs/1/right/decoy", Set(no_text), "empty-text", "pairs[1].right.decoy", "\"decoy\""),
        (
            body,
            "/pairs/0/left/deciding/0",
            Set(json!("Feeds")),
            "deciding-absent",
            "pairs[0].left.deciding[0]",
            "Feeds",
        ),
        (body, "/pairs/0/left/explanation", Set(json!(" ")), "empty-text", "pairs[0].left.explanation", "explanation"),
    ]
}

/// References that lead nowhere, and ids that are taken.
fn reference_cases() -> Vec<Case> {
    let [_, body, life, cases] = NAMES;
    vec![
        (
            body,
            "/pairs/0/right/misconception",
            Set(json!("eggs-decide")),
            "belief-agrees",
            "pairs[0].right.misconception",
            "eggs-decide",
        ),
        (body, "/singles/0/id", Set(json!("body-02")), "duplicate-id", "singles[0].id", "body-02"),
        (body, "/singles/0/id", Set(json!("life-00")), "retired-id", "singles[0].id", "life-00"),
        (body, "/pairs/0/id", Set(json!("body-00")), "retired-id", "pairs[0].id", "body-00"),
        (body, "/singles/0/concept", Set(json!("x")), "unknown-concept", "singles[0].concept", "\"concept\": \"x\""),
        (body, "/singles/0/other_side", Set(json!("")), "empty-text", "singles[0].other_side", "other_side"),
        (body, "/cards/0/verdict", Remove, "card-outcome", "cards[0].verdict", "{"),
        (body, "/cards/0/answer", Set(json!("Mammal.")), "card-outcome", "cards[0].answer", "Mammal."),
        (body, "/cards/1/answer", Remove, "card-outcome", "cards[1].answer", "{"),
        (body, "/lesson/pair/left/deciding/0", Set(json!("x")), "deciding-absent", "lesson.pair.left.deciding[0]", "x"),
        (cases, "/cases/0/topics/0", Set(json!("x")), "unknown-topic", "cases[0].topics[0]", "\"x\""),
        (cases, "/cases/0/profile/0/lean", Set(json!(3)), "lean-range", "cases[0].profile[0].lean", "\"lean\": 3"),
        (cases, "/cases/0/profile/1/topic", Set(json!("body")), "duplicate-id", "cases[0].profile[1].topic", "body"),
        (cases, "/cases/0/sources/0", Set(json!("Z2")), "unknown-source", "cases[0].sources[0]", "Z2"),
        (cases, "/cases/0/id", Set(json!("a b")), "plain-id", "cases[0].id", "a b"),
        (body, "/pairs/0/left/revision", Set(json!(0)), "revision-zero", "pairs[0].left.revision", "0"),
        (body, "/pairs/0/left/id", Set(json!("body-02-b")), "duplicate-id", "pairs[1].right.id", "body-02-b"),
        (life, "/pairs/0/id", Set(json!("body-02")), "duplicate-id", "pairs[0].id", "\"id\": \"body-02\""),
        (life, "/pairs/1/left/id", Set(json!("body-01-b")), "duplicate-id", "pairs[1].left.id", "body-01-b"),
        (
            body,
            "/pairs/0/left/misconception",
            Set(json!("x")),
            "unknown-misconception",
            "pairs[0].left.misconception",
            "\"x\"",
        ),
        (body, "/pairs/0/left/sources/0", Set(json!("Z2")), "unknown-source", "pairs[0].left.sources[0]", "Z2"),
        (body, "/lesson/numbers/sources/0", Set(json!("Z2")), "unknown-source", "lesson.numbers.sources[0]", "Z2"),
        (
            body,
            "/lesson/numbers/figures/1",
            Set(json!("–".repeat(69))),
            "figure-width",
            "lesson.numbers.figures[1]",
            "––",
        ),
        (body, "/lesson/bends/card", Set(json!("x")), "unknown-card", "lesson.bends.card", "\"card\": \"x\""),
        (
            body,
            "/lesson/heard/misconception",
            Set(json!("x")),
            "unknown-misconception",
            "lesson.heard.misconception",
            "x",
        ),
        (body, "/lesson/idea/body", Set(json!([])), "empty-text", "lesson.idea.body", "\"body\": []"),
        (body, "/cards/0/sources/0", Set(json!("Z2")), "unknown-source", "cards[0].sources[0]", "Z2"),
    ]
}

#[test]
fn one_fault_gives_one_problem_with_its_rule_place_and_line() {
    for (name, pointer, fault, rule, place, in_line) in
        shape_cases().into_iter().chain(meaning_cases()).chain(reference_cases())
    {
        let mut values = values();
        change(&mut values[file_number(name)], pointer, fault);
        let files = files(&values);
        let loaded = load(&files);
        assert_eq!(brief(&loaded.problems), [(rule, name, place)], "{pointer}");
        let problem = &loaded.problems[0];
        let line = files[file_number(name)].text.lines().nth(problem.line.unwrap() - 1).unwrap();
        assert!(line.contains(in_line), "{problem} names the line {line}");
        assert_eq!(loaded.bank.is_none(), problem.severity == Severity::Error, "{problem}");
    }
}

#[test]
fn only_what_leaves_a_bank_usable_is_a_warning() {
    for (name, pointer, fault, rule, ..) in meaning_cases().into_iter().chain(reference_cases()) {
        let mut values = values();
        change(&mut values[file_number(name)], pointer, fault);
        let warning = ["no-statements", "figure-width"].contains(&rule);
        assert_eq!(load(&files(&values)).bank.is_some(), warning, "{rule}");
    }
}

#[test]
fn several_faults_in_several_files_are_all_reported() {
    let mut values = values();
    change(&mut values[0], "/revision", Set(json!(0)));
    change(&mut values[1], "/pairs/0/left/text", Remove);
    change(&mut values[1], "/pairs/0/right/deciding/1", Set(json!("absent")));
    change(&mut values[1], "/pairs/1/concept", Set(json!("nothing")));
    change(&mut values[1], "/lesson/predict/reveal", Set(json!(3)));
    change(&mut values[2], "/cards/0/flip", Set(json!("")));
    change(&mut values[2], "/pairs/0/left/id", Set(json!("body-01-a")));
    let loaded = load(&files(&values));
    assert!(loaded.bank.is_none());
    let mut found = brief(&loaded.problems);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("deciding-absent", "body.json", "pairs[0].right.deciding[1]"),
            ("duplicate-id", "life.json", "pairs[0].left.id"),
            ("empty-text", "life.json", "cards[0].flip"),
            ("missing-field", "body.json", "pairs[0].left.text"),
            ("revision-zero", "bank.json", "revision"),
            ("unknown-concept", "body.json", "pairs[1].concept"),
            ("wrong-type", "body.json", "lesson.predict.reveal"),
        ]
    );
}

#[test]
fn every_text_of_the_format_is_searched_for_characters_that_must_not_be_shown() {
    for (number, name) in NAMES.into_iter().enumerate() {
        let mut all = Vec::new();
        texts(&values()[number], "", &mut all);
        let enums = ["/ask", "/verdict", "/side", "/pushes", "/kind", "/read"];
        for pointer in all.iter().filter(|pointer| !enums.iter().any(|field| pointer.ends_with(field))) {
            let mut values = values();
            let old = values[number].pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
            change(&mut values[number], pointer, Set(json!(format!("{old}\u{202e}\u{1b}[2J"))));
            let problems = load(&files(&values)).problems;
            let hit = |one: &Problem| one.rule == "control-character" && one.file == name;
            assert!(problems.iter().any(hit), "{name} {pointer}: {problems:?}");
            for problem in problems {
                assert_eq!(characters::first_forbidden(&problem.to_string()), None, "{pointer}");
            }
        }
    }
}

#[test]
fn a_syntax_error_names_line_and_column_and_leaves_the_other_files_to_be_judged() {
    let mut values = values();
    change(&mut values[2], "/takeaway", Set(json!(" ")));
    for broken in 0..2 {
        let mut files = files(&values);
        files[broken].text.insert_str(2, "oops");
        let problems = load(&files).problems;
        let (first, last) = (&problems[0], &problems[problems.len() - 1]);
        assert_eq!((first.rule, first.line), ("syntax", Some(2)), "{first}");
        assert!(first.reason.contains("column 1"), "{first}");
        assert_eq!((last.rule, problems.len()), ("empty-text", 2), "{problems:?}");
    }
}

#[test]
fn a_syntax_error_says_where_and_what_was_likely_typed_wrong() {
    let slip = |text: &str| {
        let mut files = files(&values());
        text.clone_into(&mut files[0].text);
        let first = load(&files).problems.remove(0);
        (first.rule, first.line, first.suggestion)
    };
    for (text, line, suggestion) in [
        ("{\n  \"id\": \"a\"\n  \"title\": \"b\"\n}", 3, "a comma may be missing at the end of the line above"),
        ("{ \"topics\": [1 2] }", 1, "a comma may be missing before it"),
        ("{\n  \"id\": \"a\",\n}", 3, "a comma too many"),
        ("{\n  \"topics\": [1,, 2]\n}", 2, "a comma too many"),
        ("{\n  \"id\": \"a\",,\n  \"title\": 1 }", 2, "a comma too many"),
        ("{\n  \"id\": \"a\n}", 2, "a quotation mark may be missing at the end of the line"),
        ("{\n  \"id\": \"a\"", 2, "a bracket, a brace or a quotation mark is not closed"),
    ] {
        assert_eq!(slip(text), ("syntax", Some(line), suggestion.to_owned()), "{text}");
    }
}

#[test]
fn a_byte_order_mark_is_named_as_the_cause() {
    let mut files = files(&values());
    files[1].text.insert(0, '\u{feff}');
    assert!(load(&files).problems[0].suggestion.contains("byte-order mark"));
}

#[test]
fn of_a_file_of_the_first_format_only_that_is_said_and_what_to_change() {
    let old = json!({"format_version": 1, "id": "body", "twins": [], "lesson": {"fact": 1}});
    let mut values = values();
    values[1] = old;
    let loaded = load(&files(&values));
    assert_eq!(brief(&loaded.problems), [("format-version", "body.json", "format_version")]);
    let told = loaded.problems[0].to_string();
    assert!(told.contains("no longer read") && told.contains("\"twins\" to \"pairs\""), "{told}");
    assert!(loaded.bank.is_none());
}

#[test]
fn a_bank_needs_neither_lessons_nor_counterparts_nor_cases() {
    let mut values = values();
    for value in &mut values[1..3] {
        let singles: Vec<Value> =
            (0..4).map(|number| single(&format!("{}-{number}", value["id"].as_str().unwrap()))).collect();
        value["singles"] = json!(singles);
        for field in ["/lesson", "/pairs", "/cards", "/licence", "/retired"] {
            change(value, field, Remove);
        }
        for field in ["/other_side", "/family", "/aspect"] {
            change(value, &format!("/singles/0{field}"), Remove);
        }
    }
    let loaded = load(&files(&values)[..3]);
    assert_eq!(brief(&loaded.problems), []);
    let bank = loaded.bank.unwrap();
    assert_eq!((bank.statements().count(), bank.cases().len()), (8, 0));
    let entry = bank.entry(bank.find("body-1-a").unwrap()).unwrap();
    assert_eq!(entry.counterpart().text(), Some("Mammals shed hair all year."));
    assert!(bank.entry(entry.at.counterpart()).is_none());
}

#[test]
fn what_follows_from_the_rest_may_be_left_out() {
    let bank = json!({"format_version": 2, "id": "pets", "title": "Pets", "topics": [{"id": "home", "title": "At home"}],
        "sides": {"left": {"name": "Cat"}, "right": {"name": "Dog"}}});
    let home = json!({"format_version": 2, "singles": [
            {"id": "s1", "side": "left", "statement": {"text": "It purrs."}, "$comment": "easy"},
            {"id": "s2", "side": "right", "statement": {"text": "It barks."}}],
        "pairs": [{"id": "p1", "left": {"text": "It climbs."}, "right": {"text": "It digs."}}]});
    let text = |name: &str, value: &Value| SourceFile { name: name.to_owned(), text: value.to_string() };
    let loaded = load(&[text("bank.json", &bank), text("home.json", &home)]);
    assert_eq!(brief(&loaded.problems), []);
    let bank = loaded.bank.unwrap();
    let ids: Vec<&str> = bank.statements().map(|entry| entry.statement.id.as_str()).collect();
    assert_eq!(ids, ["p1-a", "p1-b", "s1-a", "s2-a"]);
    let entry = bank.entry(bank.find("s1-a").unwrap()).unwrap();
    assert_eq!((entry.level(), entry.statement.revision, entry.topic.title.as_str()), (1, 1, "At home"));
    assert_eq!(entry.concept().unwrap().title, "At home");
    let side = bank.side(crate::domain::bank::Side::Right);
    assert_eq!([&side.id, &side.name, &side.label], ["dog", "Dog", "Dog"]);
    assert_eq!(bank.manifest.question, "Which side does this describe better?");
}

#[test]
fn a_topic_without_statements_is_a_warning() {
    let mut values = values();
    (values[1]["pairs"], values[1]["singles"]) = (json!([]), json!([]));
    let loaded = load(&files(&values));
    assert_eq!(brief(&loaded.problems), [("no-statements", "body.json", "pairs")]);
    assert!(loaded.bank.is_some());
}

#[test]
fn a_field_that_stands_twice_is_a_fault() {
    let mut files = files(&values());
    files[1].text = files[1].text.replacen("\"takeaway\"", "\"takeaway\": \"One.\",\n  \"takeaway\"", 1);
    assert_eq!(brief(&load(&files).problems), [("duplicate-field", "body.json", "takeaway")]);
}

#[test]
fn of_a_file_of_a_newer_format_nothing_is_said_but_that() {
    let mut values = values();
    for value in &mut values {
        change(value, "/format_version", Set(json!(7)));
        change(value, "/hologram", Set(json!(true)));
    }
    let loaded = load(&files(&values));
    assert_eq!(loaded.problems.len(), 4);
    assert!(loaded.problems.iter().all(|one| one.rule == "format-version" && one.reason.contains("newer")));
}

#[test]
fn a_topic_without_its_file_and_a_file_without_its_topic_are_told() {
    let mut files = files(&values());
    files[2].name = "other.json".to_owned();
    let loaded = load(&files);
    let expected = [("topic-missing", "bank.json", "topics[1].id"), ("topic-unlisted", "other.json", "")];
    assert_eq!(brief(&loaded.problems), expected);
    assert!(loaded.bank.is_none());
    files[2].name = "life.json".to_owned();
    files.push(SourceFile { name: "other.json".to_owned(), text: "no JSON".to_owned() });
    assert!(load(&files).bank.is_some(), "an unlisted file does not stop a bank");
}

#[test]
fn a_bank_without_a_manifest_or_without_topics_is_refused() {
    let mut values = values();
    assert_eq!(brief(&load(&files(&values)[1..]).problems), [("manifest-missing", "bank.json", "")]);
    values[0]["topics"] = json!([]);
    assert_eq!(load(&files(&values)[..1]).problems[0].rule, "no-topics");
}

#[test]
fn ids_that_are_paths_or_taken_name_no_file() {
    let mut values = values();
    for id in ["../body", "/etc/passwd", "a\\b", "", "bank", "lint"] {
        values[0]["topics"][1]["id"] = json!(id);
        let files = files(&values);
        assert!(load(&files).problems.iter().any(|one| one.rule == "plain-id" && one.place == "topics[1].id"), "{id}");
        let listed = listed_files(&files[0].text);
        assert!(listed.is_none_or(|names| names.iter().all(|name| !name.contains(['/', '\\']))), "{id}");
    }
}

#[test]
fn a_reference_to_an_id_that_cannot_be_read_is_not_held_against_it() {
    let mut values = values();
    change(&mut values[1], "/concepts/0", Set(json!("cover")));
    change(&mut values[1], "/misconceptions", Set(json!(7)));
    change(&mut values[0], "/sources/0/id", Set(json!(1)));
    let loaded = load(&files(&values));
    let expected = [
        ("wrong-type", "bank.json", "sources[0].id"),
        ("wrong-type", "body.json", "concepts[0]"),
        ("wrong-type", "body.json", "misconceptions"),
    ];
    assert_eq!(brief(&loaded.problems), expected);
}

#[test]
fn many_large_topics_are_read_by_threads_into_the_same_bank() {
    let mut manifest = manifest();
    let mut files = Vec::new();
    let names: Vec<String> = (0..5).map(|number| format!("topic{number}")).collect();
    manifest["topics"] =
        names.iter().map(|name| json!({"id": name, "title": format!("About {name}")})).collect::<Value>();
    for name in &names {
        let mut topic = topic(name);
        topic["pairs"] = (0..400).map(|number| pair(&format!("{name}-{number}"), "cover", 3)).collect::<Value>();
        files.push(SourceFile { name: format!("{name}.json"), text: topic.to_string() });
    }
    files.push(SourceFile { name: MANIFEST_NAME.to_owned(), text: manifest.to_string() });
    let loaded = load(&files);
    assert_eq!(brief(&loaded.problems), []);
    let bank = loaded.bank.unwrap();
    assert_eq!(bank.topics().map(|(_, topic)| topic.id.clone()).collect::<Vec<_>>(), names);
    assert_eq!(bank.statements().count(), 4005);
}

/// Loads one file by the slow way alone.
fn slowly<T: serde::Serialize>(text: &str, reader: shape::Read<T>) -> (Value, Vec<Problem>) {
    let mut found = Findings::new("slow.json");
    let value = shape::read(&mut found, text, reader);
    (serde_json::to_value(value).unwrap(), found.finish(text))
}

/// Asserts that the slow way accepts what the types accept, with the same value, and refuses what they refuse.
fn agree(text: &str, name: &str) {
    fn both<T: serde::Serialize + serde::de::DeserializeOwned>(
        text: &str,
        read: shape::Read<T>,
    ) -> (serde_json::Result<Value>, (Value, Vec<Problem>)) {
        let fast = serde_json::from_str::<T>(text).map(|one| serde_json::to_value(one).unwrap());
        (fast, slowly(text, read))
    }
    let (fast, (slow, problems)) = match name {
        "bank.json" => both(text, shape::manifest),
        "cases.json" => both(text, shape::cases),
        _ => both(text, shape::topic),
    };
    match fast {
        // Of another version the slow way says that, and nothing else.
        Ok(fast) if fast["format_version"] != 2 => assert!(problems.iter().all(|one| one.rule == "format-version")),
        Ok(fast) => assert_eq!((fast, brief(&problems)), (slow, vec![]), "{text}"),
        Err(error) => assert!(!problems.is_empty(), "the types refuse it, the slow way does not: {error}"),
    }
}

#[test]
fn both_ways_of_reading_agree_whatever_single_value_is_missing_or_replaced() {
    for (name, value) in NAMES.into_iter().zip(values()).filter(|(name, _)| *name != "life.json") {
        agree(&value.to_string(), name);
        let mut all = Vec::new();
        pointers(&value, "", &mut all);
        for pointer in all {
            let others = [Value::Null, json!(1), json!(0.5), json!("x"), json!([]), json!({}), json!(true)];
            for fault in others.into_iter().map(Set).chain([Remove]) {
                let mut value = value.clone();
                change(&mut value, &pointer, fault);
                agree(&value.to_string(), name);
            }
        }
    }
}

#[test]
fn nonsense_without_end_is_refused_without_harm() {
    let deep = format!("{{\"pairs\": {}{}}}", "[".repeat(300_000), "]".repeat(300_000));
    let long_name = format!("{{\"{}\": 1}}", ".a[".repeat(300_000));
    for text in [deep, long_name] {
        let mut files = files(&values());
        files[1].text = text;
        assert!(load(&files).bank.is_none());
    }
}

#[test]
fn of_endless_problems_some_are_told_and_the_rest_counted() {
    let mut files = files(&values());
    files[1].text = format!("{{\"format_version\": 2, \"pairs\": [{}1]}}", "2,".repeat(30_000));
    let loaded = load(&files);
    let of_body: Vec<&Problem> = loaded.problems.iter().filter(|one| one.file == "body.json").collect();
    assert_eq!(of_body.len(), 1_001);
    let last = of_body.last().unwrap();
    assert_eq!((last.rule, last.severity), ("too-many", Severity::Error));
    assert!(of_body.iter().any(|one| one.place == "pairs" && one.reason.contains("20000 are read")));
    assert!(loaded.bank.is_none());
}

#[test]
fn what_could_be_read_of_a_refused_bank_is_kept_for_examination() {
    let mut values = values();
    change(&mut values[1], "/pairs/0/level", Set(json!("two")));
    change(&mut values[0], "/topics/1", Remove);
    let loaded = load(&files(&values)[..2]);
    assert!(loaded.bank.is_none());
    let unfit = loaded.unfit.unwrap();
    assert_eq!((unfit.topic_count(), unfit.statements().count()), (1, 5));
    assert_eq!(unfit.manifest.topics.len(), 1);
}

/// Any value whose texts are those of a well-formed bank, in other words.
fn reworded(value: &Value, words: &mut impl Iterator<Item = String>) -> Value {
    const FREE: [&str; 10] =
        ["takeaway", "idea", "question", "claim", "refutation", "explanation", "case", "flip", "reveal", "meaning"];
    match value {
        Value::Array(list) => list.iter().map(|one| reworded(one, words)).collect(),
        Value::Object(object) => {
            let field = |(name, one): (&String, &Value)| {
                let free = one.is_string() && FREE.contains(&name.as_str());
                let new =
                    if free { words.next().map_or_else(|| one.clone(), Value::from) } else { reworded(one, words) };
                (name.clone(), new)
            };
            Value::Object(object.iter().map(field).collect())
        }
        other => other.clone(),
    }
}

/// A text that may stand anywhere.
fn any_text() -> impl Strategy<Value = String> {
    let visible = |text: &String| characters::first_forbidden(text).is_none();
    "[^\\p{C}\\p{Z}]( ?[^\\p{C}\\p{Z}]){0,12}".prop_filter("something is to be seen", visible)
}

/// A value in which each thing that may be left out is left out or not, by the bits of `choice`.
fn sparse(value: &mut Value, choice: u64, turn: &mut u32) {
    const OPTIONAL: [&str; 24] = [
        "$schema",
        "glossary",
        "sources",
        "side",
        "number",
        "year",
        "licence",
        "misconceptions",
        "lesson",
        "singles",
        "cards",
        "retired",
        "usual",
        "exception",
        "pushes",
        "family",
        "aspect",
        "other_side",
        "misconception",
        "decoy",
        "settles",
        "same",
        "flip",
        "card",
    ];
    let mut leave_out = || {
        *turn = (*turn + 7) % 64;
        choice >> *turn & 1 == 1
    };
    if let Value::Object(object) = value {
        // The side of a single has to stay, what would flip a card or a case study, and what one may have heard.
        let fixed = ["statement", "kind", "story", "instead"].iter().any(|name| object.contains_key(*name));
        let may_go = |name: &String| {
            OPTIONAL.contains(&name.as_str()) && !(fixed && ["side", "flip", "misconception"].contains(&name.as_str()))
        };
        let names: Vec<String> = object.keys().filter(|name| may_go(name)).cloned().collect();
        for name in names.into_iter().filter(|name| !["sources", "misconceptions", "cards"].contains(&name.as_str())) {
            if leave_out() {
                object.remove(&name);
            }
        }
    }
    match value {
        Value::Array(list) => list.iter_mut().for_each(|one| sparse(one, choice, turn)),
        Value::Object(object) => object.values_mut().for_each(|one| sparse(one, choice, turn)),
        _ => (),
    }
}

/// Banks of all sizes, with any texts, with and without all that may be left out.
fn any_bank() -> impl Strategy<Value = Vec<SourceFile>> {
    let sizes = prop::collection::vec((0_usize..6, 0_usize..4), 2);
    (sizes, prop::collection::vec(any_text(), 40), any::<u64>()).prop_map(|(sizes, words, choice)| {
        let mut values = values();
        for (value, (pairs, singles)) in values[1..3].iter_mut().zip(sizes) {
            let id = value["id"].as_str().unwrap().to_owned();
            let level = |number: usize| u8::try_from(number % 3 + 1).unwrap();
            value["pairs"] = (0..pairs).map(|n| pair(&format!("{id}-p{n}"), "cover", level(n))).collect();
            value["singles"] = (0..singles).map(|n| single(&format!("{id}-s{n}"))).collect();
        }
        let mut words = words.into_iter().cycle();
        let mut values = values.map(|value| reworded(&value, &mut words));
        for value in &mut values {
            sparse(value, choice, &mut 0);
        }
        files(&values)
    })
}

/// The files of a loaded bank, written anew.
fn written(bank: &Bank) -> Vec<SourceFile> {
    let file = |name: &str, value: Value| SourceFile { name: name.to_owned(), text: value.to_string() };
    let mut files = vec![file("bank.json", serde_json::to_value(&bank.manifest).unwrap())];
    let topics =
        bank.topics().map(|(_, topic)| file(&format!("{}.json", topic.id), serde_json::to_value(topic).unwrap()));
    files.extend(topics);
    files.push(file("cases.json", json!({"format_version": 2, "cases": bank.cases()})));
    files
}

/// Whether all that `part` says is said by `whole` too.
fn says(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|whole| says(whole, value)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| says(whole, part))
        }
        _ => whole == part,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_bank_comes_back_from_its_files_as_it_was(original in any_bank()) {
        let loaded = load(&original);
        let errors: Vec<&Problem> = loaded.problems.iter().filter(|one| one.severity == Severity::Error).collect();
        prop_assert_eq!(errors, Vec::<&Problem>::new());
        let once = written(&loaded.bank.unwrap());
        for file in &original {
            let (said, was) = (once.iter().find(|one| one.name == file.name).unwrap(), &file.text);
            let [said, was] = [&said.text, was].map(|text| serde_json::from_str::<Value>(text).unwrap());
            let was = if file.name == "cases.json" { json!({"cases": was["cases"]}) } else { was };
            prop_assert!(says(&said, &was), "{} does not say {}", said, was);
        }
        let twice = written(&load(&once).bank.unwrap());
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn any_bytes_as_files_of_a_bank_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0_usize..4, at in any::<prop::sample::Index>(),
    ) {
        let mut files = files(&values());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut whole: Vec<char> = files[which].text.chars().collect();
        let from = at.index(whole.len());
        whole.splice(from..(from + text.chars().count()).min(whole.len()), text.chars());
        files[which].text = whole.into_iter().collect();
        let loaded = load(&files);
        prop_assert_eq!(loaded.bank.is_none(), loaded.problems.iter().any(|one| one.severity == Severity::Error));
        files[which].text = text;
        prop_assert!(load(&files).bank.is_none());
    }

    #[test]
    fn a_well_formed_bank_survives_writing_and_reading(words in prop::collection::vec("[^\\p{C}\\p{Z}]( ?[^\\p{C}\\p{Z}]){0,12}", 40)) {
        let safe = words.into_iter().filter(|word| characters::first_forbidden(word).is_none());
        let mut words = safe.collect::<Vec<_>>().into_iter().cycle();
        let written = values().map(|value| reworded(&value, &mut words));
        let loaded = load(&files(&written));
        prop_assert_eq!(brief(&loaded.problems), []);
        let bank = loaded.bank.unwrap();
        prop_assert_eq!(&serde_json::to_value(&bank.manifest).unwrap(), &written[0]);
        for (number, topic) in bank.topics() {
            prop_assert_eq!(&serde_json::to_value(topic).unwrap(), &written[number + 1]);
        }
        prop_assert_eq!(&serde_json::to_value(bank.cases()).unwrap(), &written[3]["cases"]);
    }

    #[test]
    fn arbitrary_texts_never_panic(bank in any::<String>(), topic in ".{0,40}|[\\[\\]{}\",:a-e0-9\\\\u ]{0,60}") {
        let mut files = files(&values());
        files[1].text = topic;
        prop_assert!(load(&files).bank.is_none());
        files[0].text = bank;
        prop_assert!(load(&files).bank.is_none());
        let _ = listed_files(&files[0].text);
    }

    #[test]
    fn a_bank_with_some_bytes_changed_never_panics_and_is_refused_only_with_a_reason(
        which in 0_usize..4,
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just(String::new()), "[{}\\[\\]\":,0-9a-z\\\\ \u{1b}\u{202e}\u{200b}é\n]"]), 1..5),
    ) {
        let mut files = files(&values());
        for (position, new) in edits {
            let mut characters: Vec<String> = files[which].text.chars().map(String::from).collect();
            *position.get_mut(&mut characters) = new;
            files[which].text = characters.concat();
        }
        let loaded = load(&files);
        let errors = loaded.problems.iter().filter(|one| one.severity == Severity::Error).count();
        prop_assert_eq!(loaded.bank.is_none(), errors > 0);
        for problem in &loaded.problems {
            prop_assert_eq!(characters::first_forbidden(&problem.to_string()), None);
        }
        agree(&files[which].text, NAMES[which]);
    }
}
