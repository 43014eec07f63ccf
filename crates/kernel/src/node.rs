//! The number of this process among those of the shop: it is part of ids, so no two processes may
//! share one.

use crate::data_folder;
use anyhow::Context;
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// A number that no other process on the same data folder uses while this value lives.
#[derive(Debug)]
pub struct Node {
    number: u8,
    _lock: File,
}

impl Node {
    /// Claims the first free number from `first` on.
    ///
    /// # Errors
    ///
    /// When all are taken, or the folder cannot be written.
    pub fn claim(data_dir: &Path, first: u8) -> anyhow::Result<Self> {
        let folder = data_folder::subfolder(data_dir, "nodes")?;
        let cannot = || format!("node: cannot write {}", folder.display());
        for number in first..=u8::MAX {
            let lock = File::create(folder.join(number.to_string())).with_context(cannot)?;
            match lock.try_lock() {
                Ok(()) => {
                    let _lock = lock;
                    return Ok(Self { number, _lock });
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error).with_context(cannot),
            }
        }
        anyhow::bail!("node: every number from {first} on is taken")
    }

    /// The number.
    pub fn number(&self) -> u8 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::Node;

    #[test]
    fn processes_on_one_folder_differ_and_a_number_is_free_again() {
        let folder = tempfile::tempdir().unwrap();
        let first = Node::claim(folder.path(), 3).unwrap();
        let second = Node::claim(folder.path(), 3).unwrap();
        assert_eq!((first.number(), second.number()), (3, 4));
        drop(first);
        assert_eq!(Node::claim(folder.path(), 3).unwrap().number(), 3);
    }
}
