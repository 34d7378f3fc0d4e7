"""What readers are told of the changes of a page: the day, what, why, and the role of the clinician; no names."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from articles.models import Symptom
from editorial import actions
from editorial.models import Event
from tests import factories
from tests.web.html import soup, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PAGES = {
    "condition": factories.make_condition,
    "cause": factories.make_cause,
    "symptom": factories.make_symptom,
    "treatment": factories.make_treatment,
    "article": factories.make_article,
}


def history_of(client, page):
    """The lines of a page's history, without their days."""
    response = client.get(f"{page.get_absolute_url()}history/")
    return [text_of(line.find_all("p")[1]) for line in soup(response).select(".history li")]


@pytest.mark.parametrize("make", PAGES.values(), ids=list(PAGES))
def test_each_page_has_a_history_that_its_stamp_leads_to(client, make):
    page = make(name="The subject")

    link = soup(client.get(page.get_absolute_url())).select_one(".stamp a")
    response = client.get(link["href"])

    shown = soup(response)
    assert link["href"] == f"{page.get_absolute_url()}history/"
    assert text_of(shown.h1) == "What changed: The subject"
    assert text_of(shown.title) == "What changed: The subject – NeuroInfo"
    assert shown.find("link", rel="canonical")["href"] == f"http://127.0.0.1:8000{link['href']}"
    assert shown.select_one(".breadcrumb").find("a", href=page.get_absolute_url())
    assert history_of(client, page) == ["A clinician approved the text, and it was published. (Consultant neurologist)"]


def test_a_line_has_its_day(client):
    page = factories.make_symptom()
    Event.objects.bulk_create([Event(verb=Event.Verb.CHECKED, actor_name="X", page_number=page.pk, page_kind="symptom", page_slug=page.slug)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE editorial_event SET at = %s WHERE verb = 'checked'", [datetime(2026, 3, 4, 12, tzinfo=UTC)])

    day = soup(client.get(f"{page.get_absolute_url()}history/")).select_one(".history time")

    assert (text_of(day), day["datetime"]) == ("4 March 2026", "2026-03-04")


def test_the_whole_life_of_a_page_newest_first(client, author, reviewer, administrator):
    page = factories.make_starter(Symptom, "numbness")
    draft = factories.edit(actions.start_draft(page, by=author), change_note="Newer numbers.")
    factories.publish(draft)
    page.refresh_from_db()
    actions.check_current(page, by=reviewer, shown=factories.fingerprint(page.live))
    correction = factories.make_correction(page)
    factories.confirm(correction, by=reviewer)
    actions.move(page, to="numb-skin", by=administrator)
    factories.make_withdrawn(page, by=administrator, reason="A dose was wrong.")
    scheduled = factories.make_scheduled(actions.restore(draft, by=author))
    assert [done.what for done in actions.publish_due(scheduled.publish_at)] == ["published"]
    page = Symptom.objects.get()

    assert history_of(client, page) == [
        "A clinician had approved the text, and it was published at the planned time. (Consultant neurologist)",
        "The page was withdrawn. A dose was wrong.",
        "A second clinician confirmed the safety correction. (Consultant neurologist)",
        "A safety correction was published at once. The warning was missing. (Neurologist)",
        "A clinician read the text again: it is still right. (Consultant neurologist)",
        "A clinician approved the text, and it was published. Newer numbers. (Consultant neurologist)",
        "Starter text was published. No clinician had checked it.",
    ]


def test_names_comments_and_drafts_are_not_for_readers(client, author, reviewer, administrator):
    page = factories.make_symptom("numbness")
    draft = factories.edit(actions.start_draft(page, by=author), change_note="A note of a draft.", summary="Words of a draft.")
    actions.comment(draft, text="A comment.", by=reviewer)
    actions.comment(draft, text="An outside comment.", guest="Guest Outside")
    actions.share(draft, by=author)
    actions.submit(draft, by=author)
    actions.return_to_author(draft, by=reviewer, reason="A reason for the author.")
    actions.discard(draft, by=author)
    actions.assign_owner(page, to=author, by=author)
    actions.plan_withdrawal(page, by=administrator, reason="A plan.", at=timezone.now() + timedelta(days=9))

    text = client.get("/symptoms/numbness/history/").content.decode().lower()

    people = [name for person in (author, reviewer, administrator) for name in (person.first_name, person.last_name, person.username, person.email)]
    said = ["a note of a draft", "words of a draft", "comment", "guest", "a reason for the author", "discarded", "owner", "a plan", "preview"]
    assert [words for words in [*said, *people] if words.lower() in text.replace("reviewed", "").replace("how we write and review", "")] == []
    assert len(history_of(client, page)) == 1


def test_the_history_of_another_page_is_another(client):
    first, second = factories.make_symptom("numbness"), factories.make_condition("numbness")

    factories.make_correction(second, summary="The second. Never stop it at once.")

    assert len(history_of(client, first)) == 1
    assert len(history_of(client, second)) == 2


def test_the_history_follows_a_page_to_its_new_address(client, administrator):
    page = factories.make_symptom("numbness")
    actions.move(page, to="numb-skin", by=administrator)

    response = client.get("/symptoms/numbness/history/")

    assert (response.status_code, response["Location"]) == (301, "/symptoms/numb-skin/history/")
    assert len(history_of(client, Symptom.objects.get())) == 1


@pytest.mark.parametrize("successor", [False, True])
def test_a_withdrawn_page_has_no_history(client, administrator, successor):
    page, other = factories.make_symptom("numbness"), factories.make_symptom()
    actions.withdraw(page, by=administrator, reason="Out of date.", successor=other if successor else None)

    assertContains(client.get("/symptoms/numbness/history/"), "Out of date.", status_code=410)


@pytest.mark.parametrize("slug", ["nothing", "only-a-draft", "a-condition"])
def test_what_is_no_public_page_of_this_kind_has_no_history(client, slug):
    factories.make_symptom_draft("only-a-draft")
    factories.make_condition("a-condition")

    response = client.get(f"/symptoms/{slug}/history/")

    assertContains(response, "There is no page at this address.", status_code=404)


def test_a_long_history_has_numbered_pages_and_asks_few_queries(client):
    page = factories.make_symptom("numbness")
    client.get("/symptoms/numbness/history/")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/symptoms/numbness/history/")
        return len(captured)

    before = queries()
    common = {"verb": Event.Verb.CHECKED, "actor_name": "Rita", "actor_role": "Nurse", "page_number": page.pk, "page_kind": "symptom"}
    Event.objects.bulk_create(Event(**common) for _number in range(120))

    assert queries() == before <= 4
    second = client.get("/symptoms/numbness/history/?page=3")
    assert len(soup(second).select(".history li")) == 21
    assert soup(second).find("link", rel="canonical")["href"].endswith("/history/?page=3")
    assertContains(client.get("/symptoms/numbness/history/?page=4"), "This list has no such page.", status_code=404)


def test_a_history_can_only_be_read_and_is_in_no_sitemap(client):
    page = factories.make_symptom("numbness")
    address = f"{page.get_absolute_url()}history/"

    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
    assertNotContains(client.get("/sitemap-symptoms.xml"), "history")


def test_a_reason_brings_no_markup_of_its_own(client):
    page = factories.make_symptom("numbness")
    factories.publish_correction(factories.make_correction_in_work(page), reason="<script>alert(1)</script>")

    for address in ("/symptoms/numbness/", "/symptoms/numbness/history/"):
        assertNotContains(client.get(address), "<script>alert")
