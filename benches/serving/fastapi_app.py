"""fastapi_app.py PORT VARIANT: the synthetic model on FastAPI and uvicorn, called from its thread pool.

The model's device is one, as it is for the others: a lock stands for it.
"""

import sys
import threading

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from synthetic import Model

app = FastAPI()
model = Model(sys.argv[2])
device = threading.Lock()


class Numbered(BaseModel):
    id: int


@app.post("/predict")
def predict(question: Numbered) -> Numbered:
    with device:
        [answer] = model.answer([question.id])
    return Numbered(id=answer)


@app.get("/livez")
async def livez() -> str:
    return "live"


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
