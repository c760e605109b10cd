"""Misbehaves towards a service, while an ordinary client goes on: it is answered, memory is bounded, descriptors return.

    hostile.py PATH_OF_THE_EXAMPLE_PRODUCTION

For each attack a line says what became of it, the ordinary client's p99 meanwhile, and memory and descriptors of the service. All
of it is on loopback, and ends within a minute or two.
"""

import contextlib
import gzip
import json
import resource
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from production import Service, check
from server import free_port, wait_for

# What an attack may make the service's memory grow by.
MOST_MIB = 400
# What the ordinary client's p99 may be: far more than it is, so that a busy machine does not fail it.
MOST_SECONDS = 2
FLAGS = ["--head-timeout", "2", "--request-timeout", "2", "--max-connections", "12000"]


class Target:
    """The service under attack."""

    def __init__(self, port: int, pid: int):
        self.port = port
        self.pid = pid

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), 10)
        connection.settimeout(10)
        return connection

    def send(self, request: bytes) -> bytes:
        """All that is answered, until the service closes or is silent."""
        with self.connect() as connection:
            with contextlib.suppress(OSError):
                connection.sendall(request)
            return rest(connection)

    def memory(self) -> int:
        """MiB that are resident."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))


def rest(connection: socket.socket) -> bytes:
    read = b""
    with contextlib.suppress(OSError):
        while piece := connection.recv(65536):
            read += piece
    return read


def statuses(replies: bytes) -> list[int]:
    return [int(part[1:4]) for part in replies.split(b"HTTP/1.1")[1:]]


def head(line: str, **headers: object) -> bytes:
    lines = [f"{line} HTTP/1.1", "host: test"] + [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def post(path: str, body: bytes, kind: str = "application/json", **headers: object) -> bytes:
    return head(f"POST {path}", connection="close", content_type=kind, content_length=len(body), **headers) + body


class Ordinary(threading.Thread):
    """A client that behaves, on a connection of its own for each request."""

    def __init__(self, target: Target):
        super().__init__(daemon=True)
        self.target = target
        self.seconds: list[float] = []
        self.wrong: list[str] = []
        self.goes_on = True
        self.start()

    def run(self) -> None:
        request = post("/notes", b'{"text": "four", "copies": 2}')
        while self.goes_on:
            start = time.monotonic()
            reply = self.target.send(request)
            self.seconds.append(time.monotonic() - start)
            if not reply.startswith(b"HTTP/1.1 200 ") or not reply.endswith(b"8"):
                self.wrong.append(repr(reply[:60]))
            time.sleep(0.005)

    def end(self) -> float:
        """Its p99 in seconds."""
        while len(self.seconds) < 100 and not self.wrong:
            time.sleep(0.01)
        self.goes_on = False
        self.join()
        check(not self.wrong and self.seconds, f"  the ordinary client: {len(self.seconds)} answers, {len(self.wrong)} wrong {self.wrong[:2]}")
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


def slow_heads(target: Target) -> str:
    """1,000 heads of which a byte comes now and then (slowloris)."""
    connections = [target.connect() for _ in range(1000)]
    for connection in connections:
        connection.sendall(b"GET /slow HTTP/1.1\r\nx-drip: ")
    end, open_ones = time.monotonic() + 15, list(connections)
    while open_ones and time.monotonic() < end:
        for connection in list(open_ones):
            try:
                connection.sendall(b"a")
            except OSError:
                open_ones.remove(connection)
        time.sleep(0.2)
    for connection in connections:
        connection.close()
    check(not open_ones, f"slow heads: 1000 connections, {len(open_ones)} open 15 s later (a head may take 2 s)")
    return "closed"


def slow_bodies(target: Target) -> str:
    connections = [target.connect() for _ in range(200)]
    for connection in connections:
        connection.sendall(head("POST /anything", content_type="application/json", content_length=1000))
    start = time.monotonic()
    while time.monotonic() < start + 3:
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.sendall(b" ")
        time.sleep(0.2)
    codes = set()
    for connection in connections:
        codes.update(statuses(connection.recv(4096)))
        connection.close()
    check(codes == {408}, f"slow bodies: 200 connections, answered by {codes} (a request may take 2 s)")
    return "408"


def large_heads(target: Target) -> str:
    long = target.send(head("GET /slow", x_bomb="a" * 500_000))
    many = target.send(head("GET /slow", **{f"x_{number}": number for number in range(5000)}))
    target_line = target.send(head("GET /" + "a" * 300_000))
    codes = statuses(long) + statuses(many) + statuses(target_line)
    check(codes == [431, 431, 414], f"large heads: a long field, 5000 fields, a long target: {codes}")
    return "431, 414"


def idle_connections(target: Target) -> str:
    before = target.memory()
    connections = [target.connect() for _ in range(10_000)]
    time.sleep(1)
    grown = target.memory() - before
    closed = 0
    time.sleep(3)
    for connection in connections:
        connection.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            closed += connection.recv(1) == b""
        connection.close()
    check(closed == 10_000, f"idle connections: 10000 at once took {grown} MiB, {closed} closed by the service after 4 s")
    return f"{grown} MiB"


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """A frame of HTTP/2 (RFC 9113, section 4.1)."""
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0)
# `GET /` of `http` in the static table of HPACK (RFC 7541, appendix A), and an authority.
FIELDS = b"\x82\x86\x84\x41\x04test"


def http2_resets(target: Target) -> str:
    """Streams that are opened and reset at once (CVE-2023-44487)."""
    with target.connect() as connection:
        connection.sendall(PREFACE)
        sent = 0
        with contextlib.suppress(OSError):
            for first in range(1, 200_000, 200):
                pairs = [frame(1, 5, first + 2 * n, FIELDS) + frame(3, 0, first + 2 * n, b"\0\0\0\x08") for n in range(100)]
                connection.sendall(b"".join(pairs))
                sent += 100
        replies = rest(connection)
    check(b"\x07\x00" in replies and sent < 100_000, f"HTTP/2 resets: the connection was ended after {sent} streams at most")
    return "GOAWAY"


def http2_continuation(target: Target) -> str:
    """A head that never ends (CVE-2024-27316)."""
    with target.connect() as connection:
        connection.sendall(PREFACE + frame(1, 1, 1, FIELDS))
        sent = 0
        field = b"\x00\x05x-one\x7f\x81\x7e" + b"a" * 509
        with contextlib.suppress(OSError):
            for _ in range(100_000):
                connection.sendall(frame(9, 0, 1, field * 20))
                sent += len(field) * 20
        rest(connection)
    check(sent < 64 * 1024 * 1024, f"HTTP/2 continuation: the connection was ended after {sent >> 20} MiB of a head")
    return "ended"


def chunks(target: Target) -> str:
    start = head("POST /anything", content_type="application/json", transfer_encoding="chunked", connection="close")
    tiny = target.send(start + b"1\r\n \r\n" * 100_000 + b"1\r\n7\r\n0\r\n\r\n")
    extensions = target.send(start + b"1;" + b"a" * 1_000_000 + b"\r\n7\r\n0\r\n\r\n")
    endless = target.send(start + b"fffffffffffffffff\r\n7")
    trailers = target.send(start + b"1\r\n7\r\n0\r\n" + b"x-trailer: a\r\n" * 100_000 + b"\r\n")
    codes = [statuses(reply)[:1] for reply in [tiny, extensions, endless, trailers]]
    good = codes[0] == [200] and all(code in ([], [400]) for code in codes[1:])
    check(good, f"chunks: 100000 of a byte, long extensions, an endless one, 100000 trailers: {codes}")
    return "200, 400"


def smuggling(target: Target) -> str:
    """Heads that proxies and servers read differently (RFC 9112, sections 6.1 and 6.3): at most one request is seen."""
    inner = "GET /slow?millis=1 HTTP/1.1\r\nhost: test\r\n\r\n"
    honest = "transfer-encoding: chunked"
    lines = [
        honest,
        "content-length: 0\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked\r\ncontent-length: 5",
        "transfer-encoding: xchunked",
        "transfer-encoding: chunked, identity",
        "transfer-encoding : chunked",
        "transfer-encoding: \x0bchunked",
        "content-length: 5\r\ncontent-length: 6",
        "content-length: +5",
        "content-length: 5, 5",
        "content-length: 0x5",
        " transfer-encoding: chunked",
    ]
    seen = {}
    for line in lines:
        request = f"POST /anything HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n{line}\r\n\r\n0\r\n\r\n{inner}"
        with target.connect() as connection:
            connection.settimeout(1)
            connection.sendall(request.encode())
            seen[line] = statuses(rest(connection))
    # Without a trick there are two requests.
    check(seen.pop(honest) == [422, 200], "smuggling: two honest requests are answered")
    wrong = {line: codes for line, codes in seen.items() if 200 in codes}
    check(not wrong, f"smuggling: {len(seen)} heads, none led to a second request that was answered: {wrong or 'right'}")
    return "right"


def bodies(target: Target) -> str:
    deep = target.send(post("/anything", b"[" * 100_000 + b"]" * 100_000))
    objects = target.send(post("/anything", b'{"a":' * 100_000 + b"1" + b"}" * 100_000))
    digits = target.send(post("/notes", b'{"text": "a", "copies": ' + b"9" * 1_000_000 + b"}"))
    exponent = target.send(post("/notes", b'{"text": "a", "copies": 1e999999999}'))
    bomb = target.send(post("/anything", gzip.compress(b" " * 200_000_000), content_encoding="gzip"))
    keys = target.send(post("/anything", json.dumps({f"key{number}": 0 for number in range(100_000)}).encode()))
    codes = [statuses(reply)[0] for reply in [deep, objects, digits, exponent, bomb, keys]]
    good = codes == [422, 422, 422, 422, 413, 200]
    check(good, f"bodies: deep lists, deep objects, a million digits, 1e999999999, a gzip bomb, 100000 keys: {codes}")
    return "422"


def traversal(target: Target) -> str:
    paths = ["../Cargo.toml", "..%2fCargo.toml", "%2e%2e/Cargo.toml", "....//Cargo.toml", "..%5cCargo.toml", "%00", "/etc/passwd",
             "%252e%252e/Cargo.toml", "./../Cargo.toml"]
    replies = [target.send(head(f"GET /source/{path}", connection="close")) for path in paths]
    leaked = [path for path, reply in zip(paths, replies) if b"[package]" in reply or b"root:" in reply or 200 in statuses(reply)]
    check(not leaked, f"traversal: {len(paths)} paths out of a folder, leaked: {leaked or 'nothing'}")
    return "404"


def parts(target: Target) -> str:
    def body(count: int, name: str) -> bytes:
        part = f'--b\r\ncontent-disposition: form-data; name="{name}"; filename="a"\r\n\r\n1\r\n'.encode()
        return part * count + b"--b--\r\n"

    many = target.send(post("/files", body(100_000, "file"), "multipart/form-data; boundary=b"))
    others = target.send(post("/files", body(30_000, "other"), "multipart/form-data; boundary=b"))
    endless = target.send(post("/files", b"--b\r\n" + b"x-field: a\r\n" * 100_000, "multipart/form-data; boundary=b"))
    codes = [statuses(reply)[0] for reply in [many, others, endless]]
    check(all(400 <= code < 500 for code in codes), f"parts: 100000 files, 30000 unknown ones, a head without end: {codes}")
    return ", ".join(map(str, codes))


ATTACKS: list[Callable[[Target], str]] = [
    slow_heads, slow_bodies, large_heads, idle_connections, http2_resets, http2_continuation, chunks, smuggling, bodies, traversal,
    parts,
]


@contextlib.contextmanager
def under_attack(program: str) -> Iterator[Target]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    port = free_port()
    with Service(program, "--port", str(port), *FLAGS) as service:
        wait_for(port, service.process, 10)
        yield Target(port, service.process.pid)
        check(service.stop()[0] == 0, "it ends well")
        check("panicked" not in service.log(), "nothing panicked")


def settled(target: Target, most: int) -> int:
    """Open descriptors, once closed connections are noticed."""
    end = time.monotonic() + 15
    while target.descriptors() > most and time.monotonic() < end:
        time.sleep(0.2)
    return target.descriptors()


def main(program: str) -> None:
    with under_attack(program) as target:
        target.send(post("/notes", b'{"text": "warm"}'))
        before = target.descriptors()
        memory = target.memory()
        for attack in ATTACKS:
            ordinary = Ordinary(target)
            told = attack(target)
            p99 = ordinary.end()
            grown = target.memory() - memory
            left = settled(target, before)
            line = f"  {attack.__name__}: {told}; p99 of the ordinary client {p99 * 1000:.1f} ms, {grown} MiB more, {left - before} descriptors more"
            check(p99 < MOST_SECONDS and grown < MOST_MIB and left <= before, line)


if __name__ == "__main__":
    main(sys.argv[1])
