//! A drawn screen as a picture, for documents: every cell in its place, with the theme's colours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has to fail")]

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The size of a cell, in the picture's units.
const CELL: (u16, u16) = (9, 19);

/// The room around the cells.
const MARGIN: u16 = 12;

/// The buffer as SVG, on a dark ground.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (width, height) = (buffer.area.width * CELL.0 + 2 * MARGIN, buffer.area.height * CELL.1 + 2 * MARGIN);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#16181d\"/>\n"
    );
    for y in 0..buffer.area.height {
        row(buffer, y, &mut text);
    }
    text.push_str("</svg>\n");
    text
}

/// One row: pieces of one style, each stretched to just its cells, whatever font there is.
fn row(buffer: &Buffer, y: u16, out: &mut String) {
    let mut x = 0;
    while x < buffer.area.width {
        let (start, first) = (x, &buffer[(x, y)]);
        let mut words = String::new();
        while x < buffer.area.width && same_style(first, &buffer[(x, y)]) {
            words.push_str(buffer[(x, y)].symbol());
            x += u16::try_from(buffer[(x, y)].symbol().width().max(1)).unwrap();
        }
        if words.trim().is_empty() {
            continue;
        }
        let cells = x - start;
        let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"{}>{escaped}</text>",
            MARGIN + start * CELL.0,
            MARGIN + y * CELL.1 + 15,
            cells * CELL.0,
            look(first),
        )
        .unwrap();
    }
}

fn same_style(one: &Cell, other: &Cell) -> bool {
    (one.fg, one.modifier) == (other.fg, other.modifier)
}

/// The attributes of a style.
fn look(cell: &Cell) -> String {
    let colour = match cell.fg {
        _ if cell.modifier.contains(Modifier::DIM) => "#9aa1aa",
        Color::Cyan => "#56c2dc",
        Color::Yellow => "#e4be50",
        Color::Green => "#6ec878",
        Color::Red | Color::LightRed => "#f28b82",
        Color::LightBlue => "#a3b6ff",
        _ => "#d6d9dd",
    };
    let bold = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line = if cell.modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    format!(" fill=\"{colour}\"{bold}{line}")
}
