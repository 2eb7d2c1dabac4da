//! The paper of whoever takes an assessment, and who signs what comes of it: the same at a terminal of one's own and at a desk.

use crate::adapters::clock::Clock;
use crate::adapters::forms::{institution_key, public_half};
use crate::domain::assessment::attempt::{Attempt, Begun, Sheet};
use crate::domain::assessment::draw::{Letter, Papers};
use crate::domain::assessment::entry::{Terms, Whose, imprint, letter};
use crate::domain::assessment::form::check::papers;
use crate::domain::assessment::form::{Accommodation, Form};
use crate::domain::assessment::pool::Pool;
use crate::domain::assessment::unlock::Unlock;
use crate::domain::bank::{Bank, StatementRef};
use ed25519_dalek::SigningKey;
use std::path::Path;
use std::sync::Arc;

/// The form, with the statements that its papers are made of.
#[derive(Debug, Clone, Copy)]
pub struct AtHand<'a> {
    /// What the form is called: a file, or the name of one that is ready-made.
    pub name: &'a str,
    /// The form.
    pub form: &'a Form,
    /// Its text.
    pub text: &'a str,
    /// The bank.
    pub bank: &'a Bank,
    /// Its statements, with what is believed of each.
    pub pool: &'a Arc<Pool>,
    /// The fingerprint of the calibration in use; none without one.
    pub calibration: Option<&'a str>,
}

/// The attempt that begins.
#[derive(Debug, Clone, Copy)]
pub struct Next<'a> {
    /// The how manieth, from 1.
    pub attempt: u32,
    /// The paper that the attempt before had.
    pub before: Option<Letter>,
    /// By what it is allowed, where the form alone does not.
    pub unlocked: Option<&'a Unlock>,
    /// The attempts before, whose statements were asked.
    pub earlier: &'a [Attempt],
    /// What is arranged.
    pub arranged: Option<&'a Accommodation>,
    /// Whose it is.
    pub whose: Whose<'a>,
}

/// All that an attempt begins with.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// What is recorded of it.
    pub begun: Begun,
    /// What it is scored by.
    pub sheet: Sheet,
    /// What is practised on.
    pub practice: Vec<StatementRef>,
}

/// Why nothing begins, or goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPaper {
    /// The form draws none.
    #[error("{0} draws no paper; `iotutor form check {0}` says why")]
    Undrawn(String),
    /// Nobody could score it.
    #[error("{0} cannot be scored; `iotutor form check {0}` says why")]
    Unscored(String),
    /// It was begun with other statements.
    #[error(
        "the attempt of {day} was begun with {needed} of the bank \"{bank}\". Here it is {here}, and statements of the paper are \
         not the same. It goes on with the bank that it was begun with: name its folder with --bank, or take the version of \
         this program that has it built in. Where that is gone, `iotutor results unlock ID --another` lets another attempt \
         begin"
    )]
    Other {
        /// When it was begun.
        day: String,
        /// With which revision and calibration.
        needed: String,
        /// The bank's id.
        bank: String,
        /// What is here.
        here: String,
    },
}

impl AtHand<'_> {
    /// The sheet of an attempt that was begun with this bank, and with what was believed of its statements then; or with
    /// another revision or calibration of it, where all that the attempt is made of is the same.
    ///
    /// # Errors
    ///
    /// [`NoPaper::Other`].
    pub fn sheet(&self, attempt: &Attempt) -> Result<Sheet, NoPaper> {
        let Self { bank, pool, calibration, .. } = self;
        let begun = &attempt.begun;
        let is_same =
            begun.bank.revision == bank.manifest.revision && begun.bank.calibration.as_deref() == *calibration;
        let sheet = Sheet::of(begun, Arc::clone(pool));
        let is_alike = |sheet: &Sheet| {
            !begun.imprint.is_empty()
                && imprint(sheet.form(), bank, pool, &begun.statements).as_ref() == Some(&begun.imprint)
        };
        sheet.filter(|sheet| is_same || is_alike(sheet)).ok_or_else(|| self.needs(attempt))
    }

    /// Why an attempt does not go on with the bank at hand, and what to do.
    fn needs(&self, attempt: &Attempt) -> NoPaper {
        let begun = &attempt.begun.bank;
        let named = |revision: u32, calibration: Option<&str>| {
            let calibration = calibration.map(|one| format!(" and calibration {one}"));
            format!("revision {revision}{}", calibration.unwrap_or_else(|| " without a calibration".to_owned()))
        };
        NoPaper::Other {
            day: attempt.started.written(),
            needed: named(begun.revision, begun.calibration.as_deref()),
            bank: begun.id.clone(),
            here: named(self.bank.manifest.revision, self.calibration),
        }
    }

    /// The papers of the cohort `code`.
    ///
    /// # Errors
    ///
    /// [`NoPaper::Undrawn`].
    pub fn papers(&self, code: &str) -> Result<Papers, NoPaper> {
        papers(self.form, self.pool, code).map_err(|_| NoPaper::Undrawn(self.name.to_owned()))
    }

    /// What an attempt begins with whose papers were drawn from `code`.
    ///
    /// # Errors
    ///
    /// [`NoPaper`].
    pub fn begin(&self, papers: &Papers, code: &str, next: Next<'_>) -> Result<Beginning, NoPaper> {
        let Self { form, text, bank, pool, calibration, .. } = *self;
        let asked = next.earlier.iter().flat_map(|attempt| &attempt.slots).map(|slot| slot.statement.clone());
        let asked_before: Vec<String> = asked.collect();
        let terms = Terms {
            form,
            text,
            code,
            calibration,
            accommodation: next.arranged,
            attempt: next.attempt,
            unlocked: next.unlocked,
            asked_before: &asked_before,
        };
        let begun = terms.begun(bank, pool, papers, letter(form, code, next.whose, next.before));
        let practice =
            papers.practice.iter().filter_map(|asked| pool.statement(*asked)).filter_map(|one| bank.find(&one.id));
        let practice = practice.collect();
        let sheet = Sheet::of(&begun, Arc::clone(pool)).ok_or_else(|| NoPaper::Unscored(self.name.to_owned()))?;
        Ok(Beginning { begun, sheet, practice })
    }
}

/// Who signs results.
#[derive(Clone)]
pub struct Signer {
    /// The private key.
    pub key: SigningKey,
    /// Whether it is the institution's.
    pub institution: bool,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Signer").field("institution", &self.institution).finish_non_exhaustive()
    }
}

impl Signer {
    /// The institution's key where the form names it and it is kept here; else one that nobody else ever has.
    #[must_use]
    pub fn of(form: &Form, data_dir: &Path, clock: &mut Clock) -> Self {
        let own = institution_key(data_dir).ok().filter(|key| !form.key.is_empty() && public_half(key) == form.key);
        own.map_or_else(|| Self::alone(clock), |key| Self { key, institution: true })
    }

    /// A key that nobody else ever has.
    fn alone(clock: &mut Clock) -> Self {
        let mut secret = [0; 32];
        for half in secret.chunks_mut(16) {
            half.copy_from_slice(&clock.now().entropy.to_le_bytes());
        }
        Self { key: SigningKey::from_bytes(&secret), institution: false }
    }
}
