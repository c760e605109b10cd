//! A service that takes bodies of every shape and gives them back.

mod bodies;
mod types;

use aiserve::prelude::*;

pub(crate) fn app() -> App<()> {
    App::stateless().mount(Router::new("/bodies").tag("bodies").mount(bodies::routes()))
}
