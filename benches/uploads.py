#!/usr/bin/env python3
"""uploads.py: what uploads leave in memory.

    benches/uploads.py [--count 10000] [--size 1048576] [--connections 8] [--server BINARY]

Sends that many files in parts over a few connections, as fast as they are taken, and prints the resident memory and the
open file descriptors of the server on the way. Fails if either is larger at the end than after the first tenth: memory by
more than 8 MiB. Without `--server` it builds the server in release mode.
"""

import argparse
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from idle import resident
from race import FIRST_PORT, HERE, folders, start

BOUNDARY = b"----------------------------uploads"
SLACK = 8 * 1024 * 1024


def request(size: int) -> bytes:
    head = b'--%b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n' % BOUNDARY
    body = head + bytes(size) + b"\r\n--%b--\r\n" % BOUNDARY
    lines = [b"POST /uploads HTTP/1.1", b"host: localhost", b"content-type: multipart/form-data; boundary=" + BOUNDARY]
    return b"\r\n".join([*lines, b"content-length: %d" % len(body), b"", body])


def send(connection: socket.socket, request: bytes, size: int, count: int) -> None:
    reply = connection.makefile("rb")
    for _ in range(count):
        connection.sendall(request)
        status = reply.readline()
        length = 0
        while (line := reply.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        body = reply.read(length)
        if b" 200 " not in status or body != b"%d" % size:
            raise SystemExit(f"not the reply of an upload: {status!r} {body!r}")


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def measure(pid: int, port: int, arguments: argparse.Namespace) -> list[tuple[int, int]]:
    """Memory and descriptors after each tenth."""
    connections = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(arguments.connections)]
    each = arguments.count // (10 * arguments.connections)
    data, found = request(arguments.size), []
    with ThreadPoolExecutor(arguments.connections) as pool:
        for tenth in range(1, 11):
            list(pool.map(lambda connection: send(connection, data, arguments.size, each), connections))
            found.append((resident(pid), descriptors(pid)))
            memory, files = found[-1]
            print(f"{tenth * each * arguments.connections:6} uploads: {memory / 2**20:.1f} MiB, {files} descriptors", flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=2**20)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--server")
    arguments = parser.parse_args()
    if arguments.server is None:
        command = ["cargo", "build", "--release", "--quiet", "-p", "benches", "--features", "uploads", "--bin", "uploads"]
        subprocess.run(command, cwd=HERE.parent, check=True)
        arguments.server = str(folders()[0] / "release" / "uploads")
    process = start("aiserve", arguments.server, FIRST_PORT)
    try:
        found = measure(process.pid, FIRST_PORT, arguments)
    finally:
        process.kill()
        process.wait()
    (first, files), (last, files_left) = found[0], found[-1]
    if last > first + SLACK or files_left > files:
        print("the server keeps something of what was uploaded")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
