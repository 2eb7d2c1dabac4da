//! Arguments in, exit code out.

use iotutor::cli::Cli;
use iotutor::commands::{DONE, Ended, run};
use iotutor::ui::text::safe;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::from_arguments() {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    let mut out = BufWriter::new(io::stdout());
    match run(&cli, &mut out) {
        Ok(Ended::With(code)) => ExitCode::from(code),
        Ok(Ended::Signalled(signal)) => {
            signal.die();
            ExitCode::FAILURE
        }
        // Who reads us has read enough: `iotutor topics | head -1` is no failure.
        Err(failure) if failure.is_broken_pipe() => ExitCode::from(DONE),
        Err(failure) => {
            let _ = out.flush();
            // A path or a word from the command line may hold what steers a terminal.
            let said = failure.to_string();
            let lines: Vec<_> = said.lines().map(safe).collect();
            let _ = writeln!(io::stderr(), "iotutor: {}", lines.join("\n"));
            ExitCode::from(failure.code())
        }
    }
}
