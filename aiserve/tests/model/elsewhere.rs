//! Models whose answers are futures.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aiserve::model::{Batch, Model, PredictAsync};
use aiserve::{Problem, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use crate::within;

/// Asks a service over a socket for each input.
struct Asks(std::net::SocketAddr);

impl PredictAsync for Asks {
    type Input = u8;
    type Output = u8;

    async fn predict_async(&mut self, batch: Batch<u8>) -> Vec<Result<u8>> {
        let mut answers = Vec::new();
        for input in batch {
            answers.push(asked(self.0, input).await);
        }
        answers
    }

    async fn warm_up_async(&mut self) -> Result<()> {
        TcpStream::connect(self.0).await?;
        Ok(())
    }
}

async fn asked(address: std::net::SocketAddr, input: u8) -> Result<u8> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&[input]).await?;
    match stream.read_u8().await? {
        0 => Err(Problem::not_found("nothing is there")),
        answer => Ok(answer),
    }
}

#[tokio::test]
async fn a_model_elsewhere_is_asked_by_sockets() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let Ok(input) = stream.read_u8().await else { continue };
            stream.write_u8(input.wrapping_add(1)).await.unwrap();
        }
    });
    let model = Model::builder(move |_| Ok::<_, Problem>(Asks(address))).start().unwrap();
    within(model.ready()).await.unwrap();
    assert_eq!(within(model.predict(7)).await.unwrap(), 8);
    let problem = Problem::from(within(model.predict(255)).await.unwrap_err());
    assert_eq!(problem.status(), 404);
}

/// Waits until all replicas wait.
struct Together(Arc<Barrier>, Arc<AtomicUsize>);

impl PredictAsync for Together {
    type Input = ();
    type Output = ();

    async fn predict_async(&mut self, batch: Batch<()>) -> Vec<Result<()>> {
        self.0.wait().await;
        self.1.fetch_add(batch.len(), Ordering::SeqCst);
        batch.into_iter().map(Ok).collect()
    }
}

#[tokio::test]
async fn replicas_wait_side_by_side() {
    let (barrier, done) = (Arc::new(Barrier::new(3)), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&done);
    let model = Model::builder(move |_| Ok::<_, Problem>(Together(Arc::clone(&barrier), Arc::clone(&counted))));
    let model = model.replicas(3).max_batch(1).deadline(Duration::from_mins(1)).start().unwrap();
    within(model.ready()).await.unwrap();
    let (one, two, three) =
        within(async { tokio::join!(model.predict(()), model.predict(()), model.predict(())) }).await;
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(done.load(Ordering::SeqCst), 3);
}
