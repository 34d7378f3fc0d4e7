"""A fresh process that answers searches, for the benchmark: it prints its memory after each step.

Reads the questions, and what is typed for suggestions, as JSON from standard input; finds the database in DATABASE_URL.
"""

import json
import os
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import quote


def get(application, address, cookies=""):
    """(status, body) of one GET request to a WSGI application, without a network."""
    where, _mark, query = address.partition("?")
    answer = {}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": quote(query, safe="=&+%"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookies,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    response = application(environ, lambda status, headers: answer.update(status=int(status[:3])))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return answer["status"], body


def memory():
    """(MB of this process alone, MB with the programs and libraries that all processes share, at its peak); None where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return None
    kilobytes = {name: int(rest.split()[0]) for name, _colon, rest in (line.partition(":") for line in lines) if rest.endswith("kB")}
    return kilobytes["RssAnon"] / 1024, kilobytes["VmHWM"] / 1024


def main():
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")
    from django.core.wsgi import get_wsgi_application

    asked = json.load(sys.stdin)
    application = get_wsgi_application()
    steps = {}

    def after(what, addresses):
        for address in addresses:
            status, body = get(application, address)
            assert status == 200, (address, status, body[-500:])
        steps[what] = memory()

    after("the start", [])
    after("a page", ["/urgent-signs/"])
    after("searches", [f"/search{end}?q={quote(text)}" for text in asked["questions"] for end in ("/", ".json")])
    after("suggestions", [f"/suggest.json?q={quote(text)}" for text in asked["typed"]])
    print(json.dumps(steps))


if __name__ == "__main__":
    main()
