"""The index while several people work at once, each on a database connection of their own."""

import pytest
from django.db import transaction

from articles.models import SymptomConcept
from editorial import actions
from editorial.models import Page, Tag, Version
from search.candidates import candidates
from search.index import out_of_step, rebuild
from search.models import SearchDocument
from tests import factories
from tests.editorial.test_concurrency import at_the_same_moment, while_under_way

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tag():
    return factories.make_tag("nightly", name="Nightly")


@pytest.fixture
def waiting(tag):
    """A text in review, with the tag, of a page that is not public."""
    draft = factories.make_symptom_draft("tingling", name="Tingling", tags=[tag])
    return actions.submit(draft, by=draft.author)


def approving(version):
    reviewer = factories.the_reviewer()
    return lambda: factories.approve(Version.objects.get(pk=version.pk), by=reviewer)


def renaming(tag):
    administrator = factories.the_administrator()

    @transaction.atomic
    def rename():
        changed = Tag.objects.get(pk=tag.pk)
        changed.name = "Evening"
        changed.save()
        actions.tag_changed(changed, by=administrator, is_new=False)

    return rename


def changing_areas(page, *areas):
    administrator = factories.the_administrator()

    @transaction.atomic
    def change():
        SymptomConcept.objects.update_or_create(symptom_id=page.pk, defaults={"group": "sensory", "body_areas": list(areas)})
        actions.names_changed(Page.objects.get(pk=page.pk), by=administrator)

    return change


def found(term):
    return [document.slug for document in candidates([term], language="en").documents]


def test_a_tag_is_renamed_while_a_page_with_it_is_published(waiting, tag):
    outcome = while_under_way(approving(waiting), renaming(tag))

    assert outcome == "done"
    assert (found("evening"), found("night"), out_of_step()) == (["tingling"], [], [])


def test_a_page_is_published_while_its_tag_is_renamed(waiting, tag):
    outcome = while_under_way(renaming(tag), approving(waiting))

    assert outcome == "done"
    assert (found("evening"), found("night"), out_of_step()) == (["tingling"], [], [])


def test_the_lexicon_changes_while_the_page_is_published(waiting):
    outcome = while_under_way(approving(waiting), changing_areas(waiting.page, "feet"))

    assert outcome == "done"
    assert (SearchDocument.objects.get().areas, out_of_step()) == (["feet"], [])


def test_a_page_is_published_while_the_lexicon_changes(waiting):
    outcome = while_under_way(changing_areas(waiting.page, "feet"), approving(waiting))

    assert outcome == "done"
    assert (SearchDocument.objects.get().areas, out_of_step()) == (["feet"], [])


def test_the_lexicon_changes_twice_at_the_same_moment():
    page = factories.make_symptom()
    changing_areas(page, "face")()

    outcomes = at_the_same_moment(changing_areas(page, "feet"), changing_areas(page, "hands"))

    assert outcomes == ["done", "done"]
    assert out_of_step() == []


@pytest.fixture
def waiting_change():
    """A new text in review of a public page, which stands between two others."""
    for number in range(3):
        factories.make_symptom(f"symptom-{number}")
    draft = actions.start_draft(Page.objects.get(slug="symptom-1"), by=factories.the_author())
    return actions.submit(factories.edit(draft, title="Prickling"), by=draft.author)


@pytest.mark.parametrize("batch", [1, 200])
def test_a_rebuild_waits_for_a_publication_and_keeps_its_text(waiting_change, batch):
    outcome = while_under_way(approving(waiting_change), lambda: rebuild(batch=batch))

    assert outcome == "done"
    assert (found("prickl"), out_of_step()) == (["symptom-1"], [])


def test_a_publication_waits_for_a_rebuild_and_is_found(waiting_change):
    outcome = while_under_way(rebuild, approving(waiting_change))

    assert outcome == "done"
    assert (found("prickl"), out_of_step()) == (["symptom-1"], [])


def test_two_rebuilds_at_the_same_moment_leave_all_documents():
    for number in range(5):
        factories.make_symptom(f"symptom-{number}")

    outcomes = at_the_same_moment(lambda: rebuild(batch=2), lambda: rebuild(batch=3))

    assert outcomes == ["done", "done"]
    assert (SearchDocument.objects.count(), out_of_step()) == (Page.objects.published().count(), [])
