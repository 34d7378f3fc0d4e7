"""The texts of one kind of page: drafts are edited here, other texts can only be read."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models, transaction
from django.forms import Script
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from editorial import actions, permissions
from editorial.admin.buttons import ButtonsAdmin, not_saved, tell
from editorial.admin.checks import checks_of
from editorial.admin.choices import ChooseSome, ChoosingMixin, ChosenRows
from editorial.admin.conflicts import fitted
from editorial.admin.decisions import ApprovalForm
from editorial.admin.inlines import NamedFieldsFormSet
from editorial.admin.presence import others_at
from editorial.comparison import compare_parts, parts_of
from editorial.copying import fingerprint
from editorial.exceptions import Refused
from editorial.forms import LinesField
from editorial.instruments import INSTRUMENTS
from editorial.models import Citation, Page, Section, Tag, TaggedVersion


class SectionFormSet(BaseInlineFormSet):
    """Gives each text field a name that a screen reader can say, and each new section a place at the end."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "body" not in form.fields:
            return  # only read, not edited
        if index is None or index >= self.initial_form_count():
            form.fields["position"].initial = max((section.position for section in self.get_queryset()), default=-1) + 1
        number = "__prefix__" if index is None else index + 1
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


class CitationInline(ChoosingMixin, admin.TabularInline):
    model = Citation
    fk_name = "version"
    formset = NamedFieldsFormSet
    extra = 0
    autocomplete_fields = ["source"]
    fields = ["source", "claim", "locator"]
    verbose_name_plural = _("Sources: filled from the [@key] marks when you save; you may add the claim and the place")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class ChangedMeanwhile(Exception):
    """Somebody saved the draft after this person had opened its form."""


class Tried(Exception):
    """A form was saved only to see what it would say; what was written is rolled back. `parts` is what it says."""

    def __init__(self, parts):
        self.parts = parts


class DraftForm(forms.ModelForm):
    """The form of a draft. `conflict` is a sentence where somebody else saved the draft meanwhile: it then waits for a second look."""

    conflict = ""

    def clean(self):
        if self.conflict:
            raise forms.ValidationError(self.conflict)
        return super().clean()


class VersionAdmin(ChoosingMixin, ButtonsAdmin):
    """The texts of one kind of page: drafts are edited here, other texts can only be read."""

    form = DraftForm
    list_display = ["title", "number", "status", "author", "reviewer", "changed_at"]
    list_filter = ["status"]
    list_select_related = ["author", "reviewer"]
    search_fields = ["title", "summary", "page__slug"]
    list_per_page = 40
    show_full_result_count = False
    inlines = [SectionInline, CitationInline]
    change_form_template = "admin/version_change_form.html"
    formfield_overrides = {models.JSONField: {"form_class": LinesField, "required": False}}
    own_fieldsets: list = []

    class Media:
        css = {"all": ["editorial/version-form.css"]}
        js = ["editorial/name-text-fields.js", Script("editorial/name-choices.js", defer=True), Script("editorial/presence.js", defer=True)]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "tags":
            # Chosen, not typed: a slip of the pen would make a new tag.
            widget = ChooseSome(TaggedVersion._meta.get_field("tag"), self.admin_site)
            return ChosenRows(queryset=Tag.objects.all(), required=False, widget=widget, label=_("Tags"))
        if db_field.name == "summary":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"conflict": getattr(request, "conflict", "")})

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
        return obj is None or permissions.may_edit(request.user, obj)

    # --- Saving: never over somebody else's work, never an unchanged text -----------------------------------------

    def get_object(self, request, object_id, from_field=None):
        version = super().get_object(request, object_id, from_field)
        if version is not None and request.method == "POST":
            # The form is saved in this transaction: no review, and nobody else's save, can begin between this and its end.
            stored = actions.lock_for_editing(version)
            request.before = fingerprint(stored)
            if permissions.may_edit(request.user, stored) and request.POST.get("shown") != request.before:
                raise ChangedMeanwhile
        return version

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ChangedMeanwhile:
            return self._show_both(request, object_id, form_url, extra_context or {})
        except Refused as refusal:
            return not_saved(request, refusal, back=request.path)

    def _show_both(self, request, object_id, form_url, extra):
        """The form again with what this person typed, and a comparison of that with what somebody else saved meanwhile."""
        version = self.get_queryset(request).select_related("changed_by").get(pk=unquote(object_id))
        theirs = parts_of(version)
        rows = {self._prefix_of(inline, request, version): inline.model for inline in self.get_inline_instances(request, version)}
        existing = {prefix: {str(pk) for pk in model.objects.filter(version=version).values_list("pk", flat=True)} for prefix, model in rows.items()}
        request.POST = fitted(request.POST, existing)
        request.POST["shown"] = fingerprint(version)
        mine = self._parts_if_saved(request, object_id)
        if mine is not None:
            extra = extra | {"conflict": compare_parts(theirs, mine)}
        request.conflict = now_(
            "%(who)s saved this draft on %(when)s, after you had opened it. Nothing of yours is lost: the form holds what you typed. Compare the two, "
            "then save to keep yours, or leave the page to keep what is saved."
        ) % {"who": self._name_of(version.changed_by, request), "when": date_format(timezone.localtime(version.changed_at), "j F Y, H:i")}
        return self.changeform_view(request, object_id, form_url, extra)

    def _parts_if_saved(self, request, object_id):
        """What the draft would say if the form were saved now; None if the form has mistakes."""
        request.is_trial = True
        try:
            with transaction.atomic():
                super().changeform_view(request, object_id)
        except (Tried, ChangedMeanwhile) as tried:
            return tried.parts if isinstance(tried, Tried) else None
        finally:
            request.is_trial = False
        return None

    @staticmethod
    def _prefix_of(inline, request, version):
        return inline.get_formset(request, version).get_default_prefix()

    @staticmethod
    def _name_of(person, request):
        if person is None:
            return now_("Somebody")
        return now_("You, in another window,") if person == request.user else person

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if getattr(request, "is_trial", False):
            raise Tried(parts_of(form.instance))
        request.was_changed = actions.saved(form.instance, by=request.user, before=request.before)

    def response_change(self, request, version):
        if "_send" not in request.POST:
            changed = request.was_changed
            messages.success(request, _("The draft is saved.") if changed else _("Nothing was changed, so nothing was saved."))
            return HttpResponseRedirect(request.path)
        try:
            actions.submit(version, by=request.user)
            messages.success(request, _("The text was sent for review. Another clinician reads it next."))
        except Refused as refusal:
            messages.warning(request, _("The draft was saved, but it cannot be sent for review yet:"))
            tell(request, refusal)
        return HttpResponseRedirect(request.path)

    # --- What the form shows ------------------------------------------------------------------------------------

    def render_change_form(self, request, context, *args, **kwargs):
        version = kwargs.get("obj")
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        if version is not None:
            context |= self.review_context(request, version)
        if context.get("conflict"):
            context["errors"] = None  # nothing to correct: the sentence of the conflict stands alone
        return super().render_change_form(request, context, *args, **kwargs)

    def review_context(self, request, version):
        on_its_way = version.is_on_its_way
        return {
            "version": version,
            "shown": request.POST.get("shown") if request.method == "POST" else fingerprint(version),
            "page_url": reverse(f"admin:{self._page_meta.app_label}_{self._page_meta.model_name}_change", args=[version.page_id]),
            "on_its_way": on_its_way,
            **(checks_of(version) if on_its_way else {}),
            "comments": version.comments.select_related("author"),
            "others": others_at(version, request.user),
            "instruments": INSTRUMENTS.values(),
            "may_edit": self.has_change_permission(request, version),
            "may_restore": permissions.may_write(request.user) and not on_its_way,
            "show_save_and_add_another": False,
        }

    @property
    def _page_meta(self):
        return next(page for page in Page.__subclasses__() if page.version_model() is self.model)._meta

    # --- Buttons ------------------------------------------------------------------------------------------------

    def address_of(self, request, version):
        # What was decided on the page of the review is answered there.
        return reverse("admin:review", args=[version.pk]) if "shown" in request.POST else super().address_of(request, version)

    def press(self, request, version, verb):
        shown, reason = request.POST.get("shown", ""), request.POST.get("reason", "")
        if verb == "approve":
            form = ApprovalForm.checked(request.POST)
            actions.approve(version, by=request.user, shown=shown, **form)
            messages.success(
                request,
                _("The text is approved. Readers see it at the time that you chose.")
                if form["publish_at"]
                else _("The text is approved. Readers see it now."),
            )
        elif verb == "return":
            actions.return_to_author(version, by=request.user, reason=reason)
            messages.success(request, _("The text went back to its author."))
        elif verb == "check":
            actions.check_current(version.page, by=request.user, shown=shown, review_due=ApprovalForm.checked(request.POST)["review_due"])
            messages.success(request, _("The page has a new date of review. Readers see it."))
        elif verb == "correct":
            actions.publish_correction(version, by=request.user, reason=reason, shown=shown)
            messages.success(request, _("Readers see the correction now. Another clinician must confirm it within 72 hours."))
        elif verb == "confirm":
            actions.confirm_correction(version, by=request.user, shown=shown)
            messages.success(request, _("The correction is confirmed."))
        elif verb == "take-over":
            actions.take_over(version, by=request.user)
            messages.success(request, _("The draft counts as up to date with what readers see."))
        elif verb == "discard":
            actions.discard(version, by=request.user)
            messages.success(request, _("The draft was discarded. It stays on record."))
        elif verb == "restore":
            draft = actions.restore(version, by=request.user)
            messages.success(request, _("This is a new draft with the older text."))
            return draft.get_admin_url()
        else:
            raise Http404
        return None
