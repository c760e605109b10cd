//! What browsers and networks ask for: other origins, compressed bodies. By tower-http.

use super::App;

#[cfg(feature = "cors")]
mod cors {
    use std::time::Duration;

    use http::{HeaderName, HeaderValue};
    use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

    use super::App;

    /// How long a browser need not ask again.
    const MAX_AGE: Duration = Duration::from_mins(10);

    impl<S: Send + Sync + 'static> App<S> {
        /// Lets pages of these origins call the service from a browser
        /// ([CORS](https://fetch.spec.whatwg.org/#http-cors-protocol)): `https://app.example`, or `*` for all. Pages of the origins
        /// that are named may send cookies; those of `*` may not. Every method and header is allowed, and pages see
        /// `x-request-id`, `retry-after` and `ratelimit`.
        ///
        /// For other rules take [tower-http's `CorsLayer`](https://docs.rs/tower-http/latest/tower_http/cors/) by
        /// [`layer`](Self::layer).
        ///
        /// # Examples
        /// ```
        /// use aiserve::prelude::*;
        ///
        /// #[endpoint(GET "/price")]
        /// async fn price() -> u32 {
        ///     7
        /// }
        ///
        /// # tokio::runtime::Runtime::new()?.block_on(async {
        /// let app = App::stateless().mount(routes![price]).cors(["https://app.example"]);
        /// let client = TestClient::new(app).await;
        /// let reply = client.get("/price").header("origin", "https://app.example").send().await;
        /// reply.assert_header("access-control-allow-origin", "https://app.example");
        /// # });
        /// # Ok::<_, std::io::Error>(())
        /// ```
        pub fn cors<O: AsRef<str>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
            let origins: Vec<String> = origins.into_iter().map(|origin| origin.as_ref().to_owned()).collect();
            self.mistakes.extend(origins.iter().filter_map(|origin| mistake(origin)));
            let is_any = origins.iter().any(|origin| origin == "*");
            let named: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
            let exposed = ["x-request-id", "retry-after", "ratelimit"].map(HeaderName::from_static);
            let layer = CorsLayer::new()
                .allow_methods(AllowMethods::mirror_request())
                .allow_headers(AllowHeaders::mirror_request())
                .expose_headers(exposed)
                .max_age(MAX_AGE);
            self.layer(if is_any {
                layer.allow_origin(AllowOrigin::any())
            } else {
                layer.allow_origin(AllowOrigin::list(named)).allow_credentials(true)
            })
        }
    }

    /// What is wrong with an origin. A browser sends no path, so that one with a slash at its end is never met.
    fn mistake(origin: &str) -> Option<String> {
        let is_right = origin == "*"
            || origin.split_once("://").is_some_and(|(scheme, host)| {
                let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
                is_plain(scheme) && is_plain(host) && !host.contains('/') && !host.contains(',')
            });
        let hint = "an origin is scheme and host without a path, as in `https://app.example`, or `*`";
        (!is_right).then(|| format!("the origin `{origin}` is wrong: {hint}"))
    }
}

#[cfg(feature = "compression")]
mod compression {
    use tower_http::compression::CompressionLayer;
    use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
    use tower_http::decompression::RequestDecompressionLayer;

    use super::App;

    impl<S: Send + Sync + 'static> App<S> {
        /// Compresses replies by gzip for clients that take it: those of 32 bytes and more, but not pictures, nor streams of
        /// events or lines, whose items would wait for each other.
        pub fn compress(self) -> Self {
            let predicate = DefaultPredicate::new()
                .and(NotForContentType::const_new("application/jsonl"))
                .and(NotForContentType::const_new("application/x-ndjson"));
            self.layer(CompressionLayer::new().gzip(true).compress_when(predicate))
        }

        /// Takes bodies that are compressed by gzip. The limit of a body is that of what comes out, so that a small one that
        /// would become large is refused by 413. Others are refused by 415.
        pub fn decompress(self) -> Self {
            self.layer(RequestDecompressionLayer::new().gzip(true))
        }
    }
}
