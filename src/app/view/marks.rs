//! How scoring works: what saying how sure one is earns.

use super::block::{Align, Block, Cell, Column, Kind, Table, TableRow};
use super::text::{Role, plain, quiet, text};
use super::words::signed;
use super::{Form, Text, View};
use crate::app::Model;
use crate::app::marks::{lines, waiting};

/// What it comes to, in a line.
pub const HONESTY: &str = "Say how sure you really are: certain pays from four right out of five on.";
/// What it does not touch.
pub const BESIDE: &str = "Right is right either way: these points aren't part of the score.";

/// The screen.
#[must_use]
pub fn view(model: &Model) -> View {
    let certainty = match waiting(model).map(|session| session.started.certainty) {
        Some(true) => "certainty is on in this round",
        Some(false) => "certainty is off in this round",
        None if model.settings.certainty => "certainty is on",
        None => "certainty is off",
    };
    View::new(model, Form::List, "marks")
        .head("How scoring works", "")
        .counter(quiet(certainty))
        .block(Block::full([HONESTY]))
        .block(table())
        .block(Block::full([
            BESIDE,
            "\u{201c}Don't know\u{201d} earns and costs nothing. You can switch certainty on and off in the settings.",
        ]))
}

/// What each certainty earns.
#[must_use]
pub fn table() -> Block {
    let column = |title: &str, spoken, align, cells, narrow| {
        Column::new(align, cells).titled(title, spoken).narrow(Some(narrow))
    };
    let row = |line: crate::app::marks::Line| TableRow {
        cells: vec![
            Cell::Text(plain(line.certainty.word())),
            Cell::Text(points(line.right)),
            Cell::Text(points(line.wrong)),
            Cell::Text(Text::default()),
            Cell::Text(plain(line.when)),
        ],
        action: None,
        select: None,
    };
    Block::new(Kind::Table(Table {
        columns: vec![
            column("you say", None, Align::Left, 20, 14),
            column("right", Some("right"), Align::Right, 8, 8),
            column("wrong", Some("wrong"), Align::Right, 10, 8),
            column("", None, Align::Left, 6, 3),
            column("say it when you are", Some("say it when you are"), Align::Left, 30, 22),
        ],
        rows: lines().into_iter().map(row).collect(),
        cursor: None,
        airy: false,
    }))
}

fn points(points: i32) -> Text {
    let role = match points {
        0 => Role::Plain,
        points if points < 0 => Role::Wrong,
        _ => Role::Right,
    };
    text(signed(points), role)
}
