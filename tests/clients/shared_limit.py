"""A limit that two processes share in a Redis server, which is killed and comes back.

    shared_limit.py PATH_OF_THE_EXAMPLE_PRODUCTION

The example lets a client ask for `/metered` 200 times a second, 20 at once. wrk asks both processes far more often. All of it is on
loopback.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from production import Service, check
from server import free_port, wait_for

RATE = 200
BURST = 20


@contextlib.contextmanager
def redis(port: int) -> Iterator[subprocess.Popen]:
    with tempfile.TemporaryDirectory() as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_for(port, process, 10)
            yield process
        finally:
            process.kill()
            process.wait()


def asked(ports: list[int], seconds: int) -> tuple[int, int, float]:
    """How many requests were let in and refused, and in how many seconds."""
    command = ["wrk", "-t", "1", "-c", "4", "-d", f"{seconds}s"]
    start = time.monotonic()
    loads = [subprocess.Popen([*command, f"http://127.0.0.1:{port}/metered"], stdout=subprocess.PIPE, text=True) for port in ports]
    texts = [load.communicate()[0] for load in loads]
    took = time.monotonic() - start
    let_in = refused = 0
    for text in texts:
        if "Socket errors" in text:
            raise SystemExit(f"failed: {text}")
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        wrong = int(wrong[1]) if wrong else 0
        let_in += int(re.search(r"(\d+) requests in", text)[1]) - wrong
        refused += wrong
    return let_in, refused, took


def shares(let_in: int, took: float, processes: int = 1, burst: int = BURST) -> float:
    """How many there were of those that may be."""
    return let_in / (processes * (RATE * took + burst))


def main(program: str) -> None:
    port = free_port()
    os.environ["QUOTAS"] = f"redis://127.0.0.1:{port}/"
    ports = [free_port(), free_port()]
    with contextlib.ExitStack() as stack:
        services = [stack.enter_context(Service(program, "--port", str(port))) for port in ports]
        for service, service_port in zip(services, ports):
            wait_for(service_port, service.process, 10)
        with redis(port):
            let_in, refused, took = asked(ports, 10)
            share = shares(let_in, took)
            check(abs(share - 1) < 0.02 and refused > 1000,
                  f"shared: {let_in} let in by two processes in {took:.2f} s, {share:.3f} of the limit; {refused} refused")
        let_in, refused, took = asked(ports, 5)
        share = shares(let_in, took, processes=2)
        check(abs(share - 1) < 0.05 and refused > 1000,
              f"server killed: {let_in} let in, {share:.3f} of what each process counts itself; {refused} refused, none failed")
        with redis(port):
            time.sleep(3)
            # The first request after a pause asks the server again.
            asked(ports, 2)
            let_in, refused, took = asked(ports, 10)
            # What may come at once has been used up just before.
            share = shares(let_in, took, burst=0)
            check(abs(share - 1) < 0.02, f"server back: {let_in} let in, {share:.3f} of the limit; {refused} refused")
        for service in services:
            check(service.stop()[0] == 0, "it ends well")
        log = "".join(service.log() for service in services)
        told = [log.count("does not answer"), log.count("answers again")]
        check(told[0] >= 2 and told[1] >= 2, f"the log tells of both: {told}")


if __name__ == "__main__":
    main(sys.argv[1])
