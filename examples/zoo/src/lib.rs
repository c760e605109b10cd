//! One app with every shape of schema and every kind of parameter.

mod bodies;
mod parameters;
mod replies;
mod types;

use aiserve::prelude::*;

/// The app.
pub fn app() -> App<()> {
    App::stateless()
        .title("Zoo")
        .version("1.0.0")
        .tag("bodies", "A type of every shape, sent back as it was read.")
        .tag("parameters", "Parameters of every place.")
        .tag("replies", "Statuses and errors.")
        .mount(bodies::router())
        .mount(parameters::router())
        .mount(replies::router())
}
