"""The editors' pages that every kind shares: pages, their texts, sources, tags, people and the trail."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelectMultiple
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from js_asset import Media
from taggit.models import Tag as UnusedTag

from editorial import actions, permissions, publication_checks
from editorial.exceptions import NotPublishable, Refused
from editorial.forms import LinesField
from editorial.models import Citation, Editor, Event, Page, PageAddress, Section, Source, Tag, TaggedVersion, Version
from editorial.models.version import OPEN, Status

admin.site.unregister(UnusedTag)


def tell(request, refusal):
    """Shows a refusal to the person who was refused: one message a sentence."""
    for sentence in refusal.problems if isinstance(refusal, NotPublishable) else [str(refusal)]:
        messages.error(request, sentence)


class PageStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("public", _("public")),
            ("starter", _("public, not yet checked by a clinician")),
            ("draft", _("has a draft")),
            ("review", _("waits for review")),
            ("withdrawn", _("withdrawn")),
            ("none", _("no text yet")),
        ]

    def queryset(self, request, pages):
        conditions = {
            "public": {"live__isnull": False},
            "starter": {"live__status": Status.STARTER},
            "draft": {"versions__status__in": [Status.DRAFT, Status.RETURNED]},
            "review": {"versions__status": Status.IN_REVIEW},
            "withdrawn": {"withdrawn_at__isnull": False},
            "none": {"live__isnull": True, "withdrawn_at__isnull": True},
        }
        return pages.filter(**conditions[self.value()]) if self.value() in conditions else pages


class NewPageForm(forms.ModelForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if PageAddress.objects.filter(kind=self._meta.model.kind_of_page, slug=slug).exists():
            raise forms.ValidationError(_("That slug belongs, or once belonged, to another page of this kind. Choose another."))
        return slug


class PageAdmin(admin.ModelAdmin):
    """A kind of page: its list, and for one page its texts and what can be done with it."""

    list_display = ["name", "slug", "state", "draft_state", "published_at"]
    list_filter = [PageStateFilter]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    list_per_page = 50
    view_on_site = False
    form = NewPageForm
    change_form_template = "admin/page_change_form.html"
    own_rows = False  # whether a form below the texts edits something (codes, names), so that it needs a Save button

    def get_queryset(self, request):
        draft = Version.objects.filter(page=OuterRef("pk"), status__in=OPEN)
        pages = super().get_queryset(request).annotate(open_pk=Subquery(draft.values("pk")[:1]), open_status=Subquery(draft.values("status")[:1]))
        return pages.annotate(live_status=F("live__status"))

    @admin.display(description=_("readers see"))
    def state(self, page):
        if page.is_withdrawn:
            return _("withdrawn")
        if not page.is_published:
            return _("nothing yet")
        return _("starter text, not yet checked") if page.live_status == Status.STARTER else _("approved text")

    @admin.display(description=_("draft"))
    def draft_state(self, page):
        if not page.open_pk:
            return "–"
        return format_html('<a href="{}">{}</a>', version_url(page, page.open_pk), Status(page.open_status).label)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request):
        return permissions.may_write(request.user) and super().has_add_permission(request)

    def get_fieldsets(self, request, obj=None):
        advice = _("Then write its first draft. Nothing is public until a clinician has approved it.")
        return [(None, {"fields": ["name", "slug"], "description": "" if obj else advice})]

    def get_readonly_fields(self, request, obj=None):
        return ["name", "slug"] if obj else []

    def save_model(self, request, page, form, change):
        if change:
            return  # name and slug change by actions only
        draft = actions.create_page(self.model, slug=page.slug, name=page.name, by=request.user)
        page.pk, page.kind, request.new_draft = draft.page_id, draft.page.kind, draft

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            actions.names_changed(form.instance, by=request.user)

    def response_add(self, request, page, post_url_continue=None):
        messages.success(request, _("The page was made. Write its first draft."))
        return HttpResponseRedirect(version_url(page, request.new_draft.pk))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        page = self.get_object(request, unquote(object_id))
        extra = {"show_save": self.own_rows, "show_save_and_continue": False, "show_save_and_add_another": False}
        if page is not None:
            extra |= {
                "page": page,
                "page_versions": [(version, version_url(page, version.pk)) for version in page.versions.select_related("author", "reviewer")],
                "open_url": version_url(page, page.open_pk) if page.open_pk else "",
                "may_write": permissions.may_write(request.user),
                "may_withdraw": permissions.may_withdraw(request.user),
            }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def get_urls(self):
        name = self.model._meta.model_name
        own = [path("<path:object_id>/do/<slug:verb>/", self.admin_site.admin_view(self.do), name=f"{self.model._meta.app_label}_{name}_do")]
        return own + super().get_urls()

    def do(self, request, object_id, verb):
        """Does what a button of the page's form asks for, through the editorial actions."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        page = self.get_object(request, unquote(object_id))
        if page is None or not self.has_view_permission(request, page):
            raise PermissionDenied
        back = reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_change", args=[page.pk])
        try:
            if verb == "start":
                return HttpResponseRedirect(version_url(page, actions.start_draft(page, by=request.user).pk))
            if verb == "withdraw":
                actions.withdraw(page, by=request.user, reason=request.POST.get("reason", ""))
                messages.success(request, _("The page was withdrawn. Its address now says why."))
            elif verb == "move":
                actions.move(page, to=request.POST.get("slug", "").strip(), by=request.user)
                messages.success(request, _("The page has its new address. The old one redirects to it."))
        except Refused as refusal:
            tell(request, refusal)
        return HttpResponseRedirect(back)


def version_url(page, pk):
    """Address of the form of one text of a page."""
    meta = Page.model_for(page.kind).version_model()._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])


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


class VersionAdmin(admin.ModelAdmin):
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

    def get_urls(self):
        meta = self.model._meta
        own = [path("<path:object_id>/do/<slug:verb>/", self.admin_site.admin_view(self.do), name=f"{meta.app_label}_{meta.model_name}_do")]
        return own + super().get_urls()

    def do(self, request, object_id, verb):
        """Does what a button of the review asks for, through the editorial actions."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        version = super().get_object(request, unquote(object_id))
        if version is None or not self.has_view_permission(request, version):
            raise PermissionDenied
        address = version_url(version.page, version.pk)
        try:
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
                address = version_url(draft.page, draft.pk)
        except Refused as refusal:
            tell(request, refusal)
        return HttpResponseRedirect(address)


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
        if change:
            actions.source_changed(source, by=request.user)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "description"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["at", "actor_name", "verb", "page_kind", "page_slug", "version_number", "reason"]
    list_filter = ["verb", "page_kind", "at"]
    search_fields = ["actor_name", "page_slug", "reason"]
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Editor)
class EditorAdmin(UserAdmin):
    list_display = ["username", "first_name", "last_name", "professional_role", "is_active"]
    list_filter = ["groups", "is_active"]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return super().get_fieldsets(request, obj)
        rights = ["is_active", "is_staff", "groups"] + (["is_superuser"] if request.user.is_superuser else [])
        return [
            (None, {"fields": ["username", "password"]}),
            (
                _("Who this is"),
                {
                    "fields": ["first_name", "last_name", "professional_role", "email"],
                    "description": _("Readers see name and role on pages that this person reviewed."),
                },
            ),
            (_("What this person may do"), {"fields": rights}),
        ]

    def has_delete_permission(self, request, obj=None):
        # Their names stand in the trail and on pages: make the account inactive instead.
        return False
