//! Handwritten digits, classified by a small neural network: a service with a real model behind it.

pub mod network;

use aiserve::prelude::*;
use aiserve::schema::example;

use crate::network::{Network, PIXELS};

/// An image of eight rows of eight pixels.
#[payload]
pub struct Image {
    /// The pixels, row by row, each from 0 (paper) to 16 (ink).
    #[garde(length(equal = PIXELS), inner(range(min = 0.0, max = 16.0)))]
    #[schema(example = A_SEVEN)]
    pub pixels: Vec<f32>,
}

/// What the image shows.
#[payload]
pub struct Guess {
    /// The most likely digit.
    pub digit: u8,
    /// How likely it is, from 0 to 1.
    pub confidence: f32,
}
