//! UUIDs, moments, durations and times of day.

use aiserve::prelude::*;
use jiff::civil::Time;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use uuid::Uuid;

#[payload]
struct Schedule {
    item_id: Uuid,
    start_datetime: Timestamp,
    end_datetime: Timestamp,
    /// Seconds.
    process_after: f64,
    repeat_at: Option<Time>,
    start_process: Timestamp,
    /// Seconds.
    duration: f64,
}

#[endpoint(PUT "/items/{item_id}")]
async fn read_items(
    item_id: Uuid,
    #[body] start_datetime: Timestamp,
    #[body] end_datetime: Timestamp,
    #[body] process_after: Span,
    #[body] repeat_at: Option<Time>,
) -> Result<Schedule> {
    let beyond = |error: jiff::Error| Problem::bad_request(error.to_string());
    let wait: SignedDuration = process_after.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(beyond)?;
    let start_process = start_datetime.checked_add(wait).map_err(beyond)?;
    Ok(Schedule {
        item_id,
        start_datetime,
        end_datetime,
        process_after: wait.as_secs_f64(),
        repeat_at,
        start_process,
        duration: end_datetime.duration_since(start_process).as_secs_f64(),
    })
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_items])
}
