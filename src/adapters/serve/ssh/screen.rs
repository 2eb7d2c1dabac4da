//! What a frame is in bytes: only the cells that changed, for any terminal that moves its cursor.

use crate::adapters::connection::Person;
use crate::ui::theme::{Palette, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The largest frame; in a larger window it stands in the middle. A client may claim any size, and a frame takes memory for
/// each cell.
const LARGEST: (u16, u16) = (120, 40);

/// To the other screen, without a cursor, and with pastes told from keys. Clicks are not asked for: where a line is cut, nobody
/// could take that back, and a terminal that writes a line for each click is of no use to anybody.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h";

/// All of it back.
const LEAVE: &str = "\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Terminals that have only ASCII for certain.
const PLAIN: [&str; 5] = ["linux", "vt", "ansi", "cons", "sun"];

/// Terminals without colours.
const COLOURLESS: [&str; 2] = ["vt", "sun"];

/// The colours and signs of a terminal that calls itself so; none where it cannot move its cursor.
pub fn theme(term: &str) -> Option<Theme> {
    let begins = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
    if matches!(term, "" | "dumb" | "unknown" | "network" | "emacs") {
        return None;
    }
    let mono = begins(&COLOURLESS) || term.ends_with("-m") || term.ends_with("-mono");
    Some(Theme::new(if mono { Palette::Mono } else { Palette::Dark }, begins(&PLAIN)))
}

/// A terminal at the other end.
pub struct Screen {
    shown: Buffer,
    next: Buffer,
    /// Where the frame begins in the window.
    corner: (u16, u16),
    /// What is to be sent before the next frame.
    before: String,
}

impl Screen {
    /// A terminal of that size that is about to become ours.
    pub fn new(size: (u16, u16)) -> Self {
        let mut screen =
            Self { shown: Buffer::default(), next: Buffer::default(), corner: (0, 0), before: String::new() };
        screen.resized(size);
        screen.before.insert_str(0, ENTER);
        screen
    }

    /// Takes another size: everything is drawn anew.
    pub fn resized(&mut self, (columns, rows): (u16, u16)) {
        let (width, height) = (columns.clamp(1, LARGEST.0), rows.clamp(1, LARGEST.1));
        self.corner = (columns.saturating_sub(width) / 2, rows.saturating_sub(height) / 2);
        let area = Rect::new(0, 0, width, height);
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.clear();
    }

    /// Forgets what is there.
    pub fn clear(&mut self) {
        self.shown.reset();
        if !self.before.ends_with(CLEAR) {
            self.before.push_str(CLEAR);
        }
    }

    /// What is to be sent so that there is what the person is to see; nothing where it is there.
    pub fn draw(&mut self, person: &mut dyn Person) -> Vec<u8> {
        self.next.reset();
        person.frame(self.next.area, &mut self.next);
        let mut out = std::mem::take(&mut self.before);
        let (mut expected, mut look) = (None, None);
        for (column, row, cell) in self.shown.diff_iter(&self.next) {
            if expected != Some((column, row)) {
                // Rows and columns are counted from 1.
                let (x, y) = (u32::from(column + self.corner.0) + 1, u32::from(row + self.corner.1) + 1);
                let _ = write!(out, "\x1b[{y};{x}H");
            }
            let this = (cell.fg, cell.bg, cell.modifier);
            if look != Some(this) {
                paint(&mut out, cell);
                look = Some(this);
            }
            out.push_str(cell.symbol());
            // After anything but a narrow sign terminals differ about where the cursor is.
            expected = (cell.symbol().width() == 1).then_some((column + 1, row));
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        out.into_bytes()
    }

    /// What gives the terminal back, with a last line on it.
    pub fn leave(last: &str) -> Vec<u8> {
        let lines: Vec<&str> = last.lines().collect();
        format!("{LEAVE}{}\r\n", lines.join("\r\n")).into_bytes()
    }
}

/// A blank screen.
const CLEAR: &str = "\x1b[0m\x1b[2J";

/// Writes how a cell looks, from nothing.
fn paint(out: &mut String, cell: &Cell) {
    const LOOKS: [(Modifier, &str); 5] = [
        (Modifier::BOLD, ";1"),
        (Modifier::DIM, ";2"),
        (Modifier::ITALIC, ";3"),
        (Modifier::UNDERLINED, ";4"),
        (Modifier::REVERSED, ";7"),
    ];
    out.push_str("\x1b[0");
    for (modifier, code) in LOOKS {
        if cell.modifier.contains(modifier) {
            out.push_str(code);
        }
    }
    colour(out, cell.fg, 30);
    colour(out, cell.bg, 40);
    out.push('m');
}

/// Writes a colour, of letters (from 30) or of what is behind them (from 40).
fn colour(out: &mut String, colour: Color, first: u8) {
    let basic = match colour {
        Color::Reset => return,
        Color::Indexed(number) => {
            let _ = write!(out, ";{};5;{number}", first + 8);
            return;
        }
        Color::Rgb(red, green, blue) => {
            let _ = write!(out, ";{};2;{red};{green};{blue}", first + 8);
            return;
        }
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    let _ = write!(out, ";{}", first + basic);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::connection::Input;
    use crate::adapters::runner::Asked;
    use ratatui::style::Style;
    use std::time::Duration;

    const STRONG: Style = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);

    struct Words(&'static str, Style);

    impl Person for Words {
        fn input(&mut self, _: Input) -> Asked {
            Asked::default()
        }

        fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
            buffer.set_stringn(area.x, area.y, self.0, area.width.into(), self.1);
            buffer.set_stringn(area.x, area.bottom() - 1, "last", area.width.into(), Style::new());
        }

        fn ticks(&self) -> Option<Duration> {
            None
        }

        fn tick(&mut self) {}
    }

    fn seen(bytes: &[u8], size: (u16, u16)) -> vt100::Parser {
        let mut terminal = vt100::Parser::new(size.1.try_into().unwrap(), size.0.try_into().unwrap(), 0);
        terminal.process(bytes);
        terminal
    }

    #[test]
    fn only_what_changed_is_sent_and_nothing_where_nothing_did() {
        let mut screen = Screen::new((20, 4));
        let mut bytes = screen.draw(&mut Words("Which side, 漢字?", STRONG));
        let first = bytes.len();
        assert_eq!(screen.draw(&mut Words("Which side, 漢字?", STRONG)), b"");
        let next = screen.draw(&mut Words("Which part, 漢字?", STRONG));
        assert!(next.len() < first / 2 && !next.is_empty());
        bytes.extend(next);
        let terminal = seen(&bytes, (20, 4));
        assert_eq!(terminal.screen().contents(), "Which part, 漢字?\n\n\nlast");
        let cell = terminal.screen().cell(0, 0).unwrap();
        assert!(cell.bold() && cell.fgcolor() == vt100::Color::Idx(6));
        assert!(terminal.screen().alternate_screen() && terminal.screen().hide_cursor());
        let after = seen(&[bytes, Screen::leave("Come back.")].concat(), (20, 4));
        assert!(!after.screen().alternate_screen() && !after.screen().hide_cursor());
        assert_eq!(after.screen().contents(), "Come back.");
    }

    #[test]
    fn a_frame_stands_in_the_middle_of_a_large_window_and_takes_no_more_for_a_vast_one() {
        let mut screen = Screen::new((200, 60));
        let bytes = screen.draw(&mut Words("Here", Style::new()));
        assert_eq!(seen(&bytes, (200, 60)).screen().cell(10, 40).unwrap().contents(), "H");
        for size in [(1, 1), (65_535, 65_535), (0, 0), (65_535, 1)] {
            screen.resized(size);
            let bytes = screen.draw(&mut Words("Here", Style::new()));
            assert!(bytes.len() < 400 && screen.next.area.area() <= 4_800, "{size:?}");
        }
    }

    #[test]
    fn a_terminal_gets_the_colours_and_signs_that_it_has() {
        assert_eq!(theme("dumb"), None);
        assert_eq!(theme("xterm-256color"), Some(Theme::new(Palette::Dark, false)));
        assert_eq!(theme("vt220"), Some(Theme::new(Palette::Mono, true)));
        assert_eq!(theme("linux"), Some(Theme::new(Palette::Dark, true)));
    }
}
