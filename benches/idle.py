#!/usr/bin/env python3
"""idle.py: memory of connections that wait for events, of aiserve and axum side by side.

    benches/idle.py [--connections 5000] [--rounds 3]

Each round starts both servers anew, one after the other. After a first connection has warmed a server up, it opens the
connections, reads the first event of each, and prints what the resident memory grew by, divided by their number: medians
and ranges of the rounds. Needs as many file descriptors as connections.
"""

import argparse
import pathlib
import resource
import socket
import statistics
import sys

from race import FIRST_PORT, build, folders, start

REQUEST = b"GET /idle HTTP/1.1\r\nhost: localhost\r\n\r\n"


def resident(pid: int) -> int:
    """Bytes."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def connect(port: int) -> socket.socket:
    """A connection that has its first event."""
    connection = socket.create_connection(("127.0.0.1", port), 10)
    connection.sendall(REQUEST)
    read = b""
    while b"tok0" not in read:
        data = connection.recv(4096)
        if not data:
            raise SystemExit(f"the connection ended: {read!r}")
        read += data
    return connection


def measure(name: str, binary: str, port: int, count: int) -> float:
    """Bytes per connection."""
    process = start(name, binary, port)
    try:
        connections = [connect(port)]
        before = resident(process.pid)
        connections += [connect(port) for _ in range(count)]
        after = resident(process.pid)
        for connection in connections:
            connection.close()
        return (after - before) / count
    finally:
        process.kill()
        process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--connections", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = arguments.connections + 200
    if most < needed:
        raise SystemExit(f"{needed} file descriptors are needed, and {most} are allowed: `ulimit -n {needed}`")
    # The servers inherit it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))
    build()
    target, peers = folders()
    servers = {"aiserve": str(target / "release" / "idle"), "axum": str(peers / "release" / "axum_idle")}
    figures = {name: [] for name in servers}
    port = FIRST_PORT
    for _ in range(arguments.rounds):
        for name, binary in servers.items():
            figures[name].append(measure(name, binary, port, arguments.connections))
            port += 1
    for name, found in figures.items():
        low, high = min(found) / 1024, max(found) / 1024
        print(f"{name}: {statistics.median(found) / 1024:.2f} KiB a connection ({low:.2f} to {high:.2f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
