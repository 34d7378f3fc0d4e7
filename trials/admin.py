"""Where editors put records into plain words, decide whether patients pay, and publish."""

from django.contrib import admin, messages
from django.db import models
from django.forms import Script, Textarea
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.admin import ChoosingMixin
from editorial.admin.buttons import ButtonsAdmin, not_saved
from editorial.exceptions import Refused
from editorial.permissions import may_write
from trials import actions
from trials.models import Trial
from trials.models.trial import WORDS
from trials.money import payment_hits
from trials.registry import PRIVATE_TEXTS
from trials.shown import ShownTrial
from trials.words import STATUSES, Group, group_of


class GroupFilter(admin.SimpleListFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(self, request, model_admin):
        return Group.choices

    def queryset(self, request, trials):
        if self.value() not in Group.values:
            return trials
        if self.value() == Group.UNKNOWN:
            return trials.exclude(status__in=[status for status in STATUSES if group_of(status) != Group.UNKNOWN])
        return trials.filter(status__in=[status for status in STATUSES if group_of(status) == self.value()])


class StaleFilter(admin.SimpleListFilter):
    title = _("how far it can be trusted")
    parameter_name = "stale"

    def lookups(self, request, model_admin):
        return [("yes", _("status not confirmed, or not checked lately")), ("no", _("checked lately"))]

    def queryset(self, request, trials):
        if self.value() not in ("yes", "no"):
            return trials
        today = timezone.localdate()
        stale = [trial.pk for trial in Trial.objects.without_private_texts() if ShownTrial(trial, today).is_stale]
        return trials.filter(pk__in=stale) if self.value() == "yes" else trials.exclude(pk__in=stale)


@admin.register(Trial)
class TrialAdmin(ChoosingMixin, ButtonsAdmin):
    list_display = ["nct_id", "title", "state", "status_today", "mark_today", "asks_payment", "imported_at"]
    list_filter = ["state", GroupFilter, "asks_payment", StaleFilter]
    search_fields = ["nct_id", "aliases__nct_id", "plain_title", "brief_title"]
    ordering = ["-imported_at", "pk"]
    list_per_page = 40
    show_full_result_count = False
    view_on_site = False
    autocomplete_fields = ["condition_pages"]
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}}
    change_form_template = "admin/trial_change_form.html"
    fieldsets = [
        (
            _("In plain words"),
            {
                "fields": ["plain_title", "plain_summary", "cannot_tell", "condition_pages"],
                "description": _("Your own words: readers see these, and none of the sponsor's texts below."),
            },
        ),
        (_("Money"), {"fields": ["asks_payment"], "description": _("“Yes” shows a red box, no places, and never “open”.")}),
    ]

    class Media:
        css = {"all": ["editorial/version-form.css"]}
        js = [Script("editorial/name-choices.js", defer=True)]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("raw")

    # --- The list -----------------------------------------------------------------------------------------------

    @admin.display(description=_("title"))
    def title(self, trial):
        return trial.plain_title or trial.brief_title

    @admin.display(description=_("status today"))
    def status_today(self, trial):
        return ShownTrial(trial, timezone.localdate()).status_words

    @admin.display(description=_("checked"))
    def mark_today(self, trial):
        return ShownTrial(trial, timezone.localdate()).mark_words

    # --- The form -----------------------------------------------------------------------------------------------

    def has_add_permission(self, request):
        return False  # records come from files

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        if not (super().has_change_permission(request, obj) and may_write(request.user)):
            return False
        return obj is None or not obj.is_published or actions.may_publish(request.user)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return not_saved(request, refusal, back=request.path)

    def save_model(self, request, trial, form, change):
        words = {name: getattr(trial, name) for name in WORDS}
        pages = form.cleaned_data["condition_pages"]
        # Nothing else of the form's record is stored: an import may have changed it meanwhile.
        actions.save_words(trial, by=request.user, shown=request.POST.get("shown", ""), words=words, condition_pages=pages)

    def render_change_form(self, request, context, *args, **kwargs):
        trial = kwargs["obj"]
        context |= {
            "trial": trial,
            "shown_trial": ShownTrial(trial, timezone.localdate()),
            "shown": request.POST.get("shown", "") if request.method == "POST" else trial.fingerprint(),
            "hits": payment_hits(*(getattr(trial, name) for name in PRIVATE_TEXTS)),
            "private_texts": [(trial._meta.get_field(name).verbose_name, getattr(trial, name)) for name in PRIVATE_TEXTS],
            "changes": trial.changes.all(),
            "missing": actions.problems(trial),
            "may_publish": actions.may_publish(request.user),
            "may_take_off": actions.may_take_off(request.user),
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Buttons ------------------------------------------------------------------------------------------------

    def press(self, request, trial, verb):
        if verb == "publish":
            actions.publish(trial, by=request.user, shown=request.POST.get("shown", ""))
            messages.success(request, _("The record is published. Readers see it now."))
        elif verb == "withdraw":
            actions.withdraw(trial, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, _("The record was withdrawn. Readers do not see it any more."))
        else:
            raise Http404
