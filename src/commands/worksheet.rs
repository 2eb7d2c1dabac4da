//! `worksheet`: a paper to be printed for a room without devices.

use super::{DONE, Failure, host, start};
use crate::adapters::clock::Clock;
use crate::adapters::forms::write_new;
use crate::adapters::worksheet::Worksheet;
use crate::cli::{Global, HostArgs, Switch, WorksheetArgs};
use crate::domain::room::paper::{Paper, preview};
use crate::domain::room::view::Labels;
use crate::domain::room::{Face, WARM_UP};
use crate::ui::text::safe;
use std::io::Write;

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
        certainty: args.certainty == Some(Switch::On),
        paper: &opened.paper_code,
        faces: asked.clone().map(|(face, _): &(Face, _)| face).collect(),
    };
    if let Some(file) = &args.key {
        write_new(file, &sheet.key(&asked.map(|(_, answer)| answer).collect::<Vec<_>>()))?;
    }
    let sheets = sheet.sheets(args.sheets);
    let Some(file) = &args.out else {
        out.write_all(sheets.as_bytes())?;
        return Ok(DONE);
    };
    write_new(file, &sheets)?;
    for file in [Some(file), args.key.as_ref()].into_iter().flatten() {
        writeln!(out, "Written: {}", safe(&file.display().to_string()))?;
    }
    let code = &opened.paper_code;
    writeln!(out, "Paper {code}: iotutor host {code} asks the same questions in the same order.")?;
    Ok(DONE)
}
