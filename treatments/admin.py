from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from editorial.admin import ChoosingMixin, PageAdmin, VersionAdmin
from treatments.models import Effect, Treatment, TreatmentVersion


class EffectInline(ChoosingMixin, admin.StackedInline):
    model = Effect
    extra = 0
    autocomplete_fields = ["condition", "symptom", "sources"]
    fieldsets = [
        (None, {"fields": ["condition", "symptom", "outcome", "prevents", "statement"]}),
        (_("How sure we are"), {"fields": ["finding", "certainty", "stage", "rung"]}),
        (_("Numbers, only as the source has them"), {"fields": [("out_of", "with_treatment", "without_treatment"), ("studies", "participants")]}),
        (_("Sources and dates"), {"fields": ["sources", "checked_on", "recheck_on"]}),
    ]
    verbose_name_plural = _("Effects: one evidence claim each")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "statement":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("condition", "symptom").prefetch_related("sources")


@admin.register(TreatmentVersion)
class TreatmentVersionAdmin(VersionAdmin):
    list_display = [*VersionAdmin.list_display, "stage"]
    list_filter = [*VersionAdmin.list_filter, "stage", "approach"]
    own_fieldsets = [
        (
            _("Stage"),
            {
                "fields": ["approach", "stage", "status_line"],
                "description": _("The badge and the line under the title. Never better than the best of the effects."),
            },
        )
    ]
    inlines = [*VersionAdmin.inlines, EffectInline]


admin.site.register(Treatment, PageAdmin)
