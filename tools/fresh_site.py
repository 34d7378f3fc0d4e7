"""A throw-away site with the starter library, served as `make run` serves it; it is gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from start import server_command
from with_postgres import free_port

BASE = Path(__file__).resolve().parent.parent
WITHDRAWN = "/articles/withdrawn/"
PATIENCE = 60  # seconds


@contextmanager
def fresh_site():
    """The address of the site, such as "http://127.0.0.1:40123". One of its pages was withdrawn. Sets Django up in this process."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="neuroinfo-site-") as folder:
        # Settings are read from the environment, before anything of Django is imported.
        os.environ |= {"DJANGO_SETTINGS_MODULE": "neuroinfo.settings", "DATA_DIR": folder, "SITE_URL": site, "SEARCH_LIMIT_PER_MINUTE": "0"}
        sys.path.insert(0, str(BASE))
        _prepare(Path(folder))
        server = subprocess.Popen([sys.executable, *server_command(port)[1:]], cwd=BASE, start_new_session=True)
        try:
            _wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait()


def _prepare(folder):
    import django

    django.setup()
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:
        call_command("prepare_site", stdout=nowhere, stderr=nowhere)
        _withdraw_one(folder / "library", lambda library: call_command("import_content", str(library), stdout=nowhere, stderr=nowhere))


def _withdraw_one(library, import_from):
    """A copy of an article under an address of its own, so that no link leads to what was withdrawn."""
    from articles.models import Article
    from editorial import actions
    from editorial.models import Editor

    (library / "articles").mkdir(parents=True)
    shutil.copy(BASE / "content" / "sources.json", library)
    shutil.copy(BASE / "content" / "articles" / "what-is-neuropathy.md", library / "articles" / "withdrawn.md")
    import_from(library)
    keeper = Editor.objects.create(username="keeper", first_name="Ada", last_name="Keeper", is_staff=True, is_superuser=True)
    actions.withdraw(Article.objects.get(slug="withdrawn"), by=keeper, reason="Its text was out of date.")


def _wait_for(site, server):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{site}/healthz").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The site did not start. The lines above say why.")
