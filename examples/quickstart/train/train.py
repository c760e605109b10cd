"""Trains the digit classifier of the quickstart, and sets its test samples aside.

Writes `model/digits.safetensors` and `testdata/held_out.csv` beside this folder. Needs no network: the data comes with
scikit-learn. From the root of the repository, with Python 3.11 or newer:

    python3 -m venv .venv
    .venv/bin/pip install -r examples/quickstart/train/requirements.txt
    .venv/bin/python examples/quickstart/train/train.py
"""

import warnings
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.ndimage import affine_transform
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

EXAMPLE = Path(__file__).resolve().parent.parent
SEED = 2024
HELD_OUT = 450
SIDE = 8
DARKEST = 16
WARPED_COPIES = 20
EPOCHS = 30


def warp(image, random):
    """The same digit as another hand might have written it: turned, stretched, slanted and moved a little."""
    angle, slant = random.uniform(-0.2, 0.2), random.uniform(-0.15, 0.15)
    height, width = random.uniform(0.9, 1.1, size=2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[height, slant], [0, width]])
    centre = np.full(2, (SIDE - 1) / 2)
    offset = centre - matrix @ centre + random.uniform(-0.7, 0.7, size=2)
    return affine_transform(image.reshape(SIDE, SIDE), matrix, offset=offset, order=1).ravel()


def augment(images, labels):
    """The images as they are, followed by warped copies of each."""
    random = np.random.default_rng(SEED)
    warped = [warp(image, random) for _ in range(WARPED_COPIES) for image in images]
    return np.concatenate([images, warped]), np.tile(labels, WARPED_COPIES + 1)


def train(images, labels):
    """Fits the network with a fixed number of epochs, so that nothing is tuned on the held-out samples."""
    network = MLPClassifier(
        hidden_layer_sizes=(128, 64),
        activation="relu",
        alpha=1e-2,
        batch_size=128,
        max_iter=EPOCHS,
        n_iter_no_change=EPOCHS,
        tol=0,
        random_state=SEED,
    )
    # One thread, because the order in which threads add up would change the last bits of the weights.
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # The number of epochs is the stopping rule, so reaching it is no surprise.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return network.fit(images / DARKEST, labels)


def save_network(network, path):
    """Stores each layer as `weight` [outputs, inputs] and `bias`, the layout candle and PyTorch expect."""
    tensors = {}
    for name, weight, bias in zip(("hidden_1", "hidden_2", "output"), network.coefs_, network.intercepts_, strict=True):
        tensors[f"{name}.weight"] = np.ascontiguousarray(weight.T, dtype=np.float32)
        tensors[f"{name}.bias"] = bias.astype(np.float32)
    save_file(tensors, path)


def save_samples(images, labels, path):
    """One sample a line: the digit, then its pixels row by row."""
    header = ",".join(["digit", *(f"pixel_{index}" for index in range(SIDE * SIDE))])
    rows = np.column_stack([labels, images])
    np.savetxt(path, rows, fmt="%d", delimiter=",", header=header, comments="")


def main():
    images, labels = load_digits(return_X_y=True)
    images, held_out_images, labels, held_out_labels = train_test_split(
        images, labels, test_size=HELD_OUT, stratify=labels, random_state=SEED
    )
    network = train(*augment(images, labels))
    save_network(network, EXAMPLE / "model" / "digits.safetensors")
    save_samples(held_out_images, held_out_labels, EXAMPLE / "testdata" / "held_out.csv")
    accuracy = network.score(held_out_images / DARKEST, held_out_labels)
    print(f"{accuracy:.2%} of {len(held_out_labels)} held-out samples are classified correctly")


if __name__ == "__main__":
    main()
