//! What a service tells about itself when it starts.

use std::fmt::Write;

use crate::Error;
use crate::app::App;
use crate::serve::Listener;

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
    pub(super) fn lines(&self, listener: &Listener, has_tls: bool) -> String {
        let mut lines = match listener.address() {
            Some(address) => {
                let scheme = if has_tls { "https" } else { "http" };
                let docs = self.docs.iter().map(|docs| format!("docs: {scheme}://{address}{docs}\n"));
                format!("{} listens on {scheme}://{address}\n{}", self.name, docs.collect::<String>())
            }
            None => format!("{} listens on {listener}\n", self.name),
        };
        lines += &self.routes;
        lines
    }
}
