//! Where a learner's data live.

use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};
use std::path::{Path, PathBuf};

/// The folder's name within the place that the system has for the data of programs.
const FOLDER: &str = "iotutor";

/// Why there is no place for data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlacesError {
    /// The system does not say where the user's home is.
    #[error("the home folder of this user is not known, so there is no place for data; name one with --data-dir")]
    NoHome,
    /// An empty path was named.
    #[error("the folder named with --data-dir is empty; name a folder, or leave the option out")]
    Empty,
}

/// The folder for data: `chosen` where there is one, or else the system's own place. The folder need not exist.
///
/// On Linux that is `$XDG_DATA_HOME/iotutor`, or `~/.local/share/iotutor` where the variable is not set or is not an
/// absolute path; on macOS `~/Library/Application Support/iotutor`; on Windows `%APPDATA%\iotutor`.
///
/// # Errors
///
/// [`PlacesError`] if `chosen` is empty, or if nothing was chosen and the home folder is not known.
pub fn data_dir(chosen: Option<&Path>) -> Result<PathBuf, PlacesError> {
    match chosen {
        Some(folder) if folder.as_os_str().is_empty() => Err(PlacesError::Empty),
        Some(folder) => Ok(folder.to_owned()),
        None => {
            choose_native_strategy().map(|strategy| strategy.data_dir().join(FOLDER)).map_err(|_| PlacesError::NoHome)
        }
    }
}

/// The journal's file within the folder for data.
#[must_use]
pub fn journal_file(data_dir: &Path) -> PathBuf {
    data_dir.join("journal.sqlite3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_folder_is_taken_as_it_is() {
        assert_eq!(data_dir(Some(Path::new("here/it is"))), Ok(PathBuf::from("here/it is")));
        assert_eq!(data_dir(Some(Path::new(""))), Err(PlacesError::Empty));
    }

    #[test]
    fn without_a_choice_it_is_the_systems_place_for_this_program() {
        // Whether there is a home depends on the machine; where there is one, the folder is absolute and ours.
        if let Ok(folder) = data_dir(None) {
            assert!(folder.is_absolute() && folder.ends_with("iotutor"), "{}", folder.display());
        }
    }

    #[test]
    fn the_journal_is_one_file_in_it() {
        assert_eq!(journal_file(Path::new("data")), Path::new("data").join("journal.sqlite3"));
    }
}
