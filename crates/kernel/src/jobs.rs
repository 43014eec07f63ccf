//! Background jobs: a turn that fails or panics costs a log line, and the next one comes.

use futures_util::FutureExt;
use std::{
    fmt::Debug,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How long the turn of a job may take beside the pause before it.
const LONG_TURN: Duration = Duration::from_secs(300);

/// The jobs of a process.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<Vec<Arc<Job>>>);

/// A job: work that is done again and again in the background.
#[derive(Debug)]
pub struct Job {
    name: String,
    began: Instant,
    /// Time between the beginning and the end of the last turn, in milliseconds.
    turned_ms: AtomicU64,
    pause: Duration,
}

/// Why a turn came to nothing.
#[derive(Debug)]
pub enum Failed<Failure> {
    /// It said so.
    Failure(Failure),
    /// It panicked.
    Panic,
}

impl Jobs {
    /// A new job, whose turns come `pause` after each other.
    pub fn add(&self, name: impl Into<String>, pause: Duration) -> Arc<Job> {
        let job = Arc::new(Job {
            name: name.into(),
            began: Instant::now(),
            turned_ms: AtomicU64::new(0),
            pause,
        });
        self.list().push(Arc::clone(&job));
        job
    }

    /// The jobs whose last turn ended too long ago.
    pub fn late(&self) -> Vec<String> {
        let jobs = self.list();
        let late = jobs.iter().filter(|job| job.is_late());
        late.map(|job| job.name.clone()).collect()
    }

    fn list(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    /// Does a turn to its end, even if it panics.
    ///
    /// # Errors
    ///
    /// When it fails or panics.
    pub async fn turn<Done, Failure>(
        &self,
        work: impl Future<Output = Result<Done, Failure>>,
    ) -> Result<Done, Failed<Failure>> {
        let outcome = AssertUnwindSafe(work).catch_unwind().await;
        let turned = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.turned_ms.store(turned, Ordering::Relaxed);
        match outcome {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(failure)) => Err(Failed::Failure(failure)),
            Err(_panic) => Err(Failed::Panic),
        }
    }

    fn is_late(&self) -> bool {
        let turned = Duration::from_millis(self.turned_ms.load(Ordering::Relaxed));
        self.began.elapsed().saturating_sub(turned) > self.pause + LONG_TURN
    }
}

impl<Failure: Debug> Failed<Failure> {
    /// Logs it, as `failed`.
    pub fn log(&self, failed: &str) {
        match self {
            Self::Failure(error) => tracing::error!(?error, "{failed}"),
            Self::Panic => tracing::error!(error = "it panicked", "{failed}"),
        }
    }
}

/// The name of a job: the function that starts it, such as `cart::expiry::start_cart_expiry`.
pub(crate) fn name_of<Work>() -> String {
    let path = std::any::type_name::<Work>();
    let path = path.split("::{{closure}}").next().unwrap_or(path);
    path.split_once("::")
        .map_or(path, |(_, inside)| inside)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_turn_that_panics_is_told_and_the_next_one_comes() {
        let jobs = Jobs::default();
        let job = jobs.add("counting", Duration::ZERO);
        let mut turns = 0;
        for turn in 0..3 {
            let outcome = job
                .turn(async {
                    turns += 1;
                    assert!(turn != 1, "the second turn panics");
                    Ok::<_, ()>(())
                })
                .await;
            assert_eq!(matches!(outcome, Err(Failed::Panic)), turn == 1);
        }
        assert_eq!(turns, 3);
        assert!(jobs.late().is_empty());
    }

    #[test]
    fn a_job_that_has_not_turned_for_too_long_is_named() {
        let jobs = Jobs::default();
        let before = Instant::now().checked_sub(2 * LONG_TURN).unwrap();
        jobs.list().push(Arc::new(Job {
            name: "stuck".to_owned(),
            began: before,
            turned_ms: AtomicU64::new(1_000),
            pause: Duration::from_secs(1),
        }));
        jobs.add("quick", Duration::from_secs(1));
        assert_eq!(jobs.late(), ["stuck"]);
    }
}
