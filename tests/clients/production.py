"""Tries what happens to a service in production: stops and restarts under load, TLS with renewed certificates, Unix sockets.

    production.py PATH_OF_THE_EXAMPLE_PRODUCTION

The load is wrk's and that of open event streams; the other clients are curl's. All of it is on loopback.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from server import free_port, wait_for

STREAMS = 100
# So that a client that has connected sends soon, though there are many threads.
sys.setswitchinterval(0.0005)
LOAD_SECONDS = 8


class Service:
    """The example as a process, with a listening socket passed on if there is one."""

    def __init__(self, program: str, *flags: str, listener: socket.socket | None = None):
        environment = dict(os.environ)
        passed = ()
        if listener is not None:
            # The socket has to be descriptor 3 of the process, which has to be named by its own id: a shell knows it.
            passed = (listener.fileno(),)
            line = f'exec 3<&{listener.fileno()} && LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@"'
            command = ["bash", "-c", line, program, *flags]
        else:
            command = [program, *flags]
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, env=environment, pass_fds=passed, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors
        )

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self, seconds: float = 30) -> tuple[int, float]:
        """Its exit code, and how long it took."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        return code, time.monotonic() - start

    def log(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode()


class Stream(threading.Thread):
    """A client of an event stream, which reads it to its end."""

    def __init__(self, port: int):
        super().__init__(daemon=True)
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.settimeout(60)
        self.socket.sendall(b"GET /stream?millis=100&count=100000 HTTP/1.1\r\nhost: test\r\n\r\n")
        self.read = b""
        self.start()

    def run(self) -> None:
        while piece := self.socket.recv(65536):
            self.read += piece
        self.socket.close()

    def ended_well(self) -> bool:
        """Whether a last event said why, and the body had an end."""
        return b"event: error" in self.read and b"the server stops" in self.read and self.read.endswith(b"0\r\n\r\n")


def wrk(port: int, seconds: int) -> subprocess.Popen:
    command = ["wrk", "-t", "1", "-c", "64", "-d", f"{seconds}s", "--timeout", "20s", f"http://127.0.0.1:{port}/slow?millis=5"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def answered_by(load: subprocess.Popen) -> tuple[int, str]:
    """How many requests were answered, and what went wrong."""
    text, _ = load.communicate()
    count = int(re.search(r"(\d+) requests in", text)[1])
    wrong = [line.strip() for line in text.splitlines() if "errors" in line or "Non-2xx" in line]
    return count, "; ".join(wrong)


def listening() -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    return listener


def check(holds: bool, told: str) -> None:
    if not holds:
        raise SystemExit(f"failed: {told}")
    print(told, flush=True)


def stop_under_load(program: str) -> None:
    """A stop answers every request that it accepted, and ends every stream by an event."""
    port = free_port()
    with Service(program, "--port", str(port), "--drain", "10", "--grace", "1") as service:
        wait_for(port, service.process, 10)
        streams = [Stream(port) for _ in range(STREAMS)]
        load = Load(port, 64)
        time.sleep(2)
        code, seconds = service.stop()
        streams_end = [stream.join(5) or stream.ended_well() for stream in streams]
        count, failed, unaccepted = load.end()
        check(code == 0, f"stop under load: exit code {code} after {seconds:.1f} s (1 s of grace, 10 s to drain)")
        check(all(streams_end), f"stop under load: {sum(streams_end)} of {STREAMS} streams ended with their last event")
        check(count > 1000 and not failed, f"stop under load: {count} requests answered, {len(failed)} failed {failed[:3]}")
        # Between the last accepted connection and the end of the socket the system takes in some, and resets them.
        check(unaccepted < 5, f"stop under load: {unaccepted} connections reset that the service had not accepted")


class Load:
    """Clients that send one request after the other, on connections that they keep, until no connection can be made."""

    def __init__(self, port: int, clients: int):
        self.port = port
        self.answered = [0] * clients
        self.failed: list[str] = []
        self.unaccepted = 0
        self.threads = [threading.Thread(target=self.client, args=(index,), daemon=True) for index in range(clients)]
        for thread in self.threads:
            thread.start()

    def client(self, index: int) -> None:
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", self.port), 5)
            except OSError:
                # It was not accepted: the service has ended.
                return
            before = self.answered[index]
            try:
                self.requests(index, connection)
            except OSError as error:
                if self.answered[index] == before and self.has_ended():
                    self.unaccepted += 1
                    return
                self.failed.append(repr(error))
            finally:
                connection.close()

    def has_ended(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def requests(self, index: int, connection: socket.socket) -> None:
        connection.settimeout(20)
        while True:
            connection.sendall(b"GET /slow?millis=5 HTTP/1.1\r\nhost: test\r\n\r\n")
            reply = connection.recv(4096)
            if not reply.startswith(b"HTTP/1.1 200 "):
                self.failed.append(repr(reply[:80]))
                return
            self.answered[index] += 1
            if b"connection: close" in reply:
                return

    def end(self) -> tuple[int, list[str], int]:
        """Requests that were answered, what went wrong with others, connections that were reset without a request answered."""
        for thread in self.threads:
            thread.join(30)
        return sum(self.answered), self.failed, self.unaccepted


def restart_under_load(program: str) -> None:
    """A listening socket that outlives the processes loses no request between them."""
    with listening() as listener:
        port = listener.getsockname()[1]
        services = [Service(program, listener=listener)]
        try:
            wait_for(port, services[0].process, 10)
            load = wrk(port, LOAD_SECONDS)
            for _ in range(3):
                time.sleep(1.5)
                services.append(Service(program, listener=listener))
                time.sleep(0.3)
                code, _ = services[-2].stop()
                check(code == 0, f"restart under load: the process before ended with {code}")
            count, wrong = answered_by(load)
            check(not wrong and count > 1000, f"restart under load: {count} requests over 3 restarts, wrong: {wrong or 'none'}")
        finally:
            for service in services:
                service.__exit__()


def certificate(folder: Path, name: str) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem",
         "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )


def curl(*arguments: str) -> str:
    done = subprocess.run(["curl", "--silent", "--show-error", "--max-time", "10", *arguments], capture_output=True, text=True)
    return done.stdout + done.stderr


def tls(program: str) -> None:
    """Both versions of HTTP over TLS; a new certificate is taken over without a restart."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate(folder, "first")
        port = free_port()
        flags = ["--port", str(port), "--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem")]
        with Service(program, *flags) as service:
            wait_for(port, service.process, 10)
            url = f"https://localhost:{port}/slow?millis=1"
            trusted = ["--cacert", str(folder / "cert.pem"), "--write-out", " %{http_version}", url]
            for version, flag in {"1.1": "--http1.1", "2": "--http2"}.items():
                told = curl(flag, *trusted)
                check(told == f"1 {version}", f"TLS: HTTP/{version} answers {told!r}")
            told = curl("--write-out", "%{http_code}", f"http://localhost:{port}/livez")
            check(told.startswith("000"), f"TLS: a client that speaks without it gets no reply: {told.strip()!r}")
            certificate(folder, "second")
            end = time.monotonic() + 30
            while curl("--http2", *trusted) != "1 2" and time.monotonic() < end:
                time.sleep(1)
            check(curl("--http2", *trusted) == "1 2", "TLS: the new certificate is served without a restart")
            check(service.stop()[0] == 0 and not service.log(), "TLS: it ends well, and logged nothing")


def wait_for_file(path: Path) -> None:
    """Until a process listens on a Unix socket, whose file may be another one's."""
    end = time.monotonic() + 10
    with socket.socket(socket.AF_UNIX) as probe:
        while probe.connect_ex(str(path)) != 0:
            if time.monotonic() > end:
                raise SystemExit(f"nobody listens on {path}")
            time.sleep(0.05)


def wrong_tls(program: str) -> None:
    """What is wrong is told before the service says that it listens."""
    for command in [[], ["check"]]:
        told = subprocess.run([program, *command, "--tls-cert", "/nowhere"], capture_output=True, text=True, timeout=10)
        check(told.returncode == 1 and not told.stdout and "no `tls_key`" in told.stderr, f"TLS: {told.stderr.strip()!r}")


def unix_socket(program: str) -> None:
    """A Unix socket takes both versions of HTTP, and is gone after the stop."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "service"
        for _ in range(2):
            with Service(program, "--socket", str(path)) as service:
                wait_for_file(path)
                for flag in ["--http1.1", "--http2-prior-knowledge"]:
                    told = curl(flag, "--unix-socket", str(path), "http://localhost/slow?millis=2")
                    check(told == "2", f"Unix socket, {flag[2:]}: {told!r}")
                # The second time the file of a killed process is left over.
                service.process.kill()
                service.process.wait()
        with Service(program, "--socket", str(path)) as service:
            wait_for_file(path)
            check(service.stop()[0] == 0 and not path.exists(), "Unix socket: taken over after a kill, gone after a stop")


def main(program: str) -> None:
    for attempt in [stop_under_load, restart_under_load, tls, wrong_tls, unix_socket]:
        attempt(program)


if __name__ == "__main__":
    main(sys.argv[1])
