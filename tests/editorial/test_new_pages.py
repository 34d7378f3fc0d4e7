"""How a page begins: its address, its first draft, and slugs that are refused."""

import pytest

from articles.models import GlossaryTerm, Symptom
from editorial import actions
from editorial.exceptions import NotAllowed, Refused, WrongState
from editorial.models import Event, Page
from tests import factories
from treatments.models import Treatment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", Page.__subclasses__(), ids=lambda model: model.__name__)
def test_a_new_page_has_a_draft_and_an_address_and_is_not_public(model, author):
    draft = actions.create_page(model, slug="new-page", name="New page", by=author)

    assert (draft.status, draft.number, draft.author, draft.title) == ("draft", 1, author, "New page")
    assert draft.page.addresses.get().slug == "new-page"
    assert not model.objects.published().exists()
    assert list(Event.objects.values_list("verb", flat=True)) == ["drafted", "created"]


def test_a_reader_makes_no_page(reader):
    with pytest.raises(NotAllowed, match="Author"):
        actions.create_page(Symptom, slug="numbness", name="Numbness", by=reader)

    assert not Page.objects.exists()


def test_a_new_page_cannot_take_the_slug_of_another(author):
    taken = factories.make_symptom("numbness")

    with pytest.raises(Refused, match="belongs, or once belonged, to another page"):
        actions.create_page(Symptom, slug="numbness", name="Numbness again", by=author)

    assert list(Symptom.objects.values_list("pk", flat=True)) == [taken.pk]


def test_pages_of_two_kinds_may_share_a_slug(author):
    factories.make_symptom("numbness")

    actions.create_page(GlossaryTerm, slug="numbness", name="Numbness", by=author)

    assert Page.objects.filter(slug="numbness").count() == 2


@pytest.mark.parametrize("slug", ["", "Numbness", "burning pain", "-numb", "numb--ness", "numb/ness", "numbness\n", "a" * 101])
def test_a_bad_slug_is_refused_in_words(author, slug):
    with pytest.raises(Refused, match=r"\w+ .*\."):
        actions.create_page(Symptom, slug=slug, name="Numbness", by=author)

    assert not Page.objects.exists()


def test_a_page_that_is_only_named_gets_its_first_draft(author):
    page = actions.add_page(Treatment, slug="tens", name="TENS")

    draft = actions.start_draft(page, by=author)

    assert (draft.title, draft.status, draft.author, draft.number) == ("TENS", "draft", author, 1)
    assert not Treatment.objects.published().exists()


def test_a_page_whose_only_draft_was_given_up_is_restored_not_started(author):
    discarded = actions.discard(factories.make_symptom_draft(), by=author)

    with pytest.raises(WrongState, match="Restore an older version"):
        actions.start_draft(discarded.page, by=author)

    assert actions.restore(discarded, by=author).status == "draft"
