"""How many kept pages a second the server sends, and how long readers wait: the part of the benchmark that goes through granian."""

import os
import selectors
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from start import THREADS, WORKERS, server_command
from with_postgres import free_port

TOOLS = Path(__file__).resolve().parent
PAGE = "/conditions/carpal-tunnel-syndrome/"
ENCODING = "gzip"  # what Django's own middleware makes
SECONDS = 3.0
CONNECTIONS, DEPTH = 4, 8  # requests that are under way at once: never less than the server can take
ROUNDS = 3
FEWEST_TIMES_OF_CACHE = 1.5
HOPED_SHARE_OF_BARE = 0.5
MOST_TAIL = 3.0
ANSWERS_FOR_TAIL = 3000
SETTINGS = ((1, 1), (2, 1), (2, 2), (2, 4))  # (workers, threads of each)


def database_address():
    name = connection.settings_dict["NAME"]
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def set_option(command, name, value):
    command[command.index(name) + 1] = str(value)


@contextmanager
def serving(which, *, workers=1, threads=1, size=0):
    """granian, started as `make run` does, with one of the sites of `bench_sites`; gives its port."""
    port = free_port()
    command = [sys.executable, *server_command(port)[1:-1], "bench_sites:application"]
    set_option(command, "--workers", workers)
    set_option(command, "--blocking-threads", threads)
    environment = os.environ | {"DATABASE_URL": database_address(), "BENCH_SITE": which, "BENCH_BYTES": str(size), "PYTHONPATH": str(TOOLS)}
    process = subprocess.Popen(command, cwd=TOOLS, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with closing(Reader(port)) as reader:
                reader.ask()
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("granian did not start")


class Reader:
    """A connection that asks for the page again and again."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {ENCODING}\r\n\r\n".encode()
        self.received = 0

    def ask(self):
        """One answer as bytes."""
        self.socket.sendall(self.request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _blank, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        while len(body) < length:
            body += self._receive()
        return head + b"\r\n\r\n" + body

    def _receive(self):
        part = self.socket.recv(1 << 16)
        if not part:
            raise OSError("the server closed the connection")
        return part

    def close(self):
        self.socket.close()


def per_second(port):
    """Answers a second while all that the server can take is asked for."""
    readers = [Reader(port) for _number in range(CONNECTIONS)]
    readers[0].ask()  # the first is rendered, and its header that says so has another length
    size = len(readers[0].ask())
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            reader.socket.sendall(reader.request * DEPTH)
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        received, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < SECONDS:
            for key, _events in selector.select(1.0):
                reader = key.data
                more = len(reader._receive())
                received += more
                reader.received += more
                answered, reader.received = divmod(reader.received, size)
                if answered:
                    reader.socket.sendall(reader.request * answered)
        seconds = time.perf_counter() - begun
    for reader in readers:
        reader.close()
    return received / size / seconds


def waits(port):
    """(p50, p99) in milliseconds of answers that are asked for one after the other."""
    with closing(Reader(port)) as reader:
        reader.ask()
        taken = []
        for _number in range(ANSWERS_FOR_TAIL):
            begun = time.perf_counter()
            reader.ask()
            taken.append(1000 * (time.perf_counter() - begun))
    taken.sort()
    return statistics.median(taken), taken[len(taken) * 99 // 100]


def measure_server():
    """Failures of the bounds; prints the figures."""
    with serving("the site") as port, closing(Reader(port)) as reader:
        reader.ask()
        size = len(reader.ask().partition(b"\r\n\r\n")[2])
    print(
        f"\nA kept page ({size:,} bytes, {ENCODING}) through granian as `make run` starts it, {WORKERS} x {THREADS}: answers a second, best of {ROUNDS}"
    )
    best = {}
    for _round in range(ROUNDS):
        for which in ("the site", "django's page cache", "a bare WSGI answer"):
            with serving(which, workers=WORKERS, threads=THREADS, size=size) as port:
                best[which] = max(best.get(which, 0), per_second(port))
    for which, number in best.items():
        print(f"  {which:24} {number:8,.0f}")
    failures = []
    of_cache, of_bare = best["the site"] / best["django's page cache"], best["the site"] / best["a bare WSGI answer"]
    print(
        f"  {of_cache:.2f} times Django's page cache, at least {FEWEST_TIMES_OF_CACHE}; {of_bare:.2f} of a bare answer, hoped for {HOPED_SHARE_OF_BARE}"
    )
    if of_cache < FEWEST_TIMES_OF_CACHE:
        failures.append(f"kept pages: {of_cache:.2f} times the requests of Django's page cache, at least {FEWEST_TIMES_OF_CACHE}")
    print("\nWorkers and threads of each: answers a second, and p50 and p99 in ms of one reader")
    for workers, threads in SETTINGS:
        with serving("the site", workers=workers, threads=threads) as port:
            number, (middle, tail) = per_second(port), waits(port)
        print(f"  {workers} x {threads}   {number:8,.0f}   {middle:6.2f} {tail:6.2f}   p99 / p50 = {tail / middle:.1f}")
        if (workers, threads) == (WORKERS, THREADS) and tail > MOST_TAIL * middle:
            failures.append(f"kept pages: p99 is {tail / middle:.1f} times p50, at most {MOST_TAIL}")
    return failures
