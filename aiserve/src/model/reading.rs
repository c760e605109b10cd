//! What a model that runs shows of itself.

use std::sync::{Arc, PoisonError};

use super::handle::Shared;
use super::meter::Meter;
use super::models::Models;
use super::scheduler::Snapshot;
use super::version::{Phase, Readiness, Version};

/// What one version of a model shows at one moment.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) model: String,
    pub(crate) role: &'static str,
    pub(crate) state: Snapshot,
    pub(crate) phases: Vec<Phase>,
    /// Replicas that compute.
    pub(crate) busy: usize,
    pub(crate) is_ready: bool,
    read: Arc<Version>,
}

impl Reading {
    pub(super) fn of(model: &Shared, version: &Arc<Version>, role: &'static str) -> Self {
        Self {
            model: model.name.clone(),
            role,
            state: version.snapshot(),
            phases: version.phases(),
            busy: version.busy(),
            is_ready: version.readiness() == Readiness::Ready,
            read: Arc::clone(version),
        }
    }

    /// The version's label.
    pub(crate) fn version(&self) -> &str {
        &self.read.label
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.read.meter
    }
}

impl Models {
    /// What all versions of all models show.
    pub(crate) fn readings(&self) -> Vec<Reading> {
        let mut readings = Vec::new();
        for model in self.all() {
            let routing = model.routing.read().unwrap_or_else(PoisonError::into_inner);
            readings.push(Reading::of(model, &routing.current, "current"));
            if let Some(candidate) = &routing.candidate {
                readings.push(Reading::of(model, &candidate.version, candidate.role.name()));
            }
        }
        readings
    }
}
