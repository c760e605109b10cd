#!/usr/bin/env python3
"""fuzz.py [--requests N] SERVER: generated requests against a service, judged by its own document.

Schemathesis makes valid and invalid requests from `/openapi.json` and checks statuses, bodies, media types
and headers of the replies: valid data must be accepted, invalid data refused, nothing may be undocumented.
Rounds with successive seeds until at least N requests were made; fails at the first failure, or if ten
rounds did not suffice. SERVER is a command with `{port}`.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

from server import serving

ROUNDS = 10
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def operations(url: str) -> int:
    with urllib.request.urlopen(f"{url}/openapi.json", timeout=10) as reply:
        document = json.load(reply)
    return sum(len(METHODS & set(item)) for item in document["paths"].values())


def fuzz(url: str, seed: int, examples: int) -> dict:
    """One round; its report."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        command = [str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", f"{url}/openapi.json"]
        command += ["--checks", "all", "--max-examples", str(examples), "--seed", str(seed), "--request-timeout", "10"]
        command += ["--report", "json", "--report-json-path", str(report)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900)
        if done.returncode != 0:
            print(done.stdout, done.stderr, sep="\n")
            raise SystemExit(f"schemathesis ended with {done.returncode} at seed {seed}")
        return json.loads(report.read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("server", metavar="SERVER")
    parser.add_argument("--requests", type=int, default=2000)
    arguments = parser.parse_args()
    made = 0
    with serving(arguments.server) as url:
        count = operations(url)
        for seed in range(1, ROUNDS + 1):
            report = fuzz(url, seed, -(-arguments.requests // count))
            if report["operations"]["tested"] != count:
                raise SystemExit(f"{report['operations']['tested']} of {count} operations were tested")
            made += report["test_cases"]["generated"]
            print(f"seed {seed}: {made} requests to {count} operations, no failure", flush=True)
            if made >= arguments.requests:
                return 0
    raise SystemExit(f"{made} requests in {ROUNDS} rounds are fewer than {arguments.requests}")


if __name__ == "__main__":
    sys.exit(main())
