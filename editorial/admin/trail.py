"""The trail: its filters, and as a file for spreadsheets."""

import csv
from datetime import datetime, time

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.models import PageKind
from editorial.spreadsheets import harmless

CHUNK = 1000  # events that are in memory at once
COLUMNS = (
    "id",
    "at",
    "actor_name",
    "actor_role",
    "verb",
    "page_kind",
    "page_language",
    "page_slug",
    "page_number",
    "version_number",
    "reason",
    "content_hash",
    "changed_public_text",
)


class KindFilter(admin.SimpleListFilter):
    title = _("kind of page")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [*PageKind.choices, ("none", _("no page: sources, tags, people"))]

    def queryset(self, request, events):
        if self.value() == "none":
            return events.exclude(page_kind__in=PageKind.values)
        return events.filter(page_kind=self.value()) if self.value() in PageKind.values else events


class PeriodFilter(admin.ListFilter):
    """From one day to another, both included; either may be missing."""

    title = _("day")
    template = "admin/period_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.used_parameters = {name: params.pop(name)[-1] for name in self.expected_parameters() if name in params}
        self.days = {name: _day(text) for name, text in self.used_parameters.items() if text}

    def expected_parameters(self):
        return ["from", "to"]

    def has_output(self):
        return True

    def choices(self, changelist):
        # The search and the other filters go along in hidden fields.
        kept = [(name, value) for name, values in changelist.filter_params.items() if name not in self.expected_parameters() for value in values]
        return [{"kept": kept, "days": self.used_parameters}]

    def queryset(self, request, events):
        if "from" in self.days:
            events = events.filter(at__gte=timezone.make_aware(datetime.combine(self.days["from"], time.min)))
        if "to" in self.days:
            events = events.filter(at__lte=timezone.make_aware(datetime.combine(self.days["to"], time.max)))
        return events


def _day(text):
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise IncorrectLookupParameters(text)
    return day


def csv_pieces(events):
    """Yields a CSV file of these events, newest first, a piece of text at a time. Byte order mark first: spreadsheets then read UTF-8.

    Asks for one chunk after another by number, not with a cursor that stays open: a slow download holds nothing in the database.
    """
    writer = csv.writer(_Echo())
    fields = [events.model._meta.get_field(name) for name in COLUMNS]
    yield "\ufeff" + writer.writerow([gettext("number"), *(str(field.verbose_name) for field in fields[1:])])
    events = events.order_by("-pk")
    chunk = list(events[:CHUNK])
    while chunk:
        yield "".join(writer.writerow([harmless(cell) for cell in _cells(event)]) for event in chunk)
        chunk = list(events.filter(pk__lt=chunk[-1].pk)[:CHUNK])


class _Echo:
    """What a CSV writer takes for a file: it gives back each line."""

    def write(self, line):
        return line


def _cells(event):
    shown = {
        "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
        "verb": event.get_verb_display(),
        "changed_public_text": gettext("yes") if event.changed_public_text else gettext("no"),
    }
    return [shown.get(name, getattr(event, name)) for name in COLUMNS]
