"""What the verbs do beyond the table of transitions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Condition, Symptom
from editorial import actions
from editorial.exceptions import NotAllowed, NotPublishable, NotReviewable, Refused, WrongState
from editorial.models import Citation, PageAddress, Section, Version
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(author):
    """A text in review on a page that is not public yet."""
    return actions.submit(factories.make_symptom_draft(), by=author)


# --- Review -----------------------------------------------------------------------------------------------------


def test_approval_stamps_the_review_and_makes_the_text_live(waiting, reviewer):
    before = timezone.now()

    approved = factories.approve(waiting, by=reviewer)

    page = Symptom.objects.get(pk=waiting.page_id)
    assert (page.live_id, page.name) == (approved.pk, approved.title)
    assert approved.reviewer == reviewer
    assert before <= approved.reviewed_at <= timezone.now()
    assert approved.review_due == (approved.reviewed_at + timedelta(days=730)).date()
    assert page.first_published_at == page.published_at >= before


def test_a_second_approval_keeps_the_first_date_of_publication(author, reviewer):
    page = factories.make_symptom()
    first = page.first_published_at

    factories.publish(actions.start_draft(page, by=author))

    page.refresh_from_db()
    assert page.first_published_at == first < page.published_at


@pytest.mark.parametrize(
    "verb", [factories.approve, lambda version, by: actions.return_to_author(version, by=by, reason="No.")], ids=["approve", "return"]
)
def test_a_superuser_does_not_review_an_own_draft(superuser, verb):
    draft = actions.submit(factories.make_symptom_draft(by=superuser), by=superuser)

    with pytest.raises(NotReviewable, match="You wrote this draft"):
        verb(draft, by=superuser)

    draft.refresh_from_db()
    assert draft.status == "in review"


@pytest.mark.parametrize("names", [{}, {"first_name": " ", "last_name": " "}, {"professional_role": "Neurologist"}])
def test_a_reviewer_without_a_name_is_refused(waiting, names):
    nameless = factories.make_editor("nameless", "Clinical reviewer", **names)

    with pytest.raises(NotReviewable, match="Add your first and last name"):
        factories.approve(waiting, by=nameless)

    assert not Symptom.objects.published().exists()


def test_a_reviewer_who_left_reviews_nothing(waiting, reviewer):
    reviewer.is_active = False
    reviewer.save()

    with pytest.raises(NotAllowed):
        factories.approve(waiting, by=reviewer)


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_a_return_says_why(waiting, reviewer, reason):
    with pytest.raises(Refused, match="Say in a sentence what should change"):
        actions.return_to_author(waiting, by=reviewer, reason=reason)


def test_the_reason_of_a_return_goes_when_the_text_is_sent_again(waiting, author, reviewer):
    returned = actions.return_to_author(waiting, by=reviewer, reason=" Name the dose. ")
    assert returned.return_reason == "Name the dose."

    again = actions.submit(returned, by=author)

    assert (again.status, again.return_reason) == ("in review", "")


def test_what_is_missing_is_listed_and_nothing_is_sent(author):
    draft = actions.create_page(Condition, slug="neuropathy", name="Neuropathy", by=author)

    with pytest.raises(NotPublishable) as refused:
        actions.submit(draft, by=author)

    draft.refresh_from_db()
    assert draft.status == "draft"
    missing = [problem for problem in refused.value.problems if "is missing" in problem]
    assert len(missing) == len(Condition.required_aspects)
    assert refused.value.problems[-1] == "No statement has a source. Cite at least one with [@key]."


def test_a_source_that_is_doubted_during_the_review_stops_the_approval(waiting, reviewer):
    source = factories.the_source()
    source.printable = False
    source.save()

    with pytest.raises(NotPublishable, match="may not be shown"):
        factories.approve(waiting, by=reviewer)

    assert not Symptom.objects.published().exists()


# --- What readers see -------------------------------------------------------------------------------------------


def test_the_starter_notice_ends_with_the_first_approval(author):
    page = factories.make_starter(Symptom)
    assert page.live.is_unreviewed

    draft = actions.start_draft(page, by=author)
    page.refresh_from_db()
    assert page.live.is_unreviewed

    page = factories.publish(draft)
    assert not page.live.is_unreviewed


def test_a_draft_changes_nothing_that_readers_see(author):
    page = factories.make_symptom(sections={"self-care": "<p>Old advice.</p>"})
    draft = actions.start_draft(page, by=author)

    draft.title = "Another title"
    draft.save()
    draft.sections.filter(aspect="self-care").update(body="<p>New advice.</p>")
    actions.submit(draft, by=author)

    page.refresh_from_db()
    assert page.live.sections.get(aspect="self-care").body == "<p>Old advice.</p>"
    assert page.name == page.live.title != "Another title"


def test_a_withdrawn_page_comes_back_by_the_approval_of_a_restored_text(author, administrator):
    page = factories.make_symptom()
    old = page.live
    factories.make_withdrawn(page, by=administrator)

    with pytest.raises(WrongState):
        actions.start_draft(page, by=author)
    page = factories.publish(actions.restore(old, by=author))

    assert page.is_published
    assert not page.is_withdrawn
    assert (page.withdrawn_by, page.withdrawal_reason) == (None, "")


def test_a_page_is_withdrawn_with_a_reason_and_once(administrator):
    page = factories.make_symptom()

    with pytest.raises(Refused, match="Say in a sentence why"):
        actions.withdraw(page, by=administrator, reason=" ")
    factories.make_withdrawn(page, by=administrator, reason="Out of date.")
    with pytest.raises(WrongState, match="not public"):
        actions.withdraw(page, by=administrator, reason="Again.")

    assert (page.withdrawn_by, page.withdrawal_reason) == (administrator, "Out of date.")


# --- What takes the place of a withdrawn page -------------------------------------------------------------------


def test_a_withdrawn_page_names_the_page_that_replaces_it_until_it_comes_back(author, administrator):
    page, successor = factories.make_symptom(), factories.make_condition()

    actions.withdraw(page, by=administrator, reason="Told there.", successor=successor)

    page.refresh_from_db()
    assert page.successor_id == successor.pk
    assert factories.publish(actions.restore(Version.objects.get(page=page), by=author)).successor is None


@pytest.mark.parametrize("what", ["itself", "a draft", "a withdrawn page", "a page that was withdrawn meanwhile"])
def test_a_page_is_replaced_by_another_that_readers_can_see(administrator, what):
    page, other = factories.make_symptom(), factories.make_symptom()
    successor = {"itself": page, "a draft": factories.make_symptom_draft().page}.get(what, other)
    if "withdrawn" in what:
        actions.withdraw(other, by=administrator, reason="Out of date.")
    if what == "a withdrawn page":
        successor.refresh_from_db()

    with pytest.raises(Refused, match="must be another page that readers can see"):
        actions.withdraw(page, by=administrator, reason="Told there.", successor=successor)

    page.refresh_from_db()
    assert page.is_published


# --- Owners -----------------------------------------------------------------------------------------------------


def test_the_first_author_owns_a_page_until_somebody_else_does(author, other_author, administrator):
    page = factories.make_symptom()
    assert page.owner == author

    actions.assign_owner(page, to=other_author, by=administrator)
    page = factories.publish(actions.start_draft(page, by=author))
    assert page.owner == other_author

    assert actions.assign_owner(page, to=None, by=administrator).owner is None


def test_the_owner_of_a_page_is_somebody_who_may_write(author, other_author):
    page = factories.make_symptom()
    other_author.is_active = False

    for nobody in (other_author, factories.make_editor("guest")):
        with pytest.raises(NotAllowed, match="must be somebody who may write drafts"):
            actions.assign_owner(page, to=nobody, by=author)

    page.refresh_from_db()
    assert page.owner == author


def test_the_import_leaves_a_page_alone_that_an_editor_touched(author):
    page = factories.make_starter(Symptom)
    actions.discard(actions.start_draft(page, by=author), by=author)

    with pytest.raises(WrongState, match="leaves it alone"):
        actions.import_starter(page, lambda version: None, title="Again", summary="Again.")

    assert Version.objects.filter(page=page, status="starter").count() == 1


def test_a_text_can_only_be_saved_while_it_is_a_draft(waiting):
    with pytest.raises(WrongState, match="not saved"):
        actions.lock_for_editing(waiting)


def test_a_stored_page_knows_every_address_it_had(administrator):
    page = factories.make_symptom("numbness")

    actions.move(page, to="numb-skin", by=administrator)

    assert sorted(PageAddress.objects.filter(page=page).values_list("slug", flat=True)) == ["numb-skin", "numbness"]


def test_sources_follow_the_markers_of_the_text(author):
    kept, gone, new = (factories.make_source(key) for key in ("kept", "gone", "new"))
    draft = factories.make_symptom_draft(sections={"self-care": "<p>Walk. [@kept; @gone]</p>"})
    actions.sync_citations(draft)
    Citation.objects.filter(source=kept).update(claim="Walking helps")

    Section.objects.filter(version=draft, aspect="self-care").update(body="<p>Walk. [@new]</p>")
    actions.sync_citations(draft)

    assert set(draft.citations.values_list("source__key", flat=True)) == {"kept", "new", factories.the_source().key}
    assert gone.citations.count() == 0
    assert new.citations.count() == 1
