//! One person at a terminal: bytes in, frames out.

use super::door::{Inbox, Opened};
use super::places::Place;
use super::screen::{Screen, theme};
use super::typed::Typed;
use super::{Guest, House, closes};
use crate::adapters::connection::Input;
use crate::adapters::runner::Asked;
use russh::ChannelId;
use russh::server::Handle;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::time::{Instant as Moment, sleep_until};

/// Bytes on their way to the client.
type Outgoing = Pin<Box<dyn Future<Output = bool> + Send>>;

/// How a session went on.
enum Next {
    /// It goes on.
    On,
    /// It is over, with a last line.
    Over(String),
    /// Nobody is there any more.
    Gone,
}

/// Shows a terminal the class until one of both ends it. Returns whether there is something on its way that is worth waiting for.
pub async fn run(opened: Opened, inbox: &Inbox, house: &House, place: &Place) -> bool {
    let Opened { handle, channel, term, size, user } = opened;
    let Some(theme) = theme(&term) else {
        return say(&handle, channel, format!("{}\r\n", house.says.simple_terminal).into()).await;
    };
    let woken = Arc::new(Notify::new());
    let wakes = Arc::clone(&woken);
    let guest = (house.usher)(theme, &user, Arc::new(move || wakes.notify_one()));
    let mut line = Line {
        guest,
        screen: Screen::new(size),
        typed: Typed::default(),
        settles: None,
        ticks: None,
        unseated: Some(Moment::now() + house.times.naming),
        outgoing: None,
        due: true,
    };
    match line.serve((&handle, channel), inbox, house, (place, &woken)).await {
        Next::Over(last) => say(&handle, channel, Screen::leave(&last)).await,
        Next::On | Next::Gone => false,
    }
}

/// Says the last there is to say, and closes the session in order.
async fn say(handle: &Handle, channel: ChannelId, bytes: Vec<u8>) -> bool {
    handle.data(channel, bytes).await.is_ok()
        && handle.exit_status_request(channel, 0).await.is_ok()
        && handle.eof(channel).await.is_ok()
        && handle.close(channel).await.is_ok()
}

/// What there is of a session.
struct Line {
    guest: Box<dyn Guest>,
    screen: Screen,
    typed: Typed,
    /// When what is open in the bytes is over.
    settles: Option<Moment>,
    /// When the person is told that time goes by.
    ticks: Option<Moment>,
    /// Until when somebody without a seat may be here.
    unseated: Option<Moment>,
    /// What is being sent, and until when it must have been taken.
    outgoing: Option<(Outgoing, Moment)>,
    /// Whether there may be something new to see.
    due: bool,
}

/// Waits until then; for ever where there is no such time.
async fn until(moment: Option<Moment>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => pending().await,
    }
}

async fn sent(outgoing: &mut Option<(Outgoing, Moment)>) -> bool {
    match outgoing {
        Some((outgoing, _)) => outgoing.await,
        None => pending().await,
    }
}

impl Line {
    async fn serve(
        &mut self,
        to: (&Handle, ChannelId),
        inbox: &Inbox,
        house: &House,
        (place, woken): (&Place, &Notify),
    ) -> Next {
        let (mut news, mut closing) = (house.news.clone(), house.closing.clone());
        loop {
            if self.draw(to, house.times.reading) {
                self.sit(place, house.times.naming);
            }
            let stuck = self.outgoing.as_ref().map(|(_, until)| *until);
            let next = tokio::select! {
                taken = sent(&mut self.outgoing) => {
                    self.outgoing = None;
                    if taken { Next::On } else { Next::Gone }
                }
                // Whoever does not read what is sent would not read a last line either.
                () = until(stuck) => Next::Gone,
                () = inbox.came.notified() => self.take(inbox),
                () = until(self.settles) => {
                    let inputs = self.typed.settle(Instant::now());
                    self.input(inputs)
                }
                () = woken.notified() => self.look(),
                changed = news.changed() => if changed.is_ok() { self.look() } else { Next::Gone },
                () = until(self.ticks) => {
                    self.guest.tick();
                    self.ticks = None;
                    self.look()
                }
                () = until(self.unseated) => Next::Over(house.says.too_long.to_owned()),
                () = place.is_wanted() => Next::Over(house.says.wanted.to_owned()),
                () = closes(&mut closing) => Next::Over(self.guest.closing_words(house.says.host_closed)),
            };
            if !matches!(next, Next::On) {
                return next;
            }
        }
    }

    /// Sends the newest frame, once the one before is on its way: whoever reads slowly sees the newest and none between. Returns
    /// whether there was one to draw.
    fn draw(&mut self, (handle, channel): (&Handle, ChannelId), patience: Duration) -> bool {
        let draws = self.outgoing.is_none() && std::mem::take(&mut self.due);
        if draws {
            let bytes = self.screen.draw(&mut *self.guest);
            if !bytes.is_empty() {
                let handle = handle.clone();
                let sending = Box::pin(async move { handle.data(channel, bytes).await.is_ok() });
                self.outgoing = Some((sending, Moment::now() + patience));
            }
        }
        if self.ticks.is_none() {
            self.ticks = self.guest.ticks().map(|tick| Moment::now() + tick);
        }
        draws
    }

    fn look(&mut self) -> Next {
        self.due |= self.guest.has_news();
        Next::On
    }

    /// Keeps count of whether there is a seat, and since when there is none.
    fn sit(&mut self, place: &Place, patience: Duration) {
        let is_seated = self.guest.is_seated();
        place.seated(is_seated);
        self.unseated = match self.unseated {
            _ if is_seated => None,
            None => Some(Moment::now() + patience),
            since => since,
        };
    }

    fn take(&mut self, inbox: &Inbox) -> Next {
        let waiting = inbox.take();
        if let Some(size) = waiting.size {
            self.screen.resized(size);
            self.due = true;
        }
        let now = Instant::now();
        let mut inputs = self.typed.take(&waiting.bytes, now, self.guest.takes_line());
        if waiting.was_cut {
            // What was dropped may have been the beginning of something whose end would be taken for keys.
            inputs.clear();
            let _ = self.typed.settle(now);
        }
        match self.input(inputs) {
            Next::On if waiting.closed => Next::Gone,
            next => next,
        }
    }

    fn input(&mut self, inputs: Vec<Input>) -> Next {
        self.settles = self.typed.patience().map(|patience| Moment::now() + patience);
        if inputs.is_empty() {
            return Next::On;
        }
        let Asked { quit, repaint, .. } = self.guest.at_once(inputs);
        if quit {
            return Next::Over(self.guest.last_words());
        }
        if repaint {
            self.screen.clear();
        }
        self.due |= self.guest.has_news() || repaint;
        Next::On
    }
}
