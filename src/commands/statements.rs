//! The statements that assessments are made of: the bank, with the calibration that is used with it.

use super::{Failure, start};
use crate::adapters::calibrations::{Found, Place};
use crate::adapters::paths;
use crate::cli::Global;
use crate::domain::assessment::pool::{Estimates, Pool};
use crate::domain::assessment::report::AtHand;
use crate::domain::bank::Bank;
use crate::ui::text::safe;
use std::io;
use std::path::PathBuf;

/// A bank and its statements with what is believed of each.
pub struct Statements {
    /// The bank.
    pub bank: Bank,
    /// Its statements.
    pub pool: Pool,
    /// The fingerprint of the calibration in use, as results name it; none without one.
    pub calibration: Option<String>,
}

impl Statements {
    /// The bank that the command line asks for, with the calibration that was made of it last.
    ///
    /// # Errors
    ///
    /// Where the bank or a calibration cannot be used.
    pub fn load(global: &Global) -> Result<Self, Failure> {
        let bank = start::bank(global)?;
        let found = place(global, &bank)?.latest().map_err(unreadable)?;
        Ok(Self::with(bank, found))
    }

    /// The same bank with the calibration `named`, or without one. None where that calibration is not there.
    ///
    /// # Errors
    ///
    /// As for [`Statements::load`].
    pub fn with_calibration(global: &Global, named: Option<&str>) -> Result<Option<Self>, Failure> {
        let bank = start::bank(global)?;
        let Some(named) = named else { return Ok(Some(Self::with(bank, None))) };
        let found = place(global, &bank)?.named(named).map_err(unreadable)?;
        Ok(found.map(|found| Self::with(bank, Some(found))))
    }

    fn with(bank: Bank, found: Option<Found>) -> Self {
        let estimates = found.as_ref().map_or_else(Estimates::new, |found| found.calibration.estimates());
        let pool = Pool::of(&bank, &estimates);
        Self { bank, pool, calibration: found.map(|found| found.fingerprint) }
    }

    /// What results are told with.
    pub fn at_hand(&self) -> AtHand<'_> {
        AtHand { bank: &self.bank, pool: &self.pool, calibration: self.calibration.as_deref() }
    }
}

/// Where the calibrations of a bank are kept.
pub fn place(global: &Global, bank: &Bank) -> Result<Place, Failure> {
    let data_dir = paths::data_dir(global.data_dir.as_deref())?;
    Ok(Place::of(&bank.manifest.id, global.bank.as_deref(), &data_dir))
}

/// A calibration that cannot be read or written.
pub fn unreadable((file, error): (PathBuf, io::Error)) -> Failure {
    Failure::Io { what: format!("the calibration \"{}\" cannot be used", safe(&file.display().to_string())), error }
}
