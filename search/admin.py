from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from editorial.permissions import may_write
from search.interest import FEWEST, PERIODS, interest
from search.models import SearchCount


@admin.register(SearchCount)
class SearchCountAdmin(admin.ModelAdmin):
    """One page with sums. There is none for a row: it could hold a single search."""

    def get_urls(self):
        return [path("", self.admin_site.admin_view(self.changelist_view), name="search_searchcount_changelist")]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("days", "")
        days = next((days for days in PERIODS if str(days) == asked), PERIODS[0])
        context = {"title": _("What readers look for"), "interest": interest(days), "periods": PERIODS, "fewest": FEWEST}
        return render(request, "admin/what_readers_look_for.html", {**self.admin_site.each_context(request), **context})

    def has_module_permission(self, request):
        return may_write(request.user)

    def has_view_permission(self, request, obj=None):
        return may_write(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
