"""What the benchmark of the server compares: the site, the same behind Django's own page cache, and a bare WSGI answer. For granian."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neuroinfo.settings")

from django.conf import settings

WHICH = os.environ["BENCH_SITE"]

if WHICH == "django's page cache":
    # As its documentation says: the two ends of the list; and compressed before it is kept, so that both send as many bytes.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        *settings.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]

from neuroinfo.wsgi import application as site  # noqa: E402
from neuroinfo.wsgi import django_application  # noqa: E402

BODY = b"x" * int(os.environ.get("BENCH_BYTES", "0"))
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def constant(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]


application = {"the site": site, "django's page cache": django_application, "a bare WSGI answer": constant}[WHICH]
