//! Windows, and whatever else is no Unix. It is compiled in tests on every system, so that it does not go stale.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether paths have drive letters and backslashes.
pub const WINDOWS_PATHS: bool = cfg!(windows);

/// A signal that came: there are none here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal(());

impl Signal {
    /// Whether it asks to stop for a while rather than to end.
    #[must_use]
    pub const fn stops(self) -> bool {
        false
    }

    /// Whether it tells that the window has another size.
    #[must_use]
    pub const fn resizes(self) -> bool {
        false
    }

    /// There is no such end here.
    pub const fn die(self) {}
}

/// There is nothing to wait for: closing the window ends the input.
#[derive(Debug)]
pub struct Signals(());

impl Signals {
    /// Catches nothing.
    ///
    /// # Errors
    ///
    /// None here.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub const fn catch() -> io::Result<Self> {
        Ok(Self(()))
    }

    /// Hands nothing on.
    #[allow(clippy::unused_self, reason = "elsewhere there is something to hand on")]
    pub fn hand_on(self, _: impl Fn(Signal) -> bool + Send + 'static) {}
}

/// There is no stopping here.
pub const fn stop() {}

/// Makes an empty file; in a user's folder it is private here as it is.
///
/// # Errors
///
/// What the system says; also where there is a file of that name.
pub fn make_private_file(file: &Path) -> io::Result<()> {
    fs::File::create_new(file).map(drop)
}

/// No other program is frozen here.
///
/// # Errors
///
/// Always.
pub fn freeze(_: &std::process::Child) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// No other program is frozen here.
///
/// # Errors
///
/// Always.
pub fn thaw(_: &std::process::Child) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Lets this process have as many files and connections open as the system allows it: it does already.
#[cfg_attr(not(feature = "web"), allow(dead_code, reason = "only whoever serves many needs it"))]
pub fn allow_many_files() {}

/// Makes a folder, and those above it; a user's folder is private here as it is.
///
/// # Errors
///
/// What the system says.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Whether the terminal is asked for clicks by escape sequences.
#[must_use]
pub const fn speaks_escapes() -> bool {
    false
}

/// There is no such file here.
#[must_use]
pub const fn zone_file() -> Option<PathBuf> {
    None
}
