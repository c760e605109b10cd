//! Names of components: short, qualified on both sides of a clash, whatever the order of the routes.

use aiserve::prelude::*;
use serde_json::Value;

use crate::{of, schemas};

mod billing {
    use aiserve::prelude::*;

    #[payload]
    pub(super) struct Row {
        amount: bool,
    }

    #[endpoint(POST "/billing")]
    pub(super) async fn read(row: Row) -> Row {
        row
    }
}

mod catalog {
    use aiserve::prelude::*;

    #[payload]
    pub(super) struct Row {
        title: bool,
    }

    #[endpoint(POST "/catalog")]
    pub(super) async fn read(row: Json<Vec<Row>>) -> NoContent {
        let _ = row;
        NoContent
    }
}

fn names(schemas: &Value) -> Vec<&str> {
    schemas.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_name_is_short_where_nothing_else_has_it() {
    assert_eq!(names(&schemas(of(routes![billing::read]))), ["Row"]);
    assert_eq!(names(&schemas(of(routes![catalog::read]))), ["Row"]);
}

#[test]
fn both_sides_of_a_clash_are_qualified_in_any_order() {
    let (one, other) = (routes![billing::read, catalog::read], routes![catalog::read, billing::read]);
    let (one, other) = (schemas(of(one)), schemas(of(other)));
    assert_eq!(names(&one), ["document_names_billing_Row", "document_names_catalog_Row"]);
    assert_eq!(one, other);
    assert!(one["document_names_billing_Row"]["properties"]["amount"].is_object());
}

#[test]
fn operations_of_one_name_are_qualified_too() {
    let document = of(routes![billing::read, catalog::read]);
    let id = |path: &str| document["paths"][path]["post"]["operationId"].clone();
    assert_eq!(id("/billing"), "document_names_billing_read");
    assert_eq!(id("/catalog"), "document_names_catalog_read");
}

#[payload]
struct Page<T> {
    items: Vec<T>,
}

#[payload]
struct Item {
    a: bool,
}

#[endpoint(POST "/pages")]
async fn pages(body: Page<Page<Item>>) -> Page<Option<u8>> {
    let _ = body;
    Page { items: Vec::new() }
}

#[test]
fn instances_of_a_generic_type_are_named_by_their_arguments() {
    assert_eq!(names(&schemas(of(routes![pages]))), ["Item", "Page_Item", "Page_Option_u8", "Page_Page_Item"]);
}

mod generic_clash {
    use aiserve::prelude::*;

    #[endpoint(POST "/clash")]
    pub(super) async fn read(
        #[body] one: super::Page<super::billing::Row>,
        #[body] other: super::Page<super::catalog::Row>,
    ) -> NoContent {
        let _ = (one, other);
        NoContent
    }
}

#[test]
fn instances_clash_as_their_arguments_do() {
    let schemas = schemas(of(routes![generic_clash::read]));
    let names = names(&schemas);
    assert_eq!(names.len(), 5, "{names:?}");
    let pages: Vec<&&str> = names.iter().filter(|name| name.contains("Page")).collect();
    assert!(pages.iter().any(|name| name.contains("billing")) && pages.iter().any(|name| name.contains("catalog")));
    let allowed = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    assert!(names.iter().all(|name| allowed(name)), "{names:?}");
}

#[test]
fn types_of_one_name_in_two_functions_stay_apart() {
    macro_rules! endpoint_with_type {
        ($name:ident $path:literal $field:ident) => {
            fn $name() -> impl aiserve::route::Mount<()> {
                #[payload]
                struct Local {
                    $field: bool,
                }
                #[endpoint(POST $path)]
                async fn read(body: Local) -> NoContent {
                    let _ = body;
                    NoContent
                }
                routes![read]
            }
        };
    }
    endpoint_with_type!(one "/one" a);
    endpoint_with_type!(two "/two" b);
    let document = crate::document(&App::stateless().mount(one()).mount(two()));
    let body = |path: &str| {
        let schema = &document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        document.pointer(&schema["$ref"].as_str().unwrap()[1..]).unwrap()["properties"].clone()
    };
    assert!(body("/one").get("a").is_some() && body("/two").get("b").is_some());
    assert_eq!(names(&schemas(document)).len(), 2);
}

mod pinned {
    use aiserve::prelude::*;

    #[payload]
    #[schema(rename = "The.Row")]
    pub(super) struct One {
        a: bool,
    }

    #[payload]
    #[schema(rename = "The.Row")]
    pub(super) struct Two {
        b: bool,
    }

    #[endpoint(POST "/one")]
    pub(super) async fn one(body: One) -> NoContent {
        let _ = body;
        NoContent
    }

    #[endpoint(POST "/two")]
    pub(super) async fn two(body: Two) -> NoContent {
        let _ = body;
        NoContent
    }
}

#[test]
fn a_pinned_name_is_that_name_and_two_of_them_are_an_error() {
    assert_eq!(names(&schemas(of(routes![pinned::one]))), ["The.Row"]);
    let error = App::stateless().mount(routes![pinned::one, pinned::two]).openapi().unwrap_err().to_string();
    assert!(error.contains("`The.Row`") && error.contains("pinned::One") && error.contains("pinned::Two"), "{error}");
}

#[test]
fn a_type_may_be_called_as_a_schema_of_problems() {
    #[payload]
    struct Problem {
        mine: bool,
    }
    #[endpoint(POST "/")]
    async fn read(body: Problem) -> NoContent {
        let _ = body;
        NoContent
    }
    let document = of(routes![read]);
    let body = &document["paths"]["/"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let mine = document.pointer(&body.as_str().unwrap()[1..]).unwrap();
    assert!(mine["properties"]["mine"].is_object());
    assert!(document["components"]["schemas"]["Problem"]["properties"]["title"].is_object());
}

#[test]
fn a_variant_s_component_gives_way_to_nobody() {
    #[payload]
    #[serde(tag = "type")]
    enum Shape {
        Circle { radius: f64 },
        Square { side: f64 },
    }
    #[payload]
    #[allow(non_camel_case_types, reason = "the name that the variant's component has")]
    struct Shape_Circle {
        mine: bool,
    }
    #[endpoint(POST "/")]
    async fn read(#[body] shape: Shape, #[body] other: Shape_Circle) -> NoContent {
        let _ = (shape, other);
        NoContent
    }
    let document = of(routes![read]);
    let all = document["components"]["schemas"].as_object().unwrap();
    let with = |key: &str| all.values().filter(|schema| schema["properties"].get(key).is_some()).count();
    assert_eq!((with("mine"), with("radius")), (1, 1));
    assert!(!all.contains_key("Shape_Circle"), "neither has the name that both want");
}
