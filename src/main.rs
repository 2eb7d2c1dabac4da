//! Arguments in, exit code out.

use iotutor::cli::Cli;
use iotutor::commands::{DONE, Ended, run};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::from_arguments();
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
            let _ = writeln!(io::stderr(), "iotutor: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
