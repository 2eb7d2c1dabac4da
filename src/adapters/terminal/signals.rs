//! Signals in. The only place that knows that Unix is different.

pub use system::{Signal, die, stop, watch};

#[cfg(unix)]
mod system {
    use super::super::input::Input;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    use std::io;
    use std::sync::mpsc::Sender;
    use std::thread;

    /// A signal that came.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Signal(i32);

    impl Signal {
        /// Whether it asks to stop for a while rather than to end.
        #[must_use]
        pub const fn stops(self) -> bool {
            self.0 == SIGTSTP
        }
    }

    /// Waits for signals in a thread of its own, and passes them on.
    pub fn watch(sender: Sender<Input>) -> io::Result<()> {
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP])?;
        thread::spawn(move || {
            for signal in &mut signals {
                if sender.send(Input::Signal(Signal(signal))).is_err() {
                    return;
                }
            }
        });
        Ok(())
    }

    /// Stops the process until it is continued.
    pub fn stop() {
        // The signal exists, so that the only thing that can fail is that nobody may stop us, and then we go on.
        let _ = emulate_default_handler(SIGTSTP);
    }

    /// Ends the process as the signal ends one.
    pub fn die(signal: Signal) {
        let _ = emulate_default_handler(signal.0);
    }
}

#[cfg(not(unix))]
mod system {
    use super::super::input::Input;
    use std::io;
    use std::sync::mpsc::Sender;

    /// A signal that came: there are none here.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Signal(());

    impl Signal {
        /// Whether it asks to stop for a while rather than to end.
        #[must_use]
        pub const fn stops(self) -> bool {
            false
        }
    }

    /// There is nothing to wait for: closing the window ends the input.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub fn watch(_: Sender<Input>) -> io::Result<()> {
        Ok(())
    }

    /// There is no stopping here.
    pub const fn stop() {}

    /// There is no such end here.
    pub const fn die(_: Signal) {}
}
