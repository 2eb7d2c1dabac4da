//! Bytes of a terminal in, keys and clicks out.
//!
//! A terminal sends more than keys: late answers to questions that somebody asked it, window titles, what was pasted.
//! All of it comes in the same stream, and an answer taken for a key would answer a question. The parser of a
//! terminal emulator (`vte`) tells them apart, so that only keys are keys.

use crate::adapters::connection::Input;
use crate::app::keys::{Action, Key};
use std::time::Duration;
use vte::{Params, Perform};

/// The longest text that is taken from one paste, in characters. What comes after it is dropped.
const LONGEST_PASTE: usize = 1000;

/// Takes a terminal's bytes, in whatever pieces they come.
#[derive(Default)]
pub struct Decoder {
    parser: vte::Parser,
    state: State,
}

/// What has begun and is not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Open {
    /// Nothing: the next byte begins something new.
    #[default]
    Nothing,
    /// Escape: alone it is a key, with something behind it a sequence.
    Escape,
    /// A sequence with parameters.
    Sequence,
    /// A string that ends with a terminator: a title, a reply, a device's data.
    Text,
}

#[derive(Debug, Default)]
struct State {
    inputs: Vec<Input>,
    open: Open,
    /// Whether the next character names a key that was announced by `ESC O`.
    announced: bool,
    /// What was pasted so far, while a paste is open.
    paste: Option<String>,
}

impl Decoder {
    /// Takes bytes. Returns what they came to, in order.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Input> {
        for byte in bytes {
            self.state.before(*byte);
            self.parser.advance(&mut self.state, std::slice::from_ref(byte));
        }
        std::mem::take(&mut self.state.inputs)
    }

    /// How long to wait for more before [`Decoder::settle`]; none where nothing is open. A sequence comes in one piece or
    /// close behind; a long reply may be cut in two by a slow line, and a paste as well.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        match (self.state.open, self.state.paste.is_some()) {
            (Open::Text, _) | (_, true) => Some(Duration::from_secs(1)),
            (Open::Escape | Open::Sequence, false) => Some(Duration::from_millis(50)),
            (Open::Nothing, false) => None,
        }
    }

    /// Nothing more came: what is still open is over. So a reply without an end cannot make the tutor deaf.
    pub fn settle(&mut self) -> Vec<Input> {
        self.parser = vte::Parser::new();
        let state = std::mem::take(&mut self.state);
        let mut inputs = state.inputs;
        if state.open == Open::Escape && state.paste.is_none() {
            inputs.push(Input::Key(Key::Esc));
        }
        inputs.extend(state.paste.map(Input::Pasted));
        inputs
    }
}

impl State {
    /// Follows what is open; the parser itself does not tell.
    fn before(&mut self, byte: u8) {
        self.open = match (self.open, byte) {
            (Open::Escape, 0x1b) => {
                self.push(Input::Key(Key::Esc));
                Open::Escape
            }
            (Open::Escape, b'[') => Open::Sequence,
            (Open::Escape, b']' | b'P' | b'_' | b'^' | b'X') => Open::Text,
            (Open::Nothing | Open::Sequence, 0x1b) => Open::Escape,
            (open, _) => open,
        };
    }

    fn push(&mut self, input: Input) {
        if self.paste.is_none() {
            self.inputs.push(input);
        }
    }

    fn key(&mut self, key: Key) {
        self.push(Input::Key(key));
    }

    /// A click or a turn of the wheel, as `ESC [ < button ; column ; row M` reports it, counted from 1.
    fn mouse(&mut self, numbers: &[u16], pressed: bool) {
        let [button, column, row] = *numbers else { return };
        let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
        match button {
            0 if pressed => self.push(Input::Click(column, row)),
            64 => self.push(Input::Wheel(Action::Up)),
            65 => self.push(Input::Wheel(Action::Down)),
            _ => {}
        }
    }

    /// A key that is sent as `ESC [ number ~`.
    fn numbered(&mut self, number: u16) {
        match number {
            1 | 7 => self.key(Key::Home),
            4 | 8 => self.key(Key::End),
            5 => self.key(Key::PageUp),
            6 => self.key(Key::PageDown),
            200 => self.paste = self.paste.take().or_else(|| Some(String::new())),
            201 => {
                if let Some(text) = self.paste.take() {
                    self.inputs.push(Input::Pasted(text.trim_end_matches(' ').to_owned()));
                }
            }
            _ => {}
        }
    }
}

/// The key that a letter names behind `ESC [` or `ESC O`.
const fn lettered(letter: char) -> Option<Key> {
    Some(match letter {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'H' => Key::Home,
        'F' => Key::End,
        'M' => Key::Enter,
        _ => return None,
    })
}

/// The key that a control character is.
fn control(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x7f => Key::Backspace,
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        _ => return None,
    })
}

impl Perform for State {
    fn print(&mut self, c: char) {
        self.open = Open::Nothing;
        if std::mem::take(&mut self.announced) {
            if let Some(key) = lettered(c) {
                self.key(key);
            }
        } else if let Some(text) = &mut self.paste {
            if text.chars().count() < LONGEST_PASTE {
                text.push(c);
            }
        } else if c == '\u{7f}' {
            self.key(Key::Backspace);
        } else if c != char::REPLACEMENT_CHARACTER {
            self.key(Key::Char(c));
        }
    }

    fn execute(&mut self, byte: u8) {
        // A control character inside a sequence does not end it, but cancelling does.
        if matches!(byte, 0x18 | 0x1a) && self.open != Open::Nothing {
            self.open = Open::Nothing;
            return;
        }
        self.announced = false;
        if let Some(text) = &mut self.paste {
            // A pasted line break or tab parts words, as it did where it was copied.
            if matches!(byte, b'\t' | b'\n' | b'\r')
                && text.chars().next_back().is_some_and(|last| last != ' ')
                && text.chars().count() < LONGEST_PASTE
            {
                text.push(' ');
            }
            return;
        }
        if let Some(key) = control(byte) {
            self.key(key);
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        self.open = Open::Nothing;
        if ignore {
            return;
        }
        let numbers: Vec<u16> = params.iter().filter_map(|one| one.first().copied()).collect();
        match (intermediates, action) {
            (b"<", 'M' | 'm') => self.mouse(&numbers, action == 'M'),
            (b"", '~') => self.numbered(numbers.first().copied().unwrap_or(0)),
            (b"", 'A' | 'B' | 'C' | 'D' | 'H' | 'F') => {
                if let Some(key) = lettered(action) {
                    self.key(key);
                }
            }
            // Replies, reports and keys that nobody uses here.
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        self.open = Open::Nothing;
        self.announced = intermediates.is_empty() && byte == b'O';
    }

    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.open = Open::Nothing;
    }

    fn unhook(&mut self) {
        self.open = Open::Nothing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inputs(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let mut inputs = decoder.take(bytes);
        inputs.extend(decoder.settle());
        inputs
    }

    fn keys(keys: &[Key]) -> Vec<Input> {
        keys.iter().copied().map(Input::Key).collect()
    }

    #[test]
    fn letters_controls_and_arrows_are_keys() {
        assert_eq!(
            inputs(b"aL?\r\x7f\t"),
            keys(&[Key::Char('a'), Key::Char('L'), Key::Char('?'), Key::Enter, Key::Backspace, Key::Tab])
        );
        assert_eq!(inputs("é\u{4e2d}".as_bytes()), keys(&[Key::Char('é'), Key::Char('\u{4e2d}')]));
        assert_eq!(inputs(b"\x03\x0c"), keys(&[Key::Ctrl('c'), Key::Ctrl('l')]));
        assert_eq!(inputs(b"\x1b[A\x1b[B\x1bOC\x1bOD"), keys(&[Key::Up, Key::Down, Key::Right, Key::Left]));
        assert_eq!(
            inputs(b"\x1b[5~\x1b[6~\x1b[H\x1b[F\x1b[1~\x1b[4~"),
            keys(&[Key::PageUp, Key::PageDown, Key::Home, Key::End, Key::Home, Key::End])
        );
    }

    #[test]
    fn escape_alone_is_a_key_and_before_a_letter_it_is_none() {
        assert_eq!(inputs(b"\x1b"), keys(&[Key::Esc]));
        assert_eq!(inputs(b"\x1b\x1b"), keys(&[Key::Esc, Key::Esc]));
        assert_eq!(inputs(b"\x1ba"), [], "Alt with a letter is not that letter");
    }

    #[test]
    fn clicks_and_the_wheel_are_told_with_their_place() {
        assert_eq!(inputs(b"\x1b[<0;5;7M\x1b[<0;5;7m"), [Input::Click(4, 6)]);
        assert_eq!(inputs(b"\x1b[<64;1;1M\x1b[<65;1;1M"), [Input::Wheel(Action::Up), Input::Wheel(Action::Down)]);
        assert_eq!(inputs(b"\x1b[<0;0;0M\x1b[<0;65535;65535M"), [Input::Click(0, 0), Input::Click(65534, 65534)]);
    }

    #[test]
    fn late_replies_are_no_keys_and_do_not_make_deaf() {
        let replies: [&[u8]; 7] = [
            b"\x1b[?2026;2$y",
            b"\x1b[?62;1;4c",
            b"\x1b[12;40R",
            b"\x1b]11;rgb:0000/0000/0000\x1b\\",
            b"\x1b]11;rgb:ffff/ffff/ffff\x07",
            b"\x1b_Gi=31;OK\x1b\\",
            b"\x1bP>|terminal 1.0 jklasd\x1b\\",
        ];
        for reply in replies {
            let mut with_a_key = reply.to_vec();
            with_a_key.push(b'j');
            assert_eq!(
                inputs(&with_a_key),
                keys(&[Key::Char('j')]),
                "{}",
                String::from_utf8_lossy(reply).escape_debug()
            );
        }
    }

    #[test]
    fn what_is_never_finished_is_forgotten() {
        for begun in [&b"\x1b[<"[..], b"\x1b[?2026;", b"\x1b]11;rgb", b"\x1bP", b"\x1b_abc", b"\x1b[200~some text"] {
            let mut decoder = Decoder::default();
            let _ = decoder.take(begun);
            assert!(decoder.patience().is_some(), "{}", begun.escape_ascii());
            let _ = decoder.settle();
            assert_eq!(decoder.patience(), None);
            assert_eq!(decoder.take(b"j"), keys(&[Key::Char('j')]), "{}", begun.escape_ascii());
        }
    }

    #[test]
    fn a_paste_is_one_text_and_no_keys() {
        let mut pasted = b"\x1b[200~".to_vec();
        pasted.extend("j\rk\x1b[Al".repeat(50).bytes());
        pasted.extend(b"\x1b[201~q");
        let found = inputs(&pasted);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Input::Pasted("j kl".repeat(50)));
        assert_eq!(found[1], Input::Key(Key::Char('q')));
    }

    #[test]
    fn a_pasted_line_break_is_a_space_and_the_last_one_nothing() {
        let found = inputs(b"\x1b[200~\nAda\r\nLovelace\t\tII\n\x1b[201~");
        assert_eq!(found, [Input::Pasted("Ada Lovelace II".to_owned())]);
    }

    proptest! {
        #[test]
        fn pieces_and_whole_are_the_same(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..200) {
            let cut = at.min(bytes.len());
            let mut decoder = Decoder::default();
            let mut pieces = decoder.take(&bytes[..cut]);
            pieces.extend(decoder.take(&bytes[cut..]));
            pieces.extend(decoder.settle());
            prop_assert_eq!(pieces, inputs(&bytes));
        }

        #[test]
        fn after_anything_and_a_pause_a_key_is_a_key(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut decoder = Decoder::default();
            let _ = decoder.take(&bytes);
            let _ = decoder.settle();
            prop_assert_eq!(decoder.take(b"q"), keys(&[Key::Char('q')]));
        }
    }
}
