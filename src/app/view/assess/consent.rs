//! What happens, and what becomes of the answers, before the clock runs.

use super::super::block::{Block, Fact, Kind};
use super::super::text::{plain, strong};
use super::super::words::counted;
use super::super::{Form, View};
use super::{length, sides, title};
use crate::app::Model;
use crate::app::assess::Assess;
use crate::app::keys::Action;
use crate::domain::assessment::form::{Form as Paper, Kind as Way};

/// The consent.
pub fn view(model: &Model, assess: &Assess) -> View {
    let form = assess.form();
    View::new(model, Form::List, "consent")
        .head(title(assess), form.purpose.clone())
        .counter(who(assess))
        .block(Block::lines([strong("Please read this first. The clock is not running.")]))
        .block(Block::new(Kind::Facts(facts(model, assess, form))))
        .foot(|foot| foot.says(Action::Back, "I would rather not; nothing is kept"))
}

/// The name and the id, as far as they are known.
pub fn who(assess: &Assess) -> String {
    let applicant = &assess.entrant.applicant;
    let parts = [applicant.name.as_str(), applicant.id.as_str()].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn facts(model: &Model, assess: &Assess, form: &Paper) -> Vec<Fact> {
    let kept = format!("{}; for {}", form.consent.kept, months(form.retention_months));
    let rows = [
        ("what", format!("{}.{}", length(assess), early(form))),
        ("how", how(model, assess, form)),
        ("left open", open(form).to_owned()),
        ("kept", kept),
        ("seen by", form.consent.seen_by.clone()),
        ("decides", form.consent.decides.clone()),
        ("signed", signed(assess).to_owned()),
        ("if it breaks", breaks(assess).to_owned()),
    ];
    let of = |(label, value): (&str, String)| Fact { label: label.to_owned(), value: plain(value) };
    rows.into_iter().filter(|(_, value)| !value.is_empty()).map(of).collect()
}

fn months(months: u16) -> String {
    counted(usize::from(months), "month", "months")
}

fn early(form: &Paper) -> &'static str {
    match form.paper.kind {
        Way::Fixed => "",
        Way::Sequential | Way::Adaptive => " It ends as soon as the answers are clear enough.",
    }
}

fn how(model: &Model, assess: &Assess, form: &Paper) -> String {
    let sides = sides(&model.bank);
    let turns = match form.paper.kind {
        Way::Fixed => "Skip, come back, mark and change as you like.",
        Way::Sequential | Way::Adaptive => "It goes forward only.",
    };
    let sure = if form.paper.certainty { " How sure you are is asked too; it never decides." } else { "" };
    let practice = match assess.practice.len() {
        0 => String::new(),
        many => format!(" {} come first and don't count.", counted(many, "practice statement", "practice statements")),
    };
    format!(
        "Say which side each describes better, {sides}. {turns}{sure}{practice} Nothing is explained before the end."
    )
}

const fn open(form: &Paper) -> &'static str {
    match form.paper.kind {
        Way::Fixed => "A statement left open counts half a mark, as much as a guess is worth.",
        Way::Sequential | Way::Adaptive => "",
    }
}

const fn signed(assess: &Assess) -> &'static str {
    match (assess.entrant.institution, assess.entrant.at_desk) {
        (true, _) => "with the institution's key.",
        (false, true) => {
            "with a key made for this desk alone, which shows only that the file was not changed afterwards."
        }
        (false, false) => {
            "with a key made for this attempt alone, which shows only that the file was not changed afterwards."
        }
    }
}

const fn breaks(assess: &Assess) -> &'static str {
    if assess.entrant.at_desk && assess.begun.limit.is_some() {
        "Every answer is saved at once. Sit down again with your ticket, on any device, and you go on where you were, with the \
         time you had left; that it broke off is noted."
    } else if assess.entrant.at_desk {
        "Every answer is saved at once. Sit down again with your ticket, on any device, and you go on where you were; that it \
         broke off is noted."
    } else if assess.begun.limit.is_some() {
        "Every answer is saved at once. You go on where you were, with the time you had left; that it broke off is noted."
    } else {
        "Every answer is saved at once. You go on where you were; that it broke off is noted."
    }
}
