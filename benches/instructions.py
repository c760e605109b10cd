#!/usr/bin/env python3
"""instructions.py: instructions of one request in process, counted by callgrind.

    benches/instructions.py

Each row is run with two numbers of requests; the difference, divided by that of the numbers, is what one request costs,
start-up left out. What building the request costs (row `none`) is subtracted. Ratios are to a bare hyper service with a
hand-written match. Installs valgrind (Debian) if it is missing.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FEW, MANY = 200, 1200


def build() -> list[pathlib.Path]:
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
    peers = pathlib.Path(os.environ.get("PEERS_TARGET_DIR", HERE / "peers" / "target"))
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "benches"], cwd=HERE.parent, check=True)
    environment = os.environ | {"CARGO_TARGET_DIR": str(peers)}
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=HERE / "peers", env=environment, check=True)
    return [peers / "release" / "instructions", target / "release" / "instructions"]


def count(binary: pathlib.Path, row: str, call: str, requests: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", str(binary), row, call, str(requests)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def per_request(binary: pathlib.Path, row: str, call: str) -> float:
    return (count(binary, row, call, MANY) - count(binary, row, call, FEW)) / (MANY - FEW)


def main() -> int:
    if shutil.which("valgrind") is None:
        subprocess.run(["apt-get", "install", "-y", "-qq", "valgrind"], check=True)
    figures = {}
    for binary in build():
        rows = subprocess.run([str(binary), "rows"], capture_output=True, text=True, check=True).stdout.split()
        for call in ("get", "post"):
            building = per_request(binary, "none", call)
            for row in rows:
                if row != "none":
                    figures[row, call] = per_request(binary, row, call) - building
    print("| | GET | | validated POST | |")
    print("|---|---|---|---|---|")
    for row in dict.fromkeys(row for row, _ in figures):
        cells = [f"{figures[row, call]:,.0f} | {figures[row, call] / figures['bare', call]:.2f} x" for call in ("get", "post")]
        print(f"| {row} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
