//! A panic in an endpoint is one 500; the process, the connection and the other requests go on.

use serde_json::json;

use crate::{Server, zoo};

#[tokio::test]
async fn a_panic_is_a_500_and_the_connection_goes_on() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    for _ in 0..3 {
        connection.get("/panic").await;
        let problem = connection.reply().await.assert_problem(500);
        assert_eq!(problem, json!({"type": "about:blank", "title": "Internal Server Error", "status": 500}));
        connection.get("/panic?at=7").await;
        assert_eq!(connection.reply().await.json(), 7);
    }
}

#[tokio::test]
async fn a_panic_under_a_layer_is_a_500_too() {
    let app = zoo::app().layer(tower::layer::util::Identity::new());
    let server = Server::start(app).await;
    let mut connection = server.connect().await;
    connection.get("/panic").await;
    connection.reply().await.assert_problem(500);
    connection.get("/panic?at=7").await;
    assert_eq!(connection.reply().await.json(), 7);
}
