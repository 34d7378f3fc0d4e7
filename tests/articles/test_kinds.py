"""What each kind of page has of its own."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.models import Article, Association, CareCard, Cause, Condition, GlossaryTerm, Symptom
from editorial import actions
from editorial.models import Page, PageKind, Version
from tests import factories
from treatments.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

KINDS = [Condition, Cause, Symptom, Treatment, Article, GlossaryTerm, CareCard]


def make(model):
    name = {GlossaryTerm: "term", CareCard: "care_card"}.get(model, model.__name__.lower())
    return getattr(factories, f"make_{name}")()


def test_every_kind_has_one_model():
    assert {model.kind_of_page for model in Page.__subclasses__()} == set(PageKind)
    assert set(KINDS) == set(Page.__subclasses__())
    assert [Page.model_for(model.kind_of_page) for model in KINDS] == KINDS


def test_folders_and_parts_are_told_apart():
    assert len({model.folder for model in KINDS}) == len(KINDS)
    for model in KINDS:
        assert len(set(model.aspects)) == len(model.aspects)
        assert model.required_aspects <= set(model.aspects)


@pytest.mark.parametrize("model", KINDS)
def test_a_kind_lists_its_own_pages_only(model):
    pages = {each: make(each) for each in (model, Symptom if model is not Symptom else Cause)}

    assert list(model.objects.filter(pk__in=[page.pk for page in pages.values()])) == [pages[model]]


@pytest.mark.parametrize("model", KINDS)
def test_the_live_text_knows_its_own_kind(model):
    page = make(model)

    assert isinstance(page.live.own(), model.version_model())
    assert page.live.own().pk == page.live.pk
    assert page.get_absolute_url() == Page.objects.get(pk=page.pk).get_absolute_url()


@pytest.mark.parametrize("model", KINDS)
def test_the_text_of_a_published_page_comes_in_one_query(model, django_assert_num_queries):
    page = make(model)

    with django_assert_num_queries(1):
        [found] = model.objects.published().filter(pk=page.pk).with_live()
        words = (found.live.title, found.live.reviewer.public_name)

    assert words == (page.live.title, "Rita Viewer, Consultant neurologist")


def test_only_live_texts_are_published(author, administrator):
    live = factories.make_symptom()
    actions.start_draft(live, by=author)
    factories.make_symptom_draft()
    actions.add_page(Symptom, slug="only-named", name="Only named")
    factories.make_withdrawn(factories.make_symptom(), by=administrator)

    assert list(Symptom.objects.published()) == [live]


def test_readers_see_the_associations_of_live_texts_only(author):
    cause = factories.make_cause()
    page = factories.make_condition(causes=[cause])
    draft = actions.start_draft(page, by=author).own()
    factories.make_association(draft, symptom=factories.make_symptom())

    assert [association.version_id for association in Association.objects.live()] == [page.live_id]


def test_an_association_has_one_target():
    version = factories.make_condition_draft()

    with pytest.raises(IntegrityError, match="association_has_one_target"), transaction.atomic():
        Association.objects.create(version=version)


def test_what_is_cited_or_named_cannot_be_deleted():
    cause, card = factories.make_cause(), factories.make_care_card()
    page = factories.make_condition(causes=[cause], cards=[card])

    for protected in (cause, card, page, page.live, factories.the_source()):
        with pytest.raises(ProtectedError):
            protected.delete()


def test_a_live_text_cannot_be_deleted_even_past_the_models():
    page = factories.make_term()

    with pytest.raises(ProtectedError):
        Version.objects.filter(pk=page.live_id).delete()


def test_a_section_is_cleaned_whoever_saves_it():
    draft = factories.make_symptom_draft(sections={"self-care": "<p onclick='x()'>Walk.<script>alert(1)</script></p>\x00"})

    assert draft.sections.get(aspect="self-care").body == "<p>Walk.</p>"
