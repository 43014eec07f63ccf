//! Requests that may take long without waiting for anything: few of them run at once, so that the
//! others go on beside them.
//!
//! Resolving a large answer occupies a core for as long as it takes, and so does validating a long
//! document. So each runs on a thread of its own, at most on half of the cores, and clients take
//! turns: one that sends many waits for itself.

use super::refusal::{Code, Refusal};
use souk_kernel::viewer::Client;
use std::{
    collections::HashMap,
    future::Future,
    num::NonZero,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::{runtime::Handle, sync::Semaphore, task::spawn_blocking};

/// Maximum number of heavy requests of one client that wait or run.
const MOST_OF_CLIENT: usize = 256;

/// The places of heavy requests.
#[derive(Clone)]
pub(super) struct Heavy {
    places: Arc<Semaphore>,
    /// How many of the places one client may have.
    places_of_client: usize,
    clients: Arc<Mutex<HashMap<Client, Queue>>>,
}

/// The heavy requests of one client.
struct Queue {
    places: Arc<Semaphore>,
    requests: usize,
}

impl Heavy {
    pub(super) fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let places = (cores / 2).max(1);
        Self {
            places: Arc::new(Semaphore::new(places)),
            places_of_client: (places / 2).max(1),
            clients: Arc::default(),
        }
    }

    /// Runs a request in the client's turn.
    ///
    /// Refuses it if too many of the client's requests are waiting.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        client: &Client,
        request: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Refusal> {
        let turn = self.enter(client)?;
        let of_client = Arc::clone(&turn.places).acquire_owned().await;
        let place = Arc::clone(&self.places).acquire_owned().await;
        let (Ok(of_client), Ok(place)) = (of_client, place) else {
            return Err(Refusal::internal("the places of heavy requests are closed"));
        };
        let runtime = Handle::current();
        let answer = spawn_blocking(move || {
            let answer = runtime.block_on(request);
            drop((of_client, place)); // here, because the thread may outlive who waits for it
            answer
        });
        let answer = answer.await;
        answer.map_err(|_| Refusal::internal("a request panicked"))
    }

    fn enter(&self, client: &Client) -> Result<Turn<'_>, Refusal> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = clients.entry(client.clone()).or_insert_with(|| Queue {
            places: Arc::new(Semaphore::new(self.places_of_client)),
            requests: 0,
        });
        if queue.requests >= MOST_OF_CLIENT {
            return Err(Refusal::new(
                Code::Throttled,
                format!("{MOST_OF_CLIENT} large requests are waiting already: send fewer at once"),
            ));
        }
        queue.requests += 1;
        Ok(Turn {
            heavy: self,
            client: client.clone(),
            places: Arc::clone(&queue.places),
        })
    }
}

/// A request in the queue of its client; dropped, it leaves.
struct Turn<'a> {
    heavy: &'a Heavy,
    client: Client,
    places: Arc<Semaphore>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let clients = self.heavy.clients.lock();
        let mut clients = clients.unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = clients.get_mut(&self.client) {
            queue.requests -= 1;
            if queue.requests == 0 {
                clients.remove(&self.client);
            }
        }
    }
}
