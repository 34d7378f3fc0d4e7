"""Safety corrections: a small change at once, confirmed afterwards, beside whatever else is under way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import GlossaryTerm, Symptom
from editorial import actions
from editorial.actions.corrections import SMALL_CHANGE_WORDS
from editorial.caching import content_version
from editorial.copying import fingerprint
from editorial.exceptions import NotAllowed, NotPublishable, NotReviewable, Refused, WrongState
from editorial.models import Aspect, Citation, Event, Version
from search import index
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

WARNING = "Never stop it at once."


@pytest.fixture
def page():
    return factories.make_symptom(sections={Aspect.SELF_CARE: "<p>Walk a little.</p>"})


# --- What readers see at once -----------------------------------------------------------------------------------


def test_readers_see_a_correction_at_once_with_its_reason(page, corrector):
    before, number = timezone.now(), content_version()

    correction = factories.make_correction(page, sections={Aspect.SELF_CARE: f"<p>Walk a little. {WARNING}</p>"})

    page.refresh_from_db()
    event = Event.objects.first()
    assert page.live_id == correction.pk
    assert (correction.status, correction.author, correction.correction_reason) == ("correction", corrector, "The warning was missing.")
    assert before + timedelta(hours=72) <= correction.confirm_by <= timezone.now() + timedelta(hours=72)
    assert (event.verb, event.actor, event.reason, event.changed_public_text) == ("corrected", corrector, "The warning was missing.", True)
    assert correction.content_hash == event.content_hash == fingerprint(page.live)
    assert content_version() > number
    assert index.out_of_step() == []


def test_the_page_keeps_the_review_of_the_text_that_was_corrected(page, reviewer):
    reviewed = page.live

    correction = factories.make_correction(page)

    assert not correction.is_unreviewed
    assert (correction.reviewer, correction.reviewed_at, correction.review_due) == (reviewer, reviewed.reviewed_at, reviewed.review_due)


def test_a_clinician_may_correct_a_text_that_they_reviewed_themselves(corrector):
    page = factories.publish(factories.make_symptom_draft(), reviewer=corrector)

    correction = factories.make_correction(page)

    assert correction.author == correction.reviewer == corrector


def test_a_correction_in_work_is_invisible(page):
    number = content_version()

    correction = factories.make_correction_in_work(page)

    page.refresh_from_db()
    assert page.live_id != correction.pk
    assert content_version() == number


@pytest.mark.parametrize("reason", ["", " ", None])
def test_a_correction_says_why_it_cannot_wait(page, reason):
    correction = factories.make_correction_in_work(page)

    with pytest.raises(Refused, match="Say in a sentence why this cannot wait"):
        factories.publish_correction(correction, reason=reason)


# --- How large it may be ----------------------------------------------------------------------------------------


def words(number):
    return " ".join(f"word{place}" for place in range(number))


def test_a_correction_of_the_size_of_a_paragraph_is_small(page):
    correction = factories.make_correction_in_work(page, sections={Aspect.SELF_CARE: f"<p>Walk a little.</p><p>{words(SMALL_CHANGE_WORDS)}</p>"})

    assert factories.publish_correction(correction).status == "correction"


def test_a_larger_change_is_refused_with_what_to_do_instead(page):
    live = page.live_id
    correction = factories.make_correction_in_work(page, sections={Aspect.SELF_CARE: f"<p>Walk a little.</p><p>{words(SMALL_CHANGE_WORDS + 1)}</p>"})

    with pytest.raises(NotPublishable, match="151 words; a safety correction changes at most 150"):
        factories.publish_correction(correction)

    page.refresh_from_db()
    correction.refresh_from_db()
    assert (page.live_id, correction.status) == (live, "correcting")


def test_removed_words_count_as_well():
    page = factories.make_symptom(sections={Aspect.SELF_CARE: f"<p>Walk.</p><p>{words(SMALL_CHANGE_WORDS + 1)}</p>"})
    correction = factories.make_correction_in_work(page, sections={Aspect.SELF_CARE: "<p>Walk.</p>"})

    with pytest.raises(NotPublishable, match="151 words"):
        factories.publish_correction(correction)


@pytest.mark.parametrize("changes", [{"title": None}, {"change_note": "A note about nothing."}])
def test_a_correction_changes_something_that_readers_see(page, changes):
    correction = factories.make_correction_in_work(page, **{name: value or page.live.title for name, value in changes.items()})

    with pytest.raises(WrongState, match="Nothing differs from what readers see"):
        factories.publish_correction(correction)


def test_a_correction_passes_the_same_checks_as_any_text(page):
    correction = factories.make_correction_in_work(page, summary="Cures it, says a study. [@nowhere]")

    with pytest.raises(NotPublishable, match="nowhere"):
        factories.publish_correction(correction)


def test_only_the_correction_that_was_shown_is_published(page, corrector):
    correction = factories.make_correction_in_work(page)
    shown = fingerprint(correction)
    factories.edit(correction, title="Another title")

    with pytest.raises(WrongState, match="changed after you opened it"):
        actions.publish_correction(correction, by=corrector, reason="The warning was missing.", shown=shown)


# --- What a correction of a treatment may not do -----------------------------------------------------------------


@pytest.fixture
def treatment():
    """A treatment with a claim for it and a claim against it."""
    condition = factories.make_condition()
    usual = {"condition": condition, "certainty": "low", "out_of": 100, "with_treatment": 30, "without_treatment": 40}
    with_benefit = {**usual, "outcome": "Pain", "stage": "standard care"}
    without = {**usual, "outcome": "Sleep", "stage": "used in some situations", "finding": "no benefit shown"}
    return factories.make_treatment(stage="used in some situations", effects=[with_benefit, without])


def correct_treatment(page, change):
    correction = actions.start_correction(page, by=factories.the_corrector()).own()
    correction = factories.edit(correction, summary=f"{correction.summary} {WARNING}")
    change(correction)
    correction.save()
    return factories.publish_correction(correction)


def about(correction, outcome):
    return correction.effects.filter(outcome=outcome)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text: setattr(text, "stage", "standard care"), "the stage of the page"),
        (lambda text: about(text, "Sleep").update(stage="standard care"), "Sleep"),
        (lambda text: about(text, "Pain").update(certainty="moderate"), "Pain"),
        (lambda text: about(text, "Pain").update(with_treatment=20), "Pain"),
        (lambda text: about(text, "Pain").update(outcome="Walking"), "Walking"),
        (lambda text: about(text, "Sleep").update(finding="benefit"), "Sleep"),
        (lambda text: about(text, "Sleep").update(finding="unclear"), "Sleep"),
        (lambda text: about(text, "Sleep").delete(), "Sleep"),
    ],
    ids=["stage", "stage of a claim", "certainty", "numbers", "new claim", "finding", "less against it", "claim against it gone"],
)
def test_a_correction_never_makes_a_treatment_look_better(treatment, change, what):
    live = treatment.live_id

    with pytest.raises(NotPublishable, match=f"cannot make a treatment look better.*{what}"):
        correct_treatment(treatment, change)

    treatment.refresh_from_db()
    assert treatment.live_id == live


def not_recommended_any_more(text):
    text.stage, text.status_line = "not recommended", "Not recommended. Be careful with clinics that offer it."
    text.effects.update(stage="not recommended")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: None,
        lambda text: about(text, "Pain").update(stage="used in some situations"),
        not_recommended_any_more,
        lambda text: about(text, "Pain").update(certainty="very low", statement="We do not know whether it lowers pain."),
        lambda text: about(text, "Pain").update(out_of=None, with_treatment=None, without_treatment=None),
        lambda text: about(text, "Pain").update(finding="no benefit shown"),
        lambda text: about(text, "Pain").delete(),
    ],
    ids=["a warning only", "stage of a claim", "stage", "certainty", "numbers gone", "finding", "claim gone"],
)
def test_a_correction_may_make_a_treatment_look_worse(treatment, change):
    correction = correct_treatment(treatment, change)

    assert correction.status == "correction"


def test_two_claims_about_the_same_do_not_stop_a_correction():
    condition = factories.make_condition()
    usual = {"condition": condition, "stage": "used in some situations"}
    page = factories.make_treatment(effects=[{**usual, "certainty": "moderate"}, {**usual, "certainty": "low"}])

    assert correct_treatment(page, lambda text: None).status == "correction"


# --- Beside a pending draft -------------------------------------------------------------------------------------


def test_a_pending_draft_stays_and_counts_as_behind(page, author):
    draft = factories.edit(actions.start_draft(page, by=author), title="Another title")
    before = fingerprint(draft)

    factories.make_correction(page)

    draft = Version.objects.get(pk=draft.pk)
    assert (draft.status, fingerprint(draft), draft.is_behind) == ("draft", before, True)
    with pytest.raises(NotPublishable, match="Readers see another text now"):
        actions.submit(draft, by=author)


def test_an_author_takes_a_correction_over(page, author):
    draft = actions.start_draft(page, by=author)
    correction = factories.make_correction(page)

    factories.edit(draft, summary=correction.summary)
    taken = actions.take_over(draft, by=author)

    assert (taken.based_on, taken.is_behind) == (correction, False)
    page = factories.publish(taken)
    assert (page.live_id, page.live.summary) == (draft.pk, correction.summary)


def test_taking_over_lasts_until_the_next_correction(page, author):
    draft = actions.start_draft(page, by=author)
    factories.make_correction(page)
    actions.take_over(draft, by=author)
    factories.make_correction(page)

    with pytest.raises(NotPublishable):
        actions.submit(draft, by=author)


def test_a_correction_that_is_behind_is_not_published(page, author):
    correction = factories.make_correction_in_work(page)
    newer = factories.publish(factories.edit(actions.start_draft(page, by=author), title="The new text"))

    with pytest.raises(NotPublishable, match="Readers see another text now"):
        factories.publish_correction(correction)

    page.refresh_from_db()
    assert page.live_id == newer.live_id


@pytest.mark.parametrize("takes_over", [False, True])
def test_a_correction_does_not_bring_a_withdrawn_page_back(page, corrector, administrator, takes_over):
    correction = factories.make_correction_in_work(page)
    factories.make_withdrawn(page, by=administrator)
    if takes_over:
        actions.take_over(correction, by=corrector)

    with pytest.raises(WrongState, match="not public any more"):
        factories.publish_correction(correction)

    page.refresh_from_db()
    assert page.is_withdrawn


# --- The second clinician ---------------------------------------------------------------------------------------


def test_a_second_clinician_confirms_a_correction(page, reviewer, other_reviewer):
    correction, number = factories.make_correction(page), content_version()
    before = timezone.now()

    confirmed = factories.confirm(correction, by=other_reviewer)

    event = Event.objects.first()
    assert (confirmed.status, confirmed.confirmed_by, confirmed.reviewer) == ("approved", other_reviewer, reviewer)
    assert before <= confirmed.confirmed_at <= timezone.now()
    assert confirmed.correction_reason
    assert (event.verb, event.actor, event.changed_public_text) == ("confirmed", other_reviewer, True)
    assert content_version() > number


def test_nobody_confirms_an_own_correction(page, corrector):
    correction = factories.make_correction(page)

    with pytest.raises(NotReviewable, match="You wrote this draft"):
        factories.confirm(correction, by=corrector)


def test_who_published_the_correction_of_somebody_else_does_not_confirm_it(page, superuser, reviewer):
    correction = factories.make_correction_in_work(page)
    actions.publish_correction(correction, by=superuser, reason="The warning was missing.", shown=fingerprint(correction))

    with pytest.raises(NotReviewable):
        factories.confirm(correction, by=superuser)

    assert factories.confirm(correction, by=reviewer).status == "approved"


def test_an_author_confirms_nothing(page, author):
    correction = factories.make_correction(page)

    with pytest.raises(NotAllowed):
        factories.confirm(correction, by=author)


def test_only_what_was_shown_is_confirmed(page, reviewer):
    correction = factories.make_correction(page)
    Version.objects.filter(pk=correction.pk).update(summary="Something else.")

    with pytest.raises(WrongState, match="changed after you opened it"):
        actions.confirm_correction(correction, by=reviewer, shown=correction.content_hash)


def test_a_late_confirmation_counts(page, reviewer):
    correction = factories.make_correction(page)
    Version.objects.filter(pk=correction.pk).update(confirm_by=timezone.now() - timedelta(days=1))

    assert factories.confirm(correction, by=reviewer).status == "approved"


def test_a_confirmed_text_can_be_checked_again(page, reviewer, other_reviewer):
    confirmed = factories.confirm(factories.make_correction(page), by=reviewer)

    checked = actions.check_current(confirmed.page, by=other_reviewer, shown=fingerprint(confirmed))

    assert (checked.status, checked.reviewer) == ("approved", other_reviewer)


# --- A correction of a correction -------------------------------------------------------------------------------


@pytest.fixture
def second_corrector():
    return factories.make_editor("second-corrector", "Clinical reviewer", "Safety corrections", first_name="Seb", last_name="Second")


def test_a_correction_can_be_corrected_before_it_is_confirmed(page, second_corrector, reviewer):
    first = factories.make_correction(page)

    second = factories.make_correction(page, by=second_corrector, title="Another title")

    page.refresh_from_db()
    assert page.live_id == second.pk
    with pytest.raises(WrongState, match="Readers see another text by now"):
        factories.confirm(first, by=reviewer)
    assert factories.confirm(second, by=reviewer).summary == first.summary


def test_the_writer_of_the_first_does_not_confirm_it_in_the_second(page, corrector, second_corrector):
    factories.make_correction(page)
    second = factories.make_correction(page, by=second_corrector, title="Another title")

    with pytest.raises(NotReviewable):
        factories.confirm(second, by=corrector)


# --- Starter text -----------------------------------------------------------------------------------------------


def test_a_corrected_starter_text_stays_starter_text(corrector, reviewer):
    page = factories.make_starter(Symptom)

    correction = factories.make_correction(page)
    assert (correction.status, correction.is_unreviewed) == ("correction", True)

    confirmed = factories.confirm(correction, by=reviewer)
    assert (confirmed.status, confirmed.is_unreviewed, confirmed.reviewer) == ("starter", True, None)
    assert (confirmed.confirmed_by, confirmed.author) == (reviewer, corrector)


@pytest.mark.parametrize("how_far", ["in work", "discarded", "public", "confirmed"])
def test_the_import_leaves_a_corrected_starter_text_alone(how_far, corrector, reviewer):
    page = factories.make_starter(Symptom)
    correction = factories.make_correction_in_work(page)
    if how_far == "discarded":
        actions.discard(correction, by=corrector)
    elif how_far != "in work":
        factories.publish_correction(correction)
    if how_far == "confirmed":
        factories.confirm(correction, by=reviewer)
    live = Symptom.objects.get(pk=page.pk).live_id

    with pytest.raises(WrongState, match="leaves it alone"):
        actions.import_starter(page, lambda version: None, title="Again", summary="Again.")

    assert Symptom.objects.get(pk=page.pk).live_id == live


def test_a_confirmed_starter_text_can_be_corrected_again(reviewer):
    page = factories.make_starter(Symptom)
    factories.confirm(factories.make_correction(page), by=reviewer)

    again = factories.make_correction(page, title="Another title")

    assert (again.status, again.is_unreviewed) == ("correction", True)


# --- Several at once --------------------------------------------------------------------------------------------


def test_a_correction_of_a_page_with_a_planned_text_sends_that_one_back(page, author):
    planned = factories.make_scheduled(factories.edit(actions.start_draft(page, by=author), title="The new text"))
    correction = factories.make_correction(page)

    done = list(actions.publish_due(planned.publish_at))

    page.refresh_from_db()
    planned.refresh_from_db()
    assert [(each.page, each.what) for each in done] == [(page, "sent back")]
    assert (page.live_id, planned.status) == (correction.pk, "returned")
    assert "Readers see another text now" in planned.return_reason


def test_the_sources_of_a_correction_follow_its_text():
    page, new = factories.make_symptom(), factories.make_source()

    correction = factories.make_correction(page, summary=f"Stop at once if it burns. [@{new.key}]")

    assert Citation.objects.filter(version=correction, source=new).exists()


def test_a_page_without_text_cannot_be_corrected(corrector):
    draft = factories.make_term_draft()

    with pytest.raises(WrongState, match="nothing to correct"):
        actions.start_correction(draft.page, by=corrector)

    assert not GlossaryTerm.objects.published().exists()
