"""Sources, tags, people, the trail, and the choice of a page of any kind in another form."""

import json

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as UnusedTag

from editorial import actions
from editorial.admin import profile, trail
from editorial.admin.second_factor import SecondFactorButton
from editorial.models import Editor, Event, Page, Source, Tag

admin.site.unregister(UnusedTag)


@admin.register(Page)
class AnyPageAdmin(admin.ModelAdmin):
    """Only for choosing a page of any kind in another form."""

    search_fields = ["name", "slug"]
    ordering = ["name"]

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["key", "title", "year", "kind", "seen", "printable"]
    list_filter = ["kind", "printable", "year"]
    search_fields = ["key", "title", "publisher", "doi", "pmid"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False
    fieldsets = [
        (
            None,
            {
                "fields": ["key", "title", "publisher", "year", "kind"],
                "description": _("What readers see in the list of sources. Enter only what you read on the source itself."),
            },
        ),
        (_("Where it is"), {"fields": ["url", "doi", "pmid"], "description": _("At least one way for a reader to find it.")}),
        (
            _("Our reading of it"),
            {"fields": ["seen", "note", "printable"], "description": _("When it was read, and whether the reference is whole.")},
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        # Texts cite by key: it never changes.
        return ["key"] if obj else []

    def save_model(self, request, source, form, change):
        source.changed_here = True
        super().save_model(request, source, form, change)
        actions.source_changed(source, by=request.user, is_new=not change)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "description"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    list_per_page = 50
    show_full_result_count = False

    def save_model(self, request, tag, form, change):
        super().save_model(request, tag, form, change)
        if form.has_changed():
            actions.tag_changed(tag, by=request.user, is_new=not change)


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["at", "actor_name", "verb", "page_kind", "page_slug", "version_number", "reason"]
    list_filter = [trail.PeriodFilter, trail.KindFilter, "actor", "verb"]
    search_fields = ["actor_name", "page_slug", "reason"]
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/event_change_list.html"

    def get_urls(self):
        return [path("export/", self.admin_site.admin_view(self.export), name="editorial_event_export"), *super().get_urls()]

    def export(self, request):
        """What the list shows with the same search and filters, on all its pages, as a CSV file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            events = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:editorial_event_changelist") + "?e=1")
        name = f"trail-{timezone.localdate().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(trail.csv_pieces(events), content_type="text/csv; charset=utf-8", headers=headers)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Editor)
class EditorAdmin(SecondFactorButton, UserAdmin):
    list_display = ["username", "first_name", "last_name", "professional_role", "is_active"]
    list_filter = ["groups", "is_active"]
    list_per_page = 50
    show_full_result_count = False

    # A list of boxes: there are few groups, and Django's two lists beside each other cannot be used by all.
    filter_horizontal = []
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return super().get_fieldsets(request, obj)
        rights = ["is_active", "is_staff", "groups"] + (["is_superuser"] if request.user.is_superuser else [])
        return [
            (None, {"fields": ["username", "password"]}),
            (
                _("Who this is"),
                {
                    "fields": [*profile.PUBLIC, "email"],
                    "description": _("Readers see all but the e-mail address on pages that this person reviewed."),
                },
            ),
            (_("What this person may do"), {"fields": rights}),
        ]

    def save_model(self, request, editor, form, change):
        super().save_model(request, editor, form, change)
        if change and not set(profile.PUBLIC).isdisjoint(form.changed_data):
            actions.profile_changed(editor, by=request.user)

    def log_addition(self, request, editor, message):
        actions.account_changed(editor, by=request.user, what=_("Made it."))

    def log_change(self, request, editor, message):
        what = LogEntry(change_message=json.dumps(message)).get_change_message()
        if message:
            actions.account_changed(editor, by=request.user, what=what)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        return super().user_change_password(request, id, form_url)

    def has_change_permission(self, request, obj=None):
        # Else an administrator could take over the account of somebody who may do more.
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        # Their names stand in the trail and on pages: make the account inactive instead.
        return False
