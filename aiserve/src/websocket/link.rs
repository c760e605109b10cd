//! From the handshake to the connection: what a function's [`WebSocket`](super::WebSocket) is linked to.

use std::fmt;
use std::pin::Pin;

use hyper::upgrade::OnUpgrade;
use tokio::sync::mpsc;

use super::close::Close;
use super::message::Frame;
use super::pump::Pump;
use super::{Command, handshake};
use crate::Problem;
use crate::depends::Kept;
use crate::extract::{Ctx, Settings};
use crate::respond::{Respond, Response};
use crate::stop::Listener;
use crate::tasks::Tasks;

/// The other ends of a [`WebSocket`](super::WebSocket).
pub(crate) struct Ends {
    frames: mpsc::Sender<Frame>,
    commands: mpsc::Receiver<Command>,
}

/// A connection that is about to open: what generated code leaves of a request when it calls the function.
#[doc(hidden)]
pub struct Link {
    ends: Option<Ends>,
    upgrade: Option<OnUpgrade>,
    accepted: Response,
    settings: Settings,
    tasks: Tasks,
    stop: Listener,
    kept: Kept,
}

impl<S> Ctx<S> {
    /// Keeps the other ends of the function's argument.
    pub(super) fn link(&mut self, frames: mpsc::Sender<Frame>, commands: mpsc::Receiver<Command>) {
        self.cache.socket(Ends { frames, commands });
    }

    /// Takes what the connection needs.
    #[doc(hidden)]
    pub fn opened(mut self: Box<Self>) -> Link {
        Link {
            ends: self.cache.take_socket(),
            upgrade: self.request.take_upgrade(),
            accepted: handshake::accepted(self.request.headers()),
            settings: *self.request.settings(),
            tasks: self.tasks().clone(),
            stop: self.streams().listen(),
            kept: self.keep(),
        }
    }
}

impl Link {
    /// Accepts the handshake, and runs the function once the connection is open. What dependencies gave is kept until it
    /// ends.
    pub fn run(self, function: impl Future<Output = Close> + Send + 'static) -> Response {
        let Self { ends, upgrade, accepted, settings, tasks, stop, kept } = self;
        let (Some(Ends { frames, commands }), Some(upgrade)) = (ends, upgrade) else {
            return Problem::internal("the connection is of a kind that can't become a WebSocket").respond(&settings);
        };
        let function: Pin<Box<dyn Future<Output = Close> + Send>> = Box::pin(async move {
            let _kept = kept;
            function.await
        });
        let pump = Pump { frames, commands, stop, largest: settings.body_limit };
        tasks.spawn(pump.run(upgrade, function));
        accepted
    }
}

impl fmt::Debug for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ends")
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}
