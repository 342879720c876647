//! A room for work that keeps a core busy: so many at once, so many in line, and nobody beyond.
//!
//! The threads that serve people never do such work themselves: whoever else writes meanwhile would wait for it. What has
//! gathered in line is done together, because some work is cheaper so. The line moves on by itself, whatever those threads
//! are busy with.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// The room. Cheap to clone; all clones are one.
pub struct Pool<Q, R>(Arc<Room<Q, R>>);

/// How much there is room for.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Threads that work.
    pub at_once: usize,
    /// Who waits for their turn.
    pub in_line: usize,
    /// Done together at most; it bounds how long the first of them waits.
    pub together: usize,
}

struct Room<Q, R> {
    size: Size,
    /// Gives as much as it is given, in that order.
    work: fn(&[Q]) -> Vec<R>,
    line: Mutex<Line<Q, R>>,
}

struct Line<Q, R> {
    at_work: usize,
    waiting: VecDeque<(Q, oneshot::Sender<R>)>,
}

impl<Q, R> Clone for Pool<Q, R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<Q, R> std::fmt::Debug for Pool<Q, R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.0.line();
        write!(formatter, "Pool({} at work, {} waiting)", line.at_work, line.waiting.len())
    }
}

impl Size {
    /// Half of this machine's cores: the others serve.
    #[must_use]
    pub fn half_of_the_cores(in_line: usize, together: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { at_once: (cores / 2).max(1), in_line, together }
    }
}

impl<Q: Send + 'static, R: Send + 'static> Pool<Q, R> {
    /// A room for one kind of work: many questions in, as many answers out.
    #[must_use]
    pub fn new(size: Size, work: fn(&[Q]) -> Vec<R>) -> Self {
        let line = Mutex::new(Line { at_work: 0, waiting: VecDeque::new() });
        Self(Arc::new(Room { size, work, line }))
    }

    /// How many wait for their turn.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.line().waiting.len()
    }

    /// Does a piece of work in its turn, first come first served. Nothing at once where the line is full, and nothing where
    /// the work panicked. What nobody waits for any more is not begun.
    pub async fn run(&self, question: Q) -> Option<R> {
        let (tell, told) = oneshot::channel();
        self.0.begin(question, tell).then_some(())?;
        told.await.ok()
    }
}

impl<Q, R> Room<Q, R> {
    fn line(&self) -> MutexGuard<'_, Line<Q, R>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Q: Send + 'static, R: Send + 'static> Room<Q, R> {
    /// Lets work be done, at once or in its turn; whether there is room.
    fn begin(self: &Arc<Self>, question: Q, tell: oneshot::Sender<R>) -> bool {
        let mut line = self.line();
        if line.at_work < self.size.at_once {
            line.at_work += 1;
            drop(line);
            let room = Arc::clone(self);
            drop(tokio::task::spawn_blocking(move || room.work_on(vec![(question, tell)])));
            return true;
        }
        let is_room = line.waiting.len() < self.size.in_line;
        if is_room {
            line.waiting.push_back((question, tell));
        }
        is_room
    }

    /// What has gathered, again and again, until nobody waits.
    fn work_on(&self, first: Vec<(Q, oneshot::Sender<R>)>) {
        let mut next = first;
        while !next.is_empty() {
            let (questions, tells): (Vec<Q>, Vec<_>) = next.into_iter().filter(|(_, tell)| !tell.is_closed()).unzip();
            let answers = self.answers(&questions);
            let mut line = self.line();
            let gathered = line.waiting.len().min(self.size.together);
            next = line.waiting.drain(..gathered).collect();
            if next.is_empty() {
                line.at_work -= 1;
            }
            drop(line);
            // Told only once the place is free again for whoever hears it.
            for (tell, answer) in tells.into_iter().zip(answers) {
                if let Some(answer) = answer {
                    // Whoever has stopped waiting meanwhile does not hear it.
                    let _heard = tell.send(answer);
                }
            }
        }
    }

    /// Where the work panics over many, each is done alone: what one of them breaks is no other's matter. The runtime's hook
    /// has reported the panic.
    fn answers(&self, questions: &[Q]) -> Vec<Option<R>> {
        let attempt = |questions: &[Q]| std::panic::catch_unwind(AssertUnwindSafe(|| (self.work)(questions))).ok();
        match attempt(questions) {
            Some(answers) => answers.into_iter().map(Some).collect(),
            None if questions.len() == 1 => vec![None],
            None => questions.chunks(1).map(|one| attempt(one).and_then(|mut answers| answers.pop())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};
    use std::sync::{Arc, Mutex, PoisonError};

    use super::{Pool, Size};

    /// Numbers are given back as how many were done together; 13 breaks the work, and `Wait` holds it.
    enum Ask {
        Number(u32),
        Wait(Receiver<()>),
    }

    fn pool(in_line: usize) -> Pool<Mutex<Ask>, (u32, usize)> {
        Pool::new(Size { at_once: 1, in_line, together: 4 }, |asked| {
            let number = |ask: &Mutex<Ask>| match &*ask.lock().unwrap_or_else(PoisonError::into_inner) {
                Ask::Number(13) => panic!("as the test wants it"),
                Ask::Number(number) => *number,
                Ask::Wait(end) => end.recv().map_or(1, |()| 0),
            };
            asked.iter().map(|ask| (number(ask), asked.len())).collect()
        })
    }

    async fn ask(pool: &Pool<Mutex<Ask>, (u32, usize)>, number: u32) -> Option<(u32, usize)> {
        pool.run(Mutex::new(Ask::Number(number))).await
    }

    #[tokio::test]
    async fn beyond_the_line_nobody_waits() {
        let pool = pool(1);
        let (go_on, goes_on) = mpsc::channel::<()>();
        let first = pool.run(Mutex::new(Ask::Wait(goes_on)));
        let mut both = Box::pin(async { tokio::join!(first, ask(&pool, 5)) });
        assert!(futures::poll!(&mut both).is_pending());
        assert_eq!(pool.waiting(), 1);
        assert_eq!(ask(&pool, 6).await, None, "every place is taken");
        assert!(go_on.send(()).is_ok());
        assert_eq!(both.await, (Some((0, 1)), Some((5, 1))));
        assert_eq!(ask(&pool, 7).await, Some((7, 1)), "there is room again");
    }

    #[tokio::test]
    async fn what_gathered_is_done_together_and_a_panic_costs_the_one_that_it_is_about() {
        let pool = Arc::new(pool(16));
        let (go_on, goes_on) = mpsc::channel::<()>();
        let first = pool.run(Mutex::new(Ask::Wait(goes_on)));
        let rest = futures::future::join_all([1, 2, 13, 4, 5].map(|number| ask(&pool, number)));
        let mut all = Box::pin(async { tokio::join!(first, rest) });
        assert!(futures::poll!(&mut all).is_pending());
        assert!(go_on.send(()).is_ok());
        let (first, rest) = all.await;
        assert_eq!(first, Some((0, 1)));
        // Four together, which broke, and so each of them alone; then the fifth.
        assert_eq!(rest, [Some((1, 1)), Some((2, 1)), None, Some((4, 1)), Some((5, 1))]);
    }

    #[tokio::test]
    async fn many_together_are_answered_in_their_order() {
        let pool = pool(16);
        let (go_on, goes_on) = mpsc::channel::<()>();
        let first = pool.run(Mutex::new(Ask::Wait(goes_on)));
        let rest = futures::future::join_all([1, 2, 3, 4, 5].map(|number| ask(&pool, number)));
        let mut all = Box::pin(async { tokio::join!(first, rest) });
        assert!(futures::poll!(&mut all).is_pending());
        assert!(go_on.send(()).is_ok());
        let (_, rest) = all.await;
        assert_eq!(rest, [Some((1, 4)), Some((2, 4)), Some((3, 4)), Some((4, 4)), Some((5, 1))]);
    }
}
