//! What is counted, in the text form of Prometheus.

use std::sync::OnceLock;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// A process has one recorder, however many engines it has.
static RECORDER: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();

/// Upper bounds in seconds: from a call that computes to one that waits for another server.
const BUCKETS: &[f64] = &[
    0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// Makes the process count.
pub(crate) fn install() -> Result<(), String> {
    let recorder = RECORDER.get_or_init(|| {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), BUCKETS)
            .and_then(PrometheusBuilder::install_recorder)
            .map_err(|error| format!("metrics cannot be collected for Prometheus: {error}"))
    });
    recorder.as_ref().map(|_| ()).map_err(Clone::clone)
}

pub(super) fn route(path: &str) -> Router {
    Router::new().route(
        path,
        get(async || {
            let text = match RECORDER.get() {
                Some(Ok(recorder)) => {
                    recorder.run_upkeep();
                    recorder.render()
                }
                // `install` has failed, and the engine has not started.
                _ => String::new(),
            };
            ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text)
        }),
    )
}
