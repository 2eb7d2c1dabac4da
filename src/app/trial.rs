//! Trying the network before a class: whether one phone reaches this computer.

use super::host::{Address, Reach};
use super::keys::Action;

/// Somebody who opened the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The address they came from.
    pub from: String,
    /// Milliseconds there and back.
    pub millis: u64,
    /// Whether that is this computer itself, which proves nothing.
    pub is_own: bool,
}

/// A trial under way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trial {
    /// Where the page is.
    pub reach: Reach,
    /// The port.
    pub port: u16,
    /// The port for terminals; none where there are none.
    pub ssh_port: Option<u16>,
    /// Who opened it, the first one first; each address once.
    pub reached: Vec<Reached>,
}

impl Trial {
    /// Whether anybody reached this computer from another one.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.reached.iter().any(|one| !one.is_own)
    }
}

/// What is shown of a trial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looking {
    address: usize,
    page: usize,
    pages: usize,
    /// Whether the code is as large as the window.
    pub is_large: bool,
}

impl Looking {
    /// The address that is shown.
    #[must_use]
    pub fn address<'a>(&self, reach: &'a Reach) -> Option<&'a Address> {
        reach.addresses.get(self.address).or_else(|| reach.addresses.first())
    }

    /// The number of the page shown, from 0.
    #[must_use]
    pub const fn page(&self) -> usize {
        self.page
    }

    /// Takes into account how many pages the last drawing needed. Returns whether another page is shown by that.
    pub fn shown(&mut self, pages: usize) -> bool {
        let before = self.page;
        self.pages = pages.max(1);
        self.page = self.page.min(self.pages - 1);
        before != self.page
    }

    /// Understands what is asked for.
    pub fn act(&mut self, action: Action, reach: &Reach) {
        match action {
            Action::Address => self.address = (self.address + 1).checked_rem(reach.addresses.len()).unwrap_or(0),
            Action::ShowCode => self.is_large = !self.is_large && reach.has_code(),
            Action::PageOn => self.page = (self.page + 1).checked_rem(self.pages).unwrap_or(0),
            Action::PageBack => self.page = self.page.saturating_sub(1),
            _ => {}
        }
    }
}
