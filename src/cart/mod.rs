//! The cart domain.
