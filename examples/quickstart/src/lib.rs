//! Handwritten digits, classified by a small neural network: a service with a real model behind it.

pub mod network;

use aiserve::prelude::*;

use crate::network::{Network, PIXELS};

/// An image of eight rows of eight pixels.
#[payload]
pub struct Image {
    /// The pixels, row by row, each from 0 (paper) to 16 (ink).
    #[garde(length(equal = PIXELS), inner(range(max = 16)))]
    #[schema(example = A_SEVEN)]
    pub pixels: Vec<u8>,
}

/// What an image shows.
#[payload]
pub struct Guess {
    /// The most likely digit.
    pub digit: u8,
    /// How likely it is, from 0 to 1.
    pub confidence: f32,
}

/// A handwritten seven, as the docs page shows it.
const A_SEVEN: &[u8] = &[
    0, 0, 5, 11, 16, 16, 5, 0, //
    0, 3, 15, 11, 10, 16, 4, 0, //
    0, 0, 4, 0, 10, 14, 0, 0, //
    0, 0, 7, 15, 16, 16, 12, 0, //
    0, 0, 9, 16, 14, 4, 1, 0, //
    0, 0, 1, 14, 7, 0, 0, 0, //
    0, 0, 4, 16, 4, 0, 0, 0, //
    0, 0, 8, 16, 0, 0, 0, 0, //
];

/// Images that come while the network computes are its next batch, answered in one pass.
impl Predict for Network {
    type Input = network::Image;
    type Output = network::Probabilities;

    fn predict(&mut self, batch: Batch<network::Image>) -> Vec<Result<network::Probabilities>> {
        let images: Vec<_> = batch.into_iter().collect();
        match self.classify(&images) {
            Ok(replies) => replies.into_iter().map(Ok).collect(),
            Err(error) => images.iter().map(|_| Err(Problem::internal(error.to_string()))).collect(),
        }
    }

    fn warm_up(&mut self) -> Result<()> {
        self.classify(&[[0.0; PIXELS]; 32])?;
        Ok(())
    }
}

/// Classify a handwritten digit.
///
/// The network was trained on scikit-learn's digits; an image of another size or scale gets a wrong answer.
#[endpoint(POST "/classify", tags("inference"))]
async fn classify(image: Image, network: Use<Network>) -> Result<Guess> {
    let pixels: Vec<f32> = image.pixels.into_iter().map(f32::from).collect();
    let pixels = pixels.try_into().expect("the rule of the field is a length of 64");
    let probabilities = network.predict(pixels).await?;
    let (digit, confidence) = network::most_likely(&probabilities);
    Ok(Guess { digit, confidence })
}

/// What the endpoints share: started once, when the service starts.
#[derive(Debug, AppState)]
pub struct Services {
    network: Use<Network>,
}

impl Services {
    #[allow(clippy::unused_async, reason = "a loader may await; this one has nothing to wait for")]
    async fn load(_: &Config) -> Result<Self> {
        let network = Model::builder(|_| Network::load()).name("digits").max_batch(most_at_once()).start()?;
        Ok(Self { network })
    }
}

/// Images of a batch: 32, or what `DIGITS_MAX_BATCH` says, to see what batching does.
fn most_at_once() -> usize {
    std::env::var("DIGITS_MAX_BATCH").ok().and_then(|most| most.parse().ok()).unwrap_or(32)
}

/// The service.
pub fn app() -> App<Services> {
    App::new(Services::load)
        .title("Digits")
        .version("1.0.0")
        .description("Tells which digit a handwritten image of 8 × 8 pixels shows.")
        .tag("inference", "Ask the network.")
        .mount(routes![classify])
}
