//! The bodies and answers as plain serde and garde types, for the peers that take them as they are.

use garde::Validate;
use serde::{Deserialize, Serialize};
use work::answers::{DEFAULT_LIMIT, LABEL, MODEL, SCORE, embedding};

/// The query of `GET /items/{id}`.
#[derive(Deserialize)]
pub struct Paging {
    /// How many.
    #[serde(default = "default_limit")]
    pub limit: u32,
}

fn default_limit() -> u32 {
    DEFAULT_LIMIT
}

/// The answer of `GET /items/{id}`.
#[derive(Serialize)]
pub struct Item {
    /// From the path.
    pub id: u64,
    /// From the query.
    pub limit: u32,
}

/// Who asks for a prediction.
#[derive(Deserialize, Validate)]
pub struct User {
    #[garde(length(min = 1, max = 64))]
    id: String,
    #[garde(length(min = 1, max = 16))]
    tier: String,
}

/// The body of `POST /predict`.
#[derive(Deserialize, Validate)]
pub struct Predict {
    #[garde(length(min = 1, max = 8192))]
    text: String,
    #[garde(range(min = 0.0, max = 2.0))]
    temperature: f32,
    #[garde(range(min = 1, max = 4096))]
    max_tokens: u32,
    #[garde(length(max = 4))]
    stop: Vec<String>,
    #[garde(dive)]
    user: User,
}

/// The answer of `POST /predict`.
#[derive(Serialize)]
pub struct Prediction {
    label: &'static str,
    score: f32,
    tokens: usize,
}

impl Predict {
    /// The prediction for this text.
    pub fn answer(&self) -> Prediction {
        Prediction { label: LABEL, score: SCORE, tokens: self.text.len() }
    }
}

/// The body of `POST /embeddings`.
#[derive(Deserialize, Validate)]
pub struct Texts {
    #[garde(length(min = 1, max = 64))]
    input: Vec<String>,
}

/// One embedding.
#[derive(Serialize)]
pub struct Embedding {
    index: usize,
    embedding: &'static [f32],
}

/// The answer of `POST /embeddings`.
#[derive(Serialize)]
pub struct Embeddings {
    model: &'static str,
    data: Vec<Embedding>,
}

impl Texts {
    /// One embedding per text.
    pub fn answer(&self) -> Embeddings {
        let data = (0..self.input.len()).map(|index| Embedding { index, embedding: embedding() }).collect();
        Embeddings { model: MODEL, data }
    }
}

/// The body of `POST /tensor`.
#[derive(Deserialize, Validate)]
pub struct Tensor {
    #[garde(length(min = 1, max = 1_000_000))]
    data: Vec<f32>,
}

/// The answer of `POST /tensor`.
#[derive(Serialize)]
pub struct Sum {
    sum: f32,
}

impl Tensor {
    /// The sum of all values.
    pub fn answer(&self) -> Sum {
        Sum { sum: self.data.iter().sum() }
    }
}
