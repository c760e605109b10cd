//! Statuses, empty replies, alternatives and errors.

use aiserve::prelude::*;

use crate::types::lists::Point;
use crate::types::objects::Strict;

/// What can go wrong.
#[derive(Debug, thiserror::Error, ApiError)]
enum ZooError {
    /// No such animal.
    #[error("animal {id} does not exist")]
    #[status(404)]
    Missing { id: u8 },
    /// The zoo is closed.
    #[error("closed")]
    #[status(409, code = "closed_today", retry_after = 60)]
    Closed,
}

#[endpoint(POST "/created", status = 201)]
async fn created(body: Strict) -> Strict {
    body
}

#[endpoint(DELETE "/animals/{id}")]
async fn remove(id: u8) -> Result<NoContent, ZooError> {
    match id {
        0 => Err(ZooError::Closed),
        1..100 => Ok(NoContent),
        id => Err(ZooError::Missing { id }),
    }
}

#[endpoint(GET "/either/{left}")]
async fn either(left: bool) -> Either<Point, Text> {
    if left { Either::Left(Point::ORIGIN) } else { Either::Right(Text("right".to_owned())) }
}

pub(crate) fn router() -> Router<()> {
    Router::new("/replies").tag("replies").mount(routes![created, remove, either])
}
