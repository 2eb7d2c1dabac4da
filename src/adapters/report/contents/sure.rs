//! How sure against how right.

use super::{Block, Kind, Picture, Subject, Table, share, too_few};
use crate::app::report::Report;
use crate::domain::calibration::{Calibration, CurvePoint, Judgement};

/// The calibration curve and Brier's score, or how many answers are missing.
pub fn sure(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Sure and right".to_owned()));
    let Some(known) = &report.figures.calibration.figures else {
        return blocks.push(Block::Missing(too_few(&report.figures.calibration)));
    };
    blocks.push(Block::Picture(Picture {
        subject: Subject::Curve,
        title: "How sure against how right".to_owned(),
        caption: format!(
            "Across, how sure an answer was said to be; upwards, the share that was right, with the range in which the true \
             share lies with 95 % confidence. On the diagonal, answers are right as often as they were said to be (N = {}).",
            known.answers
        ),
    }));
    let columns = [
        ("You said", Kind::Word),
        ("Which says", Kind::Word),
        ("Right", Kind::Number),
        ("95 % range", Kind::Number),
        ("N", Kind::Number),
        ("That is", Kind::Word),
    ];
    let caption = "The share right, by the certainty that was said";
    blocks.push(Block::Table(Table::of(caption, &columns).with(known.curve.iter().map(row).collect())));
    blocks.push(Block::Paragraph(summary(known)));
    let advice: Vec<String> = known.curve.iter().filter_map(CurvePoint::advice).collect();
    blocks.push(Block::Paragraph(advice.join(" ")));
}

fn row(point: &CurvePoint) -> Vec<String> {
    let range = |(low, high): (f64, f64)| format!("{:.0} to {}", low * 100.0, share(high));
    let judgement = match (point.share, point.judgement) {
        (None, _) => "not enough evidence",
        (_, Judgement::TooSure) => "too sure",
        (_, Judgement::Fits) => "fitting",
        (_, Judgement::NotSureEnough) => "not sure enough",
    };
    vec![
        point.certainty.word().to_owned(),
        range(point.certainty.band()),
        point.share.map_or_else(|| "–".to_owned(), share),
        point.share.map_or_else(|| "–".to_owned(), |_| range(point.interval)),
        point.answers.to_string(),
        judgement.to_owned(),
    ]
}

fn summary(known: &Calibration) -> String {
    format!(
        "Brier score {:.3}: 0 is best, .250 is what guessing gets (N = {}). Mean points {:+.2}, from -6 to +3; telling sure from \
         unsure answers was worth {:+.3} of a score from 0 to 1.",
        known.brier, known.answers, known.mean_mark, known.bonus
    )
}
