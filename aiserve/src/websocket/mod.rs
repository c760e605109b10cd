//! `WebSocket`s ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455)) with typed messages.
//!
//! `#[websocket("/chat/{room}")]` makes a function one. It takes what an endpoint takes, dependencies and security
//! included, and a [`WebSocket`]; everything is read and checked before the handshake is answered, so that a client that
//! may not come in gets a reply of HTTP and no connection.
//!
//! # Messages
//! A type with a [`Schema`](crate::Schema) is JSON in a text message, checked as a body is. [`Text`](crate::respond::Text)
//! is a text as it stands, [`Bytes`](crate::respond::Bytes) a binary message. The largest message is
//! [`App::body_limit`](crate::App::body_limit).
//!
//! # The end
//! A function that returns closes the connection: with code 1000, or with the one that its error stands for
//! ([`CloseCode`]). Its client has five seconds to confirm that. A client that is silent is asked every 20 seconds whether
//! it is there, and taken as gone if nothing at all comes from it for 20 more. When the server stops, clients are told by
//! code 1001.

mod close;
mod handshake;
mod link;
mod message;
mod pump;

pub use close::{CloseCode, Closing};
pub(crate) use link::Ends;
pub use link::Link;
pub use message::{Incoming, MessageShape, Outgoing};

#[doc(hidden)]
pub use handshake::refused;
#[doc(hidden)]
pub use message::Frame;

use std::fmt;
use std::marker::PhantomData;

use tokio::sync::mpsc;

use self::close::Close;
use crate::describe::{Arg, Describes, SocketArg};
use crate::extract::{Ctx, Extract, Refused, Settings};
use crate::{Problem, Result};

/// Messages of a sender that wait for the network; [`Sender::send`] waits beyond.
const WAITING: usize = 16;

/// The connection of a function under `#[websocket]`: messages of type `In` come, messages of type `Out` go.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::__private::serde_json::json;
///
/// #[payload]
/// struct Said {
///     #[garde(length(chars, min = 1))]
///     text: String,
/// }
///
/// #[payload]
/// struct Heard {
///     room: String,
///     letters: usize,
/// }
///
/// /// Counts letters.
/// #[websocket("/rooms/{room}")]
/// async fn count(room: String, mut socket: WebSocket<Said, Heard>) -> Result<()> {
///     while let Some(said) = socket.next().await? {
///         socket.send(Heard { room: room.clone(), letters: said.text.chars().count() }).await?;
///     }
///     Ok(())
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![count])).await;
/// let mut socket = client.get("/rooms/blue").open().await.expect("a connection");
/// socket.send_json(&json!({"text": "hello"})).await;
/// assert_eq!(socket.next_json().await, json!({"room": "blue", "letters": 5}));
/// socket.send_json(&json!({"text": ""})).await;
/// assert_eq!(socket.closed().await.0, 1007);
/// # });
/// ```
pub struct WebSocket<In, Out = In> {
    receiver: Receiver<In>,
    sender: Sender<Out>,
}

/// The half of a [`WebSocket`] that messages come from.
pub struct Receiver<In> {
    frames: mpsc::Receiver<Frame>,
    settings: Settings,
    message: PhantomData<fn() -> In>,
}

/// The half of a [`WebSocket`] that messages go to. Clones send to the same client.
pub struct Sender<Out> {
    commands: mpsc::Sender<Command>,
    message: PhantomData<fn(Out)>,
}

/// What a function asks of its connection.
enum Command {
    Send(Frame),
    Close(Close),
}

/// The client has closed the connection, or is gone: nothing can be sent any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the WebSocket is closed")
    }
}

impl std::error::Error for Closed {}

impl<In: Incoming> Receiver<In> {
    /// The next message; `None` once the client has closed the connection or is gone.
    ///
    /// # Errors
    /// The message is none of the type (422, with all that is wrong with it). Passed on by `?`, it closes the connection
    /// with code 1007; the next call gives the next message.
    ///
    /// # Cancel safety
    /// Nothing is lost if the future is dropped before it is done.
    pub async fn next(&mut self) -> Result<Option<In>> {
        match self.frames.recv().await {
            Some(frame) => In::read(frame, &self.settings).map(Some),
            None => Ok(None),
        }
    }
}

impl<Out: Outgoing> Sender<Out> {
    /// Sends a message. It waits while 16 messages have not left yet.
    ///
    /// # Errors
    /// The connection is closed, or the message can't be written (500).
    pub async fn send(&self, message: Out) -> Result<()> {
        let frame = message.write()?;
        self.commands.send(Command::Send(frame)).await.map_err(|_| Problem::from(Closed))
    }
}

impl<Out> Sender<Out> {
    /// Closes the connection, with what remains to be sent sent before. A reason is cut after 123 bytes.
    pub async fn close(&self, code: CloseCode, reason: impl Into<String>) {
        // One that is closed already needs nothing.
        let _ = self.commands.send(Command::Close(Close::new(code, reason.into()))).await;
    }

    /// Whether the connection is closed.
    pub fn is_closed(&self) -> bool {
        self.commands.is_closed()
    }

    /// Waits until the connection is closed, to stop work that nobody waits for.
    pub async fn closed(&self) {
        self.commands.closed().await;
    }
}

impl<In: Incoming, Out: Outgoing> WebSocket<In, Out> {
    /// The next message, as [`Receiver::next`].
    ///
    /// # Errors
    /// The message is none of the type.
    pub async fn next(&mut self) -> Result<Option<In>> {
        self.receiver.next().await
    }

    /// Sends a message, as [`Sender::send`].
    ///
    /// # Errors
    /// The connection is closed, or the message can't be written.
    pub async fn send(&self, message: Out) -> Result<()> {
        self.sender.send(message).await
    }
}

impl<In, Out> WebSocket<In, Out> {
    /// Closes the connection, as [`Sender::close`].
    pub async fn close(self, code: CloseCode, reason: impl Into<String>) {
        self.sender.close(code, reason).await;
    }

    /// Waits until the connection is closed, to stop work that nobody waits for.
    pub async fn closed(&self) {
        self.sender.closed().await;
    }

    /// The two halves, to send while one waits for messages.
    pub fn split(self) -> (Sender<Out>, Receiver<In>) {
        (self.sender, self.receiver)
    }
}

impl<In: Incoming, Out: Outgoing> Describes for WebSocket<In, Out> {
    const ARG: Arg = Arg::Socket(SocketArg { receives: In::SHAPE, sends: Out::SHAPE });
}

impl<S: Send + Sync, In: Incoming, Out: Outgoing> Extract<S> for WebSocket<In, Out> {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let (frames, receiving) = mpsc::channel(1);
        let (sending, commands) = mpsc::channel(WAITING);
        let settings = *ctx.request.settings();
        ctx.link(frames, commands);
        Ok(Self {
            receiver: Receiver { frames: receiving, settings, message: PhantomData },
            sender: Sender { commands: sending, message: PhantomData },
        })
    }
}

impl<Out> Clone for Sender<Out> {
    fn clone(&self) -> Self {
        Self { commands: self.commands.clone(), message: PhantomData }
    }
}

impl<In, Out> fmt::Debug for WebSocket<In, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket").field("closed", &self.sender.is_closed()).finish_non_exhaustive()
    }
}

impl<In> fmt::Debug for Receiver<In> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

impl<Out> fmt::Debug for Sender<Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("closed", &self.is_closed()).finish_non_exhaustive()
    }
}
