//! What an app says of itself: the document's texts, and where the document is.

use super::App;
use crate::openapi::{Contact, ExternalDocs, License, OpenApiVersion, OperationName, Server, Tag};
use crate::route::Mount;

/// What the document says, and where it is.
impl<S> App<S> {
    /// Name of the API.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.info.title = title.into();
        self
    }

    /// Version of the API.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.info.version = version.into();
        self
    }

    /// One line about the API.
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.info.summary = Some(summary.into());
        self
    }

    /// About the API, Markdown.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.info.description = Some(description.into());
        self
    }

    /// Where the API's terms of service are.
    pub fn terms_of_service(mut self, url: impl Into<String>) -> Self {
        self.info.terms_of_service = Some(url.into());
        self
    }

    /// Whom to ask about the API.
    pub fn contact(mut self, contact: Contact) -> Self {
        self.info.contact = Some(contact);
        self
    }

    /// The licence of the API.
    pub fn license(mut self, license: License) -> Self {
        self.info.license = Some(license);
        self
    }

    /// An address the API is served at, besides those named before.
    pub fn server(mut self, server: Server) -> Self {
        self.info.servers.push(server);
        self
    }

    /// What a tag groups. The document shows tags in the order of these calls.
    pub fn tag(mut self, name: impl Into<String>, description: impl Into<String>) -> Self {
        self.info.tags.push(Tag { name: name.into(), description: Some(description.into()) });
        self
    }

    /// Where there is more about the API.
    pub fn external_docs(mut self, docs: ExternalDocs) -> Self {
        self.info.external_docs = Some(docs);
        self
    }

    /// A key of the document that OpenAPI does not know: `x-..`.
    pub fn extension(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.info.extensions.push((name.into(), value.into()));
        self
    }

    /// How operation ids are made. Without it, an operation's id is the function's name, qualified where two meet.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// /// `shop_list`
    /// fn tagged(operation: &OperationName<'_>) -> String {
    ///     let tag = operation.tags.first().copied().unwrap_or("default");
    ///     format!("{tag}_{}", operation.function)
    /// }
    ///
    /// let app = App::stateless().operation_ids(tagged);
    /// # let _ = app;
    /// ```
    pub fn operation_ids(mut self, make: fn(&OperationName<'_>) -> String) -> Self {
        self.ids = Some(make);
        self
    }

    /// Requests that the service sends to those who subscribed: functions without a body, whose path is the webhook's name.
    /// They are in the document (under `x-webhooks` in OpenAPI 3.0) and nowhere else.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[payload]
    /// struct Invoice {
    ///     id: u64,
    /// }
    ///
    /// /// An invoice was paid.
    /// #[endpoint(POST "invoice-paid")]
    /// async fn invoice_paid(invoice: Invoice) -> NoContent;
    ///
    /// let app = App::stateless().webhooks(routes![invoice_paid]);
    /// assert!(app.openapi().unwrap().contains("webhooks"));
    /// ```
    pub fn webhooks(mut self, webhooks: impl Mount<S>) -> Self {
        self.webhooks.push(webhooks.grow());
        self
    }

    /// The version of OpenAPI that the document is written in.
    pub fn openapi_version(mut self, version: OpenApiVersion) -> Self {
        self.version = version;
        self
    }

    /// The prefix that a proxy takes off the paths of requests: the document and redirects have it.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// let app = App::stateless().root_path("/api/v1");
    /// assert!(app.openapi().unwrap().contains(r#""url": "/api/v1""#));
    /// ```
    pub fn root_path(mut self, prefix: impl Into<String>) -> Self {
        self.info.root_path = prefix.into();
        self
    }

    /// Where the document is served; `/openapi.json` unless said.
    pub fn openapi_path(mut self, path: impl Into<String>) -> Self {
        self.openapi_path = Some(path.into());
        self
    }

    /// Does not serve the document, nor the page that needs it.
    pub fn without_openapi(mut self) -> Self {
        self.openapi_path = None;
        self
    }

    /// Where the page that shows the document is served; `/docs` unless said.
    pub fn docs_path(mut self, path: impl Into<String>) -> Self {
        self.docs_path = Some(path.into());
        self
    }

    /// Does not serve the page that shows the document.
    pub fn without_docs(mut self) -> Self {
        self.docs_path = None;
        self
    }
}
