//! A room for work that keeps a core busy: so many at once, so many in line, and nobody beyond.
//!
//! The threads that serve people never do such work themselves: whoever else writes meanwhile would wait for it. The line
//! moves on by itself, whatever those threads are busy with.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Work, and then the telling of what came of it: told only once the place is free again for whoever hears it.
type Work = Box<dyn FnOnce() -> Told + Send>;
type Told = Box<dyn FnOnce() + Send>;

/// The room. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Pool(Arc<Room>);

struct Room {
    at_once: usize,
    in_line: usize,
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    at_work: usize,
    waiting: VecDeque<Work>,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.0.line();
        write!(formatter, "Pool({} at work, {} waiting)", line.at_work, line.waiting.len())
    }
}

impl Pool {
    /// So many pieces of work at once, and so many that wait for their turn.
    #[must_use]
    pub fn new(at_once: usize, in_line: usize) -> Self {
        Self(Arc::new(Room { at_once: at_once.max(1), in_line, line: Mutex::default() }))
    }

    /// Half of this machine's cores: the others serve.
    #[must_use]
    pub fn on_half_of_the_cores(in_line: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::new(cores / 2, in_line)
    }

    /// How many pieces of work wait for their turn.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.line().waiting.len()
    }

    /// Does a piece of work in its turn, first come first served. Nothing at once where the line is full, and nothing where
    /// the work panicked. What nobody waits for any more is not begun.
    pub async fn run<R, F>(&self, work: F) -> Option<R>
    where
        R: Send + 'static,
        F: FnOnce() -> R + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let work: Work = Box::new(move || {
            // The runtime's hook has reported a panic; who waits for this work hears that there is nothing.
            let came = (!tell.is_closed()).then(|| std::panic::catch_unwind(AssertUnwindSafe(work)).ok()).flatten();
            Box::new(move || {
                if let Some(came) = came {
                    // Whoever has stopped waiting meanwhile does not hear it.
                    let _heard = tell.send(came);
                }
            })
        });
        self.0.begin(work).then_some(())?;
        told.await.ok()
    }
}

impl Room {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets work be done, at once or in its turn; whether there is room.
    fn begin(self: &Arc<Self>, work: Work) -> bool {
        let mut line = self.line();
        if line.at_work < self.at_once {
            line.at_work += 1;
            drop(line);
            let room = Arc::clone(self);
            drop(tokio::task::spawn_blocking(move || room.work_on(work)));
            return true;
        }
        let is_room = line.waiting.len() < self.in_line;
        if is_room {
            line.waiting.push_back(work);
        }
        is_room
    }

    /// One piece of work after another, until nobody waits.
    fn work_on(&self, first: Work) {
        let mut next = Some(first);
        while let Some(work) = next {
            let tell = work();
            let mut line = self.line();
            next = line.waiting.pop_front();
            if next.is_none() {
                line.at_work -= 1;
            }
            drop(line);
            tell();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::Pool;

    #[tokio::test]
    async fn beyond_the_line_nobody_waits() {
        let pool = Pool::new(1, 1);
        let (go_on, goes_on) = mpsc::channel::<()>();
        let first = pool.run(move || goes_on.recv().is_ok());
        let second = pool.run(|| true);
        let mut both = Box::pin(async { tokio::join!(first, second) });
        assert!(futures::poll!(&mut both).is_pending());
        assert_eq!(pool.waiting(), 1);
        assert_eq!(pool.run(|| true).await, None, "every place is taken");
        assert!(go_on.send(()).is_ok());
        assert_eq!(both.await, (Some(true), Some(true)));
        assert_eq!(pool.run(|| 7).await, Some(7), "there is room again");
    }

    #[tokio::test]
    async fn work_that_panics_gives_nothing_and_leaves_its_place() {
        let pool = Pool::new(1, 0);
        assert_eq!(pool.run(|| -> u8 { panic!("as the test wants it") }).await, None);
        assert_eq!(pool.run(|| 7).await, Some(7));
    }
}
