//! The chance of being above average, topic by topic.

use super::{Anchor, Drawing, Scale, WIDTH, cut};
use crate::adapters::report::contents::{Picture, share};
use crate::adapters::report::markup::Markup;
use crate::app::report::Report;
use crate::domain::ability::Strength;

const HEAD: f64 = 20.0;
const ROW: f64 = 38.0;
const ACROSS: Scale = Scale::new((0.0, 1.0), (6.0, WIDTH - 6.0));

pub fn draw(page: &mut Markup, report: &Report, picture: &Picture) {
    let topics = &report.figures.topics;
    let height = HEAD + ROW * f64::from(u32::try_from(topics.len()).unwrap_or(0));
    let mut drawing = Drawing::begin(page, picture, WIDTH, height);
    for value in [0.0, 0.2, 0.5, 0.8, 1.0] {
        let anchor = if value < 0.1 {
            Anchor::Start
        } else if value > 0.9 {
            Anchor::End
        } else {
            Anchor::Middle
        };
        let edge = if value < 0.1 {
            -6.0
        } else if value > 0.9 {
            6.0
        } else {
            0.0
        };
        drawing.label((ACROSS.at(value) + edge, 12.0), anchor, "small", &share(value));
    }
    let mut y = HEAD;
    for topic in topics {
        drawing.label((0.0, y + 12.0), Anchor::Start, "", &cut(&topic.title, 34));
        let (words, answers) = (topic.strength_words(), topic.mastery_answers);
        let sign = match topic.profile.map(|one| one.strength) {
            Some(Strength::LikelyStrong) => "▲ ",
            Some(Strength::LikelyWeak) => "▼ ",
            _ => "",
        };
        drawing.label((WIDTH, y + 12.0), Anchor::End, "small", &format!("{sign}{words} (N = {answers})"));
        let track = y + 23.0;
        drawing.rule("grid", (ACROSS.at(0.0), track), (ACROSS.at(1.0), track));
        for value in [0.2, 0.5, 0.8] {
            drawing.rule("tick", (ACROSS.at(value), track - 5.0), (ACROSS.at(value), track + 5.0));
        }
        if let Some(one) = topic.profile {
            drawing.dot("point", (ACROSS.at(one.above), track), 5.0);
        }
        y += ROW;
    }
    drawing.end();
}
