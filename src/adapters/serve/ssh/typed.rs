//! What bytes are as keys, and what is too many of them at once to be an answer.

use crate::adapters::connection::Input;
use crate::adapters::terminal::Decoder;
use crate::app::keys::Key;
use std::time::{Duration, Instant};

/// How many characters may come at once and still be keys that somebody pressed.
const MOST_KEYS: usize = 8;

/// How long a pause ends what came at once.
const PAUSE: Duration = Duration::from_millis(100);

/// The bytes of one terminal, understood.
#[derive(Default)]
pub struct Typed {
    decoder: Decoder,
    /// How many characters came without a pause, and when the last of them did.
    run: usize,
    last: Option<Instant>,
}

impl Typed {
    /// Understands bytes that came now. Too many characters at once are text that was pasted, whatever stands between them. Only
    /// where `takes_line` says that a line is typed, an Enter at its very end is one.
    pub fn take(&mut self, bytes: &[u8], now: Instant, takes_line: bool) -> Vec<Input> {
        let inputs = self.decoder.take(bytes);
        self.sort(inputs, now, takes_line)
    }

    /// How long to wait for more before [`Typed::settle`]; none where nothing is open.
    pub fn patience(&self) -> Option<Duration> {
        self.decoder.patience()
    }

    /// Nothing more came: what is still open is over.
    pub fn settle(&mut self, now: Instant) -> Vec<Input> {
        let inputs = self.decoder.settle();
        self.sort(inputs, now, false)
    }

    fn sort(&mut self, inputs: Vec<Input>, now: Instant, takes_line: bool) -> Vec<Input> {
        let typed = |input: &Input| match input {
            Input::Key(Key::Char(typed)) => Some(*typed),
            _ => None,
        };
        if self.last.is_none_or(|last| now.saturating_duration_since(last) >= PAUSE) {
            self.run = 0;
        }
        let text: String = inputs.iter().filter_map(typed).collect();
        self.run = self.run.saturating_add(text.chars().count());
        if !inputs.is_empty() {
            self.last = Some(now);
        }
        if self.run <= MOST_KEYS {
            return inputs;
        }
        let enters = inputs.iter().filter(|input| **input == Input::Key(Key::Enter)).count();
        let enter = inputs.last().filter(|last| takes_line && enters == 1 && **last == Input::Key(Key::Enter)).cloned();
        let pasted = (!text.is_empty()).then_some(Input::Pasted(text));
        let others = inputs.into_iter().filter(|input| matches!(input, Input::Pasted(_)));
        pasted.into_iter().chain(others).chain(enter).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_keys_and_a_burst_is_pasted_text_until_a_pause() {
        let mut typed = Typed::default();
        let begun = Instant::now();
        let at = |ms: u64| begun + Duration::from_millis(ms);
        assert_eq!(typed.take(b"jk\r", at(0), false).len(), 3);
        assert_eq!(typed.take(b"jkl\rjkl\rjkl\r", at(200), false), [Input::Pasted("jkljkljkl".to_owned())]);
        // The tail of a paste that came in two pieces.
        assert_eq!(typed.take(b"j\r", at(250), false), [Input::Pasted("j".to_owned())]);
        assert_eq!(typed.take(b"\r", at(300), false), []);
        assert_eq!(typed.take(b"j", at(400), false), [Input::Key(Key::Char('j'))]);
        assert_eq!(typed.take(b"\x1b[200~jkl\x1b[201~", at(600), false), [Input::Pasted("jkl".to_owned())]);
    }

    #[test]
    fn an_enter_behind_a_pasted_line_counts_only_where_a_line_is_typed() {
        let (enter, now) = (Input::Key(Key::Enter), Instant::now());
        let line = Input::Pasted("jkljkljkl".to_owned());
        assert_eq!(Typed::default().take(b"jkljkljkl\r", now, true), [line.clone(), enter]);
        assert_eq!(Typed::default().take(b"jkljkljkl\r", now, false), std::slice::from_ref(&line));
        assert_eq!(
            Typed::default().take(b"jkl\rjkl\rjkl\r", now, true),
            std::slice::from_ref(&line),
            "several lines are none"
        );
        assert_eq!(Typed::default().take(b"\x1b[200~jkljkljkl\r\x1b[201~", now, true), [line]);
    }

    #[test]
    fn arrows_held_down_are_keys_however_many() {
        let mut typed = Typed::default();
        let inputs = typed.take(&b"\x1b[A\x1bOB".repeat(20), Instant::now(), false);
        assert_eq!(inputs.len(), 40);
    }

    #[test]
    fn a_lone_escape_is_a_key_and_replies_of_a_terminal_are_none() {
        let mut typed = Typed::default();
        let now = Instant::now();
        assert_eq!(typed.take(b"\x1b", now, false), []);
        assert!(typed.patience().is_some());
        assert_eq!(typed.settle(now), [Input::Key(Key::Esc)]);
        let late = b"\x1b_Gi=31;OK\x1b\\\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;1;4c\x1b[12;40R";
        assert_eq!(typed.take(late, now, false), []);
    }
}
