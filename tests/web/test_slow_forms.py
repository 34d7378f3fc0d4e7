"""The real server, as `make run` starts it, while somebody sends forms that never end."""

import socket
import sys
from contextlib import ExitStack, closing

import pytest

from tests.conftest import CHECKOUT
from tests.servers import PATIENCE, Server, free_port

# The check against forged forms reads a form only where there is a cookie to compare with.
BEGINNING = b"POST /admin/account/sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=abcdefghijklmnopqrstuvwxyzABCDEF\r\n"
BEGINNING += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin=a"
SENDERS = 20


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(CHECKOUT / "tools"))
    import start

    server = Server([sys.executable, *start.server_command(free_port())[1:]], tmp_path)
    yield server
    server.stop()


def test_readers_go_on_reading_while_forms_come_slowly(server):
    with ExitStack() as open_ones:
        senders = [
            open_ones.enter_context(closing(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))) for _number in range(SENDERS)
        ]
        for sender in senders:
            sender.sendall(BEGINNING)

        statuses = [server.ask("GET", "/healthz") for _time in range(SENDERS)]

        for sender in senders:
            sender.settimeout(0.5)
        refused = sum(_beginning_of_answer(sender).startswith(b"HTTP/1.1 503") for sender in senders)

    assert statuses == [200] * SENDERS
    # At most two of each of the two processes wait for the rest.
    assert refused >= SENDERS - 4
    assert server.ask("GET", "/healthz") == 200


def _beginning_of_answer(sender):
    try:
        return sender.recv(100)
    except TimeoutError:
        return b""
