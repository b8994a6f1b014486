//! The wire: the vectors that every implementation shares, and what hostile bytes do.

mod hostile;
mod vectors;
