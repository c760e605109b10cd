//! The digit classifier: a neural network of three layers, its weights part of the binary.
//!
//! It knows nothing of HTTP. `train/train.py` made the weights; `model/README.md` says from what.

use candle_core::{DType, Device, Module, Result, Tensor};
use candle_nn::{Linear, VarBuilder, linear, ops::softmax_last_dim};

/// How many pixels an image has: eight rows of eight.
pub const PIXELS: usize = 64;

/// How many classes there are: the digits 0 to 9.
pub const DIGITS: usize = 10;

/// The pixels of one image, row by row, each from 0 (paper) to 16 (ink).
pub type Image = [f32; PIXELS];

/// How likely an image is to show each digit: ten numbers that add up to 1, the digit being the index.
pub type Probabilities = [f32; DIGITS];

const WEIGHTS: &[u8] = include_bytes!("../model/digits.safetensors");
const DARKEST: f64 = 16.0;
const HIDDEN: (usize, usize) = (128, 64);

/// A trained network that tells which digit an image shows.
///
/// Classifying needs only `&self`, so one network serves any number of threads.
#[derive(Debug, Clone)]
pub struct Network {
    hidden_1: Linear,
    hidden_2: Linear,
    output: Linear,
}

impl Network {
    /// Loads the weights that were built into the binary.
    ///
    /// # Errors
    ///
    /// When the embedded file is not the one this network was written for: a layer is missing or has another shape.
    pub fn load() -> Result<Self> {
        Self::from_safetensors(WEIGHTS)
    }

    fn from_safetensors(file: &[u8]) -> Result<Self> {
        let weights = VarBuilder::from_slice_safetensors(file, DType::F32, &Device::Cpu)?;
        Ok(Self {
            hidden_1: linear(PIXELS, HIDDEN.0, weights.pp("hidden_1"))?,
            hidden_2: linear(HIDDEN.0, HIDDEN.1, weights.pp("hidden_2"))?,
            output: linear(HIDDEN.1, DIGITS, weights.pp("output"))?,
        })
    }

    /// Classifies a batch of images in one pass and answers in the same order.
    ///
    /// # Errors
    ///
    /// When the tensor library fails; no image causes that, whatever its pixels are.
    pub fn classify(&self, images: &[Image]) -> Result<Vec<Probabilities>> {
        if images.is_empty() {
            return Ok(Vec::new());
        }
        let pixels = Tensor::from_slice(images.as_flattened(), (images.len(), PIXELS), &Device::Cpu)?;
        let probabilities = self.forward(&(pixels / DARKEST)?)?.flatten_all()?.to_vec1::<f32>()?;
        let (rows, _) = probabilities.as_chunks();
        Ok(rows.to_vec())
    }

    fn forward(&self, ink: &Tensor) -> Result<Tensor> {
        let features = self.hidden_1.forward(ink)?.relu()?;
        let features = self.hidden_2.forward(&features)?.relu()?;
        softmax_last_dim(&self.output.forward(&features)?)
    }
}

/// The most likely digit, and how likely it is.
pub fn most_likely(probabilities: &Probabilities) -> (u8, f32) {
    let each = (0..).zip(probabilities.iter().copied());
    each.max_by(|(_, a), (_, b)| a.total_cmp(b)).expect("there are ten digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELD_OUT: &str = include_str!("../testdata/held_out.csv");

    /// The images that were kept out of training, and the digits they show.
    fn held_out() -> (Vec<Image>, Vec<u8>) {
        let sample = |line: &str| {
            let (digit, pixels) = line.split_once(',').expect("a digit comes before the pixels");
            let pixels: Vec<f32> = pixels.split(',').map(|pixel| pixel.parse().expect("a number")).collect();
            (Image::try_from(pixels).expect("64 pixels"), digit.parse::<u8>().expect("a digit"))
        };
        HELD_OUT.lines().skip(1).map(sample).unzip()
    }

    #[test]
    fn recognises_97_of_100_digits_it_was_not_trained_on() {
        let (images, digits) = held_out();
        let replies = Network::load().expect("weights").classify(&images).expect("probabilities");

        let right = replies.iter().zip(&digits).filter(|(reply, digit)| most_likely(reply).0 == **digit).count();
        println!("{right} of {} held-out digits are right", digits.len());

        assert!(digits.len() >= 360);
        assert_eq!(replies.len(), digits.len());
        assert!(right * 100 >= digits.len() * 97, "only {right} of {} are right", digits.len());
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let (images, _) = held_out();
        for reply in Network::load().expect("weights").classify(&images).expect("probabilities") {
            assert!(reply.iter().all(|probability| (0.0..=1.0).contains(probability)), "{reply:?}");
            assert!((reply.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{reply:?}");
        }
    }

    #[test]
    fn an_image_gets_the_same_answer_alone_as_in_a_batch() {
        let (images, _) = held_out();
        let network = Network::load().expect("weights");
        let together = network.classify(&images[..32]).expect("probabilities");
        for (image, expected) in images.iter().zip(&together) {
            let [alone] = network.classify(&[*image]).expect("probabilities")[..] else { panic!("one reply") };
            let close = alone.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5);
            assert!(close, "{alone:?} alone, {expected:?} in a batch");
        }
    }

    #[test]
    fn refuses_weights_of_another_shape_and_names_them() {
        // The shapes stand in the head of the file, as text.
        let (shape, other) = (b"[64,128]", b"[128,64]");
        let place =
            WEIGHTS.windows(shape.len()).position(|bytes| bytes == shape).expect("the shape of hidden_2.weight");
        let mut file = WEIGHTS.to_vec();
        file[place..place + other.len()].copy_from_slice(other);

        let error = Network::from_safetensors(&file).expect_err("another shape").to_string();

        assert!(["hidden_2.weight", "[64, 128]", "[128, 64]"].iter().all(|part| error.contains(part)), "{error}");
    }

    #[test]
    fn refuses_a_file_that_is_cut() {
        assert!(Network::from_safetensors(&WEIGHTS[..WEIGHTS.len() / 2]).is_err());
    }

    #[test]
    fn no_images_give_no_answers() {
        assert!(Network::load().expect("weights").classify(&[]).expect("probabilities").is_empty());
    }
}
