"""The editors' pages: who may open and press what, and that bad input is refused with a sentence and changes nothing."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from articles.models import Condition, SymptomName
from editorial import actions
from editorial.copying import fingerprint
from editorial.models import Event, Page, Version
from editorial.models.version import Status
from tests import factories
from tests.web.html import soup
from treatments.models import Treatment

pytestmark = pytest.mark.any_database


def address(thing, verb=None):
    """The admin address of a page or of a version, or of one of its buttons."""
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{'do' if verb else 'change'}", args=[thing.pk, *([verb] if verb else [])])


def press(client, thing, verb, **fields):
    """Presses a button; returns the page that comes next."""
    return client.post(address(thing, verb), fields, follow=True)


def form_of(response):
    """What a browser would send back from the admin's change form: every field as it was shown."""
    form = response.context["adminform"].form
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    for formset in response.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        values |= {management.add_prefix(name): management[name].value() for name in management.fields}
        for row in formset.formset.forms:
            values |= {row.add_prefix(name): row[name].value() for name in row.fields}
    values["shown"] = response.context.get("shown")
    return {name: "" if value is None else value for name, value in values.items()}


# --- What everybody may see -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [model for model in site._registry if model._meta.app_label in {"editorial", "articles", "treatments", "trials"}])
def test_every_list_opens_for_a_superuser(client, superuser, model):
    factories.make_treatment()
    client.force_login(superuser)

    response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), follow=True)

    assert response.status_code in {200, 403}
    if response.status_code == 403:
        assert model is Page  # kept for choosing only


def test_what_takes_several_lines_has_room_for_them(client, author):
    draft = actions.start_draft(factories.make_treatment(), by=author).own()
    client.force_login(author)

    page = soup(client.get(address(draft)))

    assert {page.find(attrs={"name": name}).name for name in ("summary", "effects-0-statement")} == {"textarea"}


def test_the_form_of_a_term_says_which_sentence_readers_see_first(client, author):
    client.force_login(author)
    told = "The first sentence is shown where the word stands in a text"

    assert told in client.get(address(factories.make_term_draft())).text
    assert told not in client.get(address(factories.make_article_draft())).text


def test_strangers_are_sent_to_the_sign_in_page(client, db):
    page = factories.make_treatment()

    response = client.get(address(page))

    assert response.status_code == 302
    assert reverse("admin:login") in response["Location"]


def test_editors_pages_are_not_kept_by_browsers(client, author):
    client.force_login(author)

    response = client.get(reverse("admin:index"))

    assert "no-store" in response["Cache-Control"]
    assert "'nonce-" in response["Content-Security-Policy"] or "script-src 'self'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"


def test_live_texts_are_read_only(client, author):
    page = factories.make_treatment()
    version = page.live.own()
    client.force_login(author)

    shown = client.get(address(version))
    sent = client.post(address(version), {"title": "Changed", "summary": "Changed"})

    assert not shown.context["has_change_permission"]
    assert sent.status_code == 409
    assert "This text is not a draft any more, so it was not saved." in sent.content.decode()
    version.refresh_from_db()
    assert version.title != "Changed"


# --- Writing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Page.__subclasses__(), ids=lambda kind: kind.kind_of_page)
def test_a_page_of_every_kind_can_be_made(client, author, kind):
    client.force_login(author)
    meta = kind._meta
    add = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
    empty = client.get(add)

    response = client.post(add, form_of(empty) | {"name": "A new page", "slug": "a-new-page"}, follow=True)

    draft = Version.objects.get(page__slug="a-new-page")
    assert response.redirect_chain[-1][0] == address(draft.own())
    assert draft.status == Status.DRAFT
    assert draft.author == author
    assert not Page.objects.published().exists()


def test_a_taken_slug_is_refused_with_a_sentence(client, author):
    factories.make_condition_draft("numb-toes")
    client.force_login(author)
    add = reverse("admin:articles_condition_add")

    response = client.post(add, form_of(client.get(add)) | {"name": "Again", "slug": "numb-toes"})

    assert "belongs, or once belonged, to another page" in response.content.decode()
    assert Condition.objects.filter(slug="numb-toes").count() == 1


def test_saving_a_draft_keeps_everything_and_fills_the_sources(client, author):
    source = factories.make_source("another-source")
    draft = factories.make_treatment_draft()
    client.force_login(author)
    values = form_of(client.get(address(draft)))
    body = next(name for name in values if name.endswith("-body"))

    response = client.post(address(draft), values | {body: "<p>Now. [@another-source]</p>", "also_called": "One\nTwo\n\n", "_continue": "1"})

    assert response.status_code == 302, response.context and response.context["errors"]
    draft.refresh_from_db()
    assert draft.also_called == ["One", "Two"]
    assert source in [citation.source for citation in draft.citations.all()]
    assert draft.effects.count() == 1
    assert draft.status == Status.DRAFT


def test_hostile_html_is_cleaned_when_saved(client, author):
    draft = factories.make_treatment_draft()
    client.force_login(author)
    values = form_of(client.get(address(draft)))
    body = next(name for name in values if name.endswith("-body"))

    client.post(address(draft), values | {body: '<p onclick="x()">Hi<script>alert(1)</script><img src=x></p>', "_continue": "1"})

    assert draft.sections.order_by("position").first().body == "<p>Hi</p>"


def test_another_authors_draft_cannot_be_changed(client, other_author):
    draft = factories.make_treatment_draft()
    client.force_login(other_author)

    response = client.post(address(draft), {"title": "Mine now", "summary": "x"})

    assert response.status_code == 403
    draft.refresh_from_db()
    assert draft.title != "Mine now"


def test_a_draft_with_gaps_is_saved_but_not_sent(client, author):
    draft = factories.make_treatment_draft()
    draft.sections.all().delete()
    client.force_login(author)
    values = form_of(client.get(address(draft))) | {"title": "Half done", "_send": "1"}

    response = client.post(address(draft), values, follow=True)

    draft.refresh_from_db()
    assert draft.title == "Half done"
    assert draft.status == Status.DRAFT
    assert "it cannot be sent for review yet" in response.content.decode()
    assert "The part “Risks” is missing." in response.content.decode()


# --- Reviewing --------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(author):
    """A treatment's text that waits for review."""
    from editorial import actions

    draft = factories.make_treatment_draft("waiting")
    actions.submit(draft, by=draft.author)
    return Version.objects.get(pk=draft.pk).own()


def test_a_reviewer_approves(client, reviewer, waiting):
    client.force_login(reviewer)

    response = press(client, waiting, "approve", shown=fingerprint(waiting))

    assert "Readers see it now." in response.content.decode()
    assert Treatment.objects.published().get().live_id == waiting.pk


@pytest.mark.parametrize("verb", ["approve", "return"])
def test_an_author_may_not_review(client, other_author, waiting, verb):
    client.force_login(other_author)

    response = press(client, waiting, verb, reason="No.")

    assert "You may not review texts." in response.content.decode()
    assert not Treatment.objects.published().exists()


def test_sending_back_needs_a_reason(client, reviewer, waiting):
    client.force_login(reviewer)

    response = press(client, waiting, "return", reason="  ")

    assert "Say in a sentence what should change." in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.status == Status.IN_REVIEW


@pytest.mark.parametrize("verb", ["approve", "return", "discard", "restore", "start", "withdraw", "move", "no-such-verb"])
def test_buttons_answer_only_forms(client, reviewer, waiting, verb):
    client.force_login(reviewer)

    assert client.get(address(waiting, verb)).status_code == 405


def test_buttons_for_strangers_lead_to_the_sign_in_page(client, waiting):
    response = client.post(address(waiting, "approve"))

    assert response.status_code == 302
    assert reverse("admin:login") in response["Location"]
    assert not Treatment.objects.published().exists()


def test_buttons_refuse_forms_of_other_sites(reviewer, waiting):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer)

    assert client.post(address(waiting, "approve")).status_code == 403


# --- Pages ------------------------------------------------------------------------------------------------------


def test_an_administrator_withdraws_and_moves(client, administrator):
    page = factories.make_treatment("old-name")
    client.force_login(administrator)

    press(client, page, "move", slug="new-name")
    response = press(client, page, "withdraw", reason="It was wrong.")

    assert "The page was withdrawn." in response.content.decode()
    assert client.get("/treatments/old-name/")["Location"] == "/treatments/new-name/"
    gone = client.get("/treatments/new-name/")
    assert gone.status_code == 410
    assert "It was wrong." in gone.content.decode()


@pytest.mark.parametrize(("verb", "fields"), [("withdraw", {"reason": "Because."}), ("move", {"slug": "elsewhere"})])
def test_an_author_may_not_withdraw_or_move(client, author, verb, fields):
    page = factories.make_treatment("stays")
    client.force_login(author)

    response = press(client, page, verb, **fields)

    assert "You may not withdraw or move pages." in response.content.decode()
    assert client.get("/treatments/stays/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"at": "2027-01-02T10:00", "successor": "/treatments/other/"}, "Give a time, or the page that replaces this one, but not both."),
        ({"at": "tomorrow"}, "When: Enter a valid date/time."),
        ({"at": "2020-01-02T10:00"}, "Choose a time in the next twelve months."),
        ({"successor": "/treatments/nowhere/"}, "There is no public page at /treatments/nowhere/."),
        ({"reason": " "}, "Why: This field is required."),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused_with_a_sentence(client, administrator, fields, sentence):
    page = factories.make_treatment("stays")
    factories.make_treatment("other")
    client.force_login(administrator)

    response = press(client, page, "withdraw", **{"reason": "It was wrong.", **fields})

    assert sentence in response.content.decode()
    page.refresh_from_db()
    assert page.is_published
    assert page.withdraw_at is None


def test_a_bad_slug_is_refused_with_a_sentence(client, administrator):
    page = factories.make_treatment("stays")
    client.force_login(administrator)

    response = press(client, page, "move", slug="Not A Slug")

    assert response.status_code == 200
    assert "Use small letters, digits and single hyphens only" in response.content.decode()
    page.refresh_from_db()
    assert page.slug == "stays"


def test_a_corrected_source_reaches_readers_and_the_trail(client, author):
    page = factories.make_treatment()
    source = factories.the_source()
    client.force_login(author)
    values = form_of(client.get(address(source))) | {"title": "The corrected title"}

    response = client.post(address(source), values)

    assert response.status_code == 302
    assert "The corrected title" in client.get(page.get_absolute_url()).content.decode()
    assert Event.objects.first().verb == Event.Verb.SOURCE_CHANGED


def test_new_words_for_a_symptom_are_found_at_once(client, author):
    symptom = factories.make_symptom("numbness")
    client.force_login(author)
    client.get("/search/?q=cotton+wool")
    values = form_of(client.get(address(symptom)))
    values |= {"symptom_names-0-text": "cotton wool feet", "symptom_names-0-source": "editorial"}

    response = client.post(address(symptom), values)

    assert response.status_code == 302
    assert SymptomName.objects.filter(text="cotton wool feet").exists()
    assert [row["slug"] for row in client.get("/search.json?q=cotton+wool+feet").json()["understood"]] == ["numbness"]


def test_events_cannot_be_changed_or_deleted(client, superuser):
    factories.make_treatment()
    event = Event.objects.first()
    client.force_login(superuser)

    assert client.post(address(event), {"reason": "x"}).status_code == 403
    assert client.post(reverse("admin:editorial_event_delete", args=[event.pk])).status_code == 403
