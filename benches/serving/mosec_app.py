"""mosec_app.py PORT VARIANT: the synthetic model on mosec."""

import os
import sys

from mosec import Server, Worker
from synthetic import MAX_BATCH, Model

VARIANT = os.environ.get("VARIANT", "wait")


class Inference(Worker):
    def __init__(self):
        super().__init__()
        self.model = Model(VARIANT)

    def forward(self, data):
        return [{"id": answer} for answer in self.model.answer([question["id"] for question in data])]


if __name__ == "__main__":
    port, os.environ["VARIANT"] = sys.argv[1], sys.argv[2]
    sys.argv[1:] = ["--address", "127.0.0.1", "--port", port, "--timeout", "30000", "--log-level", "error"]
    server = Server()
    server.append_worker(Inference, num=1, max_batch_size=MAX_BATCH, max_wait_time=10, env=[{"VARIANT": os.environ["VARIANT"]}])
    server.run()
