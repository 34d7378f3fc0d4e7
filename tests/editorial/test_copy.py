"""A new draft begins as a copy of all that its original says: nothing is lost between two versions of a page."""

from datetime import date

import pytest

from editorial import actions
from editorial.models import Aspect, Citation, Section
from editorial.transfer import document
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# What the site keeps about a text. Named here one by one: whatever a model gains beside them has to be copied.
ITS_OWN = {"id", "version_ptr", "page", "number", "status", "author", "created_at", "changed_at", "changed_by", "based_on", "change_note"}
REVIEW = {"reviewer", "reviewed_at", "review_due", "return_reason", "content_hash", "publish_at"}
CORRECTION = {"correction_reason", "confirm_by", "confirmed_at", "confirmed_by"}
NOT_COPIED = ITS_OWN | REVIEW | CORRECTION
PEOPLE = {"contributors"}


def all_that_it_says(version):
    """Every value, row and link of a version that a copy must have, as plain values."""
    version = version.own()
    fields = {field.name: getattr(version, field.attname) for field in version._meta.concrete_fields if field.name not in NOT_COPIED}
    links = {
        field.name: sorted(getattr(version, field.name).values_list("pk", flat=True))
        for field in version._meta.many_to_many
        if field.name not in {"tags", *PEOPLE}
    }
    return {**fields, **links, "tags": sorted(version.tags.slugs()), "parts": [rows(model, version) for model in version.part_models()]}


def rows(model, version):
    found = []
    for part in model.objects.filter(version=version).order_by("pk"):
        values = {field.name: getattr(part, field.attname) for field in part._meta.concrete_fields if field.name not in ("id", "version")}
        linked = {field.name: sorted(getattr(part, field.name).values_list("pk", flat=True)) for field in part._meta.many_to_many}
        found.append({**values, **linked})
    return model.__name__, found


def rich_condition():
    card, second = factories.make_care_card(), factories.make_care_card()
    draft = factories.make_condition_draft(
        pattern="injury",
        also_called=["Nerve hurt", "Neuropathy, traumatic"],
        tags=[factories.make_tag(), factories.make_tag()],
        cards=[card, second],
        causes=[factories.make_cause()],
        sections={Aspect.SELF_CARE: "<p>Rest.</p>"},
    )
    factories.make_association(
        draft, symptom=factories.make_symptom(), strength="trigger", sources=[factories.make_source(), factories.make_source()]
    )
    return draft


def rich_treatment():
    draft = factories.make_treatment_draft(stage="standard care", effects=[], approach="nutrition", status_line="Part of usual care.")
    factories.make_effect(
        draft,
        condition=factories.make_condition(),
        stage="standard care",
        out_of=1000,
        with_treatment=30,
        without_treatment=71,
        studies=16,
        participants=759,
        checked_on=date(2026, 3, 1),
        recheck_on=date(2028, 3, 1),
        sources=[factories.make_source(), factories.make_source()],
    )
    factories.make_effect(draft, symptom=factories.make_symptom(), certainty="very low", finding="unclear", stage="experimental")
    return draft


def rich_article():
    return factories.make_article_draft(related=[factories.make_symptom(), factories.make_term()], sections={Aspect.RESEARCH: "<p>Trials run.</p>"})


def rich_care_card():
    # The page of a symptom that always calls for an urgent card shows that card, so the card comes first.
    card = factories.make_care_card()
    draft = actions.start_draft(card, by=factories.the_author()).own()
    draft.level, draft.phrases = "now", ["cannot breathe", "chest pain"]
    draft.save()
    draft.symptoms.set([factories.make_symptom(cards=[card])])
    return draft


def rich_symptom():
    return factories.make_symptom_draft(tags=[factories.make_tag()], also_called=["Pins and needles"])


RICH = [rich_condition, rich_treatment, rich_article, rich_care_card, rich_symptom, factories.make_cause_draft, factories.make_term_draft]


def with_annotations(draft):
    """The draft with everything that any kind may have: its own headings, and a citation with claim and locator."""
    for section in draft.sections.filter(card=None):
        Section.objects.filter(pk=section.pk).update(heading=f"About {section.aspect}")
    Citation.objects.create(version=draft, source=factories.make_source(), claim="A claim", locator="Table 2")
    return draft


@pytest.mark.parametrize("make", RICH)
def test_a_new_draft_says_all_that_the_live_text_says(make, other_author):
    live = factories.publish(with_annotations(make())).live

    draft = actions.start_draft(live.page, by=other_author)

    assert all_that_it_says(draft) == all_that_it_says(live)
    assert document(draft.own()) == document(live.own())


@pytest.mark.parametrize("make", RICH)
def test_a_restored_draft_says_all_that_the_old_text_says(make, author):
    old = actions.discard(with_annotations(make()), by=author)

    draft = actions.restore(old, by=author)

    assert all_that_it_says(draft) == all_that_it_says(old)


def test_the_copy_has_no_stamp_of_the_review(other_author):
    live = factories.make_condition().live

    draft = actions.start_draft(live.page, by=other_author)

    assert (draft.author, draft.number, draft.status) == (other_author, live.number + 1, "draft")
    assert (draft.reviewer, draft.reviewed_at, draft.review_due, draft.return_reason, draft.change_note) == (None, None, None, "", "")
    assert (draft.based_on_id, draft.content_hash, draft.publish_at) == (live.pk, "", None)


def test_the_copy_of_a_correction_is_no_correction(author):
    correction = factories.make_correction(factories.make_condition())

    draft = actions.start_draft(correction.page, by=author)

    assert (draft.summary, draft.correction_reason, draft.confirm_by) == (correction.summary, "", None)


def test_editing_the_copy_leaves_the_original_as_it_was(author):
    live = factories.publish(with_annotations(rich_condition())).live
    before = all_that_it_says(live)

    draft = actions.start_draft(live.page, by=author).own()
    draft.associations.all().delete()
    draft.sections.all().delete()
    draft.citations.all().delete()
    draft.tagged.all().delete()

    assert all_that_it_says(live) == before


def test_a_copied_annotation_of_a_source_survives_the_next_review(author):
    live = factories.publish(with_annotations(factories.make_symptom_draft())).live

    approved = factories.publish(actions.start_draft(live.page, by=author)).live

    assert list(approved.citations.exclude(claim="").values_list("claim", "locator")) == [("A claim", "Table 2")]
