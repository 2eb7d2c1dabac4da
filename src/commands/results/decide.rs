//! `results decide`: a person's decision, filed beside the result.

use super::{one, path_or_kept, read, signed_off, wanted};
use crate::adapters::clock::Clock;
use crate::adapters::forms::{FormError, institution_key, write_new};
use crate::adapters::paths;
use crate::adapters::results::{MOST_DECISIONS, decision_file};
use crate::cli::{DecideArgs, Decided, Global};
use crate::commands::{DONE, Failure};
use crate::domain::assessment::figures::Verdict;
use crate::domain::assessment::result::{Decision, seal};
use crate::ui::text::safe;
use std::io::Write;

/// Files a decision.
pub fn run(global: &Global, args: &DecideArgs, out: &mut impl Write) -> Result<u8, Failure> {
    let key = institution_key(&paths::data_dir(global.data_dir.as_deref())?)?;
    let (by, why) = signed_off(&args.by, &args.why)?;
    let found = read(&[path_or_kept(global, args.within.as_ref())?], &wanted(global, None)?)?;
    let filed = one(&found, &args.id)?;
    let verdict = match args.verdict {
        Decided::Ready => Verdict::Ready,
        Decided::NotYet => Verdict::NotYet,
    };
    let receipt = &filed.opened.receipt;
    let at = Clock::from_environment()?.now().moment;
    let decision = Decision::new(receipt, verdict, by, why, at);
    let text = seal(&decision, &key);
    // Every decision stays; the next one gets the next number.
    for number in 1..=MOST_DECISIONS {
        let file = decision_file(&filed.path, number);
        match write_new(&file, &text) {
            Err(FormError::There(_)) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => {
                let record = &filed.opened.content;
                let paper = record.outcome.verdict.map_or("nothing", Verdict::word);
                let said = format!(
                    "{} {} ({receipt}): {}, decided by {}; the paper said {paper}.",
                    record.applicant.id,
                    record.applicant.name,
                    verdict.word(),
                    by
                );
                writeln!(out, "{}\nWritten: {}", safe(&said), safe(&file.display().to_string()))?;
                return Ok(DONE);
            }
        }
    }
    Err(Failure::Usage(format!("there are {MOST_DECISIONS} decisions about {receipt} already")))
}
