"""The site with its starter library: every page that a reader can reach by following links."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from neuroinfo.inline_scripts import SCRIPTS
from tests.web.html import foreign_addresses, heading_jumps, repeated_ids, text_of
from tools import nu

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WITH_FORMS = ("/visit/", "/check-an-offer/")


def test_the_html_of_every_page_is_valid(pages, tmp_path):
    assert nu.mistakes({address: visit.text for address, visit in pages.items()}, tmp_path) == []


def test_the_checker_of_html_finds_a_mistake_and_a_warning(tmp_path):
    page = "<!doctype html><html lang=en><title>Nerves</title><h1>Nerves</h1><p id=a><p id=a><section><p>Words.</section>"

    found = nu.mistakes({"/nerves/": page}, tmp_path)

    assert {sentence.split(", ")[0] for sentence in found} == {"/nerves/: error", "/nerves/: warning"}, found


def is_leaflet(address):
    return address.startswith("/leaflet/")


def test_every_published_page_can_be_reached(visited, published):
    assert published
    assert published <= set(visited)


def test_every_page_is_at_most_three_clicks_from_the_first(visited, published):
    clicks, waiting = {"/": 0}, ["/"]
    for address in waiting:
        for path, _fragment in sorted(visited[address].links):
            if path in visited and path not in clicks:
                clicks[path] = clicks[address] + 1
                waiting.append(path)

    assert [address for address in published if clicks.get(address, 99) > 3] == []


def test_every_link_leads_to_a_page(visited):
    broken = {address: visit.status for address, visit in visited.items() if visit.status != 200 and address != "/no-such-page/"}

    assert broken == {}


def test_every_fragment_is_there(pages):
    ids = {address: {part["id"] for part in visit.page.find_all(id=True)} for address, visit in pages.items()}
    missing = [
        (address, f"{path}#{fragment}")
        for address, visit in pages.items()
        for path, fragment in visit.links
        if fragment and path in pages and fragment not in ids[path]
    ]

    assert missing == []


def test_every_footnote_leads_to_a_source_on_the_same_page(pages):
    footnotes = {address: {link["href"] for link in visit.page.select("sup a")} for address, visit in pages.items()}
    sources = {address: {f"#{source['id']}" for source in visit.page.select(".sources li[id]")} for address, visit in pages.items()}

    assert sum(map(len, footnotes.values())) > 100
    assert {address: hrefs - sources[address] for address, hrefs in footnotes.items() if hrefs - sources[address]} == {}


def test_no_citation_marker_is_left_in_a_text(pages):
    assert [address for address, visit in pages.items() if "[@" in visit.text] == []


def test_every_page_has_one_first_heading_and_no_gap_between_levels(pages):
    wrong = {
        address: [text_of(heading) for heading in visit.page.find_all("h1")] + heading_jumps(visit.page)
        for address, visit in pages.items()
        if len(visit.page.find_all("h1")) != 1 or heading_jumps(visit.page)
    }

    assert wrong == {}


def test_no_page_has_an_id_twice(pages):
    assert {address: repeated_ids(visit.page) for address, visit in pages.items() if repeated_ids(visit.page)} == {}


def test_no_page_loads_or_links_to_another_site_but_for_its_sources(pages):
    assert {address: foreign_addresses(visit.page) for address, visit in pages.items() if foreign_addresses(visit.page)} == {}


def test_no_page_has_a_style_of_its_own_or_any_script_but_those_for_its_search_box_and_its_buttons(pages):
    scripts = {}
    for address, visit in pages.items():
        place = address if address == "/offline/" else "leaflet" if is_leaflet(address) else "elsewhere"
        found = visit.page.select("script:not([type='application/ld+json'])")
        scripts.setdefault(place, set()).update((script.get("src") or script.text, script.get("data-src")) for script in found)

    after_paint = SCRIPTS["after_paint"]
    assert scripts == {
        "leaflet": {(SCRIPTS["print"], None)},
        "/offline/": {(after_paint, f"/static/{name}.js") for name in ("dates", "saved", "offline")},
        "elsewhere": {(after_paint, "/static/suggestions.js")},
    }
    assert [address for address, visit in pages.items() if visit.page.find("style") or visit.page.find(style=True)] == []
    handlers = [name for visit in pages.values() for part in visit.page.find_all() for name in part.attrs if name.startswith("on")]
    assert handlers == []


def test_every_page_has_a_language_and_a_title_of_its_own(pages):
    titles = {}
    for address, visit in pages.items():
        assert visit.page.html["lang"] == "en"
        titles.setdefault(text_of(visit.page.title), set()).add(address.removesuffix("?page=1"))

    assert {title: addresses for title, addresses in titles.items() if len(addresses) > 1} == {}


def test_every_page_can_be_labelled_and_used_without_sight(pages):
    for address, visit in pages.items():
        fields = visit.page.select("input:not([type=hidden])")
        assert all(visit.page.find("label", attrs={"for": field["id"]}) for field in fields), address
        names = [part.get("aria-label") or part.get("aria-labelledby") for part in visit.page.find_all("nav")]
        assert all(names), address
        assert len(set(names)) == len(names), address
        labelled = [part["aria-labelledby"] for part in visit.page.find_all(attrs={"aria-labelledby": True})]
        assert all(visit.page.find(id=name) for name in labelled), address


def test_no_answer_sets_a_cookie_or_depends_on_one(visited):
    for address, visit in visited.items():
        assert not visit.cookies, address
        assert "Set-Cookie" not in visit.headers, address
        assert "Cookie" not in visit.headers.get("Vary", ""), address


def test_every_answer_has_the_headers_that_protect_its_reader(visited):
    for address, visit in visited.items():
        policy = visit.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert "http" not in policy, address
        assert visit.headers["X-Content-Type-Options"] == "nosniff", address
        # Under “no-referrer” nobody could tell where a form comes from.
        assert visit.headers["Referrer-Policy"] == ("same-origin" if address in WITH_FORMS else "no-referrer"), address
        may_be_framed = re.fullmatch(r"/conditions/[^/]+/", address) or address.startswith("/connect/application")
        assert visit.headers["X-Frame-Options"] == ("SAMEORIGIN" if may_be_framed else "DENY"), address


def test_browsers_may_run_the_scripts_in_a_page_and_no_other(visited):
    allowed = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in SCRIPTS.values()}
    for address, visit in visited.items():
        rules = re.search("script-src ([^;]*)", visit.headers["Content-Security-Policy"])[1].split()
        assert set(rules) == {"'self'", *allowed}, address


def test_every_page_has_the_urgent_line_and_a_search_box(pages):
    for address, visit in pages.items():
        assert "Call your local emergency number" in text_of(visit.page.select_one(".urgent-line")), address
        assert is_leaflet(address) or visit.page.find("form", action="/search/"), address


def test_pages_of_the_library_say_that_no_clinician_has_checked_them(pages, published):
    for address in published:
        assert "No clinician has checked this page yet." in pages[address].text


def test_each_source_has_its_kind_and_the_day_on_which_it_was_read(pages):
    sources = [source for visit in pages.values() for source in visit.page.select(".sources li")]

    assert len(sources) > 50
    wrong = [source for source in sources if not source.select_one(".source-kind") or not re.search(r"Read on \d+ \w+ 20\d\d\.", text_of(source))]
    assert wrong == []


def test_unproven_treatments_stand_apart_on_every_page(pages):
    for address, visit in pages.items():
        for row in visit.page.select(".effect"):
            badge = row.select_one(".stage--experimental, .stage--not-recommended")
            if badge and not address.startswith(("/treatments/", "/leaflet/treatment/")):
                assert row.find_parent(class_="unproven"), address


def test_canonical_addresses_are_those_of_the_pages(pages):
    for address, visit in pages.items():
        if visit.status == 200 and not address.startswith("/search/") and not is_leaflet(address):
            # The pages of one letter are a part of the whole list, its first page is the list itself, and a comparison is for one reader.
            whole = re.sub(r"\?((letter|condition|symptom)=.*|page=1)\Z", "", address)
            assert visit.page.find("link", rel="canonical")["href"] == "http://127.0.0.1:8000" + whole
