//! One open connection: messages in, messages out, pings, and the function between them, all in one task.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message, Utf8Bytes};

use super::close::Close;
use super::message::Frame;
use super::{CloseCode, Command};
use crate::stop::Listener;

/// Time between the questions whether the client is there.
const PING: Duration = Duration::from_secs(20);
/// Longest silence of a client that is there: one question and its answer.
const SILENCE: Duration = Duration::from_secs(40);
/// How long the client has to confirm that the connection is closed.
const FAREWELL: Duration = Duration::from_secs(2);

type Io = WebSocketStream<TokioIo<Upgraded>>;
type Function = Pin<Box<dyn Future<Output = Close> + Send>>;

/// The connection's side of a [`WebSocket`](super::WebSocket).
pub(super) struct Pump {
    pub(super) frames: mpsc::Sender<Frame>,
    pub(super) commands: mpsc::Receiver<Command>,
    pub(super) stop: Listener,
    /// Bytes of the largest message.
    pub(super) largest: usize,
}

impl Pump {
    /// Runs the function and its connection to the end of both.
    pub(super) async fn run(self, upgrade: OnUpgrade, function: Function) {
        let Self { frames, commands, stop, largest } = self;
        // A client that left before the reply was sent never had a connection.
        let Ok(upgraded) = upgrade.await else { return };
        let config = WebSocketConfig::default().max_message_size(Some(largest)).max_frame_size(Some(largest));
        let io = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
        let (sink, stream) = io.split();
        let (close, closing) = oneshot::channel();
        let function = async move {
            // The writer is gone if the connection is.
            let _ = close.send(caught(function).await);
        };
        let (fault, faulty) = oneshot::channel();
        let mut writer = Writer { sink, commands, stop };
        let io = async move {
            let mut reading = pin!(read(stream, frames));
            let mut writing = pin!(writer.run(closing, faulty));
            tokio::select! {
                end = &mut reading => if let Some(close) = end && fault.send(close).is_ok() {
                    let _ = timeout(FAREWELL, writing).await;
                },
                () = &mut writing => {
                    let _ = timeout(FAREWELL, reading).await;
                }
            }
        };
        tokio::join!(function, io);
    }
}

/// Runs a function to its end, which may be a panic: the panic hook has written message and place then.
async fn caught(mut function: Function) -> Close {
    let ended = std::future::poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| function.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| Poll::Ready(Close::new(CloseCode::INTERNAL, String::new())))
    })
    .await;
    drop(function);
    ended
}

/// Hands messages to the function until the client has closed the connection or is gone. How it is to be closed, if the
/// client broke a rule.
async fn read(mut stream: SplitStream<Io>, frames: mpsc::Sender<Frame>) -> Option<Close> {
    let mut frames = Some(frames);
    loop {
        let message = match timeout(SILENCE, stream.next()).await {
            Ok(Some(Ok(message))) => message,
            Ok(Some(Err(error))) => return fault(&error),
            Ok(None) | Err(_) => return None,
        };
        let frame = match message {
            Message::Text(text) => Frame { is_text: true, bytes: text.into() },
            Message::Binary(bytes) => Frame { is_text: false, bytes },
            Message::Close(_) => {
                // The connection is read on, which sends the answer.
                frames = None;
                continue;
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
        };
        if let Some(function) = &frames
            && function.send(frame).await.is_err()
        {
            // The function listens no more; pings and the end are heard all the same.
            frames = None;
        }
    }
}

/// How a client is told that it broke a rule.
fn fault(error: &Error) -> Option<Close> {
    let code = match error {
        Error::Capacity(_) => CloseCode::TOO_LARGE,
        Error::Utf8(_) => CloseCode::INVALID,
        Error::Protocol(_) => CloseCode::PROTOCOL,
        _ => return None,
    };
    Some(Close::new(code, error.to_string()))
}

/// What sends.
struct Writer {
    sink: SplitSink<Io, Message>,
    commands: mpsc::Receiver<Command>,
    stop: Listener,
}

impl Writer {
    /// Sends until the connection is closed from this side, or broken.
    async fn run(&mut self, closing: oneshot::Receiver<Close>, faulty: oneshot::Receiver<Close>) {
        // An error is that of a connection that is gone, which the reader learns too.
        let _ = self.write(closing, faulty).await;
    }

    async fn write(
        &mut self,
        mut closing: oneshot::Receiver<Close>,
        mut faulty: oneshot::Receiver<Close>,
    ) -> Result<(), Error> {
        let mut ping = interval_at(Instant::now() + PING, PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_asked = true;
        loop {
            tokio::select! {
                command = self.commands.recv(), if is_asked => match command {
                    Some(Command::Send(frame)) => self.send(frame).await?,
                    Some(Command::Close(close)) => return self.close(close).await,
                    None => is_asked = false,
                },
                Ok(close) = &mut closing => {
                    self.commands.close();
                    while let Some(command) = self.commands.recv().await {
                        match command {
                            Command::Send(frame) => self.send(frame).await?,
                            Command::Close(close) => return self.close(close).await,
                        }
                    }
                    return self.close(close).await;
                }
                Ok(close) = &mut faulty => return self.close(close).await,
                () = poll_fn(|cx| self.stop.poll(cx)) => {
                    return self.close(Close::new(CloseCode::GOING_AWAY, String::new())).await;
                }
                _ = ping.tick() => self.sink.send(Message::Ping(Bytes::new())).await?,
            }
        }
    }

    /// Messages that are there already leave together.
    async fn send(&mut self, frame: Frame) -> Result<(), Error> {
        let Frame { is_text, bytes } = frame;
        let message = if is_text { Message::Text(Utf8Bytes::try_from(bytes)?) } else { Message::Binary(bytes) };
        self.sink.feed(message).await?;
        if self.commands.is_empty() { self.sink.flush().await } else { Ok(()) }
    }

    async fn close(&mut self, close: Close) -> Result<(), Error> {
        self.commands.close();
        self.sink.send(Message::Close(Some(close.frame()))).await
    }
}
