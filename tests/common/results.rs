//! Results of simulated people, for the tests of what becomes of results.

use ed25519_dalek::SigningKey;
use iotutor::adapters::bank_files::builtin;
use iotutor::domain::assessment::draw::{Asked, Letter};
use iotutor::domain::assessment::form::Form;
use iotutor::domain::assessment::form::check::papers;
use iotutor::domain::assessment::numbers::{generator, uniform};
use iotutor::domain::assessment::pool::{Estimates, Pool};
use iotutor::domain::assessment::result::{
    AnswerRecord, Applicant, BankRecord, Ending, FORMAT_VERSION, FormRecord, Record, seal,
};
use iotutor::domain::assessment::scoring::{Basis, Count, Mark, Outcome, outcome};
use iotutor::domain::bank::{Bank, Side};
use iotutor::domain::certainty::Certainty;
use iotutor::domain::moment::Moment;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Somebody who takes a paper.
pub struct Person<'a> {
    /// The id.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// The address.
    pub email: &'a str,
    /// The ability.
    pub ability: f64,
    /// How many minutes after the first they begin.
    pub minute: i64,
}

/// A form with the papers drawn from it.
pub struct Desk {
    bank: Bank,
    pool: Pool,
    form: Form,
    text: String,
    /// What is told of the first result on a paper. Working it out takes long, so later ones keep its interval.
    told: RefCell<HashMap<Letter, Outcome>>,
}

impl Desk {
    /// The form in `file`, with the bank that is built in.
    pub fn new(file: &Path) -> Self {
        let bank = builtin();
        let pool = Pool::of(&bank, &Estimates::new());
        let text = fs::read_to_string(file).unwrap();
        let form = Form::read("", &text).unwrap().0;
        Self { bank, pool, form, text, told: RefCell::default() }
    }

    /// The result of `person` on the paper `letter`.
    pub fn record(&self, person: &Person<'_>, letter: Letter, institution: bool) -> Record {
        let paper = papers(&self.form, &self.pool, &self.form.cohort).unwrap().get(letter).to_vec();
        let mut chance = generator(person.id, letter.name(), 0);
        let mut answer = |asked: &Asked| {
            let knows = self.pool.statement(*asked).unwrap().belief.item().right(person.ability);
            let (right, open) = (uniform(&mut chance) < knows, uniform(&mut chance) < 0.02);
            (*asked, (!open).then_some(if right { asked.side } else { asked.side.other() }))
        };
        let given: Vec<_> = paper.iter().map(&mut answer).collect();
        let begun = 1_795_459_380_000 + person.minute * 60_000;
        Record {
            format: Record::format(),
            version: FORMAT_VERSION,
            program: "0.1.0".to_owned(),
            form: FormRecord { title: self.form.title.clone(), text: self.text.clone() },
            bank: BankRecord {
                id: self.bank.manifest.id.clone(),
                revision: self.bank.manifest.revision,
                calibration: None,
            },
            cohort: self.form.cohort.clone(),
            paper: letter,
            applicant: Applicant {
                id: person.id.to_owned(),
                name: person.name.to_owned(),
                email: person.email.to_owned(),
            },
            nonce: format!("{:032x}", u128::from(uniform(&mut chance).to_bits())),
            attempt: 1,
            accommodation: String::new(),
            started: Moment { millis: begun, offset: 60 },
            submitted: Moment { millis: begun + 1_000_000, offset: 60 },
            limit: Some(1_200),
            used: 1_000,
            interruptions: Vec::new(),
            ending: Ending::Submitted,
            answers: given.iter().map(|given| self.answer(given)).collect(),
            outcome: self.outcome(letter, &paper, &given),
            unlocks: Vec::new(),
            earlier: Vec::new(),
            passed_over: Vec::new(),
            institution,
        }
    }

    fn outcome(&self, letter: Letter, paper: &[Asked], given: &[(Asked, Option<Side>)]) -> Outcome {
        let mark = |(asked, chosen): &(Asked, Option<Side>)| Mark::of(*chosen, asked.side);
        let count = Count::of(given.iter().map(mark));
        let mut known = self.told.borrow_mut();
        let made = || outcome(&self.form, &self.pool, paper, given);
        let mut told = known.entry(letter).or_insert_with(made).clone();
        told.count = count;
        if let Some(Basis::Number { thresholds }) = &told.basis {
            told.verdict = Some(thresholds.judge(count.halves()));
        }
        for (number, module) in told.modules.iter_mut().enumerate() {
            let of = |(asked, _): &&(Asked, Option<Side>)| {
                let topic = &self.pool.topics[self.pool.items[asked.item].topic];
                self.form.module_of(topic) == Some(number)
            };
            module.count = Count::of(given.iter().filter(of).map(mark));
            module.standing = module.needs.judge(module.count.halves());
        }
        told
    }

    fn answer(&self, (asked, chosen): &(Asked, Option<Side>)) -> AnswerRecord {
        let statement = self.pool.statement(*asked).unwrap();
        AnswerRecord {
            statement: statement.id.clone(),
            revision: statement.revision,
            chosen: *chosen,
            certainty: chosen.map(|_| Certainty::C3),
            elapsed: 9_000,
            changes: 0,
            marked: false,
            mark: Mark::of(*chosen, asked.side),
        }
    }
}

/// Writes a result into `folder` and returns the file.
pub fn file(folder: &Path, name: &str, record: &Record, key: &SigningKey) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let path = folder.join(format!("{name}.jsonl"));
    fs::write(&path, seal(record, key)).unwrap();
    path
}
