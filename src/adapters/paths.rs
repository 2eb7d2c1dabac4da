//! Where a learner's data live.

use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder's name within the place that the system has for the data of programs.
const FOLDER: &str = "iotutor";

/// Why there is no place for data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// The system does not say where the user's home is.
    #[error("the home folder of this user is not known, so there is no place for data; name one with --data-dir")]
    NoHome,
    /// The home folder is not an absolute path, so it is another one in each folder.
    #[error("the home folder of this user is {}, which is not an absolute path, so there is no place for data; set HOME, or name a folder with --data-dir", .0.display())]
    RelativeHome(PathBuf),
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
/// [`PathsError`] if `chosen` is empty, or if nothing was chosen and the home folder is not known.
pub fn data_dir(chosen: Option<&Path>) -> Result<PathBuf, PathsError> {
    match chosen {
        Some(folder) if folder.as_os_str().is_empty() => Err(PathsError::Empty),
        Some(folder) => Ok(folder.to_owned()),
        None => {
            let strategy = choose_native_strategy().map_err(|_| PathsError::NoHome)?;
            let folder = strategy.data_dir();
            if folder.is_absolute() {
                Ok(folder.join(FOLDER))
            } else {
                Err(PathsError::RelativeHome(strategy.home_dir().to_owned()))
            }
        }
    }
}

/// The journal's file within the folder for data.
#[must_use]
pub fn journal_file(data_dir: &Path) -> PathBuf {
    data_dir.join("journal.sqlite3")
}

/// The log that lies beside a journal while it is in use, or after a kill.
#[must_use]
pub fn journal_log(journal: &Path) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// The files beside a journal that were copied aside because it was damaged, in the order of their names. Empty where the
/// folder cannot be read.
#[must_use]
pub fn kept_aside(journal: &Path) -> Vec<PathBuf> {
    let folder = journal.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let is_aside = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("journal.damaged-") && name.contains(".sqlite3")
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_aside).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_folder_is_taken_as_it_is() {
        assert_eq!(data_dir(Some(Path::new("here/it is"))), Ok(PathBuf::from("here/it is")));
        assert_eq!(data_dir(Some(Path::new(""))), Err(PathsError::Empty));
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
