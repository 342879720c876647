//! Two things at once, both done at the end: for work at the start that would otherwise be waited for.

/// Does both, one of them in a thread of its own that has ended when this returns.
///
/// # Panics
/// When one of them does.
pub fn together<A: Send, B>(left: impl FnOnce() -> A + Send, right: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let left = scope.spawn(left);
        let right = right();
        let left = left.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (left, right)
    })
}
