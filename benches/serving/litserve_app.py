"""litserve_app.py PORT VARIANT: the synthetic model on LitServe."""

import sys

import litserve
from synthetic import MAX_BATCH, Model


class Api(litserve.LitAPI):
    def setup(self, device):
        self.model = Model(sys.argv[2])

    def decode_request(self, request):
        return request["id"]

    def batch(self, inputs):
        return inputs

    def predict(self, ids):
        return self.model.answer(ids)

    def unbatch(self, answers):
        return answers

    def encode_response(self, answer):
        return {"id": answer}


if __name__ == "__main__":
    api = Api(max_batch_size=MAX_BATCH, batch_timeout=0.01)
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=1, timeout=30)
    server.run(host="127.0.0.1", port=int(sys.argv[1]), log_level="error", generate_client_file=False)
