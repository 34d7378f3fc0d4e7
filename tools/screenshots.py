"""Takes the pictures of docs/editors.md and docs/design.md from a throw-away site with the starter library and made-up people.

The site has a database and a folder of its own, serves on a free port of this machine, and is gone afterwards. People sign in as
everybody does, with a second factor; what waits for them is made by the same actions that the admin's buttons call.
"""

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from screenshots_reader import take_pages

BASE = Path(__file__).resolve().parent.parent
PICTURES = BASE / "docs" / "screenshots"
PASSWORD = "Nine-quiet-lanterns"
WIDTH, HEIGHT = 1180, 760
PEOPLE = {
    "mlind": ("Maya", "Lind", "Specialist nurse", ["Author"]),
    "sokoye": ("Samir", "Okoye", "Consultant neurologist", ["Clinical reviewer"]),
    "iduarte": ("Inês", "Duarte", "Rehabilitation physician", ["Clinical reviewer", "Safety corrections"]),
    "akeeper": ("Ada", "Keeper", "", ["Administrator"]),
}


def main():
    browser_path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if browser_path is None:
        sys.exit("The pictures need Chromium. On Debian or Ubuntu: apt-get install chromium-headless-shell")
    with tempfile.TemporaryDirectory(prefix="neuroinfo-pictures-") as folder:
        # Settings are read from the environment, before anything of Django is imported.
        os.environ |= {"DJANGO_SETTINGS_MODULE": "neuroinfo.settings", "DATA_DIR": folder, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        sys.path.insert(0, str(BASE))
        with QuietServer(("127.0.0.1", 0), QuietHandler) as server:
            # By name: passkeys are bound to one, and the pages then offer them.
            site = os.environ["SITE_URL"] = f"http://localhost:{server.server_port}"
            work = prepare()
            from django.core.wsgi import get_wsgi_application

            server.set_app(get_wsgi_application())
            threading.Thread(target=server.serve_forever, daemon=True).start()
            take(Photographer(browser_path, site), work)
            server.shutdown()


class QuietServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Says nothing of each request."""


# --- The site ---------------------------------------------------------------------------------------------------


def prepare():
    """Fills the site; returns what is photographed, by name."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from editorial import actions
    from editorial.copying import fingerprint
    from editorial.models import Editor
    from treatments.models import Treatment
    from trials.models import Trial

    settings.SEARCH_COUNTS_AFTER_SECONDS = 0  # the database is gone before they would be written
    with open(os.devnull, "w") as nowhere:
        call_command("migrate", verbosity=0)
        call_command("sync_groups", stdout=nowhere)
        call_command("import_content", str(BASE / "content"), verbosity=0, stdout=nowhere, stderr=nowhere)
        call_command("import_trials", str(made_up_study()), stdout=nowhere)
        call_command("collectstatic", interactive=False, verbosity=0)
    people = {}
    for username, (first, last, role, groups) in PEOPLE.items():
        person = Editor(username=username, first_name=first, last_name=last, professional_role=role, is_staff=True)
        person.interests = "None" if role else ""
        person.set_password(PASSWORD)
        person.save()
        person.groups.set(Group.objects.filter(name__in=groups))
        people[username] = person
    author, reviewer, corrector = people["mlind"], people["sokoye"], people["iduarte"]

    def started(slug, **changes):
        draft = actions.start_draft(Treatment.objects.get(slug=slug), by=author)
        return edited(draft, by=author, **changes)

    def edited(draft, by, **changes):
        before = fingerprint(draft)
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.save()
        actions.saved(draft, by=by, before=before)
        return draft

    tens = started(
        "tens", summary="A small machine sends weak currents through pads on the skin. We do not know whether it helps pain from damaged nerves."
    )
    section = tens.sections.get(aspect="what-happens") if tens.sections.filter(aspect="what-happens").exists() else tens.sections.filter(card=None)[2]
    section.body = f"{section.body}<p>Ask a nurse to show you where the pads go before you try it at home.</p>"
    section.save()
    edited(tens, by=author, change_note="Says more plainly that the benefit is not known.")
    actions.submit(tens, by=author)
    actions.comment(tens, by=reviewer, text="Can we say who was studied?", place="effectiveness")
    exercise = started("exercise-and-balance-training", title="Exercise and balance training", change_note="Adds who should start slowly.")
    returned = started("lifestyle-changes", change_note="Shorter sentences.")
    edited(returned, by=author, summary=f"{returned.summary} Ask before you change medicines.")
    actions.submit(returned, by=author)
    actions.comment(returned, guest="Prof. J. Moreau", text="The part on alcohol is clear. I would name the amount.")
    actions.return_to_author(returned, by=reviewer, reason="Name the amount of alcohol that the source gives, and cite it.")
    duloxetine = Treatment.objects.get(slug="duloxetine")
    correction = actions.start_correction(duloxetine, by=corrector)
    section = correction.sections.filter(aspect="cautions", card=None).first()
    section.body = f"{section.body}<p>Do not stop duloxetine at once: ask how to lower the dose step by step.</p>"
    section.save()
    edited(correction, by=corrector, change_note="Warns against stopping at once.")
    return {
        "tens": tens,
        "exercise": exercise,
        "returned": returned,
        "correction": correction,
        "duloxetine": duloxetine,
        "people": people,
        "study": Trial.objects.get(),
    }


def made_up_study():
    """A file with a study that does not exist, as the registry would answer."""
    from tests.trials.studies import patient_funded

    file = Path(os.environ["DATA_DIR"]) / "study.json"
    file.write_text(json.dumps(patient_funded(versionHolder=date.today().isoformat())))
    return file


# --- The pictures -----------------------------------------------------------------------------------------------


class Photographer:
    """A browser in which one person after another signs in, and takes a picture of what is in the window."""

    def __init__(self, path, site):
        self.path, self.site = path, site

    def __enter__(self):
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=self.path, args=["--no-sandbox", "--disable-gpu"])
        self.secrets = {}
        return self

    def __exit__(self, *_error):
        self.browser.close()
        self.playwright.stop()

    def window(self, height=HEIGHT, width=WIDTH, scheme="light"):
        return self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce").new_page()

    def sign_in(self, username, page=None):
        """The sign-in with the second factor that is set up at the first time; returns the page."""
        page = page or self.window()
        page.goto(f"{self.site}/admin/")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        secret = page.locator("#secret").inner_text()
        if username == "mlind":
            self.take(page, "sign-in")
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("link", name="I have kept them: go on").click()
        return page

    def take(self, page, name):
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=PICTURES / f"{name}.png")
        kilobytes = (PICTURES / f"{name}.png").stat().st_size // 1000
        print(f"docs/screenshots/{name}.png: {kilobytes} kB")


def code_of(secret):
    from allauth.mfa.totp.internal import auth as totp

    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def scroll_to(page, locator, above=90):
    """Brings an element below the upper edge of the window."""
    locator.first.evaluate("(e, above) => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - above)", above)


def take(photographer, work):
    from django.urls import reverse

    from editorial.instruments import INSTRUMENTS

    with photographer as camera:

        def form_of(name):
            return camera.site + work[name].get_admin_url()

        def of(name, *arguments):
            return camera.site + reverse(f"admin:{name}", args=arguments)

        # Before anybody changes a page.
        take_pages(camera)
        author = camera.sign_in("mlind")
        author.goto(of("profile"))
        camera.take(author, "profile")
        author.goto(of("index"))
        camera.take(author, "dashboard")
        author.goto(of("treatments_treatment_change", work["duloxetine"].pk))
        camera.take(author, "page")
        author.goto(form_of("exercise"))
        camera.take(author, "draft")
        scroll_to(author, author.locator(".inline-related.has_original").filter(has=author.locator(".ProseMirror", has_text="[@")))
        camera.take(author, "section")
        author.goto(of("try-code"))
        author.get_by_label("Code:", exact=True).fill("E11.42")
        author.get_by_role("button", name="Try it").click()
        author.get_by_role("heading", name="What a hospital's system is given").wait_for()
        camera.take(author, "try-code")
        author.goto(of("trials_trial_change", work["study"].pk))
        camera.take(author, "study")
        author.goto(form_of("returned"))
        camera.take(author, "sent-back")
        author.goto(of("preview", work["returned"].pk) + "?width=768")
        author.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
        camera.take(author, "preview")
        author.get_by_role("button", name="Make a preview link").click()
        guest = camera.window()
        guest.goto(author.get_by_label("Link:").input_value() + "#comments")
        camera.take(guest, "guest")

        reviewer = camera.sign_in("sokoye")
        reviewer.goto(of("review", work["tens"].pk))
        camera.take(reviewer, "review")
        reviewer.goto(of("checklist", work["tens"].pk, next(iter(INSTRUMENTS))))
        camera.take(reviewer, "checklist")

        # Two people at once: the author saves what the administrator has changed meanwhile.
        author.goto(form_of("exercise"))
        keeper = camera.sign_in("akeeper")
        keeper.goto(form_of("exercise"))
        keeper.get_by_label("What changed:").fill("Adds who should start slowly, and why.")
        keeper.get_by_role("button", name="Save the draft").click()
        author.get_by_label("What changed:").fill("Adds who should see a doctor first.")
        author.get_by_role("button", name="Save the draft").click()
        author.get_by_text("saved this draft on").wait_for()
        camera.take(author, "two-at-once")

        corrector = camera.sign_in("iduarte")
        corrector.goto(of("review", work["correction"].pk))
        corrector.get_by_label("Why this cannot wait").fill("People stopped it at once and fell ill.")
        camera.take(corrector, "correction")
        corrector.get_by_role("button", name="Publish the correction now").click()
        reader = camera.window()
        reader.goto(f"{camera.site}/treatments/duloxetine/")
        camera.take(reader, "correction-note")

        keeper.goto(of("treatments_treatment_withdraw", work["returned"].page_id))
        camera.take(keeper, "withdraw")
        keeper.goto(of("editorial_event_changelist"))
        camera.take(keeper, "trail")


if __name__ == "__main__":
    main()
