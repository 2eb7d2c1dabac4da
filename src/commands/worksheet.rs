//! `worksheet`: a paper to be printed for a room without devices.

use super::{DONE, Failure, host, start};
use crate::adapters::clock::Clock;
use crate::adapters::forms::{refuse_there, write_new};
use crate::adapters::worksheet::Worksheet;
use crate::app::view::sheets as words;
use crate::cli::{Global, HostArgs, WorksheetArgs};
use crate::domain::room::paper::{Paper, preview};
use crate::domain::room::view::Labels;
use crate::domain::room::{Face, WARM_UP};
use crate::ui::text::safe;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Writes the sheets, and the key apart.
pub fn run(global: &Global, args: &WorksheetArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let bank = start::bank(global)?;
    // The very paper that a class of the same words is held with.
    let class = HostArgs {
        paper: args.paper.clone(),
        topics: args.topics.clone(),
        level: args.level,
        count: args.count,
        title: args.title.clone(),
        certainty: args.certainty,
        ..HostArgs::default()
    };
    let opened = host::opened(&bank, &class, &mut Clock::from_environment()?)?;
    let Paper { question, sides, .. } = Paper::of(&bank, &opened).map_err(|error| Failure::Usage(error.to_string()))?;
    let both = preview(&bank, &opened).map_err(|error| Failure::Usage(error.to_string()))?;
    let asked = both.iter().filter(|(face, _)| face.place != WARM_UP);
    let sides = Labels { left: sides.left, right: sides.right };
    let title = if opened.title.is_empty() { &bank.manifest.title } else { &opened.title };
    let sheet = Worksheet {
        title,
        question: &question,
        sides: &sides,
        certainty: opened.certainty,
        paper: &opened.paper_code,
        faces: asked.clone().map(|(face, _): &(Face, _)| face).collect(),
    };
    let (code, titled) = (&opened.paper_code, &opened.title);
    // Whoever asks for the key of a paper alone has its sheets.
    if let (Some(file), Some(_), None, None) = (&args.key, &args.paper, &args.out, args.sheets) {
        refuse_there(std::iter::once(file))?;
        write_new(file, &sheet.key(&asked.map(|(_, answer)| answer).collect::<Vec<_>>()))?;
        writeln!(out, "Written: {}", safe(&file.display().to_string()))?;
        writeln!(out, "{}", words::key_alone(code, titled))?;
        return Ok(DONE);
    }
    // Nobody wants a page of HTML on a terminal.
    let own = || io::stdout().is_terminal().then(|| unused(code));
    let file = args.out.clone().or_else(own);
    let files = || [file.as_ref(), args.key.as_ref()].into_iter().flatten();
    refuse_there(files())?;
    if let Some(file) = &args.key {
        write_new(file, &sheet.key(&asked.map(|(_, answer)| answer).collect::<Vec<_>>()))?;
    }
    let sheets = sheet.sheets(args.sheets);
    let Some(written) = &file else {
        out.write_all(sheets.as_bytes())?;
        return Ok(DONE);
    };
    write_new(written, &sheets)?;
    for file in files() {
        writeln!(out, "Written: {}", safe(&file.display().to_string()))?;
    }
    writeln!(out, "{}", words::print_it(args.key.is_some(), code, titled))?;
    writeln!(out, "Paper {code}: iotutor host {code} asks the same questions in the same order.")?;
    writeln!(out, "{}", words::without_a_host(code, titled, args.sheets))?;
    Ok(DONE)
}

/// A file of the paper's name in this folder that isn't there yet.
fn unused(code: &str) -> PathBuf {
    let named = |number: u32| {
        PathBuf::from(if number == 1 {
            format!("worksheet-{code}.html")
        } else {
            format!("worksheet-{code}-{number}.html")
        })
    };
    (1..=u32::MAX).map(named).find(|file| !file.exists()).unwrap_or_default()
}
