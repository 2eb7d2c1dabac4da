//! What a form can and cannot do with the bank at hand.

use super::super::belief::Belief;
use super::super::draw::{Asked, Cell, Letter, Order, Papers, draw};
use super::super::figures::{Figures, Inability, MOST_BORDERLINE, MOST_BORDERLINE_FAR, Truths};
use super::super::modules::{self, Needs};
use super::super::pool::Pool;
use super::super::scoring::choosable;
use super::super::simulate::{NoCut, Rates, Studied, Study};
use super::{Form, Kind, Lines, Shows};
use crate::domain::bank::problem::{Problem, Severity};

/// The rule that says that a form is for another revision of the bank.
pub const OTHER_REVISION: &str = "other-revision";

/// The shortest paper with a cut that is of use.
pub const SHORTEST_USEFUL: usize = 50;

/// The code that a form without a cohort is looked at with.
const NO_COHORT: &str = "CHECK";

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// What is wrong, and what is worth a look.
    pub problems: Vec<Problem>,
    /// The papers that the form draws; none where it cannot.
    pub papers: Option<Papers>,
    /// What decides each paper and how often it will be wrong, for fixed papers with a cut: A, and B where there is one.
    pub figures: Vec<(Letter, Figures)>,
    /// How a paper that ends by itself judges people; none of a fixed one.
    pub rates: Option<Rates>,
    /// What each module needs on paper A.
    pub modules: Vec<(String, Needs)>,
}

impl Checked {
    /// Whether the form can be used.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.papers.is_some() && self.problems.iter().all(|problem| problem.severity == Severity::Warning)
    }
}

/// The bank that a form is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct BankAtHand<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its revision.
    pub revision: u32,
    /// Its statements.
    pub pool: &'a Pool,
    /// Whether its keys are in everybody's hands.
    pub published: bool,
}

/// The cells of a form's blueprint in the order of the pool. Topics that the pool does not have are passed over.
#[must_use]
pub fn cells(form: &Form, pool: &Pool) -> Vec<Cell> {
    let of = |topic: usize, id: &String| {
        let row = form.paper.blueprint.iter().find(|row| &row.topic == id);
        let levels = row.map_or([0; 3], |row| row.levels);
        let cell = move |(level, count): (u8, u16)| Cell { topic, level, count: usize::from(count) };
        [1, 2, 3].into_iter().zip(levels).map(cell).filter(|cell| cell.count > 0).collect::<Vec<_>>()
    };
    pool.topics.iter().enumerate().flat_map(|(topic, id)| of(topic, id)).collect()
}

/// The papers of the cohort `code`. Of an adaptive form there is only what is practised on.
///
/// # Errors
///
/// Every cell of which the pool has too little.
pub fn papers(form: &Form, pool: &Pool, code: &str) -> Result<Papers, Vec<super::super::draw::Short>> {
    let adaptive = form.paper.kind == Kind::Adaptive;
    let cells = if adaptive { Vec::new() } else { cells(form, pool) };
    draw(pool, Order { cells: &cells, parallel: form.paper.parallel, practice: form.paper.practice, code })
}

/// What is to be simulated of a form: a paper, or all that an adaptive form may choose from.
///
/// # Errors
///
/// [`NoCut`] where the form has no cut, or one that is out of reach.
pub fn study(form: &Form, pool: &Pool, paper: &[Asked]) -> Result<Study, NoCut> {
    let cut = form.cut.as_ref().ok_or(NoCut)?;
    let choosable = if form.paper.kind == Kind::Adaptive { choosable(form, pool) } else { Vec::new() };
    let all = if choosable.is_empty() { paper } else { &choosable };
    let one = |asked: &Asked| {
        let item = pool.items.get(asked.item)?;
        let belief = item.statement(asked.side)?.belief;
        Some(Studied { belief, topic: item.topic, pair: asked.item, side: asked.side })
    };
    let statements = all.iter().filter_map(one).collect();
    Study::new(form.paper.kind, statements, shares(form, pool), cut.share, form.paper.at_least)
}

/// How many statements of each topic a whole paper has.
#[must_use]
pub fn shares(form: &Form, pool: &Pool) -> Vec<usize> {
    let of = |id: &String| form.paper.blueprint.iter().find(|row| &row.topic == id).map_or(0, super::Row::statements);
    pool.topics.iter().map(of).collect()
}

/// Looks at a form. `file` is what problems call it.
#[must_use]
pub fn check(file: &str, form: &Form, lines: &Lines, bank: BankAtHand<'_>) -> Checked {
    let mut checker = Checker { file, form, lines, bank, checked: Checked::default() };
    checker.bank_fits();
    checker.topics_are_there();
    checker.worth_a_look();
    checker.draw();
    if checker.checked.papers.is_some() && form.cut.is_some() {
        checker.decide();
    }
    checker.checked.problems.sort_by_key(|problem| (std::cmp::Reverse(problem.severity), problem.line));
    checker.checked
}

struct Checker<'a> {
    file: &'a str,
    form: &'a Form,
    lines: &'a Lines,
    bank: BankAtHand<'a>,
    checked: Checked,
}

impl Checker<'_> {
    fn tell(&mut self, severity: Severity, rule: &'static str, place: &str, reason: String, mend: &str) {
        self.checked.problems.push(Problem {
            severity,
            rule,
            file: self.file.to_owned(),
            line: self.lines.of(place),
            place: place.to_owned(),
            reason,
            suggestion: mend.to_owned(),
        });
    }

    fn wrong(&mut self, rule: &'static str, place: &str, reason: String, mend: &str) {
        self.tell(Severity::Error, rule, place, reason, mend);
    }

    fn note(&mut self, rule: &'static str, place: &str, reason: String, mend: &str) {
        self.tell(Severity::Warning, rule, place, reason, mend);
    }

    fn bank_fits(&mut self) {
        let (id, revision) = (self.bank.id, self.bank.revision);
        if !self.form.bank.is_empty() && self.form.bank != id {
            let reason = format!("the form is for the bank \"{}\", but this one is \"{id}\"", self.form.bank);
            self.wrong("other-bank", "bank", reason, "name the right folder with --bank");
        } else if let Some(wanted) = self.form.bank_revision.filter(|wanted| *wanted != revision) {
            let reason = format!("the form is for revision {wanted} of the bank, but this one is {revision}");
            self.wrong(OTHER_REVISION, "bank_revision", reason, "look at the cut again before you change the number");
        }
    }

    fn topics_are_there(&mut self) {
        for row in &self.form.paper.blueprint {
            if self.bank.pool.topic(&row.topic).is_none() {
                let near = self.bank.pool.topics.iter().min_by_key(|id| strsim::damerau_levenshtein(id, &row.topic));
                let mend = near.map_or_else(String::new, |id| format!("did you mean {id}?"));
                let (place, reason) = (format!("blueprint.{}", row.topic), "the bank has no such topic".to_owned());
                self.wrong("unknown-topic", &place, reason, &mend);
            }
        }
    }

    fn worth_a_look(&mut self) {
        let statements = self.form.paper.statements();
        if self.form.cohort.is_empty() {
            let reason = "no cohort is named, so each attempt draws a paper of its own".to_owned();
            self.note("no-cohort", "cohort", reason, "write cohort = \"...\" with a new word for each cohort");
        }
        if self.form.cut.is_some() && self.form.paper.kind == Kind::Fixed && statements < SHORTEST_USEFUL {
            let reason = format!("{statements} statements are few for a decision: it takes {SHORTEST_USEFUL} or more");
            self.note("short", "blueprint", reason, "");
        }
        if self.form.cut.is_some() && self.bank.published {
            let reason = "the right answers of this bank are in everybody's copy of the program".to_owned();
            let mend = "where much hangs on the result, take a bank that is not published";
            self.note("published", "bank", reason, mend);
        }
        if self.form.cut.is_some() && self.form.key.is_empty() {
            let reason = "no key is named: a result's signature proves only that it was not changed".to_owned();
            self.note("no-key", "key", reason, "make one with `iotutor form key new`");
        }
        if self.form.shows == Shows::Report && !self.form.cohort.is_empty() {
            let reason = "whoever is done sees what was missed, with the answers, while others may have the same paper before them";
            let mend = "at a desk take shows = \"recommendation\"";
            self.note("shows-answers", "shows", reason.to_owned(), mend);
        }
        self.same_titles();
        self.another_module();
    }

    fn same_titles(&mut self) {
        let modules = &self.form.modules;
        for (number, module) in modules.iter().enumerate() {
            if modules.iter().take(number).any(|other| other.title == module.title) {
                let reason =
                    format!("two modules are called \"{}\", so a report doesn't tell them apart", module.title);
                self.note("same-title", &format!("module[{number}].title"), reason, "give each a title of its own");
            }
        }
    }

    /// A sentence that speaks of a numbered module stays behind where the purpose was changed.
    fn another_module(&mut self) {
        let Form { title, purpose, consent, sentences, modules, .. } = self.form;
        let titles = modules.iter().map(|module| &module.title);
        if [title, purpose].into_iter().chain(titles).any(|text| numbered_module(text).is_some()) {
            return;
        }
        let told = [
            ("consent.decides", &consent.decides),
            ("sentences.ready", &sentences.ready),
            ("sentences.borderline", &sentences.borderline),
            ("sentences.not_yet", &sentences.not_yet),
        ];
        for (place, text) in told {
            if let Some(module) = numbered_module(text) {
                let reason =
                    format!("it speaks of {module}, of which neither the purpose nor a module of the form does");
                self.note("other-module", place, reason, "say what this form decides");
            }
        }
    }

    fn draw(&mut self) {
        let code = if self.form.cohort.is_empty() { NO_COHORT } else { &self.form.cohort };
        match papers(self.form, self.bank.pool, code) {
            Ok(papers) => self.checked.papers = Some(papers),
            Err(short) => {
                for short in short {
                    let topic = self.bank.pool.topics.get(short.topic).cloned().unwrap_or_default();
                    let reason = format!(
                        "level {} needs {} pairs for {}, and the bank has {}",
                        short.level,
                        short.needs,
                        if self.form.paper.parallel { "two papers" } else { "a paper" },
                        short.has
                    );
                    self.wrong("too-few", &format!("blueprint.{topic}"), reason, "");
                }
            }
        }
    }

    fn decide(&mut self) {
        let papers = self.checked.papers.clone().unwrap_or_default();
        let inabilities = match self.form.paper.kind {
            Kind::Fixed => self.decide_by_number(&papers),
            Kind::Sequential | Kind::Adaptive => self.decide_by_test(&papers),
        };
        for inability in inabilities {
            self.wrong("cannot-decide", "cut", told(inability), "take more statements, or leave [cut] out");
        }
        if self.form.paper.kind == Kind::Fixed {
            self.measure_modules(&papers.a);
        }
    }

    fn decide_by_number(&mut self, papers: &Papers) -> Vec<Inability> {
        let share = self.form.cut.as_ref().map_or(0.0, |cut| cut.share);
        let mut inabilities = Vec::new();
        for letter in Letter::BOTH {
            let paper = papers.get(letter);
            if paper.is_empty() {
                continue;
            }
            match Figures::of(&Truths::of(&self.bank.pool.beliefs(paper)), share) {
                Ok(figures) => {
                    inabilities.extend(figures.inabilities().into_iter().filter(|_| letter == Letter::A));
                    self.announced(letter, &figures);
                    self.checked.figures.push((letter, figures));
                }
                Err(inability) => inabilities.push(inability),
            }
        }
        inabilities
    }

    fn announced(&mut self, letter: Letter, figures: &Figures) {
        let announced = self.form.cut.as_ref().and_then(|cut| cut.announced);
        if announced.is_some_and(|announced| !announced.agrees(figures.thresholds)) {
            let thresholds = figures.thresholds;
            let reason = format!(
                "paper {} is ready from {} right and not yet up to {}, and the form announces otherwise",
                letter.name(),
                thresholds.ready_from,
                thresholds.not_yet_to.map_or_else(|| "none".to_owned(), |number| number.to_string())
            );
            self.wrong("announced", "cut.ready_from", reason, "");
        }
    }

    fn decide_by_test(&mut self, papers: &Papers) -> Vec<Inability> {
        if self.form.paper.kind == Kind::Adaptive {
            let unknown =
                self.bank.pool.beliefs(&choosable(self.form, self.bank.pool)).iter().filter(|b| !knows(b)).count();
            if unknown > 0 {
                let reason = format!("for {unknown} statements it is not known how sharply they tell people apart");
                self.wrong("not-calibrated", "paper.kind", reason, "take kind = \"fixed\", or calibrate them first");
                return Vec::new();
            }
        }
        let Ok(study) = study(self.form, self.bank.pool, &papers.a) else { return vec![Inability::CutOutOfReach] };
        let rates = Rates::of(&study);
        let inabilities = by_simulation(&rates);
        self.checked.rates = Some(rates);
        inabilities
    }

    fn measure_modules(&mut self, paper: &[Asked]) {
        let Some(cut) = self.form.cut.as_ref().map(|cut| cut.share) else { return };
        for (number, module) in self.form.modules.iter().enumerate() {
            let topic = |asked: &&Asked| {
                let id = self.bank.pool.items.get(asked.item).and_then(|item| self.bank.pool.topics.get(item.topic));
                id.is_some_and(|id| module.topics.contains(id))
            };
            let of: Vec<Asked> = paper.iter().filter(topic).copied().collect();
            let needs = Needs::of(&Truths::of(&self.bank.pool.beliefs(&of)), cut);
            let place = format!("module[{number}].title");
            if of.len() < modules::FEWEST {
                let reason = format!("\"{}\" has {} statements, so it is not measured", module.title, of.len());
                self.note("not-measured", &place, reason, "a module needs 12 statements or more");
            } else if needs.strong_from.is_none() {
                let reason =
                    format!("nobody can be called strong in \"{}\": {} statements are too few", module.title, of.len());
                self.note("never-strong", &place, reason, "");
            }
            self.checked.modules.push((module.title.clone(), needs));
        }
    }
}

/// The first `module 1`, of whatever number, in a text.
fn numbered_module(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    text.match_indices("module ").find_map(|(at, word)| {
        let digits: String = text.get(at + word.len()..)?.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then(|| format!("module {digits}"))
    })
}

fn knows(belief: &Belief) -> bool {
    belief.discrimination_known
}

/// Why a paper that ends by itself cannot decide, from people of all abilities, a unit below and a unit above the cut.
fn by_simulation(found: &Rates) -> Vec<Inability> {
    let [below, .., above] = found.at.map(|chances| chances.borderline);
    let over = found.overall.borderline;
    let limits = [
        (over > MOST_BORDERLINE, Inability::TooManyBorderline(over)),
        (below > MOST_BORDERLINE_FAR, Inability::BorderlineBelow(below)),
        (above > MOST_BORDERLINE_FAR, Inability::BorderlineAbove(above)),
    ];
    limits.into_iter().filter_map(|(holds, inability)| holds.then_some(inability)).collect()
}

/// A reason in words.
#[must_use]
pub fn told(inability: Inability) -> String {
    let percent = |share: f64| format!("{:.0} of 100", share * 100.0);
    match inability {
        Inability::CutOutOfReach => "no ability gets this share right: luck alone gets one half".to_owned(),
        Inability::NeverReady => "even with all right nobody can be called ready".to_owned(),
        Inability::TooManyBorderline(share) => format!("{} people would be borderline", percent(share)),
        Inability::BorderlineBelow(share) => {
            format!("{} people well below the cut would be borderline", percent(share))
        }
        Inability::BorderlineAbove(share) => {
            format!("{} people well above the cut would be borderline", percent(share))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ready_made;
    use super::*;
    use crate::domain::assessment::pool::sample;

    /// The sample's topics under the names of the built-in bank.
    fn pool() -> Pool {
        let mut pool = sample::pool();
        let names =
            "what-is-iot what-is-iiot purpose environment complexity data-usage security reliability examples careers";
        pool.topics = names.split(' ').map(str::to_owned).collect();
        pool
    }

    fn checked(text: &str, pool: &Pool) -> Checked {
        let (form, lines) = Form::read("f.toml", text).unwrap();
        check("f.toml", &form, &lines, BankAtHand { id: "iot-iiot", revision: 1, pool, published: true })
    }

    fn rules(checked: &Checked) -> Vec<(&'static str, Option<usize>)> {
        checked.problems.iter().map(|problem| (problem.rule, problem.line)).collect()
    }

    fn placement() -> &'static str {
        ready_made::named("placement").unwrap().text
    }

    #[test]
    fn the_ready_made_forms_can_decide_what_they_decide() {
        let found = checked(placement(), &pool());
        assert!(found.is_usable(), "{:?}", found.problems);
        for (letter, figures) in &found.figures {
            let thresholds = figures.thresholds;
            assert_eq!((thresholds.ready_from, thresholds.not_yet_to), (51, Some(45)), "{letter:?}");
        }
        assert_eq!(found.figures.len(), 2);
        let strong: Vec<Option<usize>> = found.modules.iter().map(|(_, needs)| needs.strong_from).collect();
        assert!(strong.iter().all(Option::is_some), "{strong:?}");
        let change = checked(ready_made::named("before-after").unwrap().text, &pool());
        assert!(change.is_usable() && change.figures.is_empty(), "{:?}", change.problems);
    }

    #[test]
    fn what_the_bank_cannot_give_is_told_with_its_line() {
        let text =
            placement().replace("careers = [2, 2, 2]", "careers = [2, 2, 5]").replace("security = [", "securitty = [");
        let text = text.replace("\"data-usage\", \"security\", ", "\"data-usage\", ");
        let found = checked(&text, &pool());
        assert!(!found.is_usable() && found.papers.is_none());
        let line = |of: &str| text.lines().position(|line| line.starts_with(of)).map(|at| at + 1);
        assert_eq!(rules(&found)[..2], [("unknown-topic", line("securitty")), ("too-few", line("careers"))]);
        assert!(found.problems[0].suggestion.contains("security"));
    }

    #[test]
    fn another_bank_and_another_revision_are_refused() {
        let other = checked(&placement().replace("bank = \"iot-iiot\"", "bank = \"chemistry\""), &pool());
        assert_eq!(rules(&other)[0].0, "other-bank");
        let revision = checked(&placement().replace("# bank_revision = 1", "bank_revision = 9"), &pool());
        assert_eq!(rules(&revision)[0].0, "other-revision");
    }

    #[test]
    fn a_form_that_cannot_decide_is_told_so() {
        let text = placement().replace("[2, 2, 2]", "[0, 1, 1]");
        let found = checked(&text, &pool());
        assert!(!found.is_usable());
        assert!(rules(&found).iter().any(|(rule, _)| *rule == "cannot-decide"), "{:?}", found.problems);
        assert!(rules(&found).iter().any(|(rule, _)| *rule == "not-measured"), "{:?}", found.problems);
    }

    #[test]
    fn announced_numbers_have_to_be_what_the_form_comes_to() {
        let announce = |ready, not_yet| {
            checked(
                &placement().replace("[cut]\n", &format!("[cut]\nready_from = {ready}\nnot_yet_to = {not_yet}\n")),
                &pool(),
            )
        };
        assert!(announce(51, 45).is_usable());
        assert!(rules(&announce(50, 45)).iter().any(|(rule, _)| *rule == "announced"));
    }

    #[test]
    fn answers_shown_beside_others_same_titles_and_a_module_that_is_no_more_are_worth_a_look() {
        let rules = |text: &str| checked(text, &pool()).problems.iter().map(|problem| problem.rule).collect::<Vec<_>>();
        let all = ["shows-answers", "same-title", "other-module"];
        let found = |text: &str| all.map(|rule| rules(text).contains(&rule));
        let cohort = ready_made::begun(ready_made::named("placement").unwrap(), "iot-iiot", 1, "MARCH");
        assert_eq!(found(&cohort), [false; 3]);
        assert_eq!(found(&cohort.replace("\"recommendation\"\n", "\"report\"\n")), [true, false, false]);
        // Where everybody has a paper of their own, nobody learns another's answers.
        assert_eq!(found(placement()), [false; 3]);
        let titled = cohort.replace("Where, and how complex", "What they are, what for");
        assert_eq!(found(&titled), [false, true, false]);
        assert_eq!(found(&cohort.replace("Who may skip module 1?", "Which course?")), [false, false, true]);
    }

    #[test]
    fn choosing_needs_statements_whose_sharpness_is_known() {
        let text = placement().replace("kind = \"fixed\"", "kind = \"adaptive\"");
        let found = checked(&text, &pool());
        assert_eq!(rules(&found)[0].0, "not-calibrated");
        let mut calibrated = pool();
        for item in &mut calibrated.items {
            for statement in [&mut item.left, &mut item.right].into_iter().flatten() {
                statement.belief.discrimination_known = true;
                statement.belief.difficulty_error = 0.2;
                statement.belief.discrimination_error = 0.1;
            }
        }
        assert!(checked(&text, &calibrated).is_usable());
        assert!(checked(&placement().replace("kind = \"fixed\"", "kind = \"sequential\""), &pool()).is_usable());
    }
}
