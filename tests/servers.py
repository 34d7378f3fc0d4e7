"""The real server as a process of its own, on a port of this machine."""

import os
import select
import signal
import socket
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection

from tests.conftest import CHECKOUT

PATIENCE = 60  # seconds until a server that does not start, or does not end, fails the test


def environment(folder, **more):
    usual = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return usual | {"DATA_DIR": str(folder)} | more


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server. `ask` gives the status of an answer; `stop` ends it and gives everything that it printed."""

    def __init__(self, command, folder, *, headers=None, **variables):
        self.port, self.headers = int(command[command.index("--port") + 1]), headers or {}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment(folder, **variables), start_new_session=True, **pipes)
        self.printed = b""
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                self.printed += os.read(self.process.stdout.fileno(), 65536)
            try:
                assert self.ask("GET", "/healthz") == 200
            except OSError:
                continue
            return
        raise AssertionError(self.stop())

    def ask(self, method, address, **headers):
        return self.answer(method, address, **headers).status

    def answer(self, method, address, body=None, **headers):
        """The whole answer, over a connection of its own; its `text` is the body."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, address, body=body, headers=self.headers | headers)
            answer = connection.getresponse()
            answer.text = answer.read().decode(errors="replace")
            return answer

    def send(self, line):
        """Sends bytes that need not be HTTP."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(line)
            connection.recv(65536)

    def stop(self):
        self.process.terminate()
        try:
            self.printed += self.process.communicate(timeout=PATIENCE)[0]
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
        return self.printed.decode()
