//! Calibrations as files: beside a bank in a folder, and in the folder for data for the bank that is built in.
//!
//! Each is a file of its own and none is ever replaced: a result names the one that it was made with, and is replayed with it.

use super::files::{self, Keep, refuse_other_than_file};
use super::system::make_private_folder;
use crate::domain::assessment::calibrated::Calibrated;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The end of a calibration's name.
const EXTENSION: &str = "calibration";

/// The longest calibration that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// A calibration, and what tells it from others.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The calibration.
    pub calibration: Calibrated,
    /// The fingerprint of its text, as results name it.
    pub fingerprint: String,
}

/// Where the calibrations of a bank are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
    bank: String,
}

impl Place {
    /// Those of the bank `bank`, which is in `folder`, or built in; then they are in the folder for data.
    #[must_use]
    pub fn of(bank: &str, folder: Option<&Path>, data_dir: &Path) -> Self {
        Self { folder: folder.unwrap_or(data_dir).to_owned(), bank: bank.to_owned() }
    }

    /// The one that was made last; none where there is none.
    ///
    /// # Errors
    ///
    /// What the system says of one that cannot be read, with the file.
    pub fn latest(&self) -> Result<Option<Found>, (PathBuf, io::Error)> {
        let all = self.all()?;
        Ok(all.into_iter().max_by_key(|found| (found.calibration.made, found.fingerprint.clone())))
    }

    /// The one with that fingerprint; none where it is not there.
    ///
    /// # Errors
    ///
    /// As for [`Place::latest`].
    pub fn named(&self, fingerprint: &str) -> Result<Option<Found>, (PathBuf, io::Error)> {
        Ok(self.all()?.into_iter().find(|found| found.fingerprint == fingerprint))
    }

    /// Keeps a calibration and returns its file.
    ///
    /// # Errors
    ///
    /// What the system says, with the file.
    pub fn keep(&self, calibration: &Calibrated) -> Result<(PathBuf, String), (PathBuf, io::Error)> {
        let text = calibration.text();
        let fingerprint = Calibrated::fingerprint(&text);
        let file = self.folder.join(format!("{}-{fingerprint}.{EXTENSION}", self.bank));
        let write = || {
            if !self.folder.exists() {
                make_private_folder(&self.folder)?;
            }
            files::replace(&file, text.as_bytes(), Keep::Synced)
        };
        write().map_err(|error| (file.clone(), error))?;
        Ok((file, fingerprint))
    }

    /// All of this bank. What is none, or of another bank, is passed over; one that was changed has another fingerprint
    /// than its name, and is passed over too.
    fn all(&self) -> Result<Vec<Found>, (PathBuf, io::Error)> {
        let mut found = Vec::new();
        for file in self.files().map_err(|error| (self.folder.clone(), error))? {
            let text = read(&file).map_err(|error| (file.clone(), error))?;
            let fingerprint = Calibrated::fingerprint(&text);
            let named = file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(&fingerprint));
            match Calibrated::read(&text) {
                Some(calibration) if calibration.bank == self.bank && named => {
                    found.push(Found { calibration, fingerprint });
                }
                _ => {}
            }
        }
        Ok(found)
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn read(file: &Path) -> io::Result<String> {
    refuse_other_than_file(file)?;
    if fs::metadata(file)?.len() > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is too long for a calibration"));
    }
    fs::read_to_string(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::sample;
    use crate::domain::moment::Moment;

    #[test]
    fn the_last_one_is_used_older_ones_stay_and_a_changed_one_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let bank = sample::bank(1, 2);
        let place = Place::of(&bank.manifest.id, None, &data);
        assert_eq!(place.latest().unwrap(), None);
        let make = |at| Calibrated::of(&bank, &[], Moment::utc(at));
        let (_, second) = place.keep(&make(2)).unwrap();
        let (file, first) = place.keep(&make(1)).unwrap();
        assert_eq!(place.latest().unwrap().unwrap().fingerprint, second);
        assert_eq!(place.named(&first).unwrap().unwrap().calibration.made, Moment::utc(1));
        assert_eq!(Place::of("other", None, &data).latest().unwrap(), None);
        fs::write(&file, fs::read_to_string(&file).unwrap().replace("\"people\":0", "\"people\":9")).unwrap();
        assert_eq!(place.named(&first).unwrap(), None);
        let beside = Place::of(&bank.manifest.id, Some(folder.path()), &data);
        assert_eq!(beside.latest().unwrap(), None);
    }
}
