"""The full-text index follows what readers see, in the same transaction."""

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import SymptomConcept
from editorial import actions
from editorial.models import Page
from search.candidates import candidates
from search.index import out_of_step, rebuild, refresh
from search.models import SearchDocument, SearchText
from tests import factories
from tests.rows import index_rows

pytestmark = pytest.mark.django_db


def found(*asked):
    return [document.slug for document in candidates(asked, language="en").documents]


def test_a_published_page_has_a_document():
    page = factories.make_symptom(
        "tingling", name="Tingling", summary="Pins & needles.", also_called=["fizzing"], tags=[factories.make_tag("t", name="Nightly")]
    )

    document = SearchDocument.objects.get(page=page)

    assert (document.kind, document.slug, document.language, document.title) == ("symptom", "tingling", "en", "Tingling")
    assert document.words.summary == "Pins & needles."
    assert document.words.keyword_terms.split() == ["fizz", "night"]
    assert "Some words about it." in document.words.text
    assert "[@" not in document.words.text
    assert found("tingl") == found("fizz") == found("night") == found("word") == ["tingling"]


def test_a_symptom_has_the_parts_of_the_body_of_the_lexicon():
    page = factories.make_symptom_draft(tags=[factories.make_tag("hands"), factories.make_tag("pain")]).page
    SymptomConcept.objects.create(symptom_id=page.pk, group="sensory", body_areas=["toes", "whole body"])

    factories.publish(page.versions.get())

    document = SearchDocument.objects.get(page=page)
    assert (document.areas, document.tags) == (["toes", "whole body"], ["hands", "pain"])
    assert (document.stage, document.is_unproven) == ("", False)


def test_another_page_has_the_parts_of_the_body_that_its_tags_name():
    page = factories.make_article(tags=[factories.make_tag(slug) for slug in ("pain", "hands", "feet")])

    document = SearchDocument.objects.get(page=page)

    assert (document.areas, document.tags) == (["feet", "hands"], ["feet", "hands", "pain"])


@pytest.mark.parametrize(
    ("stage", "is_unproven"),
    [("standard care", False), ("used in some situations", False), ("experimental", True), ("not recommended", True)],
)
def test_a_treatment_has_its_stage(stage, is_unproven):
    page = factories.make_treatment(stage=stage)

    document = SearchDocument.objects.get(page=page)

    assert (document.stage, document.is_unproven) == (stage, is_unproven)
    assert document.is_unproven == page.live.treatmentversion.is_unproven


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


def test_the_document_follows_the_lexicon(administrator):
    page = factories.make_symptom("tingling")
    concept = SymptomConcept.objects.create(symptom=page, group="sensory", body_areas=["feet"])

    actions.names_changed(page, by=administrator)

    assert SearchDocument.objects.get(page=page).areas == ["feet"]
    concept.body_areas = ["hands"]
    concept.save()
    assert out_of_step() == ["symptom/tingling"]
    actions.names_changed(page, by=administrator)
    assert SearchDocument.objects.get(page=page).areas == ["hands"]


def test_a_change_in_the_lexicon_gives_a_draft_no_document(administrator):
    page = factories.make_symptom_draft().page

    actions.names_changed(page, by=administrator)

    assert not SearchDocument.objects.exists()


def test_the_documents_follow_a_tag_to_its_new_name_and_slug(administrator):
    tag = factories.make_tag("nightly", name="Nightly")
    with_tag = [factories.make_symptom("tingling", tags=[tag]), factories.make_article("sleep", tags=[tag])]
    factories.make_symptom_draft("burning", tags=[tag])
    tag.name, tag.slug = "In the evening", "evening"
    tag.save()

    actions.tag_changed(tag, by=administrator, is_new=False)

    assert found("night") == []
    assert sorted(found("evening")) == ["sleep", "tingling"]
    assert [document.tags for document in SearchDocument.objects.all()] == [["evening"]] * len(with_tag)
    assert out_of_step() == []


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
    before = index_rows()
    SearchDocument.objects.filter(title="Burning").delete()

    assert rebuild(batch=2) == Page.objects.published().count()

    assert index_rows() == before
    assert len(found("burn")) == 1


def test_a_rebuild_removes_what_is_not_published(administrator):
    page = factories.make_withdrawn(factories.make_symptom(name="Tingling"), by=administrator)
    document = SearchDocument.objects.create(page_id=page.pk, language="en", kind="symptom", slug=page.slug, title="Tingling")
    SearchText.objects.create(document=document, title_terms="tingl")
    assert found("tingl") == [page.slug]

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
    changed, lost, speechless, gone = (factories.make_symptom(slug) for slug in ("changed", "lost", "speechless", "gone"))
    SearchDocument.objects.filter(page=changed).update(areas=["feet"])
    SearchDocument.objects.filter(page=lost).delete()
    SearchText.objects.filter(document__page=speechless).delete()
    kept = SearchDocument.objects.get(page=gone)
    factories.make_withdrawn(gone, by=administrator)
    SearchDocument.objects.bulk_create([kept])

    assert out_of_step() == ["symptom/changed", "symptom/gone", "symptom/lost", "symptom/speechless"]


def test_the_check_looks_at_every_batch():
    for number in range(5):
        factories.make_symptom(f"symptom-{number}")
    SearchDocument.objects.filter(slug__in=["symptom-0", "symptom-4"]).update(title="Something else")

    assert out_of_step(batch=2) == ["symptom/symptom-0", "symptom/symptom-4"]


def test_refreshing_mends_a_changed_document():
    page = factories.make_symptom("tingling")
    SearchText.objects.filter(document__page=page).update(summary="Something else.")

    refresh(page)

    assert out_of_step() == []
