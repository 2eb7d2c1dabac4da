//! The statements of an adaptive form: which comes next is a function of the attempt and the answers alone.
//!
//! So an attempt that was cut off goes on with the very same statement, and a result is replayed statement for statement. It
//! knows what is right, as every choice by the answers does.

use super::adaptive::{Choice, Chooser, Walk};
use super::draw::Asked;
use super::form::Form;
use super::form::check::{papers, shares};
use super::numbers::generator;
use super::pool::Pool;
use super::scoring::{Mark, choosable};
use crate::domain::bank::Side;
use rand::Rng;
use std::collections::HashSet;

/// All that an adaptive form may choose from in one attempt.
#[derive(Debug, Clone)]
pub struct Choosing {
    chooser: Chooser,
    /// The statement behind each choice.
    all: Vec<Asked>,
    code: String,
}

impl Choosing {
    /// What `form` may choose from: the statements of its topics, but for the pairs that are practised on in the cohort `code`,
    /// and those of the statements `passed_over`, which the applicant was asked before.
    #[must_use]
    pub fn of(form: &Form, pool: &Pool, code: &str, passed_over: &[String]) -> Self {
        let practice = papers(form, pool, code).map(|papers| papers.practice).unwrap_or_default();
        let before = passed_over.iter().filter_map(|id| pool.find(id));
        let out: HashSet<usize> = practice.into_iter().chain(before).map(|asked| asked.item).collect();
        let mut all = choosable(form, pool);
        all.retain(|asked| !out.contains(&asked.item));
        let choice = |asked: &Asked| {
            let topic = pool.items.get(asked.item)?.topic;
            Some(Choice { topic, pair: asked.item, item: pool.statement(*asked)?.belief.item() })
        };
        let choices = all.iter().filter_map(choice).collect();
        Self { chooser: Chooser::new(choices, shares(form, pool)), all, code: code.to_owned() }
    }

    /// The statement that comes after `answers` in the attempt with the id `nonce`; none where nothing is left to ask.
    #[must_use]
    pub fn next(&self, nonce: &str, answers: &[(Asked, Option<Side>)]) -> Option<Asked> {
        let mut walk = Walk::new(&self.chooser);
        for (asked, chosen) in answers {
            if let Some(number) = self.all.iter().position(|one| one == asked) {
                walk.observe(number, Mark::of(*chosen, asked.side).right());
            }
        }
        let turn = u64::try_from(answers.len()).unwrap_or(u64::MAX);
        let pick = generator(&self.code, &format!("choosing {nonce}"), turn).next_u32();
        self.all.get(walk.next(pick)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assessment::figures::Verdict;
    use crate::domain::assessment::form::check::study;
    use crate::domain::assessment::numbers::uniform;
    use crate::domain::assessment::pool::sample;
    use crate::domain::assessment::scoring::{outcome, test_cut};
    use crate::domain::assessment::simulate::Rates;
    use crate::domain::assessment::wald::Wald;

    /// A form for the sample's topics that chooses at least 20 and at most 60 statements.
    fn form() -> Form {
        let topics: Vec<String> = (0..10).map(|topic| format!("topic-{topic} = [2, 2, 2]")).collect();
        let text = format!(
            "format_version = 1\ntitle = \"T\"\ncohort = \"MAY\"\n[paper]\nkind = \"adaptive\"\nat_least = 20\n\
             [blueprint]\n{}\n[cut]\nshare = 0.8\nmethod = \"decree\"\nby = \"us\"\non = 2026-01-01\n",
            topics.join("\n")
        );
        Form::read("", &text).unwrap().0
    }

    /// The sample's statements, their discriminations known.
    fn pool() -> Pool {
        let mut pool = sample::pool();
        for (number, item) in pool.items.iter_mut().enumerate() {
            for statement in [&mut item.left, &mut item.right].into_iter().flatten() {
                let belief = &mut statement.belief;
                let step = f64::from(u8::try_from(number % 7).unwrap());
                (belief.discrimination, belief.discrimination_known) = (0.7 + step / 6.0, true);
                (belief.difficulty_error, belief.discrimination_error) = (0.1, 0.05);
            }
        }
        pool
    }

    #[test]
    fn people_at_an_assessment_are_judged_as_the_forms_own_table_says() {
        const PEOPLE: u32 = 60;
        let (form, pool) = (form(), pool());
        let study = study(&form, &pool, &[]).unwrap();
        let (rates, choosing) = (Rates::of(&study), Choosing::of(&form, &pool, "MAY", &[]));
        let cut = test_cut(&form, &pool, 0.8, &[]).unwrap();
        let judged = |theta: f64, person: u32| {
            let (nonce, mut chance) = (format!("{person}"), generator("PEOPLE", "answers", person.into()));
            let mut test = Wald::new(cut, 20, 60);
            let mut answers: Vec<(Asked, Option<Side>)> = Vec::new();
            while test.verdict().is_none() {
                let asked = choosing.next(&nonce, &answers).unwrap();
                let item = pool.statement(asked).unwrap().belief.item();
                let right = uniform(&mut chance) < item.right(theta);
                test.observe(item, Some(right));
                answers.push((asked, Some(if right { asked.side } else { asked.side.other() })));
            }
            outcome(&form, &pool, &[], &answers).verdict.unwrap()
        };
        for (place, offset) in [(0, -1.0), (2, 0.0), (4, 1.0)] {
            let verdicts: Vec<Verdict> = (0..PEOPLE).map(|person| judged(study.cut() + offset, person)).collect();
            let table = rates.at[place];
            for (verdict, expected) in [
                (Verdict::Ready, table.ready),
                (Verdict::Borderline, table.borderline),
                (Verdict::NotYet, table.not_yet),
            ] {
                let number = u32::try_from(verdicts.iter().filter(|one| **one == verdict).count()).unwrap();
                let found = f64::from(number) / f64::from(PEOPLE);
                let error = (expected * (1.0 - expected) / f64::from(PEOPLE)).sqrt();
                assert!((found - expected).abs() < 4.0 * error + 0.02, "{offset} {verdict:?}: {found} {expected}");
            }
        }
    }

    #[test]
    fn what_was_practised_on_or_asked_before_is_not_asked() {
        let (form, pool) = (form(), pool());
        let first = Choosing::of(&form, &pool, "MAY", &[]);
        let asked = first.next("1", &[]).unwrap();
        let before = pool.statement(asked).unwrap().id.clone();
        let second = Choosing::of(&form, &pool, "MAY", &[before]);
        let practice = papers(&form, &pool, "MAY").unwrap().practice;
        assert_eq!(practice.len(), 2);
        for (choosing, out) in [(&first, practice[0].item), (&first, practice[1].item), (&second, asked.item)] {
            assert!(choosing.all.iter().all(|one| one.item != out));
        }
        assert_eq!(
            first.all.len(),
            second.all.len() + if pool.items[asked.item].only_side().is_some() { 1 } else { 2 }
        );
    }
}
