from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import (
    Article,
    ArticleVersion,
    Association,
    CareCard,
    CareCardVersion,
    Cause,
    CauseVersion,
    Code,
    Condition,
    ConditionVersion,
    GlossaryTerm,
    GlossaryTermVersion,
    Symptom,
    SymptomConcept,
    SymptomName,
    SymptomVersion,
)
from editorial.admin import ChoosingMixin, NamedFieldsFormSet, PageAdmin, VersionAdmin
from editorial.forms import LinesField


class AssociationInline(ChoosingMixin, admin.TabularInline):
    model = Association
    formset = NamedFieldsFormSet
    extra = 0
    autocomplete_fields = ["cause", "symptom", "sources"]
    verbose_name_plural = _("Causes and symptoms: each with its sources")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("cause", "symptom").prefetch_related("sources")


class CodeInline(admin.TabularInline):
    model = Code
    formset = NamedFieldsFormSet
    extra = 0


class SymptomConceptInline(admin.StackedInline):
    model = SymptomConcept
    extra = 0
    can_delete = False
    formfield_overrides = {models.JSONField: {"form_class": LinesField, "required": False}}


class SymptomNameInline(admin.TabularInline):
    model = SymptomName
    formset = NamedFieldsFormSet
    extra = 1
    fields = ["text", "source", "source_code", "scope"]


@admin.register(Condition)
class ConditionAdmin(PageAdmin):
    own_rows = True
    inlines = [CodeInline]


@admin.register(Symptom)
class SymptomAdmin(PageAdmin):
    own_rows = True
    inlines = [SymptomConceptInline, SymptomNameInline]


admin.site.register([Cause, Article, GlossaryTerm, CareCard], PageAdmin)


@admin.register(ConditionVersion)
class ConditionVersionAdmin(VersionAdmin):
    own_fieldsets = [(_("Which nerves"), {"fields": ["pattern"], "description": _("Cut nerves and widespread damage are always kept apart.")})]
    inlines = [*VersionAdmin.inlines, AssociationInline]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(VersionAdmin):
    own_fieldsets = [(_("Read on"), {"fields": ["related"], "description": _("Pages that the reader of this article may want next.")})]
    autocomplete_fields = ["related"]


@admin.register(CareCardVersion)
class CareCardVersionAdmin(VersionAdmin):
    own_fieldsets = [
        (
            _("When it is shown"),
            {
                "fields": ["level", "phrases", "symptoms"],
                "description": _("A search that holds all words of a phrase, or finds one of the symptoms, shows this card first."),
            },
        )
    ]
    autocomplete_fields = ["symptoms"]


admin.site.register([CauseVersion, SymptomVersion, GlossaryTermVersion], VersionAdmin)
