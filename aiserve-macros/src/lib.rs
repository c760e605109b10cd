//! The compile-time half of aiserve. Users name these macros through the `aiserve` crate.
//!
//! Every macro runs the same pipeline (`driver`): parse attributes, check, build plain data, emit. Mistakes are
//! collected (`ctxt`) and reported together; the user's item is always written out again.

mod check;
mod ctxt;
mod driver;
mod emit;
mod ir;
mod parse;

use ir::endpoint::RouteKind;
use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Path, Token};

/// Makes a type a JSON body: it is read, written, validated and documented.
///
/// serde's and garde's attributes work as with their own derives; `#[payload(default = ..)]` on a field gives a missing
/// field a value and documents it.
#[proc_macro_attribute]
pub fn payload(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let (arguments, tokens) = (TokenStream2::from(arguments), TokenStream2::from(item.clone()));
    match syn::parse(item) {
        Ok(item) => driver::run(Ok(item), |item, ctxt| driver::payload(&arguments, item, ctxt)).into(),
        Err(error) => driver::no_payload(&tokens, &error).into(),
    }
}

/// Describes a type's wire form, from its fields and its serde and garde attributes.
///
/// `#[schema(..)]` adds what those lack: `as = Type`, `rename`, `inline`, `title`, `example`, `deprecated`, `secret`, and
/// the limits `gt`, `lt` and `multiple_of`.
#[proc_macro_derive(Schema, attributes(schema, serde, garde))]
pub fn schema(item: TokenStream) -> TokenStream {
    driver::run(syn::parse(item), driver::schema).into()
}

/// Makes an async function an operation of the API: read from the request, validated, documented, routed.
///
/// `#[endpoint(METHOD "/path/{name}", status = 201, timeout = 5, concurrency = 8, tags("shop"), id = "..", summary = "..",
/// description = "..", deprecated, hidden, depends(audit), callbacks(paid), external_docs(url = ".."), extensions("x-internal" = true))]`.
/// The first paragraph of the doc comment is the summary, the rest the description. `timeout` is in seconds, as in
/// `0.25`, and 504 is documented then; `concurrency` is how many
/// requests to it are answered at a time, beside 503. The function stays an ordinary function; `routes![name]` mounts it.
///
/// An argument that is named in the path is read from there. Others are marked `#[query]`, `#[header]`, `#[cookie]` or
/// `#[body]`, each with `rename = ".."`, `default = ..`, `title = ".."`, `example = ..`, `deprecated`; `#[garde(..)]` and
/// `#[schema(gt = .., lt = .., multiple_of = ..)]` give them rules. A list takes repeated keys, and a struct or map in a
/// query `name[key]=..`. What has no mark is read as its type says: `State<T>`,
/// `Json<T>`, `Query<T>`, `Path<T>`, `Header<T>`, `Cookie<T>`, or the body if the type is a `#[payload]`.
///
/// A function without a body, `async fn paid(invoice: Invoice) -> NoContent;`, is described and not implemented: as a
/// callback of another operation (`callbacks(paid)`) or a webhook (`App::webhooks`), which others answer, or mounted, where
/// it answers 501 to valid input until it gets its body. The path of a callback is an expression,
/// `"{$request.body#/callback_url}/paid"`, and that of a webhook its name, `"invoice-paid"`.
#[proc_macro_attribute]
pub fn endpoint(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = arguments.into();
    let item = syn::parse::<parse::function::Function>(item);
    let expand = |function: &parse::function::Function, ctxt: &ctxt::Ctxt| {
        let kind = if function.has_body { RouteKind::Endpoint } else { RouteKind::Described };
        driver::endpoint(kind, arguments, &function.item, ctxt)
    };
    driver::run(item, expand).into()
}

/// Makes an async function a WebSocket: `#[websocket("/rooms/{room}")]`.
///
/// It takes what an endpoint takes, but for the body, and one argument of the type `WebSocket<In, Out>`. It returns
/// nothing or a `Result<()>`, whose error closes the connection. Its words are those of `#[endpoint(..)]`, without method
/// and status; `routes![name]` mounts it.
#[proc_macro_attribute]
pub fn websocket(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = arguments.into();
    driver::run(syn::parse(item), |item, ctxt| driver::endpoint(RouteKind::WebSocket, arguments, item, ctxt)).into()
}

/// Makes an async function a dependency: what several endpoints need, written once.
///
/// It takes arguments as an endpoint does, but for the body, and other dependencies; it returns its value, or a `Result`
/// whose error is a reply. An argument `#[depends(caller)]` of an endpoint or dependency is its value, of which everyone in
/// a request gets a clone: it runs once. `depends(audit)` among the words of `#[endpoint(..)]`, and `.depends(audit)` of a
/// router or app, run it for its effect.
#[proc_macro_attribute]
pub fn dependency(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = TokenStream2::from(arguments);
    driver::run(syn::parse(item), |item, ctxt| driver::dependency(&arguments, item, ctxt)).into()
}

/// Makes a struct a security scheme: an argument that holds what the client showed, and is refused with a 401 if it
/// showed nothing.
///
/// `#[security(api_key(header = "x-api-key"))]` (also `query` and `cookie`), `bearer`, `bearer(format = "JWT")`, `basic`
/// (with the feature `basic`), `oauth2(password(token_url = "..", scopes(me = "..")))` (also `authorization_code` and
/// `client_credentials`), `openid(url = "..")`. `name = ".."` is the scheme's name in the document. The field is a
/// `String`, for `basic` a `Login`, or an `Option` of it if the client may show nothing.
#[proc_macro_attribute]
pub fn security(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = TokenStream2::from(arguments);
    driver::run(syn::parse(item), |item, ctxt| driver::security(arguments, item, ctxt)).into()
}

/// Lists endpoints to mount: `App::mount(routes![list, shop::create])`.
///
/// Two endpoints of one list that answer the same requests do not compile.
#[proc_macro]
pub fn routes(paths: TokenStream) -> TokenStream {
    let paths = Punctuated::<Path, Token![,]>::parse_terminated.parse(paths);
    driver::run_expression(paths, driver::routes).into()
}

/// Makes every field of a type available to endpoints as `State<FieldType>`.
///
/// Fields are cloned for each request that asks for them. `#[state(skip)]` leaves a field out.
#[proc_macro_derive(AppState, attributes(state))]
pub fn app_state(item: TokenStream) -> TokenStream {
    driver::run(syn::parse(item), driver::app_state).into()
}

/// Makes an error type a documented reply: one for each variant.
///
/// `#[status(404)]` on a variant (or on a struct) sets the status, its doc comment is the reply's description, and its
/// `Display` text is sent. `code = ".."` sets the stable code (the variant's name in snake case unless said),
/// `retry_after = 60` the header field in seconds; `hidden` keeps the text in the log.
#[proc_macro_derive(ApiError, attributes(status))]
pub fn api_error(item: TokenStream) -> TokenStream {
    driver::run(syn::parse(item), driver::api_error).into()
}
