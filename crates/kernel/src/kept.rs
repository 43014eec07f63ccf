//! Settings that every request needs: small enough to be kept in memory, reloaded when they change.

use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// Settings kept in memory by the process.
#[derive(Debug)]
pub struct Kept<T> {
    current: RwLock<Arc<T>>,
    /// Ensures that one reload runs at a time: otherwise an older read could replace a newer one.
    turn: Mutex<()>,
}

impl<T> Kept<T> {
    /// Wraps the loaded settings.
    pub fn new(read: T) -> Self {
        Self {
            current: RwLock::new(Arc::new(read)),
            turn: Mutex::default(),
        }
    }

    /// The current settings.
    pub fn current(&self) -> Arc<T> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reloads the settings after a change.
    ///
    /// # Errors
    ///
    /// When they cannot be read; the old ones are kept.
    pub async fn renew<E>(&self, read: impl AsyncFnOnce() -> Result<T, E>) -> Result<(), E> {
        let _turn = self.turn.lock().await;
        let fresh = Arc::new(read().await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}
