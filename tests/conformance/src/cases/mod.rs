//! The cases by name, and what they have in common: FastAPI's error format and its redirect of a missing slash.

use std::pin::Pin;

use aiserve::prelude::*;
use tokio::net::TcpListener;

/// Serves a case, whatever its state is.
pub(crate) type Serve = fn(TcpListener) -> Pin<Box<dyn Future<Output = Result<(), aiserve::Error>>>>;

macro_rules! cases {
    ($($name:literal $module:ident),* $(,)?) => {
        $(mod $module;)*

        const CASES: &[(&str, Serve)] = &[$(($name, |listener| Box::pin($module::app().serve(listener)))),*];
    };
}

cases! {
    "01-path-order" path_order,
    "02-path-enum" path_enum,
    "04-path-query-numbers" path_query_numbers,
    "06-query-alias" query_alias,
    "07-query-list" query_list,
    "09-query-model" query_model,
    "10-header-list" header_list,
    "13-path-query-body" path_query_body,
    "14-body-several" body_several,
    "16-body-nested" body_nested,
    "19-patch" patch,
    "20-body-examples" body_examples,
    "21-extra-types" extra_types,
    "23-response-filter" response_filter,
    "25-response-union" response_union,
    "27-responses-file" responses_file,
    "29-error-422-body" error_422_body,
    "32-sub-dependency" sub_dependency,
    "30-form-and-files" form_and_files,
    "35-oauth2-scopes" oauth2_scopes,
    "36-sse-fields" sse_fields,
    "38-json-lines" json_lines,
    "39-lifespan-model" lifespan_model,
    "40-ws-dependency" ws_dependency,
    "51-recursion" recursion,
    "52-tagged-unions" tagged_unions,
    "53-auth-before-body" auth_before_body,
}

/// What serves a case, by the name of its folder.
pub(crate) fn serve(name: &str) -> Option<Serve> {
    CASES.iter().find(|(case, _)| *case == name).map(|(_, serve)| *serve)
}

/// The names of all cases.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(name, _)| *name)
}

/// An app that speaks as FastAPI does where aiserve's own way differs.
fn like_fastapi<S: Send + Sync + 'static>(app: App<S>) -> App<S> {
    app.errors(ErrorFormat::FastApi).redirect_slashes(true)
}
