//! Frames out: the alternate screen, entered and left again whatever happens.

use crate::adapters::system::speaks_escapes;
use crossterm::{cursor, event, execute, queue, terminal};
use ratatui::Frame;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is in our hands: a panic then gives it back before it speaks.
static ENTERED: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The largest window that is drawn to, in cells; a terminal may claim any size, and a frame takes memory for each cell.
const LARGEST: (u16, u16) = (1000, 500);

/// One frame fits, so that each is one write.
const BUFFER: usize = 1 << 16;

/// The terminal in our hands. Dropping it restores the terminal.
pub struct Screen {
    terminal: Terminal<SizedBackend>,
}

impl Screen {
    /// Takes the terminal over. What it is told goes out with the first frame, so that nobody sees an empty screen.
    pub fn enter() -> io::Result<Self> {
        HOOK.call_once(restore_on_panic);
        let (width, height) = sane(terminal::size()?);
        let inner = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout()));
        let backend = SizedBackend { inner, size: Size::new(width, height) };
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        let mut screen = Self { terminal };
        screen.take()?;
        Ok(screen)
    }

    /// Asks for the size, and draws everything anew where it is another one.
    pub fn ask_size(&mut self) -> io::Result<()> {
        let (width, height) = terminal::size()?;
        self.resized(width, height);
        Ok(())
    }

    /// Puts the terminal into raw mode, and queues what else makes it ours.
    fn take(&mut self) -> io::Result<()> {
        ENTERED.store(true, Ordering::SeqCst);
        terminal::enable_raw_mode()?;
        let out = &mut self.terminal.backend_mut().inner;
        // The other screen is blank, unless a program was killed on it or the terminal has none.
        queue!(out, terminal::EnterAlternateScreen, terminal::Clear(terminal::ClearType::All), cursor::Hide)?;
        queue!(out, event::EnableBracketedPaste)?;
        mouse(out, true)
    }

    /// Draws a frame; what did not change is not written.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(view).map(drop)
    }

    /// Takes a new size into account: everything is drawn anew.
    pub fn resized(&mut self, width: u16, height: u16) {
        let (width, height) = sane((width, height));
        self.terminal.backend_mut().size = Size::new(width, height);
        // Clearing can only fail in writing, and the next frame meets that failure too.
        let _ = self.terminal.resize(Rect::new(0, 0, width, height));
    }

    /// Forgets what is on the terminal, so that the next frame is drawn whole.
    pub fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Gives the terminal back for a while.
    pub fn leave(&mut self) {
        // What still waits to be written must not come after the farewell.
        let _ = Write::flush(&mut self.terminal.backend_mut().inner);
        give_back();
    }

    /// Takes the terminal over again; its size may have changed meanwhile.
    pub fn come_back(&mut self) -> io::Result<()> {
        self.take()?;
        self.ask_size()?;
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.leave();
    }
}

/// A size that can be drawn to.
fn sane((width, height): (u16, u16)) -> (u16, u16) {
    (width.min(LARGEST.0), height.min(LARGEST.1))
}

/// Gives the terminal back. A terminal that is gone cannot be restored, and needs no restoring.
fn give_back() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let _ = mouse(&mut io::stdout(), false).and_then(|()| io::stdout().flush());
        let _ = execute!(io::stdout(), event::DisableBracketedPaste);
        let _ = execute!(io::stdout(), terminal::LeaveAlternateScreen, cursor::Show);
        let _ = terminal::disable_raw_mode();
    }
}

/// Asks for clicks and the wheel. Where the terminal speaks escape sequences, movement is not asked for: it would only
/// wake the program up.
fn mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    if !speaks_escapes() {
        return if on { queue!(out, event::EnableMouseCapture) } else { queue!(out, event::DisableMouseCapture) };
    }
    out.write_all(if on { b"\x1b[?1000h\x1b[?1006h" } else { b"\x1b[?1006l\x1b[?1000l" })
}

fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        before(panic);
    }));
}

/// Crossterm's backend with the size kept: asking the system for it would cost six system calls a frame.
struct SizedBackend {
    inner: CrosstermBackend<BufWriter<Stdout>>,
    size: Size,
}

impl Backend for SizedBackend {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        self.inner.draw(content)
    }

    /// The cursor is hidden once, when the terminal is taken over.
    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// It is shown again when the terminal is given back, and not by ratatui, which would report a terminal that is gone
    /// on an error output that is gone too, and panic.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}
