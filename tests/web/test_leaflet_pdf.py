"""A leaflet as a PDF file: what the leaflet says, for screen readers too; made from nothing else, one at a time, and kept."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from shutil import copy

import pytest
from django.core.wsgi import get_wsgi_application
from django.template import Context, Template
from django.test import Client
from pytest_django.asserts import assertContains

from editorial import actions, pdf, pdf_program
from neuroinfo.kept_pages import KeptPages
from tests import factories
from tests.rows import shared_rows
from tests.web.html import soup, text_of
from tests.web.pdf import (
    facts_of_pdf,
    headings_of_pdf,
    ink_of_pdf,
    links_of_pdf,
    outline_of_pdf,
    pages_of_pdf,
    parts_of_pdf,
    pictures_of_pdf,
    text_of_pdf,
)
from tests.wsgi import ask

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

KINDS = ("condition", "cause", "symptom", "treatment", "article")
SITE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """The PDF file of a page of each kind, and the condition's in large print: {kind: (answer, HTML of the leaflet)}."""
    with shared_rows(django_db_blocker):
        card = factories.make_care_card("a-card", level="now")
        condition = factories.make_condition(
            "sore-feet", name="Sore feet", cards=[card], sections={"overview": f"<p>{'Some more words. ' * 200}</p>"}
        )
        numbers = {"condition": condition, "with_treatment": 30, "without_treatment": 20, "out_of": 100}
        factories.make_treatment("new-cells", name="New cells", stage="experimental", effects=[{**numbers, "stage": "experimental"}])
        factories.make_cause("too-much-sugar", name="Too much sugar")
        factories.make_symptom("tingling", name="Tingling", also_called=["pins & needles"])
        factories.make_article("what-nerves-do", name="What nerves do")
        slugs = dict(zip(KINDS, ("sore-feet", "too-much-sugar", "tingling", "new-cells", "what-nerves-do"), strict=True))
        addresses = {kind: f"/leaflet/{kind}/{slug}" for kind, slug in slugs.items()}
        made = {kind: _both(f"{address}.pdf", f"{address}/") for kind, address in addresses.items()}
        made["large"] = _both("/leaflet/condition/sore-feet.pdf?size=large", "/leaflet/condition/sore-feet/?size=large")
    return made


def _both(file, page):
    answer = Client().get(file)
    assert answer.status_code == 200
    return answer, soup(Client().get(page))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(pdf, "_kept", {})


@pytest.fixture
def quick(monkeypatch):
    """Makes no file: gives bytes that stand for one, and keeps the HTML that it was given."""
    asked = []

    def make(html, address):
        asked.append(html)
        return b"%PDF-" + html.encode()

    monkeypatch.setattr(pdf, "_make", make)
    return asked


# --- What a file says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*KINDS, "large"])
def test_a_file_has_the_headings_of_the_leaflet_in_order_with_their_levels(answers, kind):
    answer, page = answers[kind]
    headings = [(int(heading.name[1]), text_of(heading)) for heading in page.select("h1, h2, h3, h4")]

    assert headings_of_pdf(answer.content) == headings
    assert outline_of_pdf(answer.content) == [words for _level, words in headings]


@pytest.mark.parametrize("kind", [*KINDS, "large"])
def test_a_file_is_tagged_and_says_its_title_and_language(answers, kind):
    answer, page = answers[kind]

    facts = facts_of_pdf(answer.content)

    assert facts["Tagged"] == "yes"
    assert facts["Title"] == page.title.text
    assert facts["Page size"].endswith("(A4)")
    assert b"/Lang (en)" in parts_of_pdf(answer.content)


def test_the_code_is_announced_by_its_name_and_no_picture_that_has_none(answers):
    file = answers["treatment"][0].content

    assert len(answers["treatment"][1].select("svg")) > 1
    assert pictures_of_pdf(file) == 1
    assert b"/Alt (QR code of the address http://127.0.0.1:8000/treatments/new-cells/)" in parts_of_pdf(file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_has_the_words_of_the_leaflet_but_for_those_of_the_screen(answers, kind):
    answer, page = answers[kind]
    said = text_of_pdf(answer.content)

    for words in (
        f"NeuroInfo {SITE}",
        "Emergency? Call your local emergency number",
        page.select_one(".lead").text,
        "Some words about it.",
        "A study called a-source",
        "Reviewed by Rita Viewer",
        "Next review due:",
        "Printed text may be out of date. Look at the page itself:",
        page.select_one(".colophon a").text,
        "not medical advice",
    ):
        assert words in said
    for words in ("Skip to the content", "Back to the page", "Large print", "window.print", "On this page", "Everything that changed"):
        assert words not in said


def test_an_unproven_treatment_says_so_before_its_text(answers):
    said = text_of_pdf(answers["treatment"][0].content)

    assert said.index("Experimental") < said.index("Only in an approved study. Do not pay a clinic for it.") < said.index("Some words about it.")
    assert "30 of 100 people with the treatment" in said


@pytest.mark.parametrize(("kind", "words"), [("condition", "Sore feet – NeuroInfo"), ("large", "Sore feet NeuroInfo")])
def test_each_page_has_its_number_the_title_and_the_address_of_the_site(answers, kind, words):
    pages = pages_of_pdf(answers[kind][0].content)

    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert page.replace(" / ", "/").endswith(f"{words} {SITE} {number}/{len(pages)}")


def test_people_whom_a_treatment_did_not_help_are_not_drawn_as_if_it_did():
    drawn = Template("{% load neuroinfo %}{% icon_array 100 100 'all' %}<hr>{% icon_array 0 100 'none' %}").render(Context())
    page = (
        f'<!doctype html><html lang="en"><title>Two</title><style>hr {{ break-after: page; border: 0 }} svg {{ width: 15cm }}</style>{drawn}</html>'
    )

    everybody, nobody = ink_of_pdf(pdf.pdf_of(page, SITE))

    assert everybody > 1.5 * nobody > 0


def test_links_can_be_followed(answers):
    links = links_of_pdf(answers["treatment"][0].content)

    assert {f"{SITE}/treatments/new-cells/", f"{SITE}/conditions/sore-feet/", f"{SITE}/urgent-signs/"} <= links
    assert [link for link in links if not link.startswith(SITE)] == []


# --- How it is sent ---------------------------------------------------------------------------------------------


def test_a_file_is_shown_under_its_own_name_and_left_out_by_search_engines(client, quick):
    factories.make_symptom("tingling")

    normal, large = (client.get("/leaflet/symptom/tingling.pdf", {"size": size}) for size in ("", "large"))

    assert normal["Content-Type"] == "application/pdf"
    assert normal["Content-Disposition"] == 'inline; filename="tingling.pdf"'
    assert large["Content-Disposition"] == 'inline; filename="tingling-large-print.pdf"'
    assert normal["X-Robots-Tag"] == "noindex"
    assert normal["Cache-Control"] == "no-cache"
    assert not normal.cookies


def test_a_page_and_its_leaflets_lead_to_the_file_in_their_size(client):
    factories.make_symptom("tingling")

    found = {
        address: [(text_of(link), link["href"], link["rel"]) for link in soup(client.get(address)).select("a[href*='.pdf']")]
        for address in ("/symptoms/tingling/", "/leaflet/symptom/tingling/", "/leaflet/symptom/tingling/?size=large")
    }

    assert list(found.values()) == [
        [("Leaflet as PDF", "/leaflet/symptom/tingling.pdf", ["nofollow"])],
        [("This leaflet as PDF", "/leaflet/symptom/tingling.pdf", ["nofollow"])],
        [("This leaflet as PDF", "/leaflet/symptom/tingling.pdf?size=large", ["nofollow"])],
    ]


# --- Kept -------------------------------------------------------------------------------------------------------


def test_a_file_is_made_once_and_its_reader_is_told_that_nothing_changed(client, quick):
    factories.make_symptom("tingling")

    first, again = (client.get("/leaflet/symptom/tingling.pdf") for _time in range(2))
    known = client.get("/leaflet/symptom/tingling.pdf", headers={"If-None-Match": first["ETag"]})

    assert len(quick) == 1
    assert first.content == again.content
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", first["ETag"])


def test_who_has_the_file_is_told_so_without_one_being_made(client, quick):
    factories.make_symptom("tingling")
    etag = client.get("/leaflet/symptom/tingling.pdf")["ETag"]
    pdf._kept.clear()  # another process

    assert client.get("/leaflet/symptom/tingling.pdf", headers={"If-None-Match": etag}).status_code == 304
    assert len(quick) == 1


def test_the_next_reader_gets_a_text_that_was_approved_and_other_files_are_not_made_anew(client, quick):
    page, other = factories.make_symptom("tingling"), factories.make_symptom("other")
    before = [client.get(f"/leaflet/symptom/{slug}.pdf") for slug in ("tingling", "other")]
    draft = factories.edit(actions.start_draft(page, by=factories.the_author()), summary="A quite new sentence.")
    assert client.get("/leaflet/symptom/tingling.pdf").content == before[0].content

    factories.publish(draft)

    after = [client.get(f"/leaflet/symptom/{slug}.pdf") for slug in ("tingling", "other")]
    assert b"A quite new sentence." in after[0].content
    assert after[0]["ETag"] != before[0]["ETag"]
    assert after[1]["ETag"] == before[1]["ETag"]
    assert len(quick) == 3
    assert other.is_published


def test_files_that_were_made_first_make_room(quick, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_KEPT", 2)

    for html in "abcca":
        pdf.pdf_of(html, SITE)

    assert quick == ["a", "b", "c", "a"]
    assert len(pdf._kept) == 2


def test_a_file_goes_as_it_is_and_past_the_locks_of_the_pages(quick, monkeypatch):
    factories.make_symptom("tingling")
    site = KeptPages(get_wsgi_application())
    monkeypatch.setattr(site, "locks", None)

    answers = [ask(site, "/leaflet/symptom/tingling.pdf", HTTP_ACCEPT_ENCODING="br, gzip") for _time in range(2)]

    assert {answer.status for answer in answers} == {200}
    assert answers[0].sent.startswith(b"%PDF-")
    assert not {"Content-Encoding", "Cache-Status"} & set(answers[0].headers)
    assert "ookie" not in answers[0].headers.get("Vary", "")
    assert len(quick) == 1


# --- Where there is none ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("symptom/no-such-page.pdf", "nonsense/tingling.pdf", "care-card/a-card.pdf", "term/a-term.pdf", "symptom/a-draft.pdf"),
        *("symptom/tingling.pdf.pdf", "symptom/tingling.pdf/", "symptom/.pdf", "symptom/tingling.PDF", "symptom/tin%00gling.pdf"),
        *("symptom/..%2f..%2fetc%2fpasswd.pdf", "symptom/%22%3E%3Cscript%3E.pdf", "%2e%2e/tingling.pdf", "symptom/tingling%0d%0aX-Own: 1.pdf"),
    ],
)
def test_there_is_no_file_of_what_has_no_public_page(client, quick, address):
    factories.make_symptom("tingling")
    factories.make_care_card("a-card")
    factories.make_term("a-term")
    factories.make_symptom_draft("a-draft")

    assertContains(client.get(f"/leaflet/{address}"), "There is no page at this address.", status_code=404)
    assert quick == []


def test_the_file_of_a_moved_page_is_at_its_new_address_in_the_same_size(client, administrator):
    page = factories.make_symptom("tingling")
    actions.move(page, to="prickling", by=administrator)

    normal, large = client.get("/leaflet/symptom/tingling.pdf"), client.get("/leaflet/symptom/tingling.pdf?size=large")

    assert (normal.status_code, normal["Location"]) == (301, "/leaflet/symptom/prickling.pdf")
    assert (large.status_code, large["Location"]) == (301, "/leaflet/symptom/prickling.pdf?size=large")


def test_the_file_of_a_withdrawn_page_is_gone_at_once_and_the_answer_says_why(client, administrator, quick):
    page = factories.make_symptom("tingling")
    etag = client.get("/leaflet/symptom/tingling.pdf")["ETag"]

    factories.make_withdrawn(page, by=administrator, reason="It gave an old dose.")

    for headers in ({}, {"If-None-Match": etag}):
        assertContains(client.get("/leaflet/symptom/tingling.pdf", headers=headers), "It gave an old dose.", status_code=410)


def test_nothing_can_be_sent_to_a_file(client, quick):
    factories.make_symptom("tingling")

    assert client.post("/leaflet/symptom/tingling.pdf").status_code == 405
    assert client.head("/leaflet/symptom/tingling.pdf").status_code == 200


# --- One at a time ----------------------------------------------------------------------------------------------


def test_who_comes_while_another_file_is_made_is_asked_to_come_back(client, quick):
    factories.make_symptom("tingling", name="Tingling")

    with pdf._one_at_a_time:
        answer = client.get("/leaflet/symptom/tingling.pdf?size=large")

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert "Wait a few seconds, then load this page again." in text_of(soup(answer).main)
    assert soup(answer).find("a", string="Open and print the leaflet “Tingling”")["href"] == "/leaflet/symptom/tingling/?size=large"
    assert client.get("/leaflet/symptom/tingling.pdf?size=large").status_code == 200


def test_a_kept_file_is_sent_while_another_is_made(client, quick):
    factories.make_symptom("tingling")
    client.get("/leaflet/symptom/tingling.pdf")

    with pdf._one_at_a_time:
        assert client.get("/leaflet/symptom/tingling.pdf").status_code == 200


@pytest.mark.parametrize("code", ["raise SystemExit(9)", "import os; os.abort()", "import signal; signal.pause()"])
def test_a_program_that_fails_is_an_error_of_the_site_and_does_not_stay_in_the_way(client, monkeypatch, code):
    factories.make_symptom("tingling")
    client.raise_request_exception = False
    monkeypatch.setattr(pdf, "COMMAND", [sys.executable, "-c", code])
    monkeypatch.setattr(pdf, "PATIENCE", 1)

    answer = client.get("/leaflet/symptom/tingling.pdf")

    assert answer.status_code == 500
    assert "ETag" not in answer
    assert not pdf._one_at_a_time.locked()


# --- Without the libraries --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "reason"),
    [
        ("raise ImportError('No module named weasyprint')", "No module named weasyprint"),
        ("raise OSError('cannot load library libpango')", "cannot load library libpango"),
    ],
)
def test_a_site_without_the_libraries_says_so_and_leads_to_the_leaflet(client, monkeypatch, tmp_path, caplog, library, reason):
    factories.make_symptom("tingling", name="Tingling")
    (tmp_path / "weasyprint.py").write_text(library)
    copy(pdf_program.__file__, tmp_path)
    monkeypatch.setattr(pdf, "COMMAND", [sys.executable, str(tmp_path / "pdf_program.py")])

    answer = client.get("/leaflet/symptom/tingling.pdf")

    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert "Retry-After" not in answer
    assert "PDF is not set up on this site. You can print the leaflet instead" in text_of(soup(answer).main)
    assert soup(answer).find("a", string="Open and print the leaflet “Tingling”")["href"] == "/leaflet/symptom/tingling/"
    assert f"No PDF file can be made: {reason}" in caplog.text


def test_a_process_of_the_site_never_loads_the_libraries(answers):
    assert answers
    assert "weasyprint" not in sys.modules


# --- Nothing is loaded ------------------------------------------------------------------------------------------


def test_nothing_is_loaded_for_a_file(tmp_path):
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'from the disk' }")
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for base in (f"http://127.0.0.1:{server.server_port}", tmp_path.as_uri()):
            made = pdf.pdf_of(LOADING.replace("BASE", base), f"{base}/leaflet.pdf")
            assert "Words." in text_of_pdf(made)
            assert "from the disk" not in text_of_pdf(made)
            assert facts_of_pdf(made)["Pages"] == "1"
        server.shutdown()

    assert asked == []


LOADING = """<!doctype html><html lang="en"><head><title>A page</title><link rel="stylesheet" href="secret.css"><link rel="stylesheet" href="BASE/secret.css">
<link rel="attachment" href="BASE/secret.css"><style>@import "BASE/secret.css"; @import url(secret.css); body { background: url(BASE/a.png) }
@font-face { font-family: Own; src: url(BASE/own.ttf) } p { font-family: Own; list-style: url(BASE/b.png) } p::before { content: url(BASE/c.png) }</style></head>
<body><h1>A page</h1><p>Words. <img src="BASE/d.png" alt="d"><img src="e.png" alt="e"><object data="BASE/f.png"></object><embed src="BASE/g.png">
<svg viewBox="0 0 9 9"><image href="BASE/h.png" width="9" height="9"/><use href="BASE/i.svg#i"/></svg><iframe src="BASE/j.html"></iframe></p></body></html>"""
