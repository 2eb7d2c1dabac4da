//! Files that are replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What a file that was replaced survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// A power cut: what a learner would miss.
    Synced,
    /// The end of the program: what can be made again.
    Unsynced,
}

/// Puts `bytes` in the place of the file at `path`, or makes it. Whoever reads meanwhile sees the old file or the new one,
/// and a full disk leaves the old one. Nobody but the user can read the file from here on.
///
/// # Errors
///
/// What the system says. Nothing is left behind then.
pub fn replace(path: &Path, bytes: &[u8], keep: Keep) -> io::Result<()> {
    // A link is followed, so that settings that live elsewhere stay there.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    if keep == Keep::Synced {
        file.as_file().sync_all()?;
    }
    file.persist(&target).map_err(|error| error.error)?;
    if keep == Keep::Synced {
        sync_folder(folder);
    }
    Ok(())
}

/// Makes what happened to the names in a folder last. Where a system cannot do that, it does it by itself.
pub fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Refuses what is there but is no file: reading a pipe or a device might never end.
///
/// # Errors
///
/// What it is instead.
pub fn refuse_other_than_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(told) if told.is_dir() => Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")),
        Ok(told) if !told.is_file() => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device, not a file"))
        }
        _ => Ok(()),
    }
}

/// What the system says, for people: in words, and without the number that goes with them.
#[must_use]
pub fn cause(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound && error.raw_os_error().is_some() {
        return "there is nothing of that name".to_owned();
    }
    let said = error.to_string();
    said.split_once(" (os error ").map_or(said.as_str(), |(words, _)| words).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for (text, keep) in [("one", Keep::Synced), ("two", Keep::Unsynced)] {
            replace(&path, text.as_bytes(), keep).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(&folder.path().join("no/file"), b"", Keep::Synced).is_err());
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse_other_than_file(folder.path()).is_err());
        assert!(refuse_other_than_file(&folder.path().join("nothing")).is_ok());
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(refuse_other_than_file(&folder.path().join("file")).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_private_from_here_on_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        symlink(&path, &link).unwrap();
        replace(&link, b"two", Keep::Synced).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
