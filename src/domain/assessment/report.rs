//! What is told of one result: put together once, and written down as a screen, a page, a text or JSON.
//!
//! Its sentences stand here, so that a screen and a printed page say the same.

use super::chance::Chance;
use super::change::{Claim, claim, needed};
use super::draw::{Asked, Letter};
use super::figures::{Figures, Thresholds, Truths, Verdict};
use super::form::check::{papers, study};
use super::form::{Form, Kind, Shows};
use super::numbers::count as float;
use super::pool::Pool;
use super::result::{Applicant, Decision, Ending, Interruption, Record, Voucher};
use super::scoring::{Basis, Count, Mark, ModuleOutcome};
use super::simulate::Rates;
use super::unlock::Unlock;
use crate::domain::bank::{Bank, Entry};
use crate::domain::certainty::Certainty;
use crate::domain::moment::{Moment, written_date};
use crate::domain::words::counted;
use serde::Serialize;

/// The statements that a result is told with.
#[derive(Debug, Clone, Copy)]
pub struct AtHand<'a> {
    /// The bank.
    pub bank: &'a Bank,
    /// Its statements, with what is believed of each.
    pub pool: &'a Pool,
    /// The fingerprint of the calibration that these beliefs come from; none without one.
    pub calibration: Option<&'a str>,
}

impl AtHand<'_> {
    /// Whether it is what a result was made with.
    #[must_use]
    pub fn is_of(&self, record: &Record) -> bool {
        let manifest = &self.bank.manifest;
        let bank = manifest.id == record.bank.id && manifest.revision == record.bank.revision;
        bank && self.calibration == record.bank.calibration.as_deref()
    }
}

/// What else is known of a result. Everything may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The statements.
    pub at_hand: Option<AtHand<'a>>,
    /// What a person decided.
    pub decision: Option<&'a Decision>,
    /// The same person's result before the course.
    pub before: Option<&'a Record>,
}

/// A result as it is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultReport {
    /// The form's title.
    pub form: String,
    /// What the form is for.
    pub purpose: String,
    /// Who took it.
    pub applicant: Applicant,
    /// How it was taken.
    pub taken: Taken,
    /// What the paper recommends; none where the form has no cut, or where it is not shown.
    pub recommendation: Option<Recommendation>,
    /// The score; none where it is not shown.
    pub score: Option<Score>,
    /// The modules, in the order of the form.
    pub modules: Vec<ModuleOutcome>,
    /// What was missed, in the order of the paper; none where it is not shown.
    pub missed: Option<Vec<Missed>>,
    /// How often somebody was certain and wrong; none where certainty was not asked.
    pub certain: Option<Certain>,
    /// What changed since the paper before the course.
    pub change: Option<Change>,
    /// What stands in small print.
    pub small_print: SmallPrint,
    /// What a person decided.
    pub decided: Option<Decision>,
    /// Whether a person may still decide: there is a line to sign.
    pub to_sign: bool,
    /// Who vouches for it.
    pub voucher: Voucher,
    /// The number of the result.
    pub receipt: String,
}

/// How a paper was taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taken {
    /// Which of the two papers.
    pub paper: Letter,
    /// The how manieth attempt, from 1.
    pub attempt: u32,
    /// Whether the statements were chosen one by one, and are no paper.
    pub adaptive: bool,
    /// Whether the applicant had taken the paper before.
    pub repeated: bool,
    /// When the clock began to run.
    pub started: Moment,
    /// When it ended.
    pub submitted: Moment,
    /// How it ended.
    pub ending: Ending,
    /// How many seconds were used.
    pub used: u64,
    /// How many seconds were given; none without a limit.
    pub limit: Option<u32>,
    /// What was arranged; empty for nothing.
    pub accommodation: String,
    /// Where it could not go on.
    pub interruptions: Vec<Interruption>,
    /// What an administrator unlocked.
    pub unlocks: Vec<Unlock>,
    /// The receipts of results of the same attempt that were filed before it was unlocked.
    pub earlier: Vec<String>,
}

/// What the paper recommends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recommendation {
    /// The verdict.
    pub verdict: Verdict,
    /// The form's sentence for it.
    pub sentence: String,
}

/// The score, its error, and the cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// How the statements went.
    pub count: Count,
    /// Half marks: two for a right answer, one for a statement left open.
    pub halves: usize,
    /// How many statements were asked.
    pub of: usize,
    /// Where another paper of the kind would most likely end.
    pub interval: Option<(usize, usize)>,
    /// The cut as a share of the paper's statements.
    pub cut: Option<f64>,
    /// How many right decide; none where a test decided.
    pub thresholds: Option<Thresholds>,
    /// How many statements there may have been, where a test decided.
    pub at_most: Option<usize>,
    /// How likely it is that the applicant is above the cut.
    pub chance: Option<Chance>,
}

/// A statement that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// Its number on the paper, from 1.
    pub number: usize,
    /// Its id.
    pub statement: String,
    /// Its text; none where the bank at hand has it not, or in another wording.
    pub text: Option<String>,
    /// The name of the side that is right; empty where it is not known.
    pub answer: String,
    /// Whether it was left open.
    pub open: bool,
    /// The belief that leads to the wrong answer.
    pub misconception: Option<String>,
    /// The topic whose lesson treats it.
    pub lesson: Option<String>,
}

/// How often somebody was certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Certain {
    /// Answers with the greatest certainty.
    pub answers: usize,
    /// How many of them were wrong.
    pub wrong: usize,
}

/// What changed since another paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How the statements went before.
    pub before: Count,
    /// How they went after.
    pub after: Count,
    /// What may be said of it; none where the papers cannot be compared.
    pub claim: Option<Claim>,
    /// How many more right a claim needs.
    pub needed: usize,
    /// When the first paper ended.
    pub on: Moment,
}

/// What stands in small print.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SmallPrint {
    /// How the cut was set.
    pub cut: Option<String>,
    /// How often the paper is wrong; none where it cannot be worked out with the bank at hand.
    pub figures: Option<Figures>,
    /// The same of a paper that ends by itself, from simulated people.
    pub rates: Option<Rates>,
    /// The bank.
    pub bank: String,
    /// The bank's revision.
    pub revision: u32,
    /// The calibration; none without one.
    pub calibration: Option<String>,
    /// How often somebody may take it, and how many days lie between.
    pub attempts: (usize, u16),
    /// For how many months results are kept.
    pub retention_months: u16,
    /// To whom one appeals; empty where nobody is named.
    pub appeal_to: String,
    /// Within how many days.
    pub appeal_days: u16,
}

impl ResultReport {
    /// What is told of `record`, which was taken with `form` and has the number `receipt`.
    #[must_use]
    pub fn of(record: &Record, form: &Form, (receipt, voucher): (&str, Voucher), beside: Beside<'_>) -> Self {
        let verdict = record.outcome.verdict;
        let sentence = |verdict: Verdict| Recommendation { verdict, sentence: sentence(form, verdict).to_owned() };
        Self {
            form: form.title.clone(),
            purpose: form.purpose.clone(),
            applicant: record.applicant.clone(),
            taken: taken(record, form),
            recommendation: verdict.map(sentence),
            score: Some(score(record, form)),
            modules: record.outcome.modules.clone(),
            missed: Some(missed(record, beside.at_hand.map(|at_hand| at_hand.bank))),
            certain: certain(record),
            change: beside.before.map(|before| change(before, record)),
            small_print: small_print(record, form, beside.at_hand),
            decided: beside.decision.cloned(),
            to_sign: verdict.is_some(),
            voucher,
            receipt: receipt.to_owned(),
        }
    }

    /// The part of it that the form lets the applicant see.
    #[must_use]
    pub fn for_applicant(mut self, shows: Shows) -> Self {
        self.to_sign = false;
        if shows == Shows::Report {
            return self;
        }
        (self.score, self.missed, self.certain, self.change) = (None, None, None, None);
        self.modules.clear();
        if shows == Shows::Nothing {
            (self.recommendation, self.decided) = (None, None);
        }
        self
    }

    /// How long it took, with the limit.
    #[must_use]
    pub fn duration(&self) -> String {
        let minutes = |seconds: u64| counted(seconds.div_ceil(60), "minute", "minutes");
        let used = minutes(self.taken.used);
        self.taken
            .limit
            .map_or_else(|| format!("{used}, no limit"), |limit| format!("{used} of {}", u64::from(limit).div_ceil(60)))
    }

    /// How it ended and what was arranged.
    #[must_use]
    pub fn conditions(&self) -> String {
        let ending = match self.taken.ending {
            Ending::Submitted => "submitted",
            Ending::Time => "ended by the clock",
            Ending::Decided => "ended as soon as it was clear",
        };
        let arranged = &self.taken.accommodation;
        let arranged = if arranged.is_empty() { String::new() } else { format!(", arranged: {arranged}") };
        let unlocked = if self.taken.unlocks.is_empty() { "" } else { ", unlocked (see the small print)" };
        let paper = match self.taken.paper {
            _ if self.taken.adaptive => "chosen one by one".to_owned(),
            letter if self.taken.repeated => format!("paper {}, taken before", letter.name()),
            letter => format!("paper {}", letter.name()),
        };
        format!("{paper}, attempt {}, {ending}{arranged}{unlocked}", self.taken.attempt)
    }

    /// What an administrator unlocked, and which results of this attempt there are before this one; none where there is
    /// nothing of it.
    #[must_use]
    pub fn unlocked(&self) -> Option<String> {
        let mut told: Vec<String> = self.taken.unlocks.iter().map(Unlock::told).collect();
        told.extend(earlier(&self.taken.earlier));
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// Where it could not go on; none where it always could.
    #[must_use]
    pub fn interruptions(&self) -> Option<String> {
        let one = |gap: &Interruption| {
            let (minutes, seconds) = (gap.seconds / 60, gap.seconds % 60);
            let long = if minutes == 0 { format!("{seconds} s") } else { format!("{minutes} min {seconds:02} s") };
            format!("{} at {} for {long}", gap.why, gap.at.time())
        };
        let told: Vec<String> = self.taken.interruptions.iter().map(one).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// That there are results of the same attempt before this one.
fn earlier(receipts: &[String]) -> Option<String> {
    match receipts {
        [] => None,
        [first] => Some(format!("This is the second result of this attempt; the first, {first}, stays.")),
        several => {
            let number = several.len() + 1;
            Some(format!("This is result {number} of this attempt; those before, {}, stay.", several.join(", ")))
        }
    }
}

/// The form's sentence for a verdict.
#[must_use]
pub fn sentence(form: &Form, verdict: Verdict) -> &str {
    match verdict {
        Verdict::Ready => &form.sentences.ready,
        Verdict::Borderline => &form.sentences.borderline,
        Verdict::NotYet => &form.sentences.not_yet,
    }
}

/// Why another paper would most likely end below a score so high; nothing where it needn't be explained.
#[must_use]
pub const fn luck_in_it(halves: usize, high: usize) -> &'static str {
    if halves > 2 * high { "; a score as high as this had some luck in it, which needn't come twice" } else { "" }
}

impl Score {
    /// How many right luck alone gets, in halves.
    #[must_use]
    pub const fn luck_halves(&self) -> usize {
        self.of
    }

    /// The number right at the cut, rounded up.
    #[must_use]
    pub fn cut_at(&self) -> Option<usize> {
        let cut = self.cut?;
        // A share of 0.8 of 60 is 48, also where the product is a hair above.
        (0..=self.of).find(|right| float(*right) >= cut * float(self.of) - 1e-9)
    }

    /// The score in a sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let half = if self.count.open == 0 { "" } else { "; what is left open counts half a mark" };
        format!("Score: {}{half}.", self.count.told())
    }

    /// The error in a sentence; none where the papers of the form differ in length.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        let (low, high) = self.interval?;
        Some(format!(
            "Another paper of this kind would most likely end at {low} to {high} right, four times of five{}.",
            luck_in_it(self.halves, high)
        ))
    }

    /// How likely it is that the applicant is above the cut, in a sentence, and that this decides nothing.
    #[must_use]
    pub fn chance(&self) -> Option<String> {
        let told = self.chance?.told(self.thresholds.is_some());
        Some(format!("{told} That informs; it never decides."))
    }

    /// What decides, in a sentence; none where nothing is decided by the number right.
    #[must_use]
    pub fn decides(&self) -> Option<String> {
        if let Some(at_most) = self.at_most {
            let of = self.of;
            return Some(format!(
                "A test of the answers in their order decided, after {of} of at most {at_most} statements."
            ));
        }
        let Thresholds { of, ready_from, not_yet_to } = self.thresholds?;
        let ready =
            if ready_from > of { "nobody is called ready".to_owned() } else { format!("ready from {ready_from}") };
        let not_yet =
            not_yet_to.map_or_else(|| "nobody is called not yet".to_owned(), |to| format!("not yet up to {to}"));
        Some(format!("{ready}, {not_yet}, borderline between.")).map(|text| capital(&text))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

impl Certain {
    /// In a sentence.
    #[must_use]
    pub fn told(self) -> String {
        format!(
            "Certain of {}, {} of them wrong. This informs; it never decides.",
            counted(self.answers, "answer", "answers"),
            self.wrong
        )
    }
}

impl Change {
    /// In two sentences: what was counted, and what may be said of it.
    #[must_use]
    pub fn told(&self) -> String {
        let (before, after) = (self.before, self.after);
        let counts = if before.statements() == after.statements() {
            let (one, other) = (before.unit(), after.unit());
            format!("Before, {} {one}; after, {} {other}, of {}.", before.score(), after.score(), after.statements())
        } else {
            format!("Before, {}; after, {}.", before.told(), after.told())
        };
        let needed = self.needed;
        let claim = match self.claim {
            None => "The papers differ in length, so nothing is said of a change.".to_owned(),
            Some(Claim::Gain) => format!("A gain: {needed} more right or better are more than luck."),
            Some(Claim::Loss) => format!("Fewer than before: {needed} fewer or worse are more than luck."),
            Some(Claim::WithinError) => {
                format!("Within the error of measurement: a change is claimed from {needed} more right.")
            }
        };
        format!("{counts} {claim}")
    }
}

impl SmallPrint {
    /// How often it is wrong, in a sentence.
    #[must_use]
    pub fn error_rates(&self) -> Option<String> {
        let by_number = self.figures.as_ref().map(|figures| (figures.at, figures.overall));
        let by_test = self.rates.as_ref().map(|rates| (rates.at, rates.overall));
        let ([far_below, below, _, above, far_above], overall) = by_number.or(by_test)?;
        let hundred = |share: f64| format!("{:.0}", share * 100.0);
        Some(format!(
            "Of 100 people half a standard deviation below the cut {} are called ready, of 100 as far above it {} not yet; \
             a whole one away {} and {}. Of all people {} are borderline.",
            hundred(below.ready),
            hundred(above.not_yet),
            hundred(far_below.ready),
            hundred(far_above.not_yet),
            hundred(overall.borderline)
        ))
    }

    /// Bank and calibration in a sentence.
    #[must_use]
    pub fn rests_on(&self) -> String {
        let bank = format!("Bank {}, revision {}", self.bank, self.revision);
        match &self.calibration {
            Some(calibration) => format!("{bank}; difficulties from calibration {calibration}."),
            None => format!(
                "{bank}. The statements are not calibrated: their levels are the authors', and the figures allow for that."
            ),
        }
    }

    /// Retakes, appeal and retention in sentences.
    #[must_use]
    pub fn rights(&self) -> String {
        let (allowed, days) = self.attempts;
        let retake = match (allowed, days) {
            (0 | 1, _) => "It may be taken once.".to_owned(),
            (allowed, 0) => format!("It may be taken {allowed} times."),
            (allowed, days) => format!("It may be taken {allowed} times, {days} days apart."),
        };
        let appeal = if self.appeal_to.is_empty() {
            String::new()
        } else {
            format!(" To appeal: {}, within {} days.", self.appeal_to, self.appeal_days)
        };
        format!("{retake}{appeal} Kept for {} months.", self.retention_months)
    }
}

fn taken(record: &Record, form: &Form) -> Taken {
    let adaptive = form.paper.kind == Kind::Adaptive;
    let papers = if form.paper.parallel { 2 } else { 1 };
    Taken {
        adaptive,
        repeated: !adaptive && record.attempt > papers,
        paper: record.paper,
        attempt: record.attempt,
        started: record.started,
        submitted: record.submitted,
        ending: record.ending,
        used: record.used,
        limit: record.limit,
        accommodation: record.accommodation.clone(),
        interruptions: record.interruptions.clone(),
        unlocks: record.unlocks.clone(),
        earlier: record.earlier.clone(),
    }
}

fn score(record: &Record, form: &Form) -> Score {
    let count = record.outcome.count;
    let (thresholds, at_most) = match &record.outcome.basis {
        Some(Basis::Number { thresholds }) => (Some(*thresholds), None),
        Some(Basis::Test { .. }) => (None, Some(form.paper.statements())),
        None => (None, None),
    };
    Score {
        count,
        halves: count.halves(),
        of: count.statements(),
        interval: record.outcome.interval,
        cut: form.cut.as_ref().map(|cut| cut.share),
        thresholds,
        at_most,
        chance: record.outcome.chance,
    }
}

/// What was answered wrongly or left open.
#[must_use]
pub fn missed(record: &Record, bank: Option<&Bank>) -> Vec<Missed> {
    let of = |(at, answer): (usize, &super::result::AnswerRecord)| {
        let entry = bank.and_then(|bank| bank.entry(bank.find(&answer.statement)?));
        let same = entry.filter(|entry| entry.statement.revision == answer.revision);
        let side = answer.chosen.map(crate::domain::bank::Side::other).or_else(|| Some(same?.at.side));
        let name = bank.zip(side).map(|(bank, side)| bank.side(side).name.clone());
        let lesson = |entry: Entry<'_>| entry.topic.lesson.is_some().then(|| entry.topic.title.clone());
        Missed {
            number: at + 1,
            statement: answer.statement.clone(),
            text: same.map(|entry| entry.statement.text.clone()),
            answer: name.unwrap_or_default(),
            open: answer.mark == Mark::Open,
            misconception: same.and_then(|entry| Some(entry.misconception()?.claim.clone())),
            lesson: entry.and_then(lesson),
        }
    };
    let numbered = record.answers.iter().enumerate();
    numbered.filter(|(_, answer)| answer.mark != Mark::Right).map(of).collect()
}

fn certain(record: &Record) -> Option<Certain> {
    record.answers.iter().any(|answer| answer.certainty.is_some()).then(|| {
        let certain = record.answers.iter().filter(|answer| answer.certainty == Some(Certainty::C3));
        let (answers, wrong) =
            certain.fold((0, 0), |(all, wrong), answer| (all + 1, wrong + usize::from(answer.mark == Mark::Wrong)));
        Certain { answers, wrong }
    })
}

/// What changed between two results of one person.
#[must_use]
pub fn change(before: &Record, after: &Record) -> Change {
    let (one, other) = (before.outcome.count, after.outcome.count);
    let of = other.statements();
    let comparable = one.statements() == of && of > 0;
    Change {
        before: one,
        after: other,
        claim: comparable.then(|| claim(one.halves(), other.halves(), of)),
        needed: needed(of),
        on: before.submitted,
    }
}

/// The table of a form that ends by itself: of the paper that was drawn, or of all that it chose from.
fn rates_of(record: &Record, form: &Form, pool: &Pool) -> Option<Rates> {
    let papers = papers(form, pool, &record.cohort).ok()?;
    study(form, pool, papers.get(record.paper)).ok().map(|study| Rates::of(&study))
}

fn small_print(record: &Record, form: &Form, at_hand: Option<AtHand<'_>>) -> SmallPrint {
    let cut = form.cut.as_ref().map(|cut| {
        // A form has the day as its own file writes it.
        let on = cut.on.parse().map_or_else(|_| cut.on.clone(), written_date);
        format!("The cut is {:.2} of the statements, set {} ({}, {on}).", cut.share, cut.method.words(), cut.by)
    });
    let figures =
        at_hand.filter(|at_hand| at_hand.is_of(record) && form.paper.kind == Kind::Fixed).and_then(|at_hand| {
            let asked: Vec<Asked> =
                record.answers.iter().filter_map(|answer| at_hand.pool.find(&answer.statement)).collect();
            Figures::of(&Truths::of(&at_hand.pool.beliefs(&asked)), form.cut.as_ref()?.share).ok()
        });
    let rates = at_hand.filter(|at_hand| at_hand.is_of(record) && form.paper.kind != Kind::Fixed);
    SmallPrint {
        cut,
        figures,
        rates: rates.and_then(|at_hand| rates_of(record, form, at_hand.pool)),
        bank: record.bank.id.clone(),
        revision: record.bank.revision,
        calibration: record.bank.calibration.clone(),
        attempts: (form.attempts.allowed, form.attempts.wait_days),
        retention_months: form.retention_months,
        appeal_to: form.appeal.to.clone(),
        appeal_days: form.appeal.days,
    }
}
