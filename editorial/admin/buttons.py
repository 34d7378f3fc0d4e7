"""Buttons of the editors' pages that do an editorial action, and what is shown when it is refused."""

import re

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import mark_safe

from editorial.admin.choices import is_row_number
from editorial.exceptions import NotPublishable, Refused
from editorial.markup import clean_html

# What the browser sends with every form, and what only places a row of it. Buttons begin with "_".
MACHINE_MADE = ("csrfmiddlewaretoken", "shown", "_FORMS", "-id", "-version", "-position", "-ORDER", "-DELETE")
RICH = "-body"
WORTH_KEEPING = 3  # characters; shorter values are choices and numbers that are quickly made again


def sentences_of(refusal):
    return refusal.problems if isinstance(refusal, NotPublishable) else [str(refusal)]


def tell(request, refusal):
    """Shows a refusal to the person who was refused: one message a sentence."""
    for sentence in sentences_of(refusal):
        messages.error(request, sentence)


def not_saved(request, refusal, *, back):
    """The answer to a form that cannot be saved any more: why, and all that was typed, so that nothing is lost (409)."""
    typed = [
        (_in_words(name), value, mark_safe(clean_html(value)) if name.endswith(RICH) else "")  # noqa: S308 - cleaned here
        for name, value in request.POST.items()
        if len(value.strip()) > WORTH_KEEPING and not name.startswith("_") and not name.endswith(MACHINE_MADE) and not value.isdigit()
    ]
    context = {**admin.site.each_context(request), "sentences": sentences_of(refusal), "typed": typed, "back": back, "title": ""}
    return render(request, "admin/not_saved.html", context, status=409)


def _in_words(name):
    """The name of a field of a form for people: “sections 3: body” of “sections-2-body”."""
    return re.sub(r"-(\d+)-", lambda row: f" {int(row[1]) + 1}: ", name).replace("_", " ")


class ButtonsAdmin(admin.ModelAdmin):
    """An admin page whose form has buttons: each sends a form to `…/do/<verb>/`, which calls `press`."""

    def get_urls(self):
        meta = self.model._meta
        return [
            path("<path:object_id>/do/<slug:verb>/", self.admin_site.admin_view(self.do), name=f"{meta.app_label}_{meta.model_name}_do"),
            *super().get_urls(),
        ]

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field) if is_row_number(object_id) else None

    def do(self, request, object_id, verb):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        number = unquote(object_id)
        row = self.get_queryset(request).filter(pk=number).first() if is_row_number(number) else None
        if row is None or not self.has_view_permission(request, row):
            raise PermissionDenied
        address = self.address_of(request, row)
        try:
            address = self.press(request, row, verb) or address
        except Refused as refusal:
            if request.POST.get("reason", "").strip():
                return not_saved(request, refusal, back=address)
            tell(request, refusal)
        return HttpResponseRedirect(address)

    def address_of(self, request, row):
        """Where a button leads to if its action does not say otherwise: the form of the row."""
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])

    def press(self, request, row, verb):
        """Does the action of one button; returns the address to go to, or None to stay. Raises `Refused`, or Http404 for an unknown button."""
        raise NotImplementedError

    # The editors' own trail says who did what; Django's would say it twice.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None
