"""An approval is bound to exactly what was shown: to every letter, row and link of it, and to who wrote any of them."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from articles.models import GlossaryTerm, Symptom
from editorial import actions
from editorial.caching import content_version
from editorial.copying import fingerprint
from editorial.exceptions import NotPublishable, NotReviewable, WrongState
from editorial.models import Aspect, Citation, Event, Page, Section, TaggedVersion, Version
from tests import factories
from tests.editorial.test_copy import NOT_COPIED, PEOPLE, RICH, with_annotations

pytestmark = pytest.mark.django_db

CONTENT = {"change_note"}  # no copy has it, but a reviewer reads it


# --- Any change after it was shown ------------------------------------------------------------------------------


def everything(make):
    """A draft with all that its kind can have, so that there is something to change in every field."""
    draft = with_annotations(make())
    Section.objects.create(version=draft, position=98, aspect=Aspect.OVERVIEW, body="<p>Long.</p>")
    Section.objects.create(version=draft, position=99, aspect=Aspect.WHEN_TO_GET_HELP, card=factories.make_care_card())
    TaggedVersion.objects.create(content_object=draft, tag=factories.make_tag())
    return draft


def others(field, value):
    """Values that this field could have instead."""
    return [other for other in _possible(field, value) if other != value]


def _possible(field, value):
    if field.choices:
        return [choice for choice, _label in field.choices]
    if isinstance(field, models.ForeignKey):
        return _others_of(field.related_model, {value})
    if isinstance(field, models.DateField):
        return [value + timedelta(days=1)]
    if isinstance(field, models.JSONField):
        return [[*value, "one more"], value[:-1]]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.IntegerField):
        return [value + 1, value - 900] if value else [1]
    return [f"{value}.", f" {value}", value.upper()]


def _others_of(model, taken):
    """Numbers of other rows: a new one is made where there is none."""
    make = {"source": factories.make_source, "condition": factories.make_condition, "cause": factories.make_cause, "symptom": factories.make_symptom}
    make = {**make, "page": factories.make_care_card, "tag": factories.make_tag}[model._meta.model_name]
    found = set(model.objects.values_list("pk", flat=True)) - taken
    return sorted(found) or [make().pk]


def changes(version):
    """Yields (what, change) for all that can be changed in a stored text; `change()` writes it."""
    for field in version._meta.concrete_fields:
        if field.name not in NOT_COPIED - CONTENT:
            value = getattr(version, field.attname)
            for other in others(field, value):
                yield field.name, _writing(type(version), version.pk, field, other)
    for relation in version._meta.many_to_many:
        if relation.name not in PEOPLE | {"tags"}:
            yield from _changes_of_links(getattr(version, relation.name), relation)
    yield "tags", lambda: TaggedVersion.objects.create(content_object=version, tag=factories.make_tag())
    yield "tags", lambda: version.tagged.first().delete()
    for model in version.part_models():
        for row in model.objects.filter(version=version):
            yield from _changes_of_row(model, row)


def _changes_of_row(model, row):
    name = model._meta.label
    yield f"{name} removed", lambda: model.objects.filter(pk=row.pk).delete()
    for field in model._meta.concrete_fields:
        if not field.primary_key and field.name != "version":
            value = getattr(row, field.attname)
            for other in [] if value is None else others(field, value):
                yield f"{name}.{field.name}", _writing(model, row.pk, field, other)
    for relation in model._meta.many_to_many:
        yield from _changes_of_links(getattr(row, relation.name), relation, name)


def _changes_of_links(links, relation, owner=""):
    what = f"{owner}.{relation.name}".lstrip(".")
    yield what, lambda: links.add(_others_of(relation.related_model, set(links.values_list("pk", flat=True)))[0])
    if links.exists():
        yield what, lambda: links.remove(links.first())


def _writing(model, pk, field, value):
    return lambda: model.objects.filter(pk=pk).update(**{field.attname: value})


def all_that_can_be_changed(version):
    """The names that `changes` has to yield for a text of this kind, read off the models."""
    own = {field.name for field in version._meta.concrete_fields if field.name not in NOT_COPIED - CONTENT}
    own |= {relation.name for relation in version._meta.many_to_many if relation.name not in PEOPLE}
    for model in version.part_models():
        own.add(f"{model._meta.label} removed")
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "version"]
        own |= {f"{model._meta.label}.{name}" for name in [*fields, *(relation.name for relation in model._meta.many_to_many)]}
    return own


@pytest.mark.any_database
@pytest.mark.parametrize("make", RICH)
def test_an_approval_is_refused_after_any_change_of_what_was_shown(make, author, reviewer):
    version = actions.submit(everything(make), by=author).own()
    factories.make_source()  # that the text does not cite
    shown, tried = fingerprint(version), set()

    for what, change in changes(version):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    change()
            except IntegrityError:
                continue  # the database does not take this value
            assert fingerprint(Version.objects.get(pk=version.pk)) != shown, what
            with pytest.raises(WrongState, match="changed after you opened it"):
                actions.approve(version, by=reviewer, shown=shown)
            transaction.set_rollback(True)
        tried.add(what)

    assert tried == all_that_can_be_changed(version)
    assert fingerprint(Version.objects.get(pk=version.pk)) == shown


@pytest.mark.parametrize("shown", [None, "", "0" * 64])
def test_an_approval_of_nothing_that_was_shown_is_refused(shown, author, reviewer):
    waiting = actions.submit(factories.make_symptom_draft(), by=author)

    with pytest.raises(WrongState):
        actions.approve(waiting, by=reviewer, shown=shown)

    assert not Symptom.objects.published().exists()


# --- The hash ---------------------------------------------------------------------------------------------------


def test_the_hash_is_that_of_the_plain_content_on_every_database():
    draft = factories.make_term_draft("axon", name="Axon", summary="A fibre – naïve.", also_called=["Nerve fibre", "Neurite"])
    Section.objects.create(version=draft, position=2, aspect=Aspect.OVERVIEW, heading="More", body="<p>Long.</p>")
    content = {
        "title": "Axon",
        "summary": "A fibre – naïve.",
        "also_called": ["Nerve fibre", "Neurite"],
        "change_note": "",
        "tags": [],
        "editorial.Section": [{"position": 2, "aspect": "overview", "heading": "More", "body": "<p>Long.</p>", "card_id": None}],
        "editorial.Citation": [],
    }

    expected = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    assert fingerprint(Version.objects.get(pk=draft.pk)) == expected


@pytest.mark.parametrize("make", RICH)
def test_a_copy_has_the_same_hash(make, other_author):
    live = factories.publish(with_annotations(make())).live

    draft = actions.start_draft(live.page, by=other_author)

    assert fingerprint(draft) == fingerprint(Version.objects.get(pk=draft.pk)) == fingerprint(live)


@pytest.mark.parametrize("make", RICH)
def test_what_readers_see_has_the_hash_of_what_was_approved(make):
    live = factories.publish(with_annotations(make())).live

    approval = Event.objects.get(verb="approved", page_number=live.page_id, version_number=live.number)
    assert live.content_hash == approval.content_hash == fingerprint(live)


def test_what_happens_around_a_text_does_not_change_its_hash(author, reviewer, administrator):
    draft = factories.make_symptom_draft()
    actions.submit(draft, by=author)
    hashes = {fingerprint(Version.objects.get(pk=draft.pk))}

    for act in (
        lambda version: actions.comment(version, by=reviewer, text="Which dose?"),
        lambda version: actions.return_to_author(version, by=reviewer, reason="Shorter."),
        lambda version: actions.submit(version, by=author),
        lambda version: factories.approve(version, by=reviewer),
        lambda version: actions.move(version.page, to="elsewhere", by=administrator),
        lambda version: actions.withdraw(version.page, by=administrator, reason="Out of date."),
    ):
        act(Version.objects.get(pk=draft.pk))
        hashes.add(fingerprint(Version.objects.get(pk=draft.pk)))

    assert len(hashes) == 1


# --- Saving -----------------------------------------------------------------------------------------------------


def test_a_save_that_changes_nothing_leaves_no_trace(other_reviewer):
    draft = factories.make_symptom_draft()
    actions.sync_citations(draft)
    before, events = Version.objects.values().get(pk=draft.pk), Event.objects.count()

    factories.edit(draft, by=other_reviewer)
    factories.edit(draft, by=other_reviewer, title=draft.title)

    assert Version.objects.values().get(pk=draft.pk) == before
    assert Event.objects.count() == events
    assert not draft.contributors.exists()


def test_a_save_that_changes_something_says_who_and_what(other_reviewer):
    draft = factories.make_symptom_draft()
    before = timezone.now()

    factories.edit(draft, by=other_reviewer, title="Another title")

    saved, event = Version.objects.get(pk=draft.pk), Event.objects.first()
    assert saved.changed_by == other_reviewer
    assert saved.changed_at >= before
    assert list(saved.contributors.all()) == [other_reviewer]
    assert (event.verb, event.actor, event.version_number, event.changed_public_text) == ("saved", other_reviewer, 1, False)
    assert event.content_hash == fingerprint(saved)


def test_a_note_on_a_source_counts_as_a_change(other_reviewer):
    draft = factories.make_symptom_draft()
    actions.sync_citations(draft)

    with transaction.atomic():
        version = actions.lock_for_editing(draft)
        before = fingerprint(version)
        Citation.objects.filter(version=version).update(claim="Walking helps")
        changed = actions.saved(version.own(), by=other_reviewer, before=before)

    assert changed
    assert list(draft.contributors.all()) == [other_reviewer]


# --- Who counts as an author ------------------------------------------------------------------------------------


def refuses(version, by):
    """Whether this person is refused as a reviewer of the text for having written some of it."""
    try:
        with transaction.atomic():
            factories.approve(version, by=by)
            transaction.set_rollback(True)
    except NotReviewable:
        return True
    return False


def test_who_changed_a_draft_reviews_it_no_more(author, reviewer, other_reviewer):
    draft = factories.edit(factories.make_symptom_draft(), by=reviewer, title="Another title")
    actions.submit(draft, by=author)

    with pytest.raises(NotReviewable, match="You changed this draft, so you count as one of its authors"):
        factories.approve(draft, by=reviewer)

    assert not refuses(draft, by=other_reviewer)


def test_a_change_that_was_taken_back_still_counts(author, reviewer):
    draft = factories.make_symptom_draft()
    title = draft.title
    factories.edit(draft, by=reviewer, title="Another title")
    factories.edit(draft, by=author, title=title)

    assert refuses(actions.submit(draft, by=author), by=reviewer)


def test_who_wrote_what_was_never_approved_counts_through_a_restored_copy(author, other_author, reviewer, other_reviewer):
    given_up = factories.make_symptom_draft(by=reviewer)
    factories.edit(given_up, by=other_reviewer, title="Another title")
    actions.discard(given_up, by=reviewer)

    again = actions.discard(actions.restore(given_up, by=author), by=author)
    restored = actions.submit(actions.restore(again, by=other_author), by=other_author)

    assert refuses(restored, by=reviewer)
    assert refuses(restored, by=other_reviewer)
    assert set(restored.contributors.all()) == {author, reviewer, other_reviewer}


def test_who_wrote_what_was_approved_does_not_count_in_the_next_text(author, reviewer, other_reviewer):
    page = factories.publish(factories.make_symptom_draft(by=reviewer), reviewer=other_reviewer)

    draft = actions.submit(actions.start_draft(page, by=author), by=author)

    assert not draft.contributors.exists()
    assert not refuses(draft, by=reviewer)


def test_who_made_a_correction_that_nobody_confirmed_counts_in_the_next_text(author, corrector, reviewer):
    page = factories.make_correction(factories.make_symptom()).page

    draft = actions.submit(actions.start_draft(page, by=author), by=author)

    assert refuses(draft, by=corrector)
    assert not refuses(draft, by=reviewer)


def test_who_made_a_correction_counts_when_an_older_draft_takes_it_over(author, corrector, reviewer):
    page = factories.make_symptom()
    draft = actions.start_draft(page, by=author)
    factories.make_correction(page)

    actions.take_over(draft, by=author)
    actions.submit(draft, by=author)

    assert refuses(draft, by=corrector)
    assert not refuses(draft, by=reviewer)


def test_who_made_a_correction_does_not_count_once_it_is_confirmed(author, corrector, reviewer):
    correction = factories.confirm(factories.make_correction(factories.make_symptom()), by=reviewer)

    draft = actions.submit(actions.start_draft(correction.page, by=author), by=author)

    assert not refuses(draft, by=corrector)


def test_who_corrected_starter_text_counts_until_the_whole_is_reviewed(author, corrector, reviewer):
    correction = factories.make_correction(factories.make_starter(Symptom))

    draft = actions.submit(actions.start_draft(correction.page, by=author), by=author)

    assert refuses(draft, by=corrector)
    assert not refuses(draft, by=reviewer)


# --- A text that is behind --------------------------------------------------------------------------------------


def test_a_draft_from_before_a_newer_text_is_not_approved_unseen(author, reviewer):
    page = factories.make_symptom()
    waiting = actions.submit(actions.start_draft(page, by=author), by=author)
    factories.make_correction(page)

    with pytest.raises(NotPublishable, match="Readers see another text now than when this draft began"):
        factories.approve(waiting, by=reviewer)

    actions.return_to_author(waiting, by=reviewer, reason="Take the correction over.")
    actions.take_over(waiting, by=author)
    factories.approve(actions.submit(waiting, by=author), by=reviewer)
    assert factories.page_of(waiting).live_id == waiting.pk


def test_a_draft_from_before_a_withdrawal_does_not_bring_the_page_back_unseen(author, reviewer, administrator):
    page = factories.make_symptom()
    waiting = actions.submit(actions.start_draft(page, by=author), by=author)
    factories.make_withdrawn(page, by=administrator)

    with pytest.raises(NotPublishable):
        factories.approve(waiting, by=reviewer)

    assert not factories.page_of(waiting).is_published


# --- The day of the next review ---------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 365, 3 * 365])
def test_a_reviewer_may_choose_the_day_of_the_next_review(days, author, reviewer):
    waiting = actions.submit(factories.make_symptom_draft(), by=author)
    due = timezone.localdate() + timedelta(days=days)

    assert factories.approve(waiting, by=reviewer, review_due=due).review_due == due


@pytest.mark.any_database
@pytest.mark.parametrize("days", [-1, 0, 3 * 366 + 1])
@pytest.mark.parametrize("verb", ["approve", "approve for later", "check"])
def test_the_next_review_is_neither_past_nor_far(days, verb, author, reviewer, other_reviewer):
    page = factories.make_symptom()
    waiting = actions.submit(actions.start_draft(page, by=author), by=author)
    due, tomorrow = timezone.localdate() + timedelta(days=days), timezone.now() + timedelta(days=1)
    act = {
        "approve": lambda: factories.approve(waiting, by=reviewer, review_due=due),
        "approve for later": lambda: factories.approve(waiting, by=reviewer, review_due=due, publish_at=tomorrow),
        "check": lambda: actions.check_current(page, by=other_reviewer, shown=fingerprint(page.live), review_due=due),
    }[verb]

    with pytest.raises(NotPublishable, match="Choose"):
        act()

    waiting.refresh_from_db()
    assert waiting.status == "in review"


# --- Checked, still right ---------------------------------------------------------------------------------------


def test_checking_a_text_renews_its_review(other_reviewer):
    page = factories.make_symptom()
    Version.objects.filter(pk=page.live_id).update(review_due=date(2020, 1, 1), reviewed_at=timezone.now() - timedelta(days=900))
    before, number = timezone.now(), content_version()

    checked = actions.check_current(page, by=other_reviewer, shown=fingerprint(page.live))

    event = Event.objects.first()
    assert checked.pk == page.live_id
    assert (checked.reviewer, checked.status) == (other_reviewer, "approved")
    assert checked.reviewed_at >= before
    assert checked.review_due == timezone.localdate() + timedelta(days=730)
    assert (event.verb, event.changed_public_text, event.content_hash) == ("checked", True, checked.content_hash)
    assert content_version() > number


def test_only_what_was_shown_is_checked(other_reviewer):
    page = factories.make_symptom()

    with pytest.raises(WrongState, match="changed after you opened it"):
        actions.check_current(page, by=other_reviewer, shown="0" * 64)


def test_a_text_with_a_doubted_source_is_not_right_any_more(other_reviewer):
    page = factories.make_symptom()
    shown, source = fingerprint(page.live), factories.the_source()
    source.printable = False
    source.save()

    with pytest.raises(NotPublishable, match="may not be shown"):
        actions.check_current(page, by=other_reviewer, shown=shown)


@pytest.mark.parametrize("came_between", ["a withdrawal", "a newer text"])
def test_what_came_between_is_not_checked_instead(came_between, author, administrator, other_reviewer):
    page = factories.make_symptom()
    shown = fingerprint(page.live)
    opened = Page.objects.get(pk=page.pk)
    if came_between == "a withdrawal":
        factories.make_withdrawn(page, by=administrator)
    else:
        factories.publish(factories.edit(actions.start_draft(page, by=author), title="The new text"))

    with pytest.raises(WrongState):
        actions.check_current(opened, by=other_reviewer, shown=shown)


# --- Starter text -----------------------------------------------------------------------------------------------


def test_starter_text_is_reviewed_as_a_draft_of_somebody(author, reviewer):
    page = factories.make_starter(GlossaryTerm)
    with pytest.raises(WrongState, match="start a draft and send it for review"):
        actions.check_current(page, by=reviewer, shown=fingerprint(page.live))

    page = factories.publish(actions.start_draft(page, by=author))

    assert (page.live.status, page.live.reviewer, page.live.author) == ("approved", reviewer, author)
    assert not page.live.is_unreviewed


def test_who_only_took_starter_text_as_it_is_does_not_review_it(reviewer, other_reviewer):
    draft = actions.submit(actions.start_draft(factories.make_starter(GlossaryTerm), by=reviewer), by=reviewer)

    assert refuses(draft, by=reviewer)
    assert not refuses(draft, by=other_reviewer)
