#!/usr/bin/env python3
"""fuzz.py [--requests N | --once] [--except CHECK]... SERVER: generated requests against a service, judged by its own document.

Schemathesis makes valid and invalid requests from `/openapi.json` and checks statuses, bodies, media types and headers of
the replies: valid data must be accepted, invalid data refused, nothing may be undocumented. Rounds with successive seeds
until at least N requests were made; fails at the first failure, or if ten rounds did not suffice. `--once` makes one round
of as many requests as there are to make, up to a hundred an operation. SERVER is a command with `{port}`.

A check of `--except` fails knowingly: it is left out, and that it does not fail any more is an error too.
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


def run(url: str, seed: int, examples: int, options: list[str]) -> tuple[subprocess.CompletedProcess, dict]:
    """One round; how it ended, and its report."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        command = [str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", f"{url}/openapi.json"]
        command += ["--max-examples", str(examples), "--seed", str(seed), "--request-timeout", "10"]
        command += ["--report", "json", "--report-json-path", str(report), *options]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900)
        return done, json.loads(report.read_text()) if report.exists() else {}


def fuzz(url: str, seed: int, examples: int, known: list[str]) -> int:
    """One round of all checks but the known ones; how many requests it made."""
    options = ["--checks", "all"]
    options += ["--exclude-checks", ",".join(known)] if known else []
    done, report = run(url, seed, examples, options)
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="\n")
        raise SystemExit(f"schemathesis ended with {done.returncode} at seed {seed}")
    tested, count = report["operations"]["tested"], operations(url)
    if tested != count:
        raise SystemExit(f"{tested} of {count} operations were tested")
    return report["test_cases"]["generated"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("server", metavar="SERVER")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--except", dest="known", action="append", default=[], metavar="CHECK")
    arguments = parser.parse_args()
    made = 0
    with serving(arguments.server) as url:
        count = operations(url)
        for check in arguments.known:
            if run(url, 1, 100, ["--checks", check])[0].returncode != 1:
                raise SystemExit(f"`{check}` does not fail: it is no exception")
        if arguments.once:
            made = fuzz(url, 1, 100, arguments.known)
            print(f"{made} requests to {count} operations, no failure", flush=True)
            return 0
        for seed in range(1, ROUNDS + 1):
            made += fuzz(url, seed, -(-arguments.requests // count), arguments.known)
            print(f"seed {seed}: {made} requests to {count} operations, no failure", flush=True)
            if made >= arguments.requests:
                return 0
    raise SystemExit(f"{made} requests in {ROUNDS} rounds are fewer than {arguments.requests}")


if __name__ == "__main__":
    sys.exit(main())
