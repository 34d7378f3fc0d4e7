"""For each named constraint of `editorial` an object that the database must refuse.

A function returns the object: a new one that was not saved, or a stored one that was changed. `tests.editorial.test_constraints`
writes it past `save()` and `clean()`.
"""

from datetime import date

from django.utils import timezone

from editorial.models import Aspect, Citation, Page, PageAddress, Section, Source, TaggedVersion, Version
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


@row("approved_has_author_reviewer_and_date", ROWS)
def approved_version_without_a_reviewer():
    return changed(approved(), reviewer=None)


@row("only_approved_is_reviewed", ROWS)
def draft_with_a_reviewer():
    return changed(draft(), reviewer=factories.the_reviewer())


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
