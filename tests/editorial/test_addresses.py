"""From an address to a page: found, moved, withdrawn, or not there. A slug belongs to one page for ever."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import RequestFactory

from articles.models import Cause, GlossaryTerm, Symptom
from editorial import actions
from editorial.addresses import AddressMiddleware, Moved, Withdrawn, find_public
from editorial.exceptions import Refused
from editorial.models import PageAddress
from tests import factories

pytestmark = pytest.mark.django_db


def find(slug, model=Symptom):
    return find_public(model, slug)


def test_a_published_page_is_found_with_its_text_in_one_query(django_assert_num_queries):
    page = factories.make_symptom("numbness")

    with django_assert_num_queries(1):
        found = find("numbness")
        words = found.live.title

    assert (found, words) == (page, page.live.title)


@pytest.mark.parametrize("slug", ["", "other", "Numbness", "numbness/", "numbness ", "numb" * 100, "numbness\x1f"])
def test_an_address_that_no_page_has_is_not_found(slug):
    factories.make_symptom("numbness")

    with pytest.raises(Http404):
        find(slug)


@pytest.mark.parametrize("verb", ["draft", "submit", "return", "discard"])
def test_a_page_that_was_never_approved_is_not_found(author, reviewer, verb):
    draft = factories.make_symptom_draft("numbness")
    if verb in ("submit", "return"):
        actions.submit(draft, by=author)
    if verb == "return":
        actions.return_to_author(draft, by=reviewer, reason="Shorter, please.")
    if verb == "discard":
        actions.discard(draft, by=author)

    with pytest.raises(Http404):
        find("numbness")


def test_a_page_that_is_only_named_is_not_found():
    actions.add_page(Symptom, slug="numbness", name="Numbness")

    with pytest.raises(Http404):
        find("numbness")


def test_a_slug_of_another_kind_is_not_found():
    factories.make_symptom("diabetes")

    with pytest.raises(Http404):
        find("diabetes", Cause)


def test_a_page_of_another_language_is_not_found(author):
    draft = actions.create_page(Symptom, slug="numbness", name="Numbness", by=author)
    factories.fill(draft.own())
    page = factories.publish(draft)
    page.addresses.update(language="de")

    with pytest.raises(Http404):
        find("numbness")


def test_an_old_address_leads_to_the_new_one(administrator):
    page = factories.make_symptom("numbness")

    actions.move(page, to="numb-skin", by=administrator)
    actions.move(page, to="loss-of-feeling", by=administrator)

    for old in ("numbness", "numb-skin"):
        with pytest.raises(Moved) as moved:
            find(old)
        assert moved.value.page.slug == "loss-of-feeling"
    assert find("loss-of-feeling") == page


def test_an_old_address_of_a_page_that_was_never_public_is_not_found(administrator):
    draft = factories.make_symptom_draft("numbness")

    actions.move(draft.page, to="numb-skin", by=administrator)

    for slug in ("numbness", "numb-skin"):
        with pytest.raises(Http404):
            find(slug)


def test_a_withdrawn_page_says_so_also_from_its_old_address(administrator):
    page = factories.make_symptom("numbness")
    actions.move(page, to="numb-skin", by=administrator)

    factories.make_withdrawn(page, by=administrator, reason="Out of date.")

    with pytest.raises(Withdrawn) as withdrawn:
        find("numb-skin")
    assert withdrawn.value.page.withdrawal_reason == "Out of date."
    with pytest.raises(Moved):
        find("numbness")


def test_a_page_may_move_back(administrator):
    page = factories.make_symptom("numbness")

    actions.move(page, to="numb-skin", by=administrator)
    actions.move(page, to="numbness", by=administrator)

    assert find("numbness") == page
    with pytest.raises(Moved):
        find("numb-skin")


@pytest.mark.parametrize("old", ["numbness", "numb-skin"])
def test_a_slug_is_never_another_pages(author, administrator, old):
    page = factories.make_symptom("numbness")
    actions.move(page, to="numb-skin", by=administrator)
    factories.make_withdrawn(page, by=administrator)
    other = factories.make_symptom("tingling")

    with pytest.raises(Refused, match="belongs, or once belonged, to another page"):
        actions.create_page(Symptom, slug=old, name="Numbness again", by=author)
    with pytest.raises(Refused, match="belongs, or once belonged, to another page"):
        actions.move(other, to=old, by=administrator)

    other.refresh_from_db()
    assert other.slug == "tingling"
    assert PageAddress.objects.get(kind="symptom", slug=old).page_id == page.pk


@pytest.mark.parametrize("slug", ["", "Numb skin", "numb_skin", "nümb", "a" * 101])
def test_a_page_does_not_move_to_a_bad_slug(administrator, slug):
    page = factories.make_symptom("numbness")

    with pytest.raises(Refused, match=r"\w+ .*\."):
        actions.move(page, to=slug, by=administrator)

    assert find("numbness") == page


def test_the_database_alone_keeps_a_slug_from_a_second_page():
    first, second = factories.make_symptom("numbness"), factories.make_symptom("tingling")

    with pytest.raises(IntegrityError), transaction.atomic():
        PageAddress.objects.filter(page=second).update(slug=first.slug)


def test_the_middleware_answers_only_for_pages(administrator):
    middleware = AddressMiddleware(lambda request: None)
    page = factories.make_term("axon")

    moved = middleware.process_exception(RequestFactory().get("/"), Moved(GlossaryTerm.objects.get(pk=page.pk)))
    other = middleware.process_exception(RequestFactory().get("/"), ValueError())

    assert (moved.status_code, moved.url) == (301, page.get_absolute_url())
    assert other is None
