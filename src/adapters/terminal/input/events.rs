//! Where the system hands on events instead of bytes, they are read as such.

use super::Input;
use crate::adapters::connection::Input as Person;
use crate::app::keys::{Action, Key};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use std::sync::mpsc::Sender;
use std::thread;

/// Waits for input in a thread of its own, and passes it on until nobody listens.
pub fn watch(sender: Sender<Input>) {
    thread::spawn(move || {
        loop {
            let input = match event::read() {
                Ok(event) => translate(&event),
                Err(_) => Some(Input::Closed),
            };
            let Some(input) = input else { continue };
            let closed = input == Input::Closed;
            if sender.send(input).is_err() || closed {
                return;
            }
        }
    });
}

fn translate(event: &Event) -> Option<Input> {
    Some(Input::Did(match event {
        Event::Key(pressed) => Person::Key(translate_key(*pressed)?),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Person::Click(mouse.column, mouse.row),
            MouseEventKind::ScrollUp => Person::Wheel(Action::Up),
            MouseEventKind::ScrollDown => Person::Wheel(Action::Down),
            _ => return None,
        },
        Event::Paste(text) => Person::Pasted(pasted(text)),
        Event::Resize(..) => return Some(Input::Resized),
        _ => return None,
    }))
}

/// What was pasted, as one line: a line break or a tab parts words, and no other control character is typed.
fn pasted(text: &str) -> String {
    let parts: Vec<&str> = text.split(['\r', '\n', '\t']).filter(|part| !part.is_empty()).collect();
    parts.join(" ").chars().filter(|c| !c.is_control()).collect()
}

fn translate_key(pressed: KeyEvent) -> Option<Key> {
    if pressed.kind == KeyEventKind::Release {
        return None;
    }
    let control = pressed.modifiers.contains(KeyModifiers::CONTROL);
    if pressed.modifiers.contains(KeyModifiers::ALT) && !control {
        return None;
    }
    match pressed.code {
        KeyCode::Char(c) if control => Some(Key::Ctrl(c.to_ascii_lowercase())),
        KeyCode::Char(c) => Some(Key::Char(c)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Tab => Some(Key::Tab),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::Home => Some(Key::Home),
        KeyCode::End => Some(Key::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart() {
        let press = |code, modifiers| translate_key(KeyEvent::new(code, modifiers));
        assert_eq!(press(KeyCode::Char('a'), KeyModifiers::NONE), Some(Key::Char('a')));
        assert_eq!(press(KeyCode::Char('L'), KeyModifiers::SHIFT), Some(Key::Char('L')));
        assert_eq!(press(KeyCode::Char('C'), KeyModifiers::CONTROL), Some(Key::Ctrl('c')));
        assert_eq!(press(KeyCode::Char('a'), KeyModifiers::ALT), None, "Alt with a letter is not that letter");
        assert_eq!(press(KeyCode::F(5), KeyModifiers::NONE), None);
    }

    #[test]
    fn letting_a_key_go_is_no_key() {
        let mut released = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        released.kind = KeyEventKind::Release;
        assert_eq!(translate_key(released), None);
    }
}
