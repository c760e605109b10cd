//! The deterministic content of the five answers.

use std::sync::LazyLock;

/// `limit` of `GET /items/{id}` when the query leaves it out.
pub const DEFAULT_LIMIT: u32 = 10;
/// The label of every prediction.
pub const LABEL: &str = "positive";
/// The score of every prediction.
pub const SCORE: f32 = 0.93;
/// The model name of every embeddings answer.
pub const MODEL: &str = "m";
/// The length of one embedding.
pub const DIMENSIONS: u32 = 1536;
/// How many events `GET /stream` sends.
pub const TOKENS: usize = 200;

/// The one embedding vector, values within [-1, 1) that need most of the digits an `f32` can have.
pub fn embedding() -> &'static [f32] {
    static VECTOR: LazyLock<Vec<f32>> = LazyLock::new(|| (0..DIMENSIONS).map(component).collect());
    &VECTOR
}

#[expect(clippy::cast_precision_loss, reason = "below 2^21, which an f32 holds exactly")]
fn component(index: u32) -> f32 {
    let scattered = index.wrapping_mul(2_654_435_761) % 2_000_003;
    scattered as f32 / 1_000_001.0 - 1.0
}

/// The text of the `index`-th token of the stream.
pub fn token(index: usize) -> String {
    format!("tok{index}")
}

/// The JSON text of the `index`-th event, for servers whose stream carries text.
pub fn event(index: usize) -> String {
    format!(r#"{{"token":"tok{index}"}}"#)
}
