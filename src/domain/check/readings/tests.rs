//! A record of two statements, and what can be wrong with it.

use super::super::fixture;
use super::*;

/// A bank with one pair, `one-1-left` and `one-1-right`, the left at revision 2.
fn bank() -> Bank {
    let mut topics = fixture::topics_of(&[("one", &[(3, "a statement for the left", "one for the right")])]);
    topics[0].pairs[0].left.revision = 2;
    fixture::bank(topics)
}

fn rules() -> LintRules {
    let readings = ReadingRules {
        readers_min: 3,
        experts: vec!["lake".to_owned(), "sea".to_owned()],
        others: vec!["land".to_owned()],
        natural_min: 3.5,
        natural_mean_min: 4.3,
        natural_level_3_min: 4.0,
        natural_side_difference_max: 0.3,
        knowledge_share_min: 0.45,
        knowledge_side_share_min: 0.35,
        topic_share_min: 0.7,
        inversion_ticks_min: 1,
    };
    LintRules { readings, ..LintRules::default() }
}

/// A reading, to be changed.
fn reading(statement: &str, background: &str) -> Value {
    let left = statement == "one-1-left";
    serde_json::json!({
        "statement": statement, "revision": if left { 2 } else { 1 }, "reader": format!("r-{background}"),
        "background": background, "side": if left { "left" } else { "right" }, "certainty": 3, "topic": "one",
        "natural": 5, "knowledge": true
    })
}

/// Three readers of each statement, and a reviewer.
fn complete() -> Vec<Value> {
    let mut lines: Vec<Value> = ["one-1-left", "one-1-right"]
        .into_iter()
        .flat_map(|statement| ["lake", "sea", "land"].map(|background| reading(statement, background)))
        .collect();
    lines.push(serde_json::json!({"pair": "one-1", "reader": "r-sea", "inverted": false}));
    lines
}

fn text(lines: &[Value]) -> String {
    lines.iter().map(Value::to_string).collect::<Vec<String>>().join("\n\n")
}

/// A finding's rule and line.
type Told = (&'static str, Option<usize>);

fn judged(record: Option<&str>, rules: &LintRules) -> (Vec<Told>, Option<ReadingFigures>) {
    let record = record.map(Readings::parse);
    let mut findings = Vec::new();
    let figures = judge(&bank(), rules, record.as_ref(), &mut findings);
    (findings.into_iter().map(|finding| (finding.rule, finding.line)).collect(), figures)
}

#[test]
fn a_complete_record_without_fault_has_no_findings() {
    let (found, figures) = judged(Some(&text(&complete())), &rules());
    assert_eq!(found, []);
    let figures = figures.unwrap();
    assert_eq!((figures.complete, figures.statements), (2, 2));
    assert_eq!(figures.agreement, Share { of: 6, yes: 6 });
    assert_eq!(figures.between_readers, Share { of: 6, yes: 6 });
    assert_eq!(figures.by_background["sea"], Share { of: 2, yes: 2 });
    assert_eq!(figures.by_background_and_level["land"][2], Share { of: 2, yes: 2 });
    assert_eq!((figures.natural.mean, figures.natural_by_level[2].of), (5.0, 2));
    assert_eq!((figures.knowledge, figures.topic.of, figures.ticked.yes), (Share { of: 2, yes: 2 }, 6, 1));
}

#[test]
fn each_flaw_of_a_line_is_told_with_it() {
    let with = |field: &str, value: Value| {
        let mut line = reading("one-1-left", "land");
        (line["reader"], line[field]) = ("eve".into(), value);
        line
    };
    let cases: Vec<(Value, Vec<&str>)> = vec![
        (with("side", "up".into()), vec!["reading-format"]),
        (with("certainty", 4.into()), vec!["reading-format"]),
        (with("natural", 0.into()), vec!["reading-format"]),
        (with("reader", " ".into()), vec!["reading-format"]),
        (with("key", "left".into()), vec!["reading-format"]),
        (with("statement", "two-1-left".into()), vec!["unknown-reading"]),
        (with("revision", 3.into()), vec!["reading-ahead"]),
        (with("reader", "r-land".into()), vec!["repeated-reading"]),
        (with("side", "right".into()), vec![]),
        (with("background", "sea".into()), vec![]),
        (serde_json::json!({"pair": "one-9", "reader": "x", "inverted": false}), vec!["unknown-reading"]),
        (serde_json::json!({"pair": "one-1", "reader": "x", "inverted": true}), vec!["inverted-pair"]),
        (serde_json::json!({"pair": "one-1", "reader": "x"}), vec!["reading-format"]),
    ];
    for (extra, expected) in cases {
        let mut lines = complete();
        lines.push(extra.clone());
        let (found, _) = judged(Some(&text(&lines)), &rules());
        let expected: Vec<Told> = expected.into_iter().map(|rule| (rule, Some(15))).collect();
        assert_eq!(found, expected, "{extra}");
    }
}

#[test]
fn an_expert_who_differs_is_an_error_and_an_outsider_is_a_figure() {
    for (number, rule) in [(0, Some("reading-disagrees")), (1, Some("reading-disagrees")), (2, None)] {
        let mut lines = complete();
        lines[number]["side"] = "right".into();
        let (found, figures) = judged(Some(&text(&lines)), &rules());
        assert_eq!(found.first().map(|told| told.0), rule);
        assert_eq!(figures.unwrap().agreement.yes, 5);
    }
}

#[test]
fn a_background_that_is_missing_and_a_revision_that_nobody_read_are_told() {
    let mut lines = complete();
    lines[1]["background"] = "lake".into();
    assert_eq!(judged(Some(&text(&lines)), &rules()).0, [("unread-statement", None)]);
    let mut lines = complete();
    lines[0]["revision"] = 1.into();
    let (found, figures) = judged(Some(&text(&lines)), &rules());
    assert_eq!(found, [("unread-statement", None)]);
    assert_eq!(figures.unwrap().earlier, Share { of: 1, yes: 1 });
}

#[test]
fn naturalness_knowledge_and_topic_are_judged_on_the_whole() {
    let all = |change: &dyn Fn(&mut Value)| {
        let mut lines = complete();
        lines.iter_mut().take(6).for_each(change);
        judged(Some(&text(&lines)), &rules()).0.into_iter().map(|told| told.0).collect::<Vec<_>>()
    };
    assert_eq!(all(&|line| line["natural"] = 4.into()), ["natural-mean"]);
    assert_eq!(all(&|line| line["natural"] = 3.into()), ["unnatural", "unnatural", "natural-mean", "natural-mean"]);
    let left_is_odd = all(&|line| {
        if line["side"] == "left" {
            line["natural"] = 4.into();
        }
    });
    assert_eq!(left_is_odd, ["natural-mean"]);
    assert_eq!(all(&|line| line["knowledge"] = false.into()), ["knowledge-share"; 3]);
    assert_eq!(all(&|line| line["topic"] = "two".into()), ["topic-told"]);
}

#[test]
fn a_pair_that_nobody_looked_at_for_inversion_is_told_and_an_incident_may_be_inverted() {
    let mut lines = complete();
    lines.pop();
    assert_eq!(judged(Some(&text(&lines)), &rules()).0, [("unticked-pair", None)]);
    let mut topics = fixture::topics_of(&[("one", &[(1, "a left one", "a right one")])]);
    topics[0].pairs[0].family = Some(INCIDENT.to_owned());
    let record = Readings::parse(r#"{"pair": "one-1", "reader": "x", "inverted": true}"#);
    let mut findings = Vec::new();
    judge(&fixture::bank(topics), &LintRules::default(), Some(&record), &mut findings);
    assert_eq!(findings, []);
}

#[test]
fn an_absent_record_is_told_only_where_the_bank_asks_for_one() {
    assert_eq!(judged(None, &rules()), (vec![("no-readings", Some(1))], None));
    assert_eq!(judged(None, &LintRules::default()), (vec![], None));
}

#[test]
fn a_mean_and_a_share_come_with_their_standard_errors() {
    let mean = Mean::of(&[4.0, 5.0]);
    assert_eq!(mean.told(), "4.50 of 2 (standard error 0.50)");
    assert_eq!(Share { of: 4, yes: 1 }.told(), "25.0 % of 4 (standard error 21.7 %)");
    assert_eq!(Mean::of(&[]).of, 0);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused_line_by_line(text in "[ -~\n]{0,120}") {
        let record = Readings::parse(&text);
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        proptest::prop_assert_eq!(record.readings.len() + record.ticks.len() + record.problems.len(), lines);
    }
}
