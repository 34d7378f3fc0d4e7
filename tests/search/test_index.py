"""The full-text index follows what readers see, in the same transaction."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from editorial import actions
from editorial.models import Page
from search.index import candidates, out_of_step, rebuild, refresh
from search.models import SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db


def found(*asked):
    return [document.slug for document in candidates(asked, language="en", limit=10)]


def test_a_published_page_has_a_document():
    page = factories.make_symptom(
        "tingling", name="Tingling", summary="Pins & needles.", also_called=["fizzing"], tags=[factories.make_tag("t", name="Nightly")]
    )

    document = SearchDocument.objects.get(page=page)

    assert (document.kind, document.slug, document.language, document.title) == ("symptom", "tingling", "en", "Tingling")
    assert document.summary == "Pins & needles."
    assert document.keyword_terms.split() == ["fizz", "night"]
    assert "Some words about it." in document.text
    assert "[@" not in document.text
    assert found("tingl") == found("fizz") == found("night") == found("word") == ["tingling"]


def test_a_draft_has_none():
    factories.make_symptom_draft("tingling")

    assert not SearchDocument.objects.exists()


def test_the_document_follows_a_new_text():
    page = factories.make_symptom("tingling", name="Tingling")
    draft = actions.start_draft(page, by=factories.the_author())
    draft.title, draft.summary = "Prickling", "A feeling."
    draft.save()
    assert found("prickl") == []

    factories.publish(draft)

    assert found("prickl") == ["tingling"]
    assert found("tingl") == []


def test_the_document_goes_with_a_withdrawn_page(administrator):
    factories.make_withdrawn(factories.make_symptom(name="Tingling"), by=administrator)

    assert found("tingl") == []
    assert not SearchDocument.objects.exists()


def test_the_document_follows_a_page_to_its_new_address(administrator):
    actions.move(factories.make_symptom("tingling", name="Tingling"), to="pins-and-needles", by=administrator)

    assert found("tingl") == ["pins-and-needles"]


def test_a_publication_that_fails_leaves_the_index_as_it_was():
    page = factories.make_symptom("tingling", name="Tingling")
    draft = actions.start_draft(page, by=factories.the_author())
    draft.title = "Prickling"
    draft.save()

    def publish_and_fail():
        with transaction.atomic():
            factories.publish(draft)
            assert found("prickl") == ["tingling"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_and_fail()

    assert found("prickl") == []
    assert found("tingl") == ["tingling"]


def test_a_rebuild_makes_the_same_documents():
    for name in ("Tingling", "Burning", "Cold"):
        factories.make_symptom(name=name, tags=[factories.make_tag()])
    before = list(SearchDocument.objects.order_by("pk").values())
    SearchDocument.objects.filter(title="Burning").delete()

    assert rebuild(batch=2) == Page.objects.published().count()

    assert list(SearchDocument.objects.order_by("pk").values()) == before
    assert len(found("burn")) == 1


def test_a_rebuild_removes_what_is_not_published(administrator):
    page = factories.make_withdrawn(factories.make_symptom(name="Tingling"), by=administrator)
    SearchDocument.objects.create(page_id=page.pk, language="en", kind="symptom", slug=page.slug, title="Tingling", title_terms="tingl")

    rebuild()

    assert found("tingl") == []


def test_the_command_says_how_many_pages_it_indexed(capsys):
    factories.make_symptom()

    call_command("rebuild_search")

    assert "1 pages indexed." in capsys.readouterr().out


def test_an_index_in_step_has_nothing_to_report():
    factories.make_symptom(tags=[factories.make_tag(slug) for slug in ("zoster", "aching", "morning")])
    factories.make_symptom_draft()

    assert out_of_step() == []


def test_a_document_that_was_changed_or_lost_is_reported(administrator):
    changed, lost, gone = (factories.make_symptom(slug) for slug in ("changed", "lost", "gone"))
    SearchDocument.objects.filter(page=changed).update(summary="Something else.")
    SearchDocument.objects.filter(page=lost).delete()
    kept = SearchDocument.objects.get(page=gone)
    factories.make_withdrawn(gone, by=administrator)
    SearchDocument.objects.bulk_create([kept])

    assert out_of_step() == ["symptom/changed", "symptom/gone", "symptom/lost"]


def test_refreshing_mends_a_changed_document():
    page = factories.make_symptom("tingling")
    SearchDocument.objects.filter(page=page).update(summary="Something else.")

    refresh(page)

    assert out_of_step() == []


def test_documents_of_another_language_are_not_found():
    factories.make_symptom(name="Tingling")

    assert candidates(["tingl"], language="cy", limit=10) == []


def test_no_terms_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert candidates([], language="en", limit=10) == []


def test_no_more_than_the_limit_are_fetched():
    for _number in range(5):
        factories.make_symptom()

    assert len(candidates(["symptom"], language="en", limit=3)) == 3


@pytest.mark.parametrize("term", ["and", "or", "not", "near", "null", "select", "или", "痛み", "b12"])
def test_words_of_a_query_language_are_words(term):
    factories.make_symptom(name=f"Some {term}")

    assert len(found(term)) == (0 if term in ("and", "or") else 1), connection.vendor
