//! Models behind their handle, without HTTP: versions, tenants, devices that are shared, futures as models, broken replicas.

#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]

mod broken;
mod elsewhere;
mod shared;
mod versions;

use std::time::Duration;

/// Waits for a future, not for ever.
async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it ends within 20 s")
}

/// Waits until something is so.
async fn until(mut is_so: impl FnMut() -> bool) {
    within(async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}
