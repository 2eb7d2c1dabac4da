//! Who may be connected at once. Whoever has a seat is never sent away for somebody who has none.

use super::super::held;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// How many connections there may be: more than seats, and room for those who are still at the door.
const MOST: usize = 1_000;

/// How many of them may be without a seat from one address: a whole school may come from one, but nobody alone may take all places
/// only to say nothing.
const MOST_OF_ADDRESS: usize = 300;

/// All connections, the oldest first.
#[derive(Debug, Default)]
pub struct Places(Mutex<VecDeque<Arc<Place>>>);

/// A connection.
#[derive(Debug)]
pub struct Place {
    from: IpAddr,
    is_seated: AtomicBool,
    wanted: Notify,
}

impl Place {
    /// Notes whether whoever is connected has a seat.
    pub fn seated(&self, is_seated: bool) {
        self.is_seated.store(is_seated, Ordering::Relaxed);
    }

    fn waits(&self) -> bool {
        !self.is_seated.load(Ordering::Relaxed)
    }

    /// Waits until the place is wanted for somebody else.
    pub async fn is_wanted(&self) {
        self.wanted.notified().await;
    }
}

impl Places {
    /// A place for a connection from that address; where all are taken, or all for who has no seat from there, that of whoever has been at the door for longest without a seat. None where all have one.
    pub fn enter(&self, from: IpAddr) -> Option<Arc<Place>> {
        let mut places = held(&self.0);
        let is_of_address = |place: &Arc<Place>| place.waits() && place.from == from;
        if places.len() >= MOST {
            let oldest = places.iter().position(|place| place.waits())?;
            places.remove(oldest)?.wanted.notify_one();
        } else if places.iter().filter(|place| is_of_address(place)).count() >= MOST_OF_ADDRESS {
            let oldest = places.iter().position(is_of_address)?;
            places.remove(oldest)?.wanted.notify_one();
        }
        let place = Arc::new(Place { from, is_seated: AtomicBool::new(false), wanted: Notify::new() });
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
    use std::net::Ipv4Addr;

    fn somewhere() -> IpAddr {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    }

    /// An address for each hundred.
    fn other(at: usize) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(at / 100).unwrap()))
    }

    #[test]
    fn nobody_takes_all_places_from_one_address_by_saying_nothing() {
        let places = Places::default();
        let seated = places.enter(somewhere()).unwrap();
        seated.seated(true);
        let idle: Vec<_> = (0..MOST_OF_ADDRESS).map(|_| places.enter(somewhere()).unwrap()).collect();
        let elsewhere = places.enter(other(100)).unwrap();
        let is_known = |place: &Arc<Place>| held(&places.0).iter().any(|other| Arc::ptr_eq(other, place));
        assert!(idle.iter().all(is_known));
        let newcomer = places.enter(somewhere()).unwrap();
        assert!(!is_known(&idle[0]) && is_known(&idle[1]) && is_known(&newcomer));
        assert!(is_known(&seated) && is_known(&elsewhere));
    }

    #[test]
    fn the_oldest_without_a_seat_goes_and_nobody_with_one() {
        let places = Places::default();
        let first = places.enter(somewhere()).unwrap();
        first.seated(true);
        let others: Vec<_> = (1..MOST).map(|at| places.enter(other(at)).unwrap()).collect();
        let _newcomer = places.enter(somewhere()).unwrap();
        let is_known = |place: &Arc<Place>| held(&places.0).iter().any(|other| Arc::ptr_eq(other, place));
        assert!(is_known(&first) && !is_known(&others[0]) && is_known(&others[1]));
        for place in &others {
            place.seated(true);
        }
        assert!(places.enter(somewhere()).is_some(), "the newcomer of before has no seat");
        for place in held(&places.0).iter() {
            place.seated(true);
        }
        assert!(places.enter(somewhere()).is_none());
        places.leave(&first);
        assert!(places.enter(somewhere()).is_some());
    }
}
