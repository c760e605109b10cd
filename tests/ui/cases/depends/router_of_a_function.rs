//! errors: 1

use aiserve::prelude::*;

async fn user() -> aiserve::Result<String> {
    Ok(String::new())
}

fn main() {
    let _: Router<()> = Router::new("/v1").depends(user);
}
