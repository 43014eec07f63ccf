//! The number of this process among those of the shop: it is part of ids, so no two processes may
//! share one.
//!
//! A lock in the data folder keeps apart the processes that share the folder, and is free again as
//! soon as a process ends, however it ends. A lease in the `orders` database keeps apart those that
//! share only the databases.

mod store;

use crate::{clock, data_folder, database::Database, keys};
use anyhow::{Context, bail, ensure};
use sea_orm::DbErr;
use souk_entities::Timestamp;
use std::{
    fs::{File, TryLockError},
    path::Path,
    time::Duration,
};
use store::{Claim, Claimant, LEASE};
use tokio::time::{Instant, sleep};

/// How often a lease is renewed.
pub const RENEWAL: Duration = Duration::from_secs(5);
/// How often a start looks whether the lease of another process has run out.
const LOOK: Duration = Duration::from_secs(1);
/// How far a clock may be behind the last id for a start to wait until it has caught up.
const BEHIND: Duration = Duration::from_secs(5);

/// A number that no other process of the shop uses while this value lives and is renewed.
#[derive(Debug)]
pub struct Node {
    claimant: Claimant,
    _lock: File,
}

impl Node {
    /// Claims the first number from `first` on that is free in the data folder, and leases it from
    /// the database. The lease of a process that crashed on this host and folder is taken over at
    /// once, that of another is waited for.
    ///
    /// # Errors
    ///
    /// When all numbers are taken, a process elsewhere has this one, the clock is behind the ids
    /// made with it, the folder cannot be written or the database fails.
    pub async fn claim(data_dir: &Path, first: u8, database: &Database) -> anyhow::Result<Self> {
        let (node, lock) = lock_number(data_dir, first)?;
        let claimant = Claimant {
            node,
            home: home(data_dir)?,
            holder: uuid::Uuid::new_v4().to_string(),
        };
        let last_seen = wait_for_lease(database, &claimant).await?;
        let claimed = Self {
            claimant,
            _lock: lock,
        };
        if let Err(error) = wait_for_clock(node, last_seen).await {
            claimed.release(database).await?;
            return Err(error);
        }
        Ok(claimed)
    }

    /// The number.
    pub fn number(&self) -> u8 {
        self.claimant.node
    }

    /// Renews the lease; `false` if it had run out and another process has the number.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn renew(&self, database: &Database) -> Result<bool, DbErr> {
        store::renew(database, &self.claimant, clock::system_now()).await
    }

    /// Gives the number back, so that nobody waits until the lease runs out.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn release(&self, database: &Database) -> Result<(), DbErr> {
        store::release(database, &self.claimant, clock::system_now()).await
    }
}

/// Locks the first number that no other process on the folder has locked.
fn lock_number(data_dir: &Path, first: u8) -> anyhow::Result<(u8, File)> {
    let folder = data_folder::subfolder(data_dir, "nodes")?;
    let cannot = || format!("node: cannot write {}", folder.display());
    for number in first..=u8::MAX {
        let lock = File::create(folder.join(number.to_string())).with_context(cannot)?;
        match lock.try_lock() {
            Ok(()) => return Ok((number, lock)),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
        }
    }
    bail!("node: every number from {first} on is taken")
}

/// Names this host and data folder. A copy of the folder on another host has another name.
fn home(data_dir: &Path) -> anyhow::Result<String> {
    let host = hostname::get().context("node: this host has no name")?;
    let folder = keys::load_or_create(data_dir, "node")?;
    let folder = u128::from_le_bytes(*folder.first_chunk().expect("a key is longer"));
    Ok(format!("{}/{folder:032x}", host.to_string_lossy()))
}

/// Leases the number; returns when its last holder last saw their clock.
async fn wait_for_lease(database: &Database, claimant: &Claimant) -> anyhow::Result<Timestamp> {
    let node = claimant.node;
    let start = Instant::now();
    let mut held_until = None;
    loop {
        let claim = store::claim(database, claimant, clock::system_now()).await;
        match claim.context("database.orders: cannot lease a node number")? {
            Claim::Taken { last_seen } => return Ok(last_seen),
            Claim::Held { until } => {
                let is_renewed = held_until
                    .replace(until)
                    .is_some_and(|before| before != until);
                ensure!(
                    !is_renewed && start.elapsed() < 2 * LEASE,
                    "node: a process on another host or data folder has the number {node}: set another"
                );
                sleep(LOOK).await;
            }
        }
    }
}

/// Waits until the clock is past the ids that were made with this number.
async fn wait_for_clock(node: u8, last_seen: Timestamp) -> anyhow::Result<()> {
    let behind =
        || Duration::from_millis(u64::try_from(last_seen.0 - clock::system_now().0).unwrap_or(0));
    let first = behind();
    ensure!(
        first <= BEHIND,
        "node: the clock is {} s behind the last ids made with the number {node}: set the clock, or another number",
        first.as_secs()
    );
    while !behind().is_zero() {
        sleep(behind()).await;
    }
    Ok(())
}
