#!/usr/bin/env python3
"""Far more requests than a service can answer: what is still answered, how soon, and in how much memory.

    overload.py [--server PATH] [--seconds 60] [--check]

`examples/production` answers `/limited` 16 at a time, each after 20 ms, while 16 wait: 800 a second at best. wrk asks with as many
connections as that at first, then with 1,000. All of it is on loopback. `--check` fails below nine tenths of the best, or if an
admitted request takes five times as long as it has to.
"""

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "clients"))

from hostile import Target  # noqa: E402
from production import Service  # noqa: E402
from server import free_port, wait_for  # noqa: E402

# A turn of waiting, and one of being answered.
DUE_SECONDS = 0.04


class Probe(threading.Thread):
    """A client like the others, which knows how long those of its requests took that were admitted."""

    def __init__(self, target: Target):
        super().__init__(daemon=True)
        self.target, self.goes_on = target, True
        self.admitted: list[float] = []
        self.refused: list[float] = []
        self.start()

    def run(self) -> None:
        with self.target.connect() as connection:
            while self.goes_on:
                start = time.monotonic()
                connection.sendall(b"GET /limited HTTP/1.1\r\nhost: test\r\n\r\n")
                status = connection.recv(4096)[9:12]
                (self.admitted if status == b"204" else self.refused).append(time.monotonic() - start)

    def end(self) -> tuple[float, float]:
        """p99 of those that were admitted and refused, in seconds."""
        self.goes_on = False
        self.join()
        return p99(self.admitted), p99(self.refused)


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] if seconds else 0.0


def load(port: int, connections: int, seconds: int) -> tuple[float, float]:
    """Answers and refusals a second."""
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", f"http://127.0.0.1:{port}/limited"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    count, took = re.search(r"(\d+) requests in ([\d.]+[smh]+)", text).groups()
    factor = {"s": 1, "m": 60}[took[-1]]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    refused = int(refused[1]) if refused else 0
    total = float(took[:-1]) * factor
    return (int(count) - refused) / total, refused / total


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default=None)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    target = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
    if options.server is None:
        subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "production"], cwd=ROOT, check=True)
    server = options.server or f"{target}/release/production"
    port = free_port()
    with Service(server, "--port", str(port)) as service:
        wait_for(port, service.process, 10)
        attacked = Target(port, service.process.pid)
        best, _ = load(port, 32, min(options.seconds, 10))
        before = attacked.memory()
        probe = Probe(attacked)
        answered, refused = load(port, 1000, options.seconds)
        admitted, told = probe.end()
        after = attacked.memory()
    print("| | answered | refused | p99 of the admitted | p99 of the refused | memory |")
    print("|---|---|---|---|---|---|")
    print(f"| 32 connections | {best:.0f}/s | | | | {before} MiB |")
    print(f"| 1,000 connections, {options.seconds} s | {answered:.0f}/s ({answered / best:.2f}) | {refused:,.0f}/s "
          f"| {admitted * 1000:.0f} ms | {told * 1000:.1f} ms | {after} MiB |")
    if options.check and (answered < 0.9 * best or admitted > 5 * DUE_SECONDS):
        raise SystemExit("failed: too few were answered, or too late")


if __name__ == "__main__":
    main()
