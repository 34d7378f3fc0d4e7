"""The texts of one kind of page: drafts are edited here, other texts can only be read."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelectMultiple
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from editorial import actions, permissions, publication_checks
from editorial.admin.buttons import ButtonsAdmin, tell, version_url
from editorial.exceptions import Refused
from editorial.forms import LinesField
from editorial.models import Citation, Page, Section, Tag, TaggedVersion
from editorial.models.version import OPEN, Status


class SectionFormSet(BaseInlineFormSet):
    """Gives each text field a name that a screen reader can say."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "body" not in form.fields:
            return  # only read, not edited
        number = "" if index is None else index + 1
        form.fields["body"].widget.attrs["aria-label"] = str(_("Text of section %(number)s") % {"number": number})


class SectionInline(admin.StackedInline):
    model = Section
    fk_name = "version"
    formset = SectionFormSet
    extra = 0
    fields = ["position", "aspect", "heading", "body", "card"]
    verbose_name_plural = _("Sections: cite a source with [@key] right after the claim")

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return ["aspect", "heading", "shown_text", "card"]

    def get_readonly_fields(self, request, obj=None):
        return ["shown_text"]

    @admin.display(description=_("text"))
    def shown_text(self, section):
        """The text as readers see it, with the citation marks as they stand."""
        return mark_safe(section.body)  # noqa: S308 - cleaned when it was stored

    def has_change_permission(self, request, obj=None):
        # `obj` is the version: its own admin knows whether it is still a draft.
        parent = self.admin_site.get_model_admin(self.parent_model)
        return parent.has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "card":
            kwargs["queryset"] = db_field.related_model.objects.filter(kind="care-card").alphabetical()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CitationInline(admin.TabularInline):
    model = Citation
    fk_name = "version"
    extra = 0
    autocomplete_fields = ["source"]
    fields = ["source", "claim", "locator"]
    verbose_name_plural = _("Sources: filled from the [@key] marks when you save; you may add the claim and the place")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class VersionAdmin(ButtonsAdmin):
    """The texts of one kind of page: drafts are edited here, other texts can only be read."""

    list_display = ["title", "number", "status", "author", "reviewer", "changed_at"]
    list_filter = ["status"]
    list_select_related = ["author", "reviewer", "page"]
    search_fields = ["title", "summary", "page__slug"]
    list_per_page = 50
    inlines = [SectionInline, CitationInline]
    change_form_template = "admin/version_change_form.html"
    formfield_overrides = {models.JSONField: {"form_class": LinesField, "required": False}}
    own_fieldsets: list = []

    class Media:
        js = ["editorial/name-text-fields.js"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "tags":
            # Chosen, not typed: a slip of the pen would make a new tag.
            widget = AutocompleteSelectMultiple(TaggedVersion._meta.get_field("tag"), self.admin_site)
            return forms.ModelMultipleChoiceField(queryset=Tag.objects.all(), required=False, widget=widget, label=_("Tags"))
        if db_field.name in {"summary", "statement"}:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return [
            (
                None,
                {
                    "fields": ["title", "summary", "also_called", "tags", "change_note"],
                    "description": _("What lists, search results and the head of the page show."),
                },
            ),
            *self.own_fieldsets,
        ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        if obj is None:
            return True
        owner = obj.author_id == request.user.pk or permissions.may_withdraw(request.user)
        return obj.is_editable and owner and permissions.may_write(request.user)

    def get_object(self, request, object_id, from_field=None):
        version = super().get_object(request, object_id, from_field)
        if version is not None and request.method == "POST" and version.is_editable:
            # The form is saved in this transaction: no review can begin between this check and the save.
            actions.lock_for_editing(version)
        return version

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            tell(request, refusal)
            return HttpResponseRedirect(request.path)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        actions.sync_citations(form.instance)

    def response_change(self, request, version):
        if "_send" not in request.POST:
            return super().response_change(request, version)
        try:
            actions.submit(version, by=request.user)
            messages.success(request, _("The text was sent for review. Another clinician reads it next."))
        except Refused as refusal:
            messages.warning(request, _("The draft was saved, but it cannot be sent for review yet:"))
            tell(request, refusal)
        return HttpResponseRedirect(request.path)

    def render_change_form(self, request, context, *args, **kwargs):
        version = kwargs.get("obj")
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        if version is not None:
            context |= self.review_context(request, version)
        return super().render_change_form(request, context, *args, **kwargs)

    def review_context(self, request, version):
        may_review = version.status == Status.IN_REVIEW and permissions.may_review(request.user) and version.author_id != request.user.pk
        return {
            "version": version,
            "page_url": reverse(f"admin:{self._page_meta.app_label}_{self._page_meta.model_name}_change", args=[version.page_id]),
            "publication_problems": publication_checks.problems(version) if version.status in OPEN else [],
            "may_send": self.has_change_permission(request, version),
            "may_review": may_review,
            "may_restore": permissions.may_write(request.user) and version.status not in OPEN,
            "show_save_and_add_another": False,
        }

    @property
    def _page_meta(self):
        return next(page for page in Page.__subclasses__() if page.version_model() is self.model)._meta

    def press(self, request, version, verb):
        if verb == "approve":
            actions.approve(version, by=request.user)
            messages.success(request, _("The text is approved. Readers see it now."))
        elif verb == "return":
            actions.return_to_author(version, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("The text went back to its author."))
        elif verb == "discard":
            actions.discard(version, by=request.user)
            messages.success(request, _("The draft was discarded. It stays on record."))
        elif verb == "restore":
            draft = actions.restore(version, by=request.user)
            messages.success(request, _("This is a new draft with the older text."))
            return version_url(draft.page, draft.pk)
        else:
            raise Http404
        return None
