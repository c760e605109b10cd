#!/usr/bin/env python3
"""race.py: the five routes on aiserve and its peers, raced by wrk.

    benches/race.py [--rounds 25] [--seconds 1] [--work item,predict] [--only raw_hyper,aiserve] [--check]

Builds the servers in release mode, gives each the first core (one thread) and wrk the second (one thread, 64
connections), and alternates the servers in every round. Turns are short and rounds are many: a machine whose speed drifts
then drifts alike for all. Prints medians: requests a second, their ratio to hyper without a framework in the same round
(with its quartiles), and the microseconds of processor that one request cost the server, in its own code and in the
kernel. `--check` asks each server every route once and compares the answers instead.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
CONNECTIONS = 64
FIRST_PORT = 9100
PREDICT = {
    "text": "The quick brown fox jumps over the lazy dog. " * 4,
    "temperature": 0.7,
    "max_tokens": 256,
    "stop": ["\n\n", "END"],
    "user": {"id": "user-1234", "tier": "pro"},
}
TENSOR = {"data": [((i * 2654435761 % 4294967296) % 2000003) / 1000001.0 - 1.0 for i in range(12288)]}
WORK = {
    "item": ("GET", "/items/42?limit=5", None),
    "predict": ("POST", "/predict", PREDICT),
    "embeddings": ("POST", "/embeddings", {"input": ["some text to embed"] * 8}),
    "tensor": ("POST", "/tensor", TENSOR),
    "stream": ("GET", "/stream", None),
}


def folders() -> tuple[pathlib.Path, pathlib.Path]:
    """Where aiserve's binaries are, and where the peers'."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
    return target, pathlib.Path(os.environ.get("PEERS_TARGET_DIR", HERE / "peers" / "target"))


def build() -> dict[str, str]:
    """The servers' binaries; the yardstick first."""
    target, peers = folders()
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "benches"], cwd=HERE.parent, check=True)
    environment = os.environ | {"CARGO_TARGET_DIR": str(peers)}
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=HERE / "peers", env=environment, check=True)
    binaries = {name: peers / "release" / name for name in ("raw_hyper", "axum_app", "actix_app", "poem_app")}
    return {"raw_hyper": str(binaries.pop("raw_hyper")), "aiserve": str(target / "release" / "race")} | {
        name: str(path) for name, path in binaries.items()
    }


def ask(port: int, work: str) -> bytes:
    method, path, body = WORK[work]
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return reply.read()


def start(name: str, binary: str, port: int) -> subprocess.Popen:
    command = ["taskset", "-c", "0", binary, str(port), "1"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            ask(port, "item")
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise SystemExit(f"{name} does not answer")


def normal(answer: bytes, work: str):
    """An answer without what JSON leaves free: a number may be written with the digits of 32 or of 64 bits."""
    if work != "stream":
        return json.loads(answer, parse_float=lambda text: struct.pack("f", float(text)))
    events = answer.decode().strip().split("\n\n")
    return [json.loads(re.sub(r"^data: ?", "", event)) for event in events]


def check(ports: dict[str, int]) -> int:
    wrong = 0
    for work in WORK:
        answers = {name: normal(ask(port, work), work) for name, port in ports.items()}
        expected = answers["raw_hyper"]
        for name, answer in answers.items():
            if answer != expected:
                wrong += 1
                print(f"{work}: {name} answers otherwise: {str(answer)[:200]}")
    print(f"{len(WORK)} routes on {len(ports)} servers, {wrong} differences")
    return 1 if wrong else 0


def load(port: int, work: str, seconds: int) -> float:
    """Requests a second."""
    method, path, body = WORK[work]
    script = f'wrk.method="{method}"\n'
    if body is not None:
        script += f'wrk.headers["Content-Type"]="application/json"\nwrk.body=[=====[{json.dumps(body)}]=====]\n'
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", file.name]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise SystemExit(f"{work}: {done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))


def processor(process: subprocess.Popen) -> tuple[float, float]:
    """Seconds that a server has spent in its own code and in the kernel."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / ticks, int(fields[12]) / ticks


class Figures:
    """What the turns of one server on one route gave."""

    def __init__(self) -> None:
        self.rates: list[float] = []
        self.requests = self.own = self.kernel = 0.0

    def turn(self, port: int, process: subprocess.Popen, work: str, seconds: int) -> None:
        own, kernel = processor(process)
        self.rates.append(load(port, work, seconds))
        after = processor(process)
        self.requests += self.rates[-1] * seconds
        self.own += after[0] - own
        self.kernel += after[1] - kernel

    def cell(self, base: "Figures") -> str:
        ratios = [mine / theirs for mine, theirs in zip(self.rates, base.rates, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        cost = " + ".join(f"{1e6 * part / self.requests:.1f}" for part in (self.own, self.kernel))
        return f"{statistics.median(self.rates):,.0f}/s, {middle:.3f} ({low:.2f} to {high:.2f}), {cost} µs"


def race(servers: dict[str, tuple[int, subprocess.Popen]], works: list[str], rounds: int, seconds: int) -> None:
    figures = {name: {work: Figures() for work in works} for name in servers}
    for number in range(rounds):
        for work in works:
            # Each round begins with another server, so that none always runs after the same one.
            names = list(servers)
            for name in names[number % len(names) :] + names[: number % len(names)]:
                figures[name][work].turn(*servers[name], work, seconds)
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    print("| | " + " | ".join(works) + " |")
    print("|---|" + "---|" * len(works))
    for name in servers:
        cells = [figures[name][work].cell(figures["raw_hyper"][work]) for work in works]
        print(f"| {name} | " + " | ".join(cells) + " |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--work", default="item,predict,embeddings,tensor")
    parser.add_argument("--only", help="these servers; hyper is always among them")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if not arguments.check and shutil.which("wrk") is None:
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=True)
    wanted = None if arguments.only is None else {"raw_hyper", *arguments.only.split(",")}
    servers = {}
    try:
        for number, (name, binary) in enumerate(build().items()):
            if wanted is None or name in wanted:
                servers[name] = FIRST_PORT + number, start(name, binary, FIRST_PORT + number)
        if arguments.check:
            return check({name: port for name, (port, _) in servers.items()})
        race(servers, arguments.work.split(","), arguments.rounds, arguments.seconds)
        return 0
    finally:
        for _, process in servers.values():
            process.send_signal(signal.SIGTERM)
        for _, process in servers.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


if __name__ == "__main__":
    sys.exit(main())
