"""The audit trail: each act in words, never changed."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from articles.models import GlossaryTerm
from editorial import actions
from editorial.caching import content_version
from editorial.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(author):
    factories.make_term_draft(by=author)
    return Event.objects.first()


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.all().delete(),
        lambda event: Event.objects.filter(pk=event.pk).update(reason="Other"),
        lambda event: Event.objects.bulk_update([event], ["reason"]),
        lambda event: Event.objects.update_or_create(pk=event.pk, defaults={"reason": "Other"}),
    ],
    ids=["save", "delete", "delete all", "update", "bulk_update", "update_or_create"],
)
def test_an_event_is_never_changed(event, change):
    before = list(Event.objects.order_by("pk").values())
    event.reason = "Other"

    with pytest.raises(TypeError, match="Events are a trail"), transaction.atomic():
        change(event)

    assert list(Event.objects.order_by("pk").values()) == before


def test_an_event_tells_who_did_what_to_which_text(author, reviewer):
    version = actions.submit(factories.make_symptom_draft("numbness"), by=author)

    actions.return_to_author(version, by=reviewer, reason="Name the dose.")

    event = Event.objects.first()
    assert (event.actor, event.actor_name, event.reason, event.version_number) == (reviewer, "Rita Viewer", "Name the dose.", 1)
    assert (event.page_kind, event.page_language, event.page_slug) == ("symptom", "en", "numbness")
    assert (event.page_number, event.actor_role) == (version.page_id, "Consultant neurologist")
    assert str(event) == "Rita Viewer sent back to the author: symptom/numbness"


def test_the_trail_of_a_page_goes_on_under_its_number_when_its_address_changes(administrator):
    page = factories.make_term("axon")

    actions.move(page, to="nerve-fibre", by=administrator)
    actions.withdraw(page, by=administrator, reason="Out of date.")

    trail = Event.objects.filter(page_number=page.pk).order_by("pk")
    assert list(trail.values_list("verb", "page_slug"))[-3:] == [("approved", "axon"), ("moved", "nerve-fibre"), ("withdrawn", "nerve-fibre")]


def test_a_person_without_a_name_is_recorded_by_the_name_of_the_account(administrator):
    nameless = factories.make_editor("nn", "Author")

    factories.make_term_draft(by=nameless)

    assert Event.objects.first().actor_name == "nn"


def test_the_trail_keeps_the_name_of_a_person_whose_account_is_gone(administrator):
    page = factories.make_term("axon")
    actions.move(page, to="nerve-fibre", by=administrator)

    administrator.delete()

    event = Event.objects.first()
    assert (event.actor, event.actor_name) == (None, "Ada Keeper")


def test_a_person_whose_text_is_stored_cannot_be_deleted(author):
    factories.make_term_draft(by=author)

    with pytest.raises(ProtectedError):
        author.delete()


def test_only_what_readers_see_changes_the_content_version(author, reviewer, administrator):
    assert content_version() == 0
    draft = factories.make_term_draft()
    actions.submit(draft, by=author)
    assert content_version() == 0

    factories.approve(draft, by=reviewer)
    published = content_version()
    assert published > 0

    actions.discard(actions.start_draft(draft.page, by=author), by=author)
    assert content_version() == published

    actions.move(draft.page, to="elsewhere", by=administrator)
    moved = content_version()
    assert moved > published

    actions.withdraw(draft.page, by=administrator, reason="Out of date.")
    assert content_version() > moved


def test_moving_a_page_that_is_not_public_changes_nothing_for_readers(administrator):
    draft = factories.make_term_draft()

    actions.move(draft.page, to="elsewhere", by=administrator)

    assert content_version() == 0


def test_the_import_is_recorded_as_the_starter_library():
    factories.make_starter(GlossaryTerm, "axon")

    event = Event.objects.first()
    assert (event.verb, event.actor, event.actor_name, event.changed_public_text) == ("imported", None, "Starter library", True)
