"""Requests to the site as a server makes them, without a network: through everything in front of Django."""

import gzip
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import brotli
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@dataclass(frozen=True)
class Answer:
    """`headers` is a dict, `sent` the body as it was sent, `text` what it says."""

    status: int
    headers: dict
    sent: bytes

    @property
    def text(self):
        return DECODERS[self.headers.get("Content-Encoding", "")](self.sent).decode()


@contextmanager
def connection_of_the_test():
    """Django would close the connection that a test's transaction is on."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def ask(application, address, *, method="GET", body=b"", **environ):
    """The answer of a WSGI application. `environ` is added to that of the request, such as HTTP_HOST."""
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    } | environ
    started = []
    with connection_of_the_test():
        response = application(environ, lambda status, headers, _error=None: started.append((int(status[:3]), headers)))
        try:
            sent = b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()
    ((status, headers),) = started
    names = [name.lower() for name, _value in headers]
    assert len(names) == len(set(names)), f"a header was sent twice: {headers}"
    return Answer(status, dict(headers), sent)
