//! Settings that every request needs: few enough to be kept in memory, reread when they change.

use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// What a process keeps of some settings.
#[derive(Debug)]
pub struct Kept<T> {
    current: RwLock<Arc<T>>,
    /// One reads at a time: of two, the one that read earlier must not be the one that stays.
    turn: Mutex<()>,
}

impl<T> Kept<T> {
    /// Keeps what was read.
    pub fn new(read: T) -> Self {
        Self {
            current: RwLock::new(Arc::new(read)),
            turn: Mutex::default(),
        }
    }

    /// The settings as they are now.
    pub fn current(&self) -> Arc<T> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the settings again, after a change.
    ///
    /// # Errors
    ///
    /// When they cannot be read; the old ones stay.
    pub async fn renew<E>(&self, read: impl AsyncFnOnce() -> Result<T, E>) -> Result<(), E> {
        let _turn = self.turn.lock().await;
        let fresh = Arc::new(read().await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}
