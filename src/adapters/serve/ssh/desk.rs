//! Who sits at an assessment's desk, as a guest.

use super::super::{Entropy, held};
use super::{Guest, Usher};
use crate::adapters::connection::{Input, Person};
use crate::adapters::hall::Desk;
use crate::adapters::hall::visitor::{About, Visitor};
use crate::adapters::runner::Asked;
use crate::app::view::wire as words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::block_in_place;

/// What a desk does at the door: each who connects is asked for a ticket, unless the user's name is one. `command` is what people
/// type to come back.
#[must_use]
pub fn usher(desk: &Desk, about: &Arc<About>, entropy: Entropy, command: &str) -> Usher {
    let (desk, about, entropy) = (desk.clone(), Arc::clone(about), Arc::new(Mutex::new(entropy)));
    let command = command.to_owned();
    Arc::new(move |theme, user, _| {
        let entropy = Arc::clone(&entropy);
        let fresh = Box::new(move || held(&entropy)());
        let (desk, about) = (desk.clone(), Arc::clone(&about));
        let visitor = block_in_place(|| Visitor::new(desk, about, theme, user, fresh));
        Box::new(AtDesk { visitor, command: command.clone() })
    })
}

/// What tells terminals that something at the desk has changed.
#[must_use]
pub fn news(desk: &Desk) -> watch::Receiver<u64> {
    let (tell, news) = watch::channel(0);
    desk.board().listen(move |version| {
        tell.send_replace(version);
    });
    news
}

/// An applicant. Each key waits until what it did is on the disk, so nobody else's line may wait on the same thread.
struct AtDesk {
    visitor: Visitor,
    command: String,
}

impl Person for AtDesk {
    fn input(&mut self, input: Input) -> Asked {
        block_in_place(|| self.visitor.input(input))
    }

    fn frame(&mut self, area: Rect, buffer: &mut Buffer) {
        block_in_place(|| self.visitor.frame(area, buffer));
    }

    fn ticks(&self) -> Option<Duration> {
        self.visitor.ticks()
    }

    fn tick(&mut self) {
        self.visitor.tick();
    }
}

impl Guest for AtDesk {
    fn at_once(&mut self, inputs: Vec<Input>) -> Asked {
        block_in_place(|| self.visitor.at_once(inputs))
    }

    fn has_news(&mut self) -> bool {
        self.visitor.has_news()
    }

    fn is_seated(&self) -> bool {
        self.visitor.is_seated()
    }

    fn takes_line(&self) -> bool {
        !self.visitor.is_seated()
    }

    fn last_words(&self) -> String {
        words::left_desk(&self.command, self.visitor.has_begun(), self.visitor.is_over())
    }
}
