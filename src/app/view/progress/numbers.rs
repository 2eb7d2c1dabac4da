//! The numbers, for those who like figures: each says what it means and how many answers it stands on.

use crate::app::Model;
use crate::app::figures::{Figures, TopicFigures};
use crate::app::keys::Action;
use crate::app::review::wishes;
use crate::app::view::block::{Align, Block, Cell, Column, Kind, Table, TableRow, When};
use crate::app::view::text::{Role, plain, quiet, strong};
use crate::app::view::words::counted;
use crate::app::view::{Form, Text, View};
use crate::domain::ability::{Estimate, FEWEST};
use crate::domain::calibration::{Calibration, CurvePoint};

/// How many cells the scale of ability has, from −3 to +3.
const SCALE: u8 = 41;

/// Where the scale ends on both sides.
const LIMIT: f64 = 3.0;

/// From how many answers with a certainty on it is told how often they should be right.
const FEWEST_SURE: u32 = 4;

/// The figures that there are.
pub(super) fn view(model: &Model, selected: usize) -> View {
    let figures = Figures::of(&model.bank, &model.learner, model.today, &wishes(&model.settings));
    let intro = "For those who like figures. You don't need any of this to learn.";
    View::new(model, Form::List, "progress, numbers")
        .head("The numbers", "")
        .counter(super::answers(model))
        .block(Block::full([quiet(intro)]).gives_way().once())
        .blocks(ability(figures.ability.as_ref(), model.learner.days().values().sum()))
        .block(by_topic(&figures.topics))
        .blocks(certainty(&figures, selected))
        .foot(|foot| foot.says(Action::Next, "its answers"))
}

fn ability(known: Option<&Estimate>, all: u32) -> Vec<Block> {
    let Some(known) = known else {
        return vec![Block::lines([plain(format!("Ability is shown once you've given {FEWEST} answers that count."))])];
    };
    let (low, high) = (known.mean - 2.0 * known.sd, known.mean + 2.0 * known.sd);
    let [mean, low, high] = [known.mean, low, high].map(|figure| decimal(figure.clamp(-LIMIT, LIMIT)));
    let said = format!("Ability: most likely {mean}, almost surely between {low} and {high}.");
    let basis = format!("It goes from −3 to +3, starts in the middle, and rests on {}.", rests_on(known.answers, all));
    vec![Block::lines([scale(known)]).when(When::Seen), Block::lines([plain(said), quiet(basis)]).gap(0)]
}

/// How many of all answers a figure rests on, and why not on the others.
fn rests_on(counted_ones: u32, all: u32) -> String {
    let number = |answers: u32| usize::try_from(answers).unwrap_or(usize::MAX);
    let others = number(all.saturating_sub(counted_ones));
    if others == 0 {
        return counted(number(counted_ones), "answer", "answers");
    }
    let others = counted(others, "other was", "others were");
    format!("{counted_ones} of your {all} answers; the {others} given again, or to what you saw within a week")
}

/// A figure with its sign and one decimal; a minus is as wide as a plus, and there is no minus nought.
fn decimal(figure: f64) -> String {
    let words = format!("{figure:+.1}").replace('-', "−");
    if words == "−0.0" || words == "+0.0" { "0.0".to_owned() } else { words }
}

/// The estimate on its scale, and thick where it almost surely lies.
fn scale(known: &Estimate) -> Text {
    let at = |ability: f64| {
        let share = (ability + 3.0) / 6.0;
        (0..SCALE - 1).rev().find(|cell| share >= f64::from(cell + 1) / f64::from(SCALE)).map_or(0, |cell| cell + 1)
    };
    let (low, mean, high) = (at(known.mean - 2.0 * known.sd), at(known.mean), at(known.mean + 2.0 * known.sd));
    let line = (0..SCALE).fold(quiet("−3 "), |line, cell| match cell {
        _ if cell == mean => line.and("●", Role::Accent),
        _ if (low..=high).contains(&cell) => line.and("━", Role::Accent),
        _ if cell == SCALE / 2 => line.and("┼", Role::Quiet),
        _ => line.and("─", Role::Quiet),
    });
    line.and(" +3", Role::Quiet)
}

fn by_topic(topics: &[TopicFigures]) -> Block {
    let column = |title: &str, align, cells, narrow| Column::new(align, cells).titled(title, None).narrow(narrow);
    let columns = vec![
        column("by topic", Align::Left, 25, Some(23)),
        column("", Align::Left, 20, Some(19)),
        column("answers", Align::Right, 12, Some(12)),
    ];
    let rows = topics.iter().map(|topic| {
        let answers = topic.answers.left.total() + topic.answers.right.total();
        TableRow {
            cells: vec![
                Cell::Text(plain(&topic.title)),
                Cell::Text(plain(topic.strength_words())),
                Cell::Text(Text::default().said(
                    answers.to_string(),
                    Role::Quiet,
                    format!("from {}", counted(answers, "answer", "answers")),
                )),
            ],
            action: None,
            select: None,
        }
    });
    Block::new(Kind::Table(Table { columns, rows: rows.collect(), cursor: None, airy: true }))
}

fn certainty(figures: &Figures, selected: usize) -> Vec<Block> {
    let of = &figures.calibration;
    let Some(known) = &of.figures else {
        let missing = usize::try_from(of.needed.saturating_sub(of.answers)).unwrap_or(0);
        let more = counted(missing, "more answer", "more answers");
        return vec![Block::lines([plain(format!("How sure, how right: this needs {more} with a certainty."))])];
    };
    let head = strong("How sure, how right").join(quiet(format!(
        "   Brier {:.2} from {} answers; 0 is perfect, 0.25 is guessing",
        known.brier, known.answers
    )));
    vec![Block::lines([head]), curve(known, selected).gap(0)]
}

fn curve(known: &Calibration, selected: usize) -> Block {
    let column = |align, cells, narrow| Column::new(align, cells).narrow(narrow);
    let columns = vec![column(Align::Left, 17, Some(15)), column(Align::Left, 58, Some(38))];
    let row = |number: usize, name: &str, words: String| TableRow {
        cells: vec![Cell::Text(plain(name)), Cell::Text(quiet(words))],
        action: Some(Action::Pick(number)),
        select: Some(Action::Select(number)),
    };
    let mut rows: Vec<TableRow> = known
        .curve
        .iter()
        .enumerate()
        .map(|(number, point)| row(number, point.certainty.word(), point_words(point)))
        .collect();
    rows.push(row(rows.len(), "not said", "answers without a certainty, and “don't know”".to_owned()));
    Block::new(Kind::Table(Table { columns, rows, cursor: Some(selected), airy: true }))
}

/// How often it was right, and what the word asks for.
fn point_words(point: &CurvePoint) -> String {
    let Some(share) = point.share else { return "not said yet".to_owned() };
    let answers = usize::try_from(point.answers).unwrap_or(usize::MAX);
    if point.answers < FEWEST_SURE {
        return format!("{}, too few to say how often it is right", counted(answers, "answer", "answers"));
    }
    let (low, high) = point.certainty.band();
    let asks = match (low > 0.5, high < 1.0) {
        (true, true) => format!("{:.0} to {:.0}", low * 100.0, high * 100.0),
        (true, false) => format!("{:.0} or more", low * 100.0),
        _ => format!("less than {:.0}", high * 100.0),
    };
    format!("right {:.0} % of {}; it should be {asks}", share * 100.0, point.answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_thick_around_the_estimate() {
        let drawn = |mean, sd| scale(&Estimate { mean, sd, answers: 9 }).seen();
        assert_eq!(drawn(0.0, 0.0), format!("−3 {}●{} +3", "─".repeat(20), "─".repeat(20)));
        assert!(drawn(9.0, 0.1).ends_with("● +3"), "{}", drawn(9.0, 0.1));
        assert_eq!(drawn(0.0, 0.5).matches('━').count(), 14);
    }

    #[test]
    fn a_figure_that_rests_on_fewer_answers_than_there_are_says_why() {
        assert_eq!(rests_on(23, 23), "23 answers");
        let one = "22 of your 23 answers; the 1 other was given again, or to what you saw within a week";
        assert_eq!(rests_on(22, 23), one);
        assert!(rests_on(20, 23).contains("; the 3 others were given again"));
    }

    #[test]
    fn a_figure_has_a_sign_and_nought_has_none() {
        assert_eq!([0.84, -1.26, -0.01].map(decimal), ["+0.8", "−1.3", "0.0"]);
    }
}
