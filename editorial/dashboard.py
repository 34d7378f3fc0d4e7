"""What waits for an editor: the panels of the admin's first page.

Counts and first rows of all panels together cost one query, and one more for each model that the rows are of. What other apps know
of work to be done they add by `on_dashboard`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.letters import SOON
from editorial.models import Page, Version
from editorial.models.version import EDITABLE, Status
from editorial.permissions import may_review, may_withdraw, may_write

SHOWN = 8  # rows of a panel on the first page


@dataclass(frozen=True)
class Row:
    """One thing to do, in words: which text, where it is done, what stands, who is in charge (or ""), and the day that counts."""

    title: str
    url: str
    kind: str
    status: str
    when: str
    who: str = ""


@dataclass
class Panel:
    """One kind of work. `things` are all of it in their order, `row` makes a `Row` of one; `related` is what it needs in the same query.

    `count` and `rows`, the first of them, are filled by `panels`. Without `lists` the first page shows the number only.
    """

    id: str
    title: str
    empty: str
    things: QuerySet
    row: Callable[[Any], Row]
    related: tuple[str, ...] = ()
    lists: bool = True
    count: int = 0
    rows: list[Row] = field(default_factory=list)


def on_dashboard(make_panel):
    """Registers `make_panel(editor)`: it returns a `Panel`, or None for somebody who can do nothing about it."""
    if make_panel not in _makers:
        _makers.append(make_panel)


def panels(editor):
    """The panels of this editor with their counts and first rows. The number of queries does not depend on the content."""
    made = _made_for(editor)
    firsts = _firsts(made)
    things = {model: _things(model, made, firsts) for model in {panel.things.model for panel in made}}
    for place, panel in enumerate(made):
        mine = firsts.get(place, [])
        panel.count = mine[0][0] if mine else 0
        # What went away between two of the queries is left out.
        found = [things[panel.things.model].get(pk) for _count, pk in mine]
        panel.rows = [panel.row(thing) for thing in found if thing is not None and panel.lists]
    return made


def panel(editor, wanted):
    """The panel of that id, without counts and rows, or None if there is none for this editor."""
    return next((panel for panel in _made_for(editor) if panel.id == wanted), None)


def _made_for(editor):
    made = [make_panel(editor) for make_panel in _makers]
    return [panel for panel in made if panel is not None]


def _firsts(made):
    """{place of a panel: [(count of the panel, pk of a first row)]}, in one query."""
    parts = []
    for place, panel in enumerate(made):
        order = list(panel.things.query.order_by) if panel.lists else ["pk"]
        numbered = panel.things.annotate(panel=Value(place), nth=Window(RowNumber(), order_by=order), in_all=Window(Count("pk")))
        parts.append(numbered.order_by().filter(nth__lte=SHOWN).values_list("panel", "nth", "in_all", "pk"))
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    firsts = {}
    for place, _nth, in_all, pk in sorted(rows):
        firsts.setdefault(place, []).append((in_all, pk))
    return firsts


def _things(model, made, firsts):
    """{pk: row} of everything of this model that is shown, in one query."""
    of_model = [(place, panel) for place, panel in enumerate(made) if panel.things.model is model and panel.lists]
    pks = {pk for place, _panel in of_model for _count, pk in firsts.get(place, [])}
    related = {name for _place, panel in of_model for name in panel.related}
    return model.objects.select_related(*related).in_bulk(pks) if pks else {}


# --- The panels -------------------------------------------------------------------------------------------------


def _my_drafts(editor):
    if not may_write(editor):
        return None
    texts = Version.objects.filter(author=editor, status__in=[Status.DRAFT, Status.CORRECTING]).order_by("-changed_at", "-pk")
    return Panel("drafts", _("My drafts"), _("You have no draft."), texts, _changed, ("page",))


def _sent_back(editor):
    if not may_write(editor):
        return None
    texts = Version.objects.filter(author=editor, status=Status.RETURNED).order_by("-changed_at", "-pk")
    return Panel("returned", _("Sent back to me"), _("No text of yours was sent back."), texts, _changed, ("page",))


def _behind(editor):
    if not may_write(editor):
        return None
    other_text = (
        Q(based_on__isnull=True, page__live__isnull=False)
        | Q(based_on__isnull=False, page__live__isnull=True)
        | (Q(based_on__isnull=False, page__live__isnull=False) & ~Q(based_on=F("page__live")))
    )
    texts = Version.objects.filter(other_text, author=editor, status__in=EDITABLE).order_by("-changed_at", "-pk")
    title = _("My drafts that are behind what readers see")
    return Panel("behind", title, _("Every draft of yours begins from the text that readers see."), texts, _changed, ("page",))


def _waiting(editor):
    if not may_review(editor):
        return None
    texts = Version.objects.filter(status=Status.IN_REVIEW).reviewable_by(editor).order_by("changed_at", "pk")
    return Panel("review", _("Waiting for my review"), _("No text waits for you."), texts, _written, ("page", "author"))


def _corrections(editor):
    if not may_review(editor):
        return None
    texts = Version.objects.filter(status=Status.CORRECTION, live_on__isnull=False).reviewable_by(editor).order_by("confirm_by", "pk")
    return Panel(
        "corrections", _("Safety corrections to confirm"), _("Every safety correction is confirmed."), texts, _to_confirm, ("page", "author")
    )


def _due(editor):
    if not (may_write(editor) or may_review(editor)):
        return None
    pages = Page.objects.published().filter(live__review_due__lte=timezone.localdate() + SOON)
    mine_first = Case(When(owner=editor, then=Value(0)), default=Value(1))
    return Panel(
        "due",
        _("Due for review"),
        _("No review is due in the next 60 days."),
        pages.order_by(mine_first, "live__review_due", "pk"),
        lambda page: _due_row(page, editor),
        ("live", "owner"),
    )


def _unchecked(editor):
    if not (may_write(editor) or may_review(editor)):
        return None
    pages = Page.objects.published().filter(live__reviewer__isnull=True).order_by("name", "pk")
    return Panel(
        "unchecked",
        _("Never checked by a clinician"),
        _("A clinician has checked every text that readers see."),
        pages,
        lambda page: Row(page.name, _page_address(page), page.get_kind_display(), _("not yet checked"), _since(page.published_at)),
        lists=False,
    )


def _scheduled(editor):
    if not may_review(editor):
        return None
    texts = Version.objects.filter(status=Status.SCHEDULED).order_by("publish_at", "pk")
    return Panel("scheduled", _("To be published"), _("No text waits for its time."), texts, _to_publish, ("page", "reviewer"))


def _withdrawals(editor):
    if not may_withdraw(editor):
        return None
    pages = Page.objects.published().filter(withdraw_at__isnull=False).order_by("withdraw_at", "pk")
    return Panel("withdrawals", _("To be withdrawn"), _("No withdrawal is planned."), pages, _to_withdraw, ("withdraw_planned_by",))


_makers = [_sent_back, _corrections, _waiting, _my_drafts, _behind, _due, _unchecked, _scheduled, _withdrawals]


# --- Their rows -------------------------------------------------------------------------------------------------


def _changed(version):
    when = _("changed %(time)s") % {"time": time_words(version.changed_at)}
    return Row(version.title, version.get_admin_url(), version.page.get_kind_display(), version.get_status_display(), when)


def _to_review(version, status, when, who):
    """Leads to the page on which a reviewer compares and decides."""
    address = reverse("admin:review", args=[version.pk])
    return Row(version.title, address, version.page.get_kind_display(), status, when, name_of(who))


def _written(version):
    return _to_review(version, version.get_status_display(), _since(version.changed_at), version.author)


def _to_confirm(version):
    overdue = version.confirm_by < timezone.now()
    status = _("overdue: not confirmed in time") if overdue else _("readers see it, not yet confirmed")
    return _to_review(version, status, _("confirm by %(time)s") % {"time": time_words(version.confirm_by)}, version.author)


def _to_publish(version):
    return _to_review(version, version.get_status_display(), _("on %(time)s") % {"time": time_words(version.publish_at)}, version.reviewer)


def _due_row(page, editor):
    due = page.live.review_due
    status = _("overdue") if due < timezone.localdate() else _("due soon")
    who = _("yours") if page.owner == editor else name_of(page.owner) or _("no owner")
    when = _("due %(day)s") % {"day": day_words(due)}
    return Row(page.name, _page_address(page), page.get_kind_display(), status, when, who)


def _to_withdraw(page):
    when = _("on %(time)s") % {"time": time_words(page.withdraw_at)}
    return Row(page.name, _page_address(page), page.get_kind_display(), _("will be withdrawn"), when, name_of(page.withdraw_planned_by))


def _page_address(page):
    meta = Page.model_for(page.kind)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[page.pk])


def _since(moment):
    return _("since %(day)s") % {"day": day_words(timezone.localdate(moment))}


def name_of(editor):
    return str(editor) if editor else ""


def day_words(day):
    return date_format(day, "j F Y")


def time_words(moment):
    return date_format(timezone.localtime(moment), "j F Y, H:i")
