//! Settings that every request needs: small enough to be held in memory, reloaded when they change.

use arc_swap::ArcSwap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Settings held in memory by the process, reloaded as a whole.
#[derive(Debug)]
pub struct Reloaded<T> {
    current: ArcSwap<T>,
    /// Ensures that one reload runs at a time: otherwise an older read could replace a newer one.
    turn: Mutex<()>,
}

impl<T> Reloaded<T> {
    /// Wraps the loaded settings.
    pub fn new(read: T) -> Self {
        Self {
            current: ArcSwap::from_pointee(read),
            turn: Mutex::default(),
        }
    }

    /// The current settings.
    pub fn current(&self) -> Arc<T> {
        self.current.load_full()
    }

    /// Reloads the settings after a change.
    ///
    /// # Errors
    ///
    /// When they cannot be read; the old ones stay.
    pub async fn reload<E>(&self, read: impl AsyncFnOnce() -> Result<T, E>) -> Result<(), E> {
        let _turn = self.turn.lock().await;
        self.current.store(Arc::new(read().await?));
        Ok(())
    }
}
