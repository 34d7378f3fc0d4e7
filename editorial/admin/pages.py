"""A kind of page: its list, and for one page its texts and what can be done with it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from editorial import actions, permissions
from editorial.admin.buttons import ButtonsAdmin, version_url
from editorial.models import PageAddress, Version
from editorial.models.version import OPEN, Status


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


class PageAdmin(ButtonsAdmin):
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

    def press(self, request, page, verb):
        if verb == "start":
            return version_url(page, actions.start_draft(page, by=request.user).pk)
        if verb == "withdraw":
            actions.withdraw(page, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("The page was withdrawn. Its address now says why."))
        elif verb == "move":
            actions.move(page, to=request.POST.get("slug", "").strip(), by=request.user)
            messages.success(request, _("The page has its new address. The old one redirects to it."))
        else:
            raise Http404
        return None
