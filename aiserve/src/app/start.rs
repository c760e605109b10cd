//! Starting an app: its routes become a table, its state is loaded.

use std::sync::{Arc, Mutex};

use http::Method;

use super::App;
use super::begin::{Begun, Run};
use super::fallback::Fallbacks;
use super::handler::Handler;
use super::health::Health;
use super::pages::Page;
use super::served::Shell;
use super::started::{Core, Started};
use super::way::Way;
use crate::extract::{Settings, Shared};
use crate::route::{Entry, Next, Placed, Planned, Table};
use crate::stop::Stop;
use crate::tasks::Tasks;
use crate::{Config, Error};

impl<S: Send + Sync + 'static> App<S> {
    /// Checks the app, loads its state, and makes it a service. The configuration is that of [`Config::load`].
    ///
    /// # Errors
    /// Everything that is wrong with the app, or what its loading says.
    pub async fn start(self) -> Result<Started<S>, Error> {
        let config = Config::load()?;
        self.start_with(&config).await
    }

    pub(crate) async fn start_with(mut self, config: &Config) -> Result<Started<S>, Error> {
        let (mut plan, documents) = self.built(self.version)?;
        let run = Run { config, tasks: Tasks::default(), streams: Stop::default() };
        let health = Arc::new(Health::default());
        let ways: Vec<_> = plan.routes.iter().map(|route| Way::new(&route.placed, &run.streams)).collect();
        let unrouted = Way::of_none(self.settings, self.timeout, &run.streams);
        let counted: Arc<[_]> = ways.iter().chain([&unrouted]).map(Arc::clone).collect();
        let pages = self.pages(documents, &health, &counted, &mut plan.index);
        let (settings, redirect_slashes) = (self.settings, self.redirect_slashes);
        let root_path = std::mem::take(&mut self.info.root_path);
        let layers = std::mem::take(&mut self.layers);
        let fallbacks = Fallbacks::open(std::mem::take(&mut self.fallbacks))?;
        let Begun { shared, models, nested, end } = self.begin(&plan.routes, &run).await?;
        health.uses(models);
        let routes = entries(plan.routes, ways, nested, &shared);
        let pages = pages.into_iter().filter(|(slot, _)| !routes.iter().any(|(taken, _)| taken == slot));
        let pages: Vec<_> = pages.map(|(slot, entry)| (slot, page(entry, settings))).collect();
        let core = Core {
            table: Table::new(&plan.index, routes.into_iter().chain(pages)),
            shared,
            settings,
            redirect_slashes,
            root_path,
            fallbacks,
            health,
            end: Mutex::new(Some(end)),
            unrouted,
            outer: Way::of_none(settings, None, &run.streams),
            shell: Shell::of(config),
        };
        Ok(Started::within(&layers, core))
    }
}

/// The routes as entries of the table, each with its place. `nested` answers those of nested apps, in their order.
fn entries<S: Send + Sync + 'static>(
    routes: Vec<Planned<S>>,
    ways: Vec<Arc<Way>>,
    nested: Vec<Next>,
    shared: &Arc<Shared<S>>,
) -> Vec<(usize, Entry<Handler<S>>)> {
    let mut nested = nested.into_iter();
    let entries = routes.into_iter().zip(ways).filter_map(|(Planned { placed, own }, way)| {
        let handler = match own {
            Some(own) => Handler::of(own, shared, way),
            None => Handler::Layered(nested.next()?, way),
        };
        let Placed { operation, prefix, slot, .. } = placed;
        let method = Method::from_bytes(operation.method.name().as_bytes()).expect("names of methods are tokens");
        Some((slot, Entry { method, template: operation.path, prefix, handler }))
    });
    entries.collect()
}

fn page<S>(entry: Entry<Page>, settings: Settings) -> Entry<Handler<S>> {
    let Entry { method, template, prefix, handler } = entry;
    Entry { method, template, prefix, handler: Handler::Page(handler, settings) }
}
