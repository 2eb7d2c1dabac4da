//! One applicant at a desk, and what there is to see of them.

use crate::app::assess::{self, Assess, Stage};
use crate::app::view::desk::Standing;
use crate::app::{Model, view};
use crate::domain::assessment::attempt::{Attempt, GAP};
use crate::domain::moment::Moment;
use crate::domain::room::RequestId;
use crate::domain::store::{Person, Stream};
use std::collections::VecDeque;
use std::sync::Arc;

/// How long a device whose pages ask for news may be silent, in milliseconds: it asks at least each 20 s.
const QUIET: u64 = 45_000;

/// The same for a device whose pages run no scripts, where nobody can tell a reader from somebody who left.
const STILL: u64 = 15 * 60_000;

/// How many requests are remembered.
const REQUESTS: usize = 16;

/// Where an applicant is.
#[derive(Debug, Clone)]
pub enum Place {
    /// They have not sat down yet, or were told to begin anew.
    Away,
    /// At an assessment.
    At(Arc<Model>),
    /// Nothing can be taken, for this reason.
    Shut(String),
}

/// An applicant.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The number, from 1.
    pub number: u32,
    /// Who sits there.
    pub person: Person,
    /// Where they are.
    pub place: Place,
    /// Rises whenever there is something else to see.
    pub revision: u64,
    /// When there was a sign of life last.
    pub(super) seen: Option<Moment>,
    /// When another host was seen to go on with the attempt last.
    pub(super) elsewhere: Option<Moment>,
    /// Whether the device's pages ask for news by themselves.
    pub(super) asks: bool,
    /// The stream of the attempt at hand; none before the clock runs.
    pub(super) stream: Option<Stream>,
    /// The number of its last fact.
    pub(super) last: u64,
    /// The streams of all attempts that were made, with how far they are, in the order in which they began.
    pub(super) made: Vec<(Stream, u64)>,
    pub(super) requests: VecDeque<RequestId>,
    /// When it was last tried to file the result.
    pub(super) tried: Option<Moment>,
    /// The attempt that is over, where another one is at hand or may begin.
    pub(super) done: Option<Standing>,
}

impl Place {
    /// Where somebody stands whose attempt is over; none where it is not.
    pub(super) fn over(&self) -> Option<Standing> {
        let Self::At(model) = self else { return None };
        let assess = assess::on(model)?;
        let Stage::Over(over) = &assess.stage else { return None };
        Some(Standing::Over {
            ending: over.record.ending,
            count: over.record.outcome.count,
            receipt: over.filed.as_ref().and_then(|filed| Some(filed.as_ref().ok()?.receipt.clone())),
        })
    }
}

impl Seat {
    /// A seat where nobody has sat down yet.
    pub(super) const fn new(number: u32, person: Person) -> Self {
        Self {
            number,
            person,
            place: Place::Away,
            revision: 1,
            seen: None,
            elsewhere: None,
            asks: false,
            stream: None,
            last: 0,
            made: Vec::new(),
            requests: VecDeque::new(),
            tried: None,
            done: None,
        }
    }

    /// What there is to see.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        match &self.place {
            Place::At(model) => Some(model),
            _ => None,
        }
    }

    /// The assessment.
    #[must_use]
    pub fn assess(&self) -> Option<&Assess> {
        assess::on(self.model()?)
    }

    /// Whether somebody is there, as far as anybody can tell, at this host or another.
    #[must_use]
    pub fn is_there(&self, now: Moment) -> bool {
        self.is_here(now) || self.elsewhere.is_some_and(|then| now.since(then) <= QUIET)
    }

    /// The same for this host alone, which lets time pass for those who are here.
    pub(super) fn is_here(&self, now: Moment) -> bool {
        let patience = if self.asks { QUIET } else { STILL };
        self.seen.is_some_and(|seen| now.since(seen) <= patience)
    }

    /// Where they stand. Whoever has a result and is at another attempt keeps it in sight.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (self.at_hand(), &self.done) {
            (now, None) | (now @ Standing::Over { .. }, _) => now,
            (Standing::Away, Some(done)) => done.clone(),
            (now, Some(done)) => Standing::Again { done: Box::new(done.clone()), now: Box::new(now) },
        }
    }

    /// Whether they began an attempt, also where it cannot go on here or was set aside.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        !self.made.is_empty() || self.standing().has_begun()
    }

    fn at_hand(&self) -> Standing {
        if let Some(over) = self.place.over() {
            return over;
        }
        let Some(assess) = self.assess() else {
            return if matches!(self.place, Place::Away) { Standing::Away } else { Standing::Shut };
        };
        match (&assess.stage, &assess.attempt) {
            (Stage::Consent, _) => Standing::Reading,
            (Stage::Practice(_), _) => Standing::Practising,
            (_, Some(attempt)) => {
                let desks = attempt.interruptions().iter().filter(|one| one.is_the_desks()).count();
                let lefts = attempt.interruptions().iter().filter(|one| one.is_left()).count();
                Standing::Under {
                    answered: attempt.answered(),
                    of: assess.most(),
                    interruptions: attempt.interruptions().len() - desks - lefts,
                    lefts,
                    is_left: attempt.is_left(),
                    desks,
                }
            }
            (_, None) => Standing::Reading,
        }
    }

    /// The time, for an attempt that another host went on with: its clock may be a little ahead, and no second counts twice by that.
    pub(super) fn steady(&self, now: Moment) -> Moment {
        let last = self.assess().and_then(|assess| assess.attempt.as_ref()).map_or(now, Attempt::last);
        let is_ahead = self.elsewhere.is_some() && now.millis < last.millis && last.since(now) <= GAP;
        if is_ahead { last } else { now }
    }

    /// Remembers how far the attempt at hand is, which was just written to.
    pub(super) fn wrote(&mut self, stream: Stream, last: u64) {
        (self.stream, self.last) = (Some(stream), last);
        match self.made.iter_mut().find(|(known, _)| *known == stream) {
            Some(known) => known.1 = last,
            None => self.made.push((stream, last)),
        }
    }

    /// Which screen there is.
    pub(super) fn at(&self) -> String {
        self.model().map(|model| view::of(model).place).unwrap_or_default()
    }

    /// Whether it looks the same as `other` to whoever sits there.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        match (&self.place, &other.place) {
            (Place::Away, Place::Away) => true,
            (Place::Shut(one), Place::Shut(two)) => one == two,
            (Place::At(one), Place::At(two)) => Arc::ptr_eq(one, two) || view::of(one) == view::of(two),
            _ => false,
        }
    }

    /// Remembers a request; the oldest is forgotten.
    pub(super) fn remember(&mut self, request: RequestId) {
        if self.requests.len() >= REQUESTS {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }
}
