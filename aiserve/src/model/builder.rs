//! Starting a model.

use std::marker::PhantomData;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use super::generate::Generate;
use super::generating::Generating;
use super::handle::{Asking, Shared, Use};
use super::predict::Predict;
use super::predicting::{Copies, Make, Predicting};
use super::replica::{self, Engine, Factory, Replica, Seats};
use super::resource::Resource;
use super::routing::Routing;
use super::scheduler::{CostShape, Due, Goal, Limits};
use super::version::Version;
use crate::{Error, Problem, Result};

/// How long a request may take if nobody says otherwise.
const DEADLINE: Duration = Duration::from_secs(30);

/// Where models begin: [`Model::builder`].
#[derive(Debug)]
pub struct Model<M>(PhantomData<fn() -> M>);

impl<M: Predict> Model<M> {
    /// Describes a model and how a replica of it is made. The factory runs on the replica's own thread, again after a
    /// panic.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    /// use aiserve::model::{Batch, Model, Predict};
    ///
    /// struct Doubles;
    ///
    /// impl Predict for Doubles {
    ///     type Input = u32;
    ///     type Output = u32;
    ///
    ///     fn predict(&mut self, batch: Batch<u32>) -> Vec<aiserve::Result<u32>> {
    ///         batch.into_iter().map(|number| Ok(2 * number)).collect()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let model = Model::builder(|_| Ok::<_, aiserve::Problem>(Doubles))
    ///     .replicas(2)
    ///     .max_batch(32)
    ///     .deadline(Duration::from_secs(2))
    ///     .start()?;
    /// model.ready().await?;
    /// assert_eq!(model.predict(21).await?, 42);
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder<F, E>(make: F) -> ModelBuilder<M>
    where
        F: Fn(&Replica) -> Result<M, E> + Send + Sync + 'static,
        E: Into<Problem>,
    {
        ModelBuilder::new(make, Arc::new(|make| predicting(make, None)), false)
    }
}

impl<G: Generate> Model<G> {
    /// Describes a model that answers by streams, and how a replica of it is made; as [`builder`](Self::builder) otherwise.
    /// [`max_batch`](ModelBuilder::max_batch) is how many inputs run side by side in each replica.
    ///
    /// # Examples
    /// ```
    /// use aiserve::model::{Generate, Model, Running};
    ///
    /// /// Repeats a word.
    /// struct Parrot;
    ///
    /// impl Generate for Parrot {
    ///     type Input = (String, usize);
    ///     type Token = String;
    ///     type State = (String, usize);
    ///
    ///     fn join(&mut self, input: (String, usize)) -> aiserve::Result<(String, usize)> {
    ///         Ok(input)
    ///     }
    ///
    ///     fn step(&mut self, running: &mut [Running<Self>]) {
    ///         for one in running {
    ///             let (word, left) = &mut one.state;
    ///             let word = word.clone();
    ///             match left.checked_sub(1) {
    ///                 Some(fewer) => {
    ///                     *left = fewer;
    ///                     one.push(word);
    ///                 }
    ///                 None => one.finish(),
    ///             }
    ///         }
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let model = Model::generator(|_| Ok::<_, aiserve::Problem>(Parrot)).max_batch(8).start()?;
    /// model.ready().await?;
    /// let mut tokens = std::pin::pin!(model.stream(("hello".to_owned(), 2)).await?);
    /// let mut count = 0;
    /// while let Some(token) = std::future::poll_fn(|cx| futures_core::Stream::poll_next(tokens.as_mut(), cx)).await {
    ///     assert_eq!(token?, "hello");
    ///     count += 1;
    /// }
    /// assert_eq!(count, 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn generator<F, E>(make: F) -> ModelBuilder<G>
    where
        F: Fn(&Replica) -> Result<G, E> + Send + Sync + 'static,
        E: Into<Problem>,
    {
        ModelBuilder::new(make, Arc::new(generating), true)
    }
}

/// A model that is about to start.
#[must_use]
pub struct ModelBuilder<M> {
    make: Make<M>,
    rebuild: Rebuild<M>,
    streams: bool,
    name: String,
    deadline: Duration,
    devices: Vec<String>,
    resource: Option<Resource>,
    limits: Limits,
}

impl<M: Predict> ModelBuilder<M> {
    /// After a panic, tries the halves of the batch again until the culprit is alone: it fails, and the others are
    /// answered. Costs a copy of each input.
    pub fn isolate(mut self) -> Self
    where
        M::Input: Clone,
    {
        self.rebuild = Arc::new(|make| predicting(make, Some(Clone::clone)));
        self
    }
}

impl<M: 'static> ModelBuilder<M> {
    fn new<F, E>(make: F, rebuild: Rebuild<M>, streams: bool) -> Self
    where
        F: Fn(&Replica) -> Result<M, E> + Send + Sync + 'static,
        E: Into<Problem>,
    {
        Self {
            make: Arc::new(move |replica| make(replica).map_err(Into::into)),
            rebuild,
            streams,
            name: type_name::<M>(),
            deadline: DEADLINE,
            devices: Vec::new(),
            resource: None,
            limits: Limits::default(),
        }
    }

    /// Its name in metrics and logs; the type's own by default.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How many copies of the model answer side by side, each on a thread of its own; 1 by default.
    pub fn replicas(mut self, replicas: usize) -> Self {
        self.limits.replicas = replicas;
        self
    }

    /// Most inputs of a batch; 32 by default. There is no waiting for a batch to fill: it has what waits when a replica
    /// is free.
    pub fn max_batch(mut self, max_batch: usize) -> Self {
        self.limits.max_batch = max_batch;
        self
    }

    /// Most that the inputs of a batch may [cost](Predict::cost) together; without limit by default. An input that alone
    /// costs more is refused, with 413.
    pub fn max_cost(mut self, max_cost: u64) -> Self {
        self.limits.max_cost = max_cost;
        self
    }

    /// A batch costs as many times its largest input as it has inputs, because the model pads them to one length. By
    /// default it costs the sum.
    pub fn padded(mut self) -> Self {
        self.limits.shape = CostShape::Padded;
        self
    }

    /// How long a request may take from its arrival to its answer; 30 s by default. What can't make it is refused at once
    /// with 429 and `Retry-After`. A client may ask for less by `x-request-timeout` or `grpc-timeout`.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Most requests that wait, as a guard of memory; 10,000 by default. The deadline refuses earlier than this.
    pub fn max_waiting(mut self, max_waiting: usize) -> Self {
        self.limits.max_waiting = max_waiting;
        self
    }

    /// What batching is for; [`Goal::Balanced`] by default.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.limits.goal = goal;
        self
    }

    /// The devices that replicas are made on, in turn; see [`Replica::device`].
    pub fn devices<D: Into<String>>(mut self, devices: impl IntoIterator<Item = D>) -> Self {
        self.devices = devices.into_iter().map(Into::into).collect();
        self
    }

    /// A device that other models use as well: a batch waits for a place on it.
    pub fn resource(mut self, resource: &Resource) -> Self {
        self.resource = Some(resource.clone());
        self
    }

    /// Starts the replicas' threads, which make the model and warm it up. Does not wait for them: until they are ready,
    /// requests are answered by 503, as `/readyz` is; see [`Use::ready`].
    ///
    /// # Errors
    /// A setting that can't be, or threads that the system refuses.
    pub fn start(self) -> Result<Use<M>, Error> {
        let Self { make, rebuild, streams, name, deadline, devices, resource, limits } = self;
        for (word, value) in [("replicas", limits.replicas), ("max_batch", limits.max_batch)] {
            if value == 0 {
                return Err(Error::new(format!("the model `{name}` can't start: `{word}` is 0 and must be 1 or more")));
            }
        }
        let plan = Plan { devices, streams, resource, limits };
        let version = plan.start(&name, "1".to_owned(), &rebuild(make))?;
        let routing = RwLock::new(Routing::new(version));
        let shared = Shared { name, deadline, routing, plan, rebuild: Box::new(rebuild) };
        Ok(Use { shared: Arc::new(shared), ask: Asking::default(), model: PhantomData })
    }
}

/// How the versions of a model are started.
pub(super) struct Plan {
    devices: Vec<String>,
    streams: bool,
    resource: Option<Resource>,
    limits: Limits,
}

/// How what makes a model becomes what makes its engine.
pub(super) type Rebuild<M> = Arc<dyn Fn(Make<M>) -> Factory + Send + Sync>;

impl Plan {
    /// Starts a version.
    pub(super) fn start(&self, name: &str, label: String, factory: &Factory) -> Result<Arc<Version>, Error> {
        let Self { devices, streams, resource, limits } = self;
        let threads = limits.replicas;
        let seats = Seats { places: limits.max_batch, resource: resource.clone() };
        let version = if *streams {
            // To the scheduler each place is a replica that runs one input; the model takes the device by itself.
            let limits =
                Limits { replicas: threads * limits.max_batch, max_batch: 1, due: Due::Start, ..limits.clone() };
            Version::new(name.to_owned(), label, threads, limits, None)
        } else {
            // Who waits for a device that others use too has been held already.
            let max_hold = if resource.is_some() { Some(Duration::ZERO) } else { limits.max_hold };
            Version::new(name.to_owned(), label, threads, Limits { max_hold, ..limits.clone() }, resource.clone())
        };
        let version = Arc::new(version);
        replica::start(name, &version, devices, factory, &seats)
            .map_err(|error| Error::new(format!("the threads of the model `{name}` can't start")).because(error))?;
        Ok(version)
    }
}

fn predicting<M: Predict>(make: Make<M>, copy: Option<Copies<M>>) -> Factory {
    Arc::new(move |replica, _| {
        let engine = Predicting::new(Arc::clone(&make), replica, copy)?;
        Ok(Box::new(engine) as Box<dyn Engine>)
    })
}

fn generating<G: Generate>(make: Make<G>) -> Factory {
    Arc::new(move |replica, seats| {
        let engine = Generating::new(make(replica)?, seats.places, seats.resource.clone());
        Ok(Box::new(engine) as Box<dyn Engine>)
    })
}

/// The last name in a type's path, without its parameters.
fn type_name<M>() -> String {
    let path = std::any::type_name::<M>();
    let path = path.split('<').next().unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path).to_owned()
}

impl<M> std::fmt::Debug for ModelBuilder<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelBuilder").field("name", &self.name).field("limits", &self.limits).finish_non_exhaustive()
    }
}
