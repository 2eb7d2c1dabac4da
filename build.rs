//! Lays the code that a sitting runs together in the program, on systems whose linker is known to do it.
//!
//! A system maps a program's code in pieces around each page that runs. What a sitting runs is a quarter of the code; strewn over all of it,
//! it keeps all of it in memory. `link/startup.txt` names that quarter (`link/record` finds it), and the linker puts it first.
//! Any other way of linking makes the same program, only with more memory: 6.2 MB instead of 4.7 to 5.0 when this was written.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The names of the functions, one a line. What ends in `*` has a hash there that each build makes anew.
const NAMES: &str = "link/startup.txt";

/// Set by `link/record`, which has to see the program as the compiler laid it.
const UNORDERED: &str = "UNORDERED";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for input in ["build.rs", NAMES] {
        tell(&format!("rerun-if-changed={input}"));
    }
    tell(&format!("rerun-if-env-changed={UNORDERED}"));
    if env::var_os(UNORDERED).is_some() || !is_known_to_work() {
        return Ok(());
    }
    let names = fs::read_to_string(NAMES)?;
    let script = Path::new(&env::var("OUT_DIR")?).join("startup.ld");
    fs::write(&script, linker_script(&names))?;
    tell(&format!("rustc-link-arg-bins=-T{}", script.display()));
    Ok(())
}

/// Whether this is a release build with the linker that comes with Rust, which is what Rust uses where nothing else is said.
fn is_known_to_work() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let another_linker = env::var_os("RUSTC_LINKER").is_some()
        || env::var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(|flags| flags.contains("link"));
    is("PROFILE", "release")
        && is("HOST", "x86_64-unknown-linux-gnu")
        && is("TARGET", "x86_64-unknown-linux-gnu")
        && !another_linker
}

/// The named functions in a section of their own before the others. A name that is not there (any more) is passed over.
fn linker_script(names: &str) -> String {
    let mut script = String::from("SECTIONS {\n  .text.startup : {\n");
    for name in names.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        // What the compiler takes for seldom used lies in a section of another name.
        let _ = writeln!(script, "    *(.text.{name} .text.unlikely.{name})");
    }
    script.push_str("  }\n} INSERT BEFORE .text;\n");
    script
}

#[allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn tell(instruction: &str) {
    println!("cargo::{instruction}");
}
