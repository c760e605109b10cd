//! Handwritten digits, classified by a small neural network that lives inside the binary.

pub mod network;
