//! The same work for each of several jobs, by several threads where there is enough of it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Below this many bytes, starting threads costs more than it saves.
pub(super) const WORTH_THREADS: u64 = 1 << 20;

/// More threads than this do not help: the texts come through one memory.
const THREADS_MOST: usize = 8;

/// Does `work` for each job. `bytes` is about how much there is to read in all. The results are in the order of `jobs`.
pub fn map<J: Sync, T: Send + Sync>(jobs: &[J], bytes: u64, work: impl Fn(&J) -> T + Sync) -> Vec<T> {
    if bytes < WORTH_THREADS || jobs.len() < 2 {
        return jobs.iter().map(work).collect();
    }
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MOST).min(jobs.len());
    let next = AtomicUsize::new(0);
    let slots: Vec<OnceLock<T>> = jobs.iter().map(|_| OnceLock::new()).collect();
    let take_turns = || {
        while let Some((slot, job)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            slots.get(number).zip(jobs.get(number))
        } {
            slot.get_or_init(|| work(job));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // A thread that cannot be had is no harm: this one works on.
            let _ = thread::Builder::new().spawn_scoped(scope, take_turns);
        }
        take_turns();
    });
    slots.into_iter().zip(jobs).map(|(slot, job)| slot.into_inner().unwrap_or_else(|| work(job))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_their_jobs_with_threads_and_without() {
        let jobs: Vec<usize> = (0..100).collect();
        let doubled: Vec<usize> = (0..100).map(|number| 2 * number).collect();
        for bytes in [0, WORTH_THREADS] {
            assert_eq!(map(&jobs, bytes, |number| 2 * number), doubled, "{bytes}");
            assert_eq!(map(&[] as &[usize], bytes, |number| 2 * number), Vec::<usize>::new());
        }
    }
}
