//! One report in all its forms: a person between the thresholds, with twelve statements missed and one left open.

use super::*;
use crate::adapters::bank_files::builtin;
use crate::domain::assessment::draw::Letter;
use crate::domain::assessment::figures::Verdict;
use crate::domain::assessment::form::check::papers;
use crate::domain::assessment::form::{Form, Shows, ready_made};
use crate::domain::assessment::pool::{Estimates, Pool};
use crate::domain::assessment::report::{AtHand, Beside};
use crate::domain::assessment::result::sample::record;
use crate::domain::assessment::result::{
    AnswerRecord, BankRecord, Decision, FormRecord, Interruption, Record, Voucher,
};
use crate::domain::assessment::scoring::{Mark, outcome};
use crate::domain::bank::Bank;
use crate::domain::certainty::Certainty;
use crate::domain::moment::Moment;

/// The result of somebody who misses every `wrong`th statement and leaves the last one open.
fn taken(bank: &Bank, pool: &Pool, wrong: usize) -> (Record, Form) {
    let text = ready_made::named("placement").unwrap().text;
    let (form, _) = Form::read("", text).unwrap();
    let paper = papers(&form, pool, "MARCH").unwrap().a;
    let chosen = |at: usize| match at {
        59 => None,
        at if at % wrong == 0 => Some(paper[at].side.other()),
        at => Some(paper[at].side),
    };
    let given: Vec<_> = paper.iter().enumerate().map(|(at, asked)| (*asked, chosen(at))).collect();
    let answer = |(asked, chosen): &(_, _)| {
        let statement = pool.statement(*asked).unwrap();
        AnswerRecord {
            statement: statement.id.clone(),
            revision: statement.revision,
            chosen: *chosen,
            certainty: chosen.map(|_| Certainty::C3),
            elapsed: 9_000,
            changes: 0,
            marked: false,
            mark: Mark::of(*chosen, asked.side),
        }
    };
    let record = Record {
        form: FormRecord { title: form.title.clone(), text: text.to_owned() },
        bank: BankRecord { id: bank.manifest.id.clone(), revision: bank.manifest.revision, calibration: None },
        paper: Letter::A,
        interruptions: vec![Interruption { at: Moment::utc(1_795_459_500_000), seconds: 95, why: "asleep".to_owned() }],
        answers: given.iter().map(answer).collect(),
        outcome: outcome(&form, pool, &paper, &given),
        ..record()
    };
    (record, form)
}

/// A report, with what is beside it, and less of it where the applicant sees only `shows`.
fn made(wrong: usize, shows: Option<Shows>) -> ResultReport {
    decided(wrong, shows, true)
}

fn decided(wrong: usize, shows: Option<Shows>, decided: bool) -> ResultReport {
    let bank = builtin();
    let pool = Pool::of(&bank, &Estimates::new());
    let (record, form) = taken(&bank, &pool, wrong);
    let before = Record { paper: Letter::B, ..taken(&bank, &pool, 2).0 };
    let receipt = "7QK2-9FTA-MM31";
    let decision = Decision::new(receipt, Verdict::Ready, "M. Ruiz", "saw her work", Moment::utc(1_795_500_000_000));
    let at_hand = AtHand { bank: &bank, pool: &pool, calibration: None };
    let beside = Beside { at_hand: Some(at_hand), decision: decided.then_some(&decision), before: Some(&before) };
    let report = ResultReport::of(&record, &form, (receipt, Voucher::Nobody), beside);
    shows.map_or_else(|| report.clone(), |shows| report.clone().for_applicant(shows))
}

/// Words of each of the nine parts.
const PARTS: [&str; 9] = [
    "A-0417",
    "recommendation: borderline",
    "47.5 of 60 marks (47 right, 1 left open)",
    "Where, and how complex",
    "Missed: 13",
    "Certain of 59 answers, 12 of them wrong",
    "Before, 29.5 marks; after, 47.5 marks, of 60. A gain",
    "by decision",
    "Decided by M. Ruiz on 24 November 2026: ready. saw her work",
];

#[test]
fn all_nine_parts_stand_in_every_form() {
    let report = made(5, None);
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let written = super::report(&report, format);
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in PARTS {
            assert!(written.contains(part), "{format:?}: {part}: {written}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&super::report(&report, Format::Json)).unwrap();
    assert_eq!((&json["recommendation"]["verdict"], &json["missed"][0]["number"]), (&"borderline".into(), &1.into()));
    assert_eq!(json["small_print"]["figures"]["thresholds"]["ready_from"], 51);
}

#[test]
fn an_applicant_sees_what_the_form_lets_them_see_and_no_more() {
    let said = |shows| super::report(&made(5, Some(shows)), Format::Markdown);
    let whole = said(Shows::Report);
    assert!(whole.contains("47.5 of 60") && whole.contains("Missed: 13") && whole.contains("M. Ruiz"));
    let undecided = super::report(&decided(5, Some(Shows::Report), false), Format::Markdown);
    assert!(!undecided.contains("Reason, where it differs"), "an applicant has nothing to sign");
    assert!(super::report(&decided(5, None, false), Format::Markdown).contains("Reason, where it differs"));
    let recommendation = said(Shows::Recommendation);
    assert!(recommendation.contains("recommendation: borderline") && !recommendation.contains("47.5"));
    let nothing = said(Shows::Nothing);
    assert!(nothing.contains("7QK2-9FTA-MM31") && !nothing.contains("recommendation") && !nothing.contains("M. Ruiz"));
    for hidden in [&recommendation, &nothing] {
        assert!(!hidden.contains("Missed") && !hidden.contains("Certain") && !hidden.contains("Before,"));
    }
    let json = super::report(&made(5, Some(Shows::Nothing)), Format::Json);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for hidden in ["recommendation", "score", "missed", "certain", "change", "decided"] {
        assert!(json[hidden].is_null(), "{hidden}: {json}");
    }
}

#[test]
fn the_page_is_well_formed_and_the_worst_result_leaves_room_for_the_rest() {
    let page = super::report(&made(2, None), Format::Html);
    let parsed = roxmltree::Document::parse(page.trim_start_matches("<!DOCTYPE html>\n")).unwrap();
    let rows = parsed.descendants().filter(|node| node.has_tag_name("tr")).count();
    // The heads of two tables, three modules, and as many missed statements as fit.
    assert_eq!(rows, 2 + 3 + html::MOST_MISSED);
    assert!(page.contains("@page { size: A4") && page.contains(&format!("the first {}", html::MOST_MISSED)));
}

#[test]
fn the_line_shows_error_score_and_cut() {
    let text = super::report(&made(5, None), Format::Text);
    let line = text.lines().find(|line| line.contains('●')).unwrap();
    let place = |sign| line.chars().position(|one| one == sign).unwrap();
    // From 30 to 60 in 60 steps: 48 is at 36, 47.5 at 35; two blanks stand before.
    assert_eq!((place('┼'), place('●')), (38, 37), "{line}");
    assert!(line.contains('━'), "{line}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    // Somebody below luck still stands on the line.
    let low = super::report(&made(1, None), Format::Text);
    assert!(low.lines().any(|line| line.contains('●')) && !low.contains("luck 30"), "{low}");
}
