//! Who may be connected at once. Whoever has a seat is never sent away for somebody who has none.

use super::super::held;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// How many connections there may be: more than seats, and room for those who are still at the door.
const MOST: usize = 1_000;

/// All connections, the oldest first.
#[derive(Debug, Default)]
pub struct Places(Mutex<VecDeque<Arc<Place>>>);

/// A connection.
#[derive(Debug, Default)]
pub struct Place {
    is_seated: AtomicBool,
    wanted: Notify,
}

impl Place {
    /// Notes whether whoever is connected has a seat.
    pub fn seated(&self, is_seated: bool) {
        self.is_seated.store(is_seated, Ordering::Relaxed);
    }

    /// Waits until the place is wanted for somebody else.
    pub async fn is_wanted(&self) {
        self.wanted.notified().await;
    }
}

impl Places {
    /// A place; where all are taken, that of whoever has been at the door for longest without a seat. None where all have one.
    pub fn enter(&self) -> Option<Arc<Place>> {
        let mut places = held(&self.0);
        if places.len() >= MOST {
            let oldest = places.iter().position(|place| !place.is_seated.load(Ordering::Relaxed))?;
            places.remove(oldest)?.wanted.notify_one();
        }
        let place = Arc::new(Place::default());
        places.push_back(Arc::clone(&place));
        Some(place)
    }

    /// Gives a place back.
    pub fn leave(&self, place: &Arc<Place>) {
        held(&self.0).retain(|other| !Arc::ptr_eq(other, place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_without_a_seat_goes_and_nobody_with_one() {
        let places = Places::default();
        let first = places.enter().unwrap();
        first.seated(true);
        let others: Vec<_> = (1..MOST).map(|_| places.enter().unwrap()).collect();
        let _newcomer = places.enter().unwrap();
        let is_known = |place: &Arc<Place>| held(&places.0).iter().any(|other| Arc::ptr_eq(other, place));
        assert!(is_known(&first) && !is_known(&others[0]) && is_known(&others[1]));
        for place in &others {
            place.seated(true);
        }
        assert!(places.enter().is_some(), "the newcomer of before has no seat");
        held(&places.0).iter().for_each(|place| place.seated(true));
        assert!(places.enter().is_none());
        places.leave(&first);
        assert!(places.enter().is_some());
    }
}
