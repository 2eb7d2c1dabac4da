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
