//! From the answers of one person to what is reported: the same for the same answers, today and in a year.

use super::chance::{Chance, Table, by_answers};
use super::draw::Asked;
use super::figures::{Figures, Thresholds, Truths, Verdict, cut_ability};
use super::form::{Form, Kind};
use super::modules::{Needs, Standing};
use super::numbers::count;
use super::pool::{Pool, PoolItem};
use super::wald::Wald;
use crate::domain::bank::Side;
use serde::{Deserialize, Serialize};

/// What became of one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// One mark.
    Right,
    /// None.
    Wrong,
    /// Half a mark: what a guess is worth.
    Open,
}

impl Mark {
    /// The mark for choosing `chosen`, where `side` is right.
    #[must_use]
    pub fn of(chosen: Option<Side>, side: Side) -> Self {
        match chosen {
            None => Self::Open,
            Some(chosen) if chosen == side => Self::Right,
            Some(_) => Self::Wrong,
        }
    }

    /// Whether it was right; none where it was left open.
    #[must_use]
    pub const fn right(self) -> Option<bool> {
        match self {
            Self::Right => Some(true),
            Self::Wrong => Some(false),
            Self::Open => None,
        }
    }

    /// How many halves of a mark it earns.
    #[must_use]
    pub const fn halves(self) -> usize {
        match self {
            Self::Right => 2,
            Self::Wrong => 0,
            Self::Open => 1,
        }
    }
}

/// How many statements went which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Right.
    pub right: usize,
    /// Wrong.
    pub wrong: usize,
    /// Left open.
    pub open: usize,
}

impl Count {
    /// Counts marks.
    #[must_use]
    pub fn of(marks: impl IntoIterator<Item = Mark>) -> Self {
        let mut sum = Self::default();
        for mark in marks {
            match mark {
                Mark::Right => sum.right += 1,
                Mark::Wrong => sum.wrong += 1,
                Mark::Open => sum.open += 1,
            }
        }
        sum
    }

    /// How many statements.
    #[must_use]
    pub const fn statements(self) -> usize {
        self.right + self.wrong + self.open
    }

    /// How many halves of a mark: two for a right answer, one for a statement left open.
    #[must_use]
    pub const fn halves(self) -> usize {
        2 * self.right + self.open
    }

    /// The score in marks, such as `50` or `50.5`.
    #[must_use]
    pub fn score(self) -> String {
        let halves = self.halves();
        if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{}.5", halves / 2) }
    }

    /// The score in words: how many are right, and where that is less than the marks, the marks with what they are made of.
    #[must_use]
    pub fn told(self) -> String {
        let of = self.statements();
        match self.open {
            0 => format!("{} of {of} right", self.right),
            open => format!("{} of {of} marks ({} right, {open} left open)", self.score(), self.right),
        }
    }

    /// What the score counts: `right`, or `marks` where half marks are in it.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        if self.open == 0 { "right" } else { "marks" }
    }
}

/// How a verdict came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Basis {
    /// By the number right.
    Number {
        /// What decided.
        thresholds: Thresholds,
    },
    /// By a sequential test.
    Test {
        /// The logarithm of the odds at its end.
        log_odds: f64,
    },
}

/// What is told of one module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleOutcome {
    /// Its title.
    pub title: String,
    /// How its statements went.
    pub count: Count,
    /// How many right it needs.
    pub needs: Needs,
    /// What may be said of it.
    pub standing: Standing,
}

/// What is told of one person's answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How the statements went that were asked.
    pub count: Count,
    /// The verdict; none where the form has no cut.
    pub verdict: Option<Verdict>,
    /// How it came about.
    pub basis: Option<Basis>,
    /// Between which numbers right another paper of the kind would most likely end, four times of five; none where papers
    /// differ in length.
    pub interval: Option<(usize, usize)>,
    /// How likely somebody with these answers is above the cut; none where the form has no cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<Chance>,
    /// The modules, in the order of the form.
    pub modules: Vec<ModuleOutcome>,
}

/// Decides `answers`: for each statement that was asked, in order, the side that was chosen, or none where it was left
/// open. `paper` is the whole paper, of which a sequential one may have asked a part; of an adaptive form it is empty.
#[must_use]
pub fn outcome(form: &Form, pool: &Pool, paper: &[Asked], answers: &[(Asked, Option<Side>)]) -> Outcome {
    let marked: Vec<(Asked, Mark)> =
        answers.iter().map(|(asked, chosen)| (*asked, Mark::of(*chosen, asked.side))).collect();
    let count = Count::of(marked.iter().map(|(_, mark)| *mark));
    let asked: Vec<Asked> = marked.iter().map(|(asked, _)| *asked).collect();
    let truths = Truths::of(&pool.beliefs(&asked));
    let judged = form.cut.as_ref().and_then(|cut| match form.paper.kind {
        Kind::Fixed => by_number(&truths, cut.share, count),
        Kind::Sequential | Kind::Adaptive => by_test(form, pool, cut.share, paper, &marked),
    });
    let (verdict, basis) = judged.map_or((None, None), |(verdict, basis)| (Some(verdict), Some(basis)));
    let share = form.cut.as_ref().map(|cut| cut.share);
    let (interval, chance) = if form.paper.kind == Kind::Fixed {
        let table = Table::of(&truths);
        let interval = table.another(count.halves());
        let cut = share.and_then(|share| truths.cut(share));
        (Some(interval), cut.map(|cut| table.chance(cut, count.halves(), interval)))
    } else {
        let rights: Vec<Option<bool>> = marked.iter().map(|(_, mark)| mark.right()).collect();
        let cut = share.and_then(|share| test_cut(form, pool, share, paper));
        (None, cut.map(|cut| by_answers(&truths, &rights, cut)))
    };
    Outcome { count, verdict, basis, interval, chance, modules: modules(form, pool, &marked) }
}

fn by_number(truths: &Truths, cut: f64, count: Count) -> Option<(Verdict, Basis)> {
    let thresholds = Figures::of(truths, cut).ok()?.thresholds;
    Some((thresholds.judge(count.halves()), Basis::Number { thresholds }))
}

/// The test of the answers in their order. A paper that ended before the test did is borderline.
fn by_test(form: &Form, pool: &Pool, cut: f64, paper: &[Asked], marked: &[(Asked, Mark)]) -> Option<(Verdict, Basis)> {
    let mut test = Wald::new(test_cut(form, pool, cut, paper)?, form.paper.at_least, form.paper.statements());
    for (asked, mark) in marked {
        if let Some(statement) = pool.statement(*asked) {
            test.observe(statement.belief.item(), mark.right());
        }
    }
    let verdict = test.verdict().unwrap_or(Verdict::Borderline);
    Some((verdict, Basis::Test { log_odds: test.log_odds() }))
}

/// The ability around which the test of a form is made: where the statements of its whole paper, or of an adaptive form all
/// that it may choose from, are right in the share `cut`.
#[must_use]
pub fn test_cut(form: &Form, pool: &Pool, cut: f64, paper: &[Asked]) -> Option<f64> {
    let choosable = if form.paper.kind == Kind::Adaptive { choosable(form, pool) } else { Vec::new() };
    let all = if choosable.is_empty() { paper } else { &choosable };
    let items: Vec<_> = pool.beliefs(all).iter().map(|belief| belief.item()).collect();
    cut_ability(&items, cut)
}

/// All statements that an adaptive form may choose from: those of its topics.
#[must_use]
pub fn choosable(form: &Form, pool: &Pool) -> Vec<Asked> {
    let named = |topic: usize| {
        let id = pool.topics.get(topic);
        form.paper.blueprint.iter().any(|row| Some(&row.topic) == id && row.statements() > 0)
    };
    let of = |(item, one): (usize, &PoolItem)| {
        let has = |side: &Side| one.statement(*side).is_some() && named(one.topic);
        Side::BOTH.into_iter().filter(has).map(move |side| Asked { item, side }).collect::<Vec<_>>()
    };
    pool.items.iter().enumerate().flat_map(of).collect()
}

fn modules(form: &Form, pool: &Pool, marked: &[(Asked, Mark)]) -> Vec<ModuleOutcome> {
    let topic = |asked: &Asked| pool.items.get(asked.item).and_then(|item| pool.topics.get(item.topic));
    let one = |(number, module): (usize, &super::form::Module)| {
        let belongs = |(asked, _): &&(Asked, Mark)| topic(asked).is_some_and(|t| form.module_of(t) == Some(number));
        let of: Vec<(Asked, Mark)> = marked.iter().filter(belongs).copied().collect();
        let count = Count::of(of.iter().map(|(_, mark)| *mark));
        let asked: Vec<Asked> = of.iter().map(|(asked, _)| *asked).collect();
        let share = form.cut.as_ref().map(|cut| cut.share);
        let unmeasured = Needs { of: asked.len(), strong_from: None, weak_to: None };
        let needs = share.map_or(unmeasured, |share| Needs::of(&Truths::of(&pool.beliefs(&asked)), share));
        let standing = if share.is_some() { needs.judge(count.halves()) } else { Standing::NotMeasured };
        ModuleOutcome { title: module.title.clone(), count, needs, standing }
    };
    form.modules.iter().enumerate().map(one).collect()
}

/// The share of marks, for figures over many people.
#[must_use]
pub fn share(of: Count) -> f64 {
    let statements = of.statements();
    if statements == 0 { 0.0 } else { count(of.halves()) / 2.0 / count(statements) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::pool::sample::pool;

    #[test]
    fn a_statement_left_open_counts_half_a_mark() {
        let count = Count::of([Mark::Right, Mark::Open, Mark::Wrong, Mark::of(None, Side::Left)]);
        assert_eq!((count.halves(), count.score().as_str(), count.statements()), (4, "2", 4));
        assert_eq!(Count::of([Mark::Right, Mark::Open]).score(), "1.5");
        let told = [Count { right: 28, wrong: 24, open: 8 }, Count { right: 3, wrong: 5, open: 0 }].map(Count::told);
        assert_eq!(told, ["32 of 60 marks (28 right, 8 left open)", "3 of 8 right"]);
        assert_eq!(
            (Mark::of(Some(Side::Left), Side::Left), Mark::of(Some(Side::Left), Side::Right)),
            (Mark::Right, Mark::Wrong)
        );
        assert!((share(count) - 0.5).abs() < 1e-12 && share(Count::default()).abs() < 1e-12);
    }

    #[test]
    fn another_paper_would_end_near_this_one_and_nearer_to_the_middle() {
        let truths =
            Truths::of(&pool().beliefs(&(0..60).map(|item| Asked { item, side: Side::Left }).collect::<Vec<_>>()));
        let statements = truths.draws()[0].len();
        let (low, high) = Table::of(&truths).another(2 * statements);
        assert!(low < statements && high <= statements && high - low < 12, "{low} {high}");
        let (low, high) = Table::of(&truths).another(2 * (statements * 3 / 4));
        assert!(low < statements * 3 / 4 && statements * 3 / 4 < high, "{low} {high}");
    }
}
