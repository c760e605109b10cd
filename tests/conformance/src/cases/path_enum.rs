//! A path parameter with a fixed set of values.

use aiserve::prelude::*;

#[payload]
#[serde(rename_all = "lowercase")]
#[allow(clippy::enum_variant_names, reason = "the models are called so")]
enum ModelName {
    AlexNet,
    ResNet,
    LeNet,
}

#[payload]
struct Model {
    model_name: ModelName,
    message: String,
}

#[endpoint(GET "/models/{model_name}")]
async fn get_model(model_name: ModelName) -> Model {
    let message = match model_name {
        ModelName::AlexNet => "Deep Learning FTW!",
        ModelName::LeNet => "LeCNN all the images",
        ModelName::ResNet => "Have some residuals",
    };
    Model { model_name, message: message.to_owned() }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![get_model])
}
