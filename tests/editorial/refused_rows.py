"""For each named constraint of `editorial` an object that the database must refuse.

A function returns the object: a new one that was not saved, or a stored one that was changed. `tests.editorial.test_constraints`
writes it past `save()` and `clean()`.
"""

from datetime import date

from django.utils import timezone

from editorial.models import (
    Aspect,
    Citation,
    Comment,
    Letter,
    Page,
    PageAddress,
    Presence,
    Rating,
    Section,
    Source,
    TaggedVersion,
    Version,
)
from tests import factories


def row(constraint, rows):
    """Registers a function of that dict as the refused row of a constraint."""

    def register(make):
        assert constraint not in rows, f"{constraint} has two refused rows"
        rows[constraint] = make
        return make

    return register


ROWS = {}


def changed(stored, **values):
    for name, value in values.items():
        setattr(stored, name, value)
    return stored


def draft():
    """A stored draft as the row of the common version table."""
    return Version.objects.get(pk=factories.make_term_draft().pk)


def approved():
    return Version.objects.get(pk=factories.make_term().live_id)


def starter():
    from articles.models import GlossaryTerm

    return Version.objects.get(pk=factories.make_starter(GlossaryTerm).live_id)


def second_version(first, **values):
    now = timezone.now()
    return Version(page=first.page, author=first.author, title="Again", summary="Again.", created_at=now, changed_at=now, **values)


def page():
    return Page.objects.get(pk=factories.make_term().pk)


# --- Pages ------------------------------------------------------------------------------------------------------


@row("page_slug_is_unique", ROWS)
def two_pages_with_one_slug():
    taken = page()
    return Page(kind=taken.kind, language=taken.language, slug=taken.slug, name="Another")


@row("page_kind_is_known", ROWS)
def page_of_an_unknown_kind():
    return Page(kind="poem", slug="ode", name="Ode")


@row("page_has_a_name", ROWS)
def page_without_a_name():
    return Page(kind="term", slug="nameless", name="")


@row("withdrawn_page_is_not_live_and_says_why", ROWS)
def withdrawn_page_that_is_live():
    return changed(page(), withdrawn_at=timezone.now(), withdrawn_by=factories.the_reviewer(), withdrawal_reason="Out of date.")


@row("only_a_withdrawn_page_has_a_successor", ROWS)
def live_page_with_a_successor():
    return changed(page(), successor=page())


@row("planned_withdrawal_says_who_and_why", ROWS)
def planned_withdrawal_without_a_reason():
    return changed(page(), withdraw_at=timezone.now(), withdraw_planned_by=factories.the_reviewer())


@row("live_page_has_dates", ROWS)
def live_page_without_a_date():
    return changed(page(), published_at=None)


@row("address_belongs_to_one_page", ROWS)
def address_of_two_pages():
    first, second = page(), page()
    return PageAddress(page=second, language=first.language, kind=first.kind, slug=first.slug)


# --- Versions ---------------------------------------------------------------------------------------------------


@row("version_number_is_unique", ROWS)
def two_versions_with_one_number():
    first = approved()
    return second_version(first, number=first.number)


@row("one_open_version_a_page", ROWS)
def two_open_versions():
    first = draft()
    return second_version(first, number=2)


@row("status_is_known", ROWS)
def version_of_an_unknown_status():
    return changed(draft(), status="nearly done")


@row("reviewer_is_not_the_author", ROWS)
def version_reviewed_by_its_author():
    version = approved()
    return changed(version, reviewer=version.author)


@row("one_correction_in_work_a_page", ROWS)
def two_corrections_in_work():
    first = factories.make_correction_in_work(page())
    return second_version(first, number=3, status="correcting")


@row("approved_has_author_reviewer_and_dates", ROWS)
def approved_version_without_a_reviewer():
    return changed(approved(), reviewer=None)


@row("only_approved_is_reviewed", ROWS)
def draft_with_a_reviewer():
    return changed(draft(), reviewer=factories.the_reviewer())


@row("what_was_approved_has_a_hash", ROWS)
def approved_version_without_a_hash():
    return changed(approved(), content_hash="")


@row("scheduled_says_when", ROWS)
def scheduled_version_without_a_time():
    return changed(Version.objects.get(pk=factories.make_scheduled(factories.make_term_draft()).pk), publish_at=None)


@row("correction_says_why_and_until_when", ROWS)
def correction_without_a_time():
    return changed(Version.objects.get(pk=factories.make_correction(page()).pk), confirm_by=None)


@row("confirmer_is_not_the_author", ROWS)
def correction_confirmed_by_its_author():
    correction = Version.objects.get(pk=factories.make_correction(page()).pk)
    return changed(correction, confirmed_by=correction.author, confirmed_at=timezone.now())


@row("only_starter_text_has_no_author", ROWS)
def draft_without_an_author():
    return changed(draft(), author=None)


@row("returned_says_why", ROWS)
def returned_version_without_a_reason():
    return changed(draft(), status="returned")


@row("version_has_title_and_summary", ROWS)
def version_without_a_summary():
    return changed(draft(), summary="")


# --- Parts ------------------------------------------------------------------------------------------------------


@row("version_has_a_tag_once", ROWS)
def tag_twice():
    version, tag = draft(), factories.make_tag()
    TaggedVersion.objects.create(content_object=version, tag=tag)
    return TaggedVersion(content_object=version, tag=tag)


@row("aspect_is_known", ROWS)
def section_of_an_unknown_aspect():
    return Section(version=draft(), aspect="recipes", body="<p>Soup.</p>")


@row("section_has_a_text_or_a_care_card", ROWS)
def section_with_a_text_and_a_care_card():
    return Section(version=draft(), aspect=Aspect.WHEN_TO_GET_HELP, body="<p>Call.</p>", card=factories.make_care_card())


# --- Sources ----------------------------------------------------------------------------------------------------


@row("source_year_is_plausible", ROWS)
def source_from_the_far_future():
    return changed(factories.make_source(), year=2999)


@row("source_has_title_and_publisher", ROWS)
def source_without_a_publisher():
    return Source(key="nobody", title="By nobody", publisher="", kind="trial", seen=date(2026, 1, 2))


@row("source_is_cited_once_a_version", ROWS)
def source_twice():
    version, source = draft(), factories.make_source()
    Citation.objects.create(version=version, source=source)
    return Citation(version=version, source=source)


# --- What is said of a text -------------------------------------------------------------------------------------


@row("comment_is_an_editors_or_a_guests", ROWS)
def comment_of_nobody():
    return Comment(version=draft(), text="Too long.", at=timezone.now())


@row("comment_is_not_empty", ROWS)
def empty_comment():
    return Comment(version=draft(), text="", author=factories.the_reviewer(), at=timezone.now())


def rating(**values):
    usual = {"instrument": "a", "item": "one", "answer": "yes", "rater": factories.the_reviewer(), "at": timezone.now(), "content_hash": "0" * 64}
    return Rating(**{"version": draft(), **usual, **values})


@row("item_is_rated_once_a_person", ROWS)
def item_twice():
    first = rating()
    first.save()
    return rating(version=first.version)


@row("rating_names_its_text", ROWS)
def rating_of_no_text():
    return rating(content_hash="")


@row("editor_is_present_once", ROWS)
def editor_twice_at_one_text():
    now = timezone.now()
    first = Presence.objects.create(version=draft(), editor=factories.the_reviewer(), since=now, seen_at=now)
    return Presence(version=first.version, editor=first.editor, since=now, seen_at=now)


@row("nobody_is_told_twice", ROWS)
def letter_twice():
    first = Letter.objects.create(recipient=factories.the_reviewer(), key="event-1", subject="Review asked", body="Please.")
    return Letter(recipient=first.recipient, key=first.key, subject="Again", body="Please.", written_at=timezone.now())
