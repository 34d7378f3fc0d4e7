"""A kind of page: its list, and for one page its texts and what can be done with it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Subquery
from django.forms import Script
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from editorial import actions, permissions
from editorial.admin.buttons import ButtonsAdmin
from editorial.admin.choices import is_row_number
from editorial.admin.decisions import WithdrawalForm
from editorial.checked_text import link_target
from editorial.exceptions import Refused
from editorial.letters import MODEL_BACKEND, SOON
from editorial.models import Editor, Page, PageAddress, Version
from editorial.models.version import OPEN, Status
from editorial.where_used import where_used


class PageStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("public", _("public")),
            ("starter", _("public, not yet checked by a clinician")),
            ("draft", _("has a draft")),
            ("review", _("waits for review")),
            ("scheduled", _("waits for its time")),
            ("correction", _("public, safety correction not yet confirmed")),
            ("due", _("review due in the next 60 days, or overdue")),
            ("withdrawn", _("withdrawn")),
            ("none", _("no text yet")),
        ]

    def queryset(self, request, pages):
        conditions = {
            "public": {"live__isnull": False},
            "starter": {"live__isnull": False, "live__reviewer__isnull": True},
            "draft": {"versions__status__in": [Status.DRAFT, Status.RETURNED]},
            "review": {"versions__status": Status.IN_REVIEW},
            "scheduled": {"versions__status": Status.SCHEDULED},
            "correction": {"live__status": Status.CORRECTION},
            "due": {"live__review_due__lte": timezone.localdate() + SOON},
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
    list_per_page = 40
    show_full_result_count = False
    view_on_site = False
    form = NewPageForm
    change_form_template = "admin/page_change_form.html"
    own_rows = False  # whether a form below the texts edits something (codes, names), so that it needs a Save button

    class Media:
        css = {"all": ["editorial/version-form.css"]}
        js = [Script("editorial/name-choices.js", defer=True)]

    def get_queryset(self, request):
        draft = Version.objects.filter(page=OuterRef("pk"), status__in=OPEN)
        pages = super().get_queryset(request).annotate(open_pk=Subquery(draft.values("pk")[:1]), open_status=Subquery(draft.values("status")[:1]))
        return pages.annotate(live_reviewer=F("live__reviewer"))

    @admin.display(description=_("readers see"))
    def state(self, page):
        if page.is_withdrawn:
            return _("withdrawn")
        if not page.is_published:
            return _("nothing yet")
        return _("starter text, not yet checked") if page.live_reviewer is None else _("approved text")

    @admin.display(description=_("draft"))
    def draft_state(self, page):
        if not page.open_pk:
            return "–"
        return format_html('<a href="{}">{}</a>', _open_url(page), Status(page.open_status).label)

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
        return HttpResponseRedirect(request.new_draft.get_admin_url())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        page = self.get_object(request, unquote(object_id))
        extra = {"show_save": self.own_rows, "show_save_and_continue": False, "show_save_and_add_another": False}
        if page is not None:
            correcting = page.versions.filter(status=Status.CORRECTING).first()
            extra |= {
                "page": page,
                "page_versions": [(version, version.get_admin_url()) for version in page.versions.select_related("author", "reviewer")],
                "open_url": _open_url(page) if page.open_pk else "",
                "correcting_url": correcting.get_admin_url() if correcting else "",
                "may_write": permissions.may_write(request.user),
                "may_withdraw": permissions.may_withdraw(request.user),
                "may_correct": permissions.may_correct(request.user) and page.is_published and not correcting,
                "may_check": permissions.may_review(request.user) and page.is_published and page.live.status == Status.APPROVED,
                "writers": Editor.objects.with_perm("editorial.write_draft", include_superusers=False, backend=MODEL_BACKEND),
            }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def get_urls(self):
        meta = self.model._meta
        return [
            path("<int:pk>/withdraw/", self.admin_site.admin_view(self.withdraw_view), name=f"{meta.app_label}_{meta.model_name}_withdraw"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request, pk):
        """Where the page is used, and the form that withdraws it now or later."""
        page = get_object_or_404(self.get_queryset(request), pk=pk)
        if not permissions.may_withdraw(request.user):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw “%(name)s”") % {"name": page.name},
            "opts": self.model._meta,
            "page": page,
            "page_url": self.address_of(request, page),
            "uses": where_used(page),
            "form": WithdrawalForm(),
        }
        return render(request, "admin/withdraw.html", context)

    def press(self, request, page, verb):
        if verb == "start":
            return actions.start_draft(page, by=request.user).get_admin_url()
        if verb == "correct":
            return actions.start_correction(page, by=request.user).get_admin_url()
        if verb == "withdraw":
            self._withdraw(request, page)
        elif verb == "keep":
            actions.cancel_withdrawal(page, by=request.user)
            messages.success(request, _("The page stays. The planned withdrawal is cancelled."))
        elif verb == "own":
            actions.assign_owner(page, to=_person(request.POST.get("owner", "")), by=request.user)
            messages.success(request, _("The page has its owner: reminders go there."))
        elif verb == "move":
            actions.move(page, to=request.POST.get("slug", "").strip(), by=request.user)
            messages.success(request, _("The page has its new address. The old one redirects to it."))
        else:
            raise Http404
        return None

    def _withdraw(self, request, page):
        values = WithdrawalForm.checked(request.POST)
        if values["at"]:
            actions.plan_withdrawal(page, by=request.user, reason=values["reason"], at=values["at"])
            messages.success(request, _("The page will be withdrawn at that time."))
        else:
            actions.withdraw(page, by=request.user, reason=values["reason"], successor=_page_at(values["successor"]))
            messages.success(request, _("The page was withdrawn. Its address now says why."))


def _person(number):
    """The editor with this number; None for an empty one. Raises Refused."""
    person = Editor.objects.filter(pk=number).first() if is_row_number(number) else None
    if number and person is None:
        raise Refused(_("There is no such person. Choose one from the list."))
    return person


def _page_at(address):
    """The public page at an address of this site; None for an empty one. Raises Refused."""
    if not address.strip():
        return None
    target = link_target(address.strip())
    model = next((model for model in Page.__subclasses__() if target and model.folder == target[0]), None)
    page = model.objects.published().filter(slug=target[1]).first() if model else None
    if page is None:
        raise Refused(_("There is no public page at %(address)s. Give its address as readers see it, or leave it empty.") % {"address": address})
    return page


def _open_url(page):
    """Address of the form of the draft of a page of `PageAdmin.get_queryset`, which fetched no more of it than its number."""
    return Version(pk=page.open_pk, page=page).get_admin_url()
