//! What a service tells about itself when it starts.

use std::fmt::Write;
use std::net::SocketAddr;

use crate::Error;
use crate::app::App;

/// What is printed once the service listens.
pub(super) struct Banner {
    name: String,
    docs: Option<String>,
    /// One line per route: method, path, summary.
    pub(super) routes: String,
}

impl<S> App<S> {
    /// What to tell about the app, or everything that is wrong with it.
    pub(super) fn banner(&self) -> Result<Banner, Error> {
        let operations = self.operations()?;
        let width = operations.iter().map(|(_, path, _)| path.len()).max().unwrap_or_default();
        let mut routes = String::new();
        for (method, path, summary) in &operations {
            let line = format!("{method:7} {path:width$}  {summary}");
            writeln!(routes, "{}", line.trim_end()).expect("a string takes every text");
        }
        Ok(Banner { name: self.name(), docs: self.docs().map(str::to_owned), routes })
    }
}

impl Banner {
    /// The lines for a service at an address.
    pub(super) fn lines(&self, address: SocketAddr) -> String {
        let mut lines = format!("{} listens on http://{address}\n", self.name);
        if let Some(docs) = &self.docs {
            writeln!(lines, "docs: http://{address}{docs}").expect("a string takes every text");
        }
        lines + &self.routes
    }
}
