//! Where systems differ: signals, private folders, how a terminal is read and asked for clicks.

#[cfg(any(not(unix), test))]
#[cfg_attr(unix, allow(dead_code, clippy::unused_self, reason = "on Unix it is only checked to compile"))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{
    Signal, Signals, WINDOWS_PATHS, allow_many_files, freeze, make_private_file, make_private_folder, speaks_escapes,
    stop, thaw, zone_file,
};
#[cfg(unix)]
pub use unix::{
    Signal, Signals, WINDOWS_PATHS, allow_many_files, freeze, make_private_file, make_private_folder, speaks_escapes,
    stop, thaw, zone_file,
};
