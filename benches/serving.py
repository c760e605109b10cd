#!/usr/bin/env python3
"""serving.py: one synthetic model behind aiserve, LitServe, mosec and FastAPI, through real sockets.

    benches/serving.py [--seconds 10] [--variants wait,compute] [--only aiserve,mosec] [--loads 0.3,0.6,0.9,1.3]

The model costs 8 ms and 1 ms an input, in batches of at most 32: 800 requests a second. `wait` sleeps that long, `compute`
keeps a processor busy. Requests come at random moments whether earlier ones are answered or not; latency counts from the
moment a request was meant to be sent, and an answer is good within 150 ms. LitServe and mosec collect for 10 ms, FastAPI
answers each request by itself, from its thread pool.

The Python servers are installed into a virtual environment in the target directory. Prints p50/p99 in milliseconds and the
good answers a second. The last column has `/livez` under full compute and 64 connections of load: medians of five runs, of
p99.9 the range too.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target"))
PACKAGES = ["litserve==0.2.19", "mosec==0.9.8", "fastapi==0.165.0", "uvicorn==0.54.0"]
CAPACITY = 800
SLO_MS = 150
FIRST_PORT = 9200


def python() -> str:
    """The interpreter that has the Python servers."""
    folder = TARGET / "serving-venv"
    if not (folder / "bin" / "uvicorn").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(folder / "bin" / "python")


def servers() -> dict[str, tuple[list[str], str]]:
    """Each server's command, without port and variant, and the path that it answers."""
    script = lambda name: [python(), str(HERE / "serving" / f"{name}_app.py")]
    return {
        "aiserve": ([str(TARGET / "release" / "batching")], "/predict"),
        "LitServe": (script("litserve"), "/predict"),
        "mosec": (script("mosec"), "/inference"),
        "FastAPI": (script("fastapi"), "/predict"),
    }


class Server:
    """A server in a process group of its own, since some of them have children."""

    def __init__(self, command: list[str], path: str, port: int, variant: str) -> None:
        self.port, self.path = port, path
        self.process = subprocess.Popen(
            [*command, str(port), variant], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, env=os.environ | {"PYTHONPATH": str(HERE / "serving")},
        )
        for _ in range(300):
            if self.answers():
                return
            time.sleep(0.1)
        self.stop()
        raise SystemExit(f"{command} does not answer")

    def answers(self) -> bool:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.path}", b'{"id":1}', {"content-type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return json.load(reply) == {"id": 1}
        except OSError:
            return False

    def load(self, rate: float, seconds: float) -> dict:
        arrivals = str(TARGET / "release" / "arrivals")
        command = [arrivals, str(self.port), self.path, str(rate), str(seconds), str(SLO_MS)]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def stop(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


def cell(report: dict) -> str:
    text = f"{report['p50_ms']:.1f}/{report['p99_ms']:.1f}, {report['goodput']:.0f}/s"
    return text + (f", {report['failed']} failed" if report["failed"] else "")


def as_elsewhere(policy: list[str]) -> list[str]:
    """Runs a client as if on another machine, if the system lets us: it neither takes the server's turn nor waits for one."""
    allowed = subprocess.run(["chrt", *policy, "true"], stderr=subprocess.DEVNULL).returncode == 0
    return ["chrt", *policy] if allowed else []


def liveness(server: Server, seconds: float, rounds: int) -> str:
    """`/livez` (of FastAPI the same by hand), 100 a second, while wrk keeps 64 requests under way."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write('wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\nwrk.body=\'{"id":1}\'\n')
        script.flush()
        url = f"http://127.0.0.1:{server.port}{server.path}"
        idle, first = as_elsewhere(["--idle", "0"]), as_elsewhere(["--rr", "1"])
        length = (seconds + 1) * rounds
        load = subprocess.Popen(
            [*idle, "wrk", "-t1", "-c64", f"-d{length:.0f}s", "-s", script.name, url], stdout=subprocess.DEVNULL
        )
        time.sleep(0.5)
        arrivals = [*first, str(TARGET / "release" / "arrivals"), str(server.port), "/livez", "100", str(seconds), "1000", "GET"]
        probe = lambda: json.loads(subprocess.run(arrivals, capture_output=True, text=True, check=True).stdout)
        reports = [probe() for _ in range(rounds)]
        load.wait()
    half, most = ([report[key] for report in reports] for key in ("p50_ms", "p999_ms"))
    middle = statistics.median
    return f"{middle(half):.2f}/{middle(most):.2f} ms ({min(most):.2f} to {max(most):.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--livez-seconds", type=float, default=20)
    parser.add_argument("--livez-rounds", type=int, default=5)
    parser.add_argument("--variants", default="wait,compute")
    parser.add_argument("--loads", default="0.3,0.6,0.9,1.3")
    parser.add_argument("--only")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=True)
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "benches"], cwd=HERE.parent, check=True)
    loads = [float(load) for load in arguments.loads.split(",")]
    chosen = {name: how for name, how in servers().items() if arguments.only is None or name in arguments.only.split(",")}
    port = FIRST_PORT
    for variant in arguments.variants.split(","):
        print(f"\n{variant}: p50/p99 in ms, answers within {SLO_MS} ms a second\n")
        print("| | " + " | ".join(f"{load * CAPACITY:.0f}/s ({load:.1f})" for load in loads) + " | `/livez`, p50/p99.9 |")
        print("|---|" + "---|" * (len(loads) + 1))
        details = []
        for name, (command, path) in chosen.items():
            cells = []
            for load in loads:
                # A fresh server for each load: what an overload left behind is not the next one's.
                port += 1
                server = Server(command, path, port, variant)
                try:
                    server.load(load * CAPACITY, 2)
                    report = server.load(load * CAPACITY, arguments.seconds)
                    if load == loads[-1] and name in ("aiserve", "FastAPI"):
                        live = liveness(server, arguments.livez_seconds, arguments.livez_rounds)
                    else:
                        live = ""
                finally:
                    server.stop()
                cells.append(cell(report))
                details.append((name, load, report))
            print(f"| {name} | " + " | ".join(cells) + f" | {live} |", flush=True)
        for name, load, report in details:
            print(f"{variant} {name} {load}: {json.dumps(report)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
