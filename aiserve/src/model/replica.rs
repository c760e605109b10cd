//! Replicas: copies of a model, each on an OS thread of its own, made anew when they break.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::runtime::Handle;

use super::resource::Resource;
use super::version::{Phase, Version};
use crate::{Problem, Result};

/// Pauses between tries to make a replica that could not be made: the first, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// One replica of a model, as the factory that makes it sees it.
#[derive(Clone, Debug)]
pub struct Replica {
    index: usize,
    device: String,
}

impl Replica {
    pub(super) fn new(index: usize, devices: &[String]) -> Self {
        let device = devices.get(index % devices.len().max(1)).cloned().unwrap_or_else(|| "cpu".to_owned());
        Self { index, device }
    }

    /// Its number among the replicas of the model, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The device it is to use: one of [`ModelBuilder::devices`](super::ModelBuilder::devices) in turn, `cpu` by default.
    #[must_use]
    pub fn device(&self) -> &str {
        &self.device
    }
}

/// A model of any type on its thread.
pub(super) trait Engine {
    /// Prepares it for the first batch.
    fn warm_up(&mut self) -> Result<()>;

    /// Answers batches until the version ends, or the model broke.
    fn work(&mut self, version: &Version) -> Ended;
}

/// Why an engine works no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    WithItsVersion,
    /// It is in a state that nobody knows and has to be made anew.
    Broken,
}

/// Makes the engine of a replica, on its thread.
pub(super) type Factory = Arc<dyn Fn(&Replica, &Seats) -> Result<Box<dyn Engine>> + Send + Sync>;

/// What an engine of streams has to know.
#[derive(Clone)]
pub(super) struct Seats {
    /// How many inputs run side by side.
    pub(super) places: usize,
    pub(super) resource: Option<Resource>,
}

/// Starts the threads of a version.
pub(super) fn start(
    name: &str,
    version: &Arc<Version>,
    devices: &[String],
    make: &Factory,
    seats: &Seats,
) -> std::io::Result<()> {
    // What a model does there may need the runtime of who starts it: timers, sockets.
    let runtime = Handle::try_current().ok();
    for index in 0..version.threads {
        let (version, make, seats) = (Arc::clone(version), Arc::clone(make), seats.clone());
        let replica = Replica::new(index, devices);
        let thread = thread::Builder::new().name(format!("{name}-{index}"));
        let runtime = runtime.clone();
        thread.spawn(move || {
            let _entered = runtime.as_ref().map(Handle::enter);
            live(&version, &replica, &|replica| make(replica, &seats));
        })?;
    }
    Ok(())
}

/// Makes an engine.
type Make<'a> = dyn Fn(&Replica) -> Result<Box<dyn Engine>> + 'a;

/// The life of a replica.
fn live(version: &Version, replica: &Replica, make: &Make) {
    let (mut pause, longest) = PAUSES;
    loop {
        match made(version, replica, make) {
            Ok(mut engine) => {
                pause = PAUSES.0;
                version.enter(replica.index, Phase::Ready);
                let ended = engine.work(version);
                // Dropping a broken model may panic once more.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(engine)));
                if ended == Ended::WithItsVersion {
                    break;
                }
                version.meter.restarts.add(1);
            }
            Err(problem) => {
                version.enter(replica.index, Phase::Failed(problem.to_string()));
                if !version.pause(pause) {
                    break;
                }
                pause = (2 * pause).min(longest);
            }
        }
        if version.is_over() {
            break;
        }
    }
    version.enter(replica.index, Phase::Gone);
}

fn made(version: &Version, replica: &Replica, make: &Make) -> Result<Box<dyn Engine>> {
    let make = || {
        version.enter(replica.index, Phase::Loads);
        let mut engine = make(replica)?;
        version.enter(replica.index, Phase::WarmsUp);
        engine.warm_up()?;
        Ok(engine)
    };
    catch_unwind(AssertUnwindSafe(make))
        .unwrap_or_else(|panic| Err(Problem::internal(format!("it panicked: {}", message(&*panic)))))
}

/// What a panic said.
pub(super) fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no text".to_owned())
}
