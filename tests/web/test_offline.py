"""What the site offers for reading without a connection. What browsers do with it is in tests/journeys/test_offline.py."""

import json
from datetime import date

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Symptom
from editorial.models import Version
from neuroinfo import offline
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def listed(client):
    return client.get("/offline.json").json()


def addresses(client):
    return [page["url"] for page in listed(client)["pages"]]


# --- The list ---------------------------------------------------------------------------------------------------


def test_the_list_names_each_live_page_with_the_day_of_its_next_review(client):
    page = factories.make_symptom("tingling", name="Tingling")
    Version.objects.filter(pk=page.live_id).update(review_due=date(2028, 3, 3))

    row = next(row for row in listed(client)["pages"] if row["url"] == "/symptoms/tingling/")

    assert row == {"url": "/symptoms/tingling/", "title": "Tingling", "due": "2028-03-03", "unchecked": False, "essential": True}


def test_the_list_says_which_texts_no_clinician_has_checked(client):
    factories.make_starter(Symptom, "numbness")
    factories.make_symptom("tingling")

    unchecked = [row["url"] for row in listed(client)["pages"] if row["unchecked"]]

    assert unchecked == ["/symptoms/numbness/"]
    count = len(offline.OWN_PAGES) + 2
    assertContains(client.get("/offline/"), f"No clinician has checked the text of 1 of the {count} pages yet.")


def test_where_all_was_checked_the_page_says_nothing_of_it(client):
    factories.make_symptom("tingling")

    assertNotContains(client.get("/offline/"), "They have no day for a review.")


def test_every_address_on_the_list_answers(client):
    for make in (factories.make_condition, factories.make_cause, factories.make_symptom, factories.make_treatment, factories.make_article):
        make()

    answers = {url: client.get(url).status_code for url in [*addresses(client), "/offline/", "/offline/not-saved/"]}

    assert len(answers) > 15
    assert {url for url, status in answers.items() if status != 200} == set()


def test_a_list_is_named_with_all_its_pages(client, monkeypatch):
    monkeypatch.setitem(offline.LISTS, Symptom, ("articles:symptoms", 2))
    for number in range(5):
        factories.make_symptom(f"symptom-{number}")

    rows = [row for row in listed(client)["pages"] if row["url"].startswith("/symptoms/?")]

    assert [(row["url"], row["title"], row["essential"]) for row in rows] == [
        ("/symptoms/?page=2", "Symptoms, page 2", False),
        ("/symptoms/?page=3", "Symptoms, page 3", False),
    ]


def test_the_urgent_signs_and_the_explained_words_are_essential(client):
    essential = {row["url"] for row in listed(client)["pages"] if row["essential"]}

    assert {"/", "/urgent-signs/", "/glossary/"} <= essential


def test_what_the_first_page_does_not_offer_is_not_essential(client):
    for number in range(10):
        factories.make_cause(f"cause-{number}")

    found = listed(client)

    causes = [row["essential"] for row in found["pages"] if row["url"].startswith("/causes/c")]
    assert (sum(causes), len(causes)) == (8, 10)
    assert (found["count"], found["essential_count"]) == (len(offline.OWN_PAGES) + 10, len(offline.OWN_PAGES) + 8)


def test_a_very_large_library_is_not_offered_as_a_whole(client, monkeypatch):
    monkeypatch.setattr(offline, "MOST", 20)
    for number in range(10):
        factories.make_cause(f"cause-{number}")

    assert len([url for url in addresses(client) if url.startswith("/causes/c")]) == 8
    assertNotContains(client.get("/offline/"), "whole library")


def test_what_changes_for_readers_changes_the_version(client, administrator):
    page = factories.make_symptom("tingling")
    versions = [listed(client)["version"], listed(client)["version"]]

    factories.make_withdrawn(page, by=administrator)

    assert versions[0] == versions[1] != listed(client)["version"]
    assert "/symptoms/tingling/" not in addresses(client)


def test_neither_drafts_nor_addresses_with_words_of_readers_are_on_the_list(client):
    factories.make_symptom_draft("tingling")

    found = json.dumps(listed(client))

    for hidden in ("tingling", "?", "/search", "/admin", "/preview", "/leaflet"):
        assert hidden not in found, hidden


# --- The page ---------------------------------------------------------------------------------------------------


def test_every_page_links_to_offline_reading_and_it_is_in_the_sitemap(client):
    assert text_of(soup(client.get("/about/")).select_one('.site-footer a[href="/offline/"]')) == "Offline reading"
    assert "/offline/</loc>" in client.get("/sitemap-site.xml").content.decode()


def test_the_page_says_how_much_is_saved(client):
    for number in range(10):
        factories.make_cause(f"cause-{number}")

    page = soup(client.get("/offline/"))

    own = len(offline.OWN_PAGES)
    assert [text_of(button) for button in page.select("[data-save]")] == [
        f"Save the essential pages ({own + 8} pages, about 1 MB)",
        f"Save the whole library ({own + 10} pages, about 1 MB)",
    ]


def test_without_scripts_the_page_says_what_is_missing_and_offers_paper(client):
    page = soup(client.get("/offline/"))

    assert "needs-scripts" in page.select_one("#saving")["class"]
    assert all(button.has_attr("disabled") for button in page.select("[data-save]"))
    assert page.select_one("#no-saving")["class"] == ["notice", "without-scripts"]
    notice = text_of(page.select_one("#no-saving"))
    assert "It needs JavaScript" in notice
    assert "“Print this page as a leaflet”" in notice


def test_the_page_for_what_is_not_saved_is_kept_out_of_search_engines(client):
    assertContains(client.get("/offline/not-saved/"), '<meta name="robots" content="noindex">')


# --- For browsers -----------------------------------------------------------------------------------------------


def test_the_worker_stands_at_the_root_and_is_asked_for_each_time(client):
    response = client.get("/sw.js")

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert 'importScripts("/static/dates.js", "/static/saved.js");' in response.content.decode()


def test_the_scripts_are_small(settings):
    folder = settings.BASE_DIR / "neuroinfo" / "static"
    files = [*(folder / f"{name}.js" for name in ("dates", "saved", "offline")), settings.BASE_DIR / "templates" / "offline" / "sw.js"]

    assert all(path.stat().st_size <= 4352 for path in files)


def test_the_policy_allows_a_worker_and_a_manifest_of_this_site_only(client):
    policy = client.get("/offline/")["Content-Security-Policy"]

    for rule in ("worker-src 'self'", "manifest-src 'self'", "connect-src 'self'", "script-src 'self'", "default-src 'none'"):
        assert rule in policy


def test_the_manifest_names_pictures_that_are_there(client, settings):
    response = client.get("/manifest.webmanifest")

    described = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (described["name"], described["start_url"], described["scope"]) == ("NeuroInfo", "/", "/")
    sizes = {icon["sizes"] for icon in described["icons"]}
    assert sizes == {"any", "192x192", "512x512"}
    assert all((settings.BASE_DIR / "neuroinfo" / icon["src"].removeprefix("/")).exists() for icon in described["icons"])


@pytest.mark.parametrize("address", ["/offline/", "/offline/not-saved/", "/offline.json", "/manifest.webmanifest", "/sw.js"])
def test_nothing_can_be_sent_to_them(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).content == b""


def test_the_privacy_page_names_the_exception(client):
    assertContains(client.get("/privacy/"), "pages are saved on your device. Which of them you read is not stored.")
