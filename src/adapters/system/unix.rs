//! Linux, macOS and their kin.

use rustix::process::Pid;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator;
use signal_hook::low_level::emulate_default_handler;
use std::env;
use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;

/// Whether paths have drive letters and backslashes.
pub const WINDOWS_PATHS: bool = false;

/// A signal that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal(i32);

impl Signal {
    /// Whether it asks to stop for a while rather than to end.
    #[must_use]
    pub const fn stops(self) -> bool {
        self.0 == SIGTSTP
    }

    /// Whether it tells that the window has another size.
    #[must_use]
    pub const fn resizes(self) -> bool {
        self.0 == SIGWINCH
    }

    /// Ends the process the way this signal does by default, so that a parent sees what happened.
    pub fn die(self) {
        // It can only fail for a signal that does not exist; the caller then ends with a code of its own.
        let _ = emulate_default_handler(self.0);
    }
}

/// Signals that are caught from now on, and wait until they are handed on.
#[derive(Debug)]
pub struct Signals(iterator::Signals);

impl Signals {
    /// Catches what would end or stop the process, or tells of another size.
    ///
    /// # Errors
    ///
    /// When the system does not let signals be caught.
    pub fn catch() -> io::Result<Self> {
        iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH]).map(Self)
    }

    /// Hands on in a thread of its own what came and what will come, until `hand_on` says that nobody listens.
    pub fn hand_on(mut self, hand_on: impl Fn(Signal) -> bool + Send + 'static) {
        thread::spawn(move || self.0.forever().all(|signal| hand_on(Signal(signal))));
    }
}

/// Stops the process until it is continued.
pub fn stop() {
    // Where nobody may stop us, we go on.
    let _ = emulate_default_handler(SIGTSTP);
}

/// Stops another program as if its machine had frozen.
///
/// # Errors
///
/// What the system says.
#[cfg_attr(not(feature = "web"), allow(dead_code, reason = "only a rehearsal needs it"))]
pub fn freeze(program: &Child) -> io::Result<()> {
    Ok(rustix::process::kill_process(Pid::from_child(program), rustix::process::Signal::STOP)?)
}

/// Lets a program go on that was frozen.
///
/// # Errors
///
/// What the system says.
#[cfg_attr(not(feature = "web"), allow(dead_code, reason = "only a rehearsal needs it"))]
pub fn thaw(program: &Child) -> io::Result<()> {
    Ok(rustix::process::kill_process(Pid::from_child(program), rustix::process::Signal::CONT)?)
}

/// Lets this process have as many files and connections open as the system allows it at most.
#[cfg_attr(not(feature = "web"), allow(dead_code, reason = "only whoever serves many needs it"))]
pub fn allow_many_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where that is refused, there are fewer.
    let _ = setrlimit(Resource::Nofile, limit);
}

/// Makes a folder, and those above it, that nobody else can look into: what a learner answered is private.
///
/// # Errors
///
/// What the system says.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes an empty file that nobody else can read or write.
///
/// # Errors
///
/// What the system says; also where there is a file of that name.
pub fn make_private_file(file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map(drop)
}

/// Whether the terminal is asked for clicks by escape sequences.
#[must_use]
pub const fn speaks_escapes() -> bool {
    true
}

/// The file that describes the local time zone, in the `TZif` form; it need not be there. Where `TZ` holds a rule
/// instead of a name, no such file is.
#[must_use]
pub fn zone_file() -> Option<PathBuf> {
    let Some(zone) = env::var_os("TZ") else { return Some(PathBuf::from("/etc/localtime")) };
    let zone = zone.to_str()?;
    Some(Path::new("/usr/share/zoneinfo").join(zone.strip_prefix(':').unwrap_or(zone)))
}
