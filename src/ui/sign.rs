//! Signs in ASCII, for terminals that have no others. Each takes as many cells as before, so that nothing moves.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// What stands for a sign in ASCII; the character itself where nothing does.
#[must_use]
pub const fn ascii(sign: char) -> char {
    match sign {
        '◂' | '←' => '<',
        '▸' | '→' => '>',
        '›' => '*',
        '↑' | '▴' => '^',
        '↓' => 'v',
        '✗' | '×' => 'x',
        '─' | '·' | '−' | '–' | '—' => '-',
        '━' => '=',
        '╌' => '.',
        '│' => '|',
        '✓' | '┬' | '┼' | '┴' | '└' | '├' => '+',
        '┯' | '●' => '#',
        '○' => 'o',
        '◉' => '@',
        '▏' => '_',
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '…' => '~',
        '°' => ' ',
        '²' => '2',
        '³' => '3',
        'µ' => 'u',
        sign => sign,
    }
}

/// A text with its signs in ASCII.
#[must_use]
pub fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(ascii).collect()) }
}

/// Replaces the signs within `area`.
pub fn replace(area: Rect, buffer: &mut Buffer) {
    for position in area.intersection(buffer.area).positions() {
        let Some(cell) = buffer.cell_mut(position) else { continue };
        if !cell.symbol().is_ascii() {
            let replaced = in_ascii(cell.symbol()).into_owned();
            cell.set_symbol(&replaced);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthChar;

    #[test]
    fn every_sign_of_the_design_has_one_of_the_same_width() {
        for sign in "◂▸›✓✗─━╌│┬┼┴┯└○●◉·▴▏←→↑↓“”…−°³".chars() {
            assert!(ascii(sign).is_ascii(), "{sign}");
            assert_eq!(ascii(sign).width(), sign.width(), "{sign}");
        }
        assert_eq!(in_ascii("Zürich ◂"), "Zürich <");
    }
}
