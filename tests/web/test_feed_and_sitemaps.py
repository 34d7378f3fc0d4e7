"""What feed readers and search engines read: well-formed, complete, and in parts that are not too large."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings

from articles.models import Condition
from editorial import actions
from neuroinfo import sitemaps
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(response):
    return [element.text for element in ElementTree.fromstring(response.content).iter(f"{SITEMAP}loc")]


def paths(response):
    return [location.removeprefix(settings.SITE_URL) for location in locations(response)]


# --- The feed ---------------------------------------------------------------------------------------------------


def entries(client):
    root = ElementTree.fromstring(client.get("/feed.atom").content)
    return [{child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry} for entry in root.iter(f"{ATOM}entry")]


def test_the_feed_names_what_changed_newest_first(client):
    older, newer = factories.make_symptom(name="Older"), factories.make_condition("newer", name="Newer", summary="News & <views>.")
    type(older).objects.filter(pk=older.pk).update(
        published_at=datetime(2026, 1, 2, 3, tzinfo=UTC), first_published_at=datetime(2025, 1, 2, 3, tzinfo=UTC)
    )
    type(newer).objects.filter(pk=newer.pk).update(
        published_at=datetime(2026, 5, 6, 7, tzinfo=UTC), first_published_at=datetime(2026, 5, 6, 7, tzinfo=UTC)
    )

    first, second = entries(client)

    assert first["title"] == "Newer"
    assert first["summary"] == "News &amp; &lt;views&gt;.", "it is declared as HTML"
    assert first["link"] == f"{settings.SITE_URL}/conditions/newer/"
    assert (second["published"], second["updated"]) == ("2025-01-02T03:00:00+00:00", "2026-01-02T03:00:00+00:00")


def test_a_change_moves_a_page_up_in_the_feed(client):
    page = factories.make_symptom(name="Changed")
    factories.make_symptom(name="Not changed")
    factories.publish(actions.start_draft(page, by=factories.the_author()))

    assert [entry["title"] for entry in entries(client)] == ["Changed", "Not changed"]


def test_the_feed_shows_summaries_without_citation_markers(client):
    factories.make_symptom(summary=f"A short word. [@{factories.the_source().key}]")

    assert entries(client)[0]["summary"] == "A short word."


@pytest.mark.parametrize("letter", ["\v", "\f", "\x08", "\x1f", "\ufffe"], ids=ascii)
def test_what_xml_cannot_hold_does_not_end_the_feed(client, letter):
    factories.make_symptom(name=f"Numb{letter} feet", summary=f"Of{letter} feet.")

    (entry,) = entries(client)

    assert (entry["title"], entry["summary"]) == ("Numb feet", "Of feet.")


def test_an_unproven_treatment_says_so_first_in_the_feed(client):
    factories.make_treatment(stage="experimental", status_line="Only in studies.", summary="New <cells>.")
    factories.make_treatment(stage="standard care", status_line="In use.", summary="A pill.")

    told = [entry["summary"] for entry in entries(client) if "/treatments/" in entry["link"]]
    assert told == ["A pill.", "Only in studies. New &lt;cells&gt;."]


def test_the_feed_as_a_whole_has_a_date_and_an_address(client):
    factories.make_symptom()

    response = client.get("/feed.atom")

    root = ElementTree.fromstring(response.content)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert root.find(f"{ATOM}updated").text
    address = f"{settings.SITE_URL}/feed.atom"
    assert root.find(f"{ATOM}id").text == address
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == address
    assert root.find(f"{ATOM}author/{ATOM}name").text == "NeuroInfo"


def test_an_entry_keeps_its_id_when_its_page_moves(client):
    page = factories.make_symptom("before")
    (before,) = entries(client)

    actions.move(page, to="after", by=factories.the_administrator())

    (after,) = entries(client)
    assert after["link"] != before["link"]
    assert after["id"] == before["id"]
    assert before["id"].startswith("tag:127.0.0.1,20")


def test_the_feed_ends_after_forty_entries(client):
    for _number in range(41):
        factories.make_starter(Condition)

    assert len(entries(client)) == 40


# --- Sitemaps ---------------------------------------------------------------------------------------------------


def test_the_index_names_a_part_for_the_site_and_one_for_each_kind(client):
    condition = factories.make_condition()
    (
        factories.make_cause(),
        factories.make_symptom(),
        factories.make_article(tags=[factories.make_tag()]),
        factories.make_trial(conditions=[condition]),
    )
    factories.make_treatment(effects=[{"condition": condition}])

    assert paths(client.get("/sitemap.xml")) == [
        f"/sitemap-{name}.xml" for name in ("site", "conditions", "causes", "symptoms", "treatments", "articles", "tags", "trials")
    ]


def test_the_index_names_no_part_without_an_address(client):
    factories.make_condition()

    assert paths(client.get("/sitemap.xml")) == ["/sitemap-site.xml", "/sitemap-conditions.xml"]


def test_the_parts_together_hold_every_page_once(client):
    made = [factories.make_condition(), factories.make_cause(), factories.make_symptom(), factories.make_article()]
    made += [factories.make_treatment(effects=[{"condition": made[0]}])]

    listed = [path for part in paths(client.get("/sitemap.xml")) if "site" not in part.split("-")[1] for path in paths(client.get(part))]

    assert sorted(listed) == sorted(page.get_absolute_url() for page in made)


def test_a_tag_has_the_date_of_the_newest_text_that_readers_see_under_it(client):
    feet, unused = factories.make_tag("feet"), factories.make_tag("unused")
    pages = [factories.make_condition(tags=[feet]), factories.make_symptom(tags=[feet])]
    for month, page in enumerate(pages, 1):
        type(page).objects.filter(pk=page.pk).update(published_at=datetime(2026, month, 3, 4, tzinfo=UTC))
    factories.make_article_draft(tags=[feet, unused])

    root = ElementTree.fromstring(client.get("/sitemap-tags.xml").content)

    listed = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in root]
    assert listed == [(f"{settings.SITE_URL}/tags/feet/", "2026-02-03")]


def test_the_pages_of_the_site_are_all_there(client):
    listed = paths(client.get("/sitemap-site.xml"))

    assert listed[0] == "/"
    assert "/urgent-signs/" in listed
    assert [path for path in listed if client.get(path).status_code != 200] == []


def test_a_page_has_the_date_of_its_last_change(client):
    page = factories.make_condition()
    Condition.objects.filter(pk=page.pk).update(published_at=datetime(2026, 1, 2, 3, tzinfo=UTC))

    response = client.get("/sitemap-conditions.xml")

    assert b"<lastmod>2026-01-02</lastmod>" in response.content
    assert response.headers["Last-Modified"] == "Fri, 02 Jan 2026 03:00:00 GMT"
    assert b"<lastmod>2026-01-02T03:00:00+00:00</lastmod>" in client.get("/sitemap.xml").content


def test_the_lists_and_the_first_page_have_the_date_of_their_newest_text(client):
    older, newer = factories.make_condition(), factories.make_symptom()
    Condition.objects.filter(pk=older.pk).update(published_at=datetime(2026, 1, 2, 3, tzinfo=UTC))
    type(newer).objects.filter(pk=newer.pk).update(published_at=datetime(2026, 2, 3, 4, tzinfo=UTC))

    root = ElementTree.fromstring(client.get("/sitemap-site.xml").content)

    changed = {url.find(f"{SITEMAP}loc").text.removeprefix(settings.SITE_URL): url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert (changed["/"], changed["/conditions/"], changed["/symptoms/"]) == ("2026-02-03", "2026-01-02", "2026-02-03")
    assert changed["/causes/"] is changed["/about/"] is None, "nothing is known of when these changed"


def test_parts_hold_at_most_five_thousand_addresses():
    assert {part.limit for part in sitemaps.SITEMAPS.values()} == {5000}


def test_what_does_not_fit_into_a_part_goes_into_the_next(client, monkeypatch):
    monkeypatch.setattr(sitemaps.PublishedPages, "limit", 2)
    pages = [factories.make_starter(Condition) for _number in range(5)]

    parts = [part for part in paths(client.get("/sitemap.xml")) if part.startswith("/sitemap-conditions")]

    assert parts == ["/sitemap-conditions.xml", "/sitemap-conditions.xml?p=2", "/sitemap-conditions.xml?p=3"]
    listed = [paths(client.get(part)) for part in parts]
    assert [len(part) for part in listed] == [2, 2, 1]
    assert sorted(path for part in listed for path in part) == sorted(page.get_absolute_url() for page in pages)


def test_the_index_asks_for_dates_not_for_pages(client, django_assert_max_num_queries):
    for _number in range(3):
        factories.make_starter(Condition)

    with django_assert_max_num_queries(14) as queries:
        client.get("/sitemap.xml")

    assert not any("slug" in query["sql"] for query in queries.captured_queries)
