"""Buttons of the editors' pages that do an editorial action."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from editorial.exceptions import NotPublishable, Refused
from editorial.models import Page


def tell(request, refusal):
    """Shows a refusal to the person who was refused: one message a sentence."""
    for sentence in refusal.problems if isinstance(refusal, NotPublishable) else [str(refusal)]:
        messages.error(request, sentence)


def version_url(page, pk):
    """Address of the form of one text of a page."""
    meta = Page.model_for(page.kind).version_model()._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


class ButtonsAdmin(admin.ModelAdmin):
    """An admin page whose form has buttons: each sends a form to `…/do/<verb>/`, which calls `press`."""

    def get_urls(self):
        meta = self.model._meta
        return [
            path("<path:object_id>/do/<slug:verb>/", self.admin_site.admin_view(self.do), name=f"{meta.app_label}_{meta.model_name}_do"),
            *super().get_urls(),
        ]

    def do(self, request, object_id, verb):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_queryset(request).filter(pk=unquote(object_id)).first()
        if row is None or not self.has_view_permission(request, row):
            raise PermissionDenied
        meta = self.model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        try:
            address = self.press(request, row, verb) or address
        except Refused as refusal:
            tell(request, refusal)
        return HttpResponseRedirect(address)

    def press(self, request, row, verb):
        """Does the action of one button; returns the address to go to, or None to stay. Raises `Refused`, or Http404 for an unknown button."""
        raise NotImplementedError
